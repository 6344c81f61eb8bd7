"""The records by which amounts are read from a message: numbers in words, units, visits, tests, an exchange rate."""

from pydantic import Field

from chatbot.domain import Jurisdiction
from chatbot.knowledge.records import Pattern, Record, Text, Texts


class UnitRecord(Record):
    """A unit of body weight; with `then`, a smaller one may follow it: stones and pounds."""

    kg: float = Field(gt=0)
    names: Texts = Field(min_length=1)
    then_kg: float | None = Field(default=None, gt=0)
    then_names: Texts = ()
    then_at_most: int = 0


class CurrencyRecord(Record):
    """A currency by its code, with what people call it."""

    code: Text
    names: Texts = ()
    signs: Texts = ()


class CountedRecord(Record):
    """A way of telling a number of visits that names no number."""

    pattern: Pattern
    visits: int = Field(ge=1)


class NumbersRecord(Record):
    """Numbers written in words."""

    words: dict[Text, int]
    """From nought to ninety; others are put together from these."""
    hundred: Texts
    article: Texts
    joint: Texts
    """Words that join a hundred and what is more."""
    phrases: dict[Text, int]
    minus: Texts
    point: Texts
    half_more: Texts
    ranges: Texts
    """Words between the two ends of a range."""


class WeightsRecord(Record):
    """How a body weight is told."""

    units: tuple[UnitRecord, ...] = Field(min_length=1)
    weighs: Pattern
    """Right before a figure that is a body weight though no unit stands by it."""
    bare_not_after: Pattern
    """Right after such a figure that is something else."""
    not_before: Pattern
    """Right before a figure with a unit that is no body weight."""
    not_after: Pattern
    never: Pattern
    """What looks like a figure with a unit and is none, such as 1st."""


class VisitsRecord(Record):
    """How a number of visits is told."""

    names: Texts = Field(min_length=1)
    between: Texts
    """Words that may stand between the number and the name."""
    not_after: Pattern
    counted: tuple[CountedRecord, ...] = ()
    parts: Texts = ()
    """Names of what a visit is made of, whose number is not that of the visits."""


class RatesRecord(Record):
    """How an exchange rate is told."""

    currencies: tuple[CurrencyRecord, ...] = Field(min_length=1)
    per: Texts
    """Between the two currencies of a rate: yuan per dollar."""
    per_alone: Texts
    """The same where only one currency is named."""
    one: Texts
    equals: Texts
    rate: Pattern
    """Right before a figure that is a rate though no currency stands by it."""
    into: Texts
    """Before a currency that a sum is wanted in."""


class MoneyRecord(Record):
    """How a message asks what something costs."""

    sure: tuple[Pattern, ...]
    likely: tuple[Pattern, ...]
    """They count where nothing in the message is about an amount of something else."""
    other_amounts: Pattern
    about_prices: Pattern
    """A message with it asks about prices, and not what they come to."""
    supposing: Pattern
    """A message with it may put another case of a sum asked for before."""
    fillers: Texts
    """Words that may stand in a message that only changes an earlier sum."""


class AmountsRecord(Record):
    """Everything by which amounts are read; words and patterns are in small letters."""

    numbers: NumbersRecord
    weights: WeightsRecord
    visits: VisitsRecord
    rates: RatesRecord
    money: MoneyRecord
    without_tests: tuple[Pattern, ...]
    with_tests: tuple[Pattern, ...]
    places: dict[Jurisdiction, Pattern]
    """Countries named in a message: which prices are meant."""
