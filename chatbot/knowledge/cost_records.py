"""The records of a seller's price list, as it stands in costs.yaml."""

from datetime import date
from typing import Literal

from pydantic import Field

from chatbot.knowledge.records import Id, Ids, Pattern, Record, Text, Texts


class CostItemRecord(Record):
    id: Id
    what: Text
    amount: int = Field(gt=0)
    currency: Text
    per: Literal["plan", "dose", "night", "visit"]
    approximate: bool
    basis: Text
    note: Text
    source: Id
    fact: Id
    """The fact that states this price: readers open it from the line of a sum."""


class CountRecord(Record):
    value: int = Field(gt=0)
    basis: Text


class DosesRecord(Record):
    doses: int = Field(gt=0)
    per_kg: int = Field(gt=0)
    basis: Text
    note: Text


class VisitsRecord(Record):
    usual: int = Field(gt=0)
    up_to: int = Field(gt=0)
    basis: Text
    note: Text


class CostRulesRecord(Record):
    doses_per_day: DosesRecord
    infusion_days_per_visit: CountRecord
    nights_per_visit: CountRecord
    visits: VisitsRecord
    most_weight_kg: int = Field(gt=0)
    tests: dict[str, object]
    time: dict[str, object]


class WorkedLineRecord(Record):
    """A line of the seller's example: what the page writes, and what its own prices make."""

    what: Text
    formula: Text
    stated: int
    computed: int
    difference: int
    visits: int | None = None
    """Where the line is a whole sum: for how many visits, and whether the tests are in it."""
    tests: bool = False
    stated_usd: int | None = None
    note: Text | None = None


class WorkedExampleRecord(Record):
    weight_kg: int = Field(gt=0)
    doses_per_day: int = Field(gt=0)
    doses_per_visit: int = Field(gt=0)
    lines: tuple[WorkedLineRecord, ...] = Field(min_length=1)


class ImpliedRateRecord(Record):
    """A rate that follows from two sums of the page; never one that a reader's money is changed at."""

    of: Text
    amount: int | None
    foreign: int
    currency: Text
    rate: float | None
    note: Text | None = None


class ComputedRowRecord(Record):
    weight_kg: int
    doses_per_visit: int
    per_visit: int
    usual_visits_with_tests: int
    most_visits_with_tests: int


class ComputedRecord(Record):
    note: Text
    rows: tuple[ComputedRowRecord, ...]


class AskedByRecord(Record):
    """How a question about this price list is told from one about other prices."""

    named: tuple[Pattern, ...] = Field(min_length=1)
    """Words that name what is sold."""
    elsewhere: tuple[Pattern, ...]
    """Words that mean another place, payer or product, unless it is named as well."""
    uses: Ids
    topic: Id
    """The topic of facts that state prices."""
    near: Ids
    """Topics that a talk about this list may touch without leaving it."""


class CostsRecord(Record):
    """One seller's price list; `stated` is the seller's own, `computed` is arithmetic on it."""

    id: Id
    source: Id
    name: Text
    """What is sold, as it stands inside a sentence."""
    scope: Text
    currency: Text
    money: Text
    """The currency as it stands inside a sentence."""
    plan: Id
    asked_by: AskedByRecord
    items: tuple[CostItemRecord, ...] = Field(min_length=1)
    rules: CostRulesRecord
    worked_example: WorkedExampleRecord
    exchange_rates_implied: tuple[ImpliedRateRecord, ...]
    computed_by_weight: ComputedRecord
    not_stated: Texts
    checked: date
