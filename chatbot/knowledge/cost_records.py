"""The records of a seller's price list, as it stands in costs.yaml."""

from datetime import date
from typing import Literal

from pydantic import Field

from chatbot.knowledge.records import Id, Record, Text, Texts


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


class CostsRecord(Record):
    """One seller's price list; `stated` is the seller's own, `computed` is arithmetic on it."""

    id: Id
    source: Id
    scope: Text
    currency: Text
    plan: Id
    items: tuple[CostItemRecord, ...] = Field(min_length=1)
    rules: CostRulesRecord
    worked_example: dict[str, object]
    exchange_rates_implied: tuple[dict[str, object], ...]
    computed_by_weight: dict[str, object]
    not_stated: Texts
    checked: date
