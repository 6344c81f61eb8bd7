"""Staff's own prices: each stands in the place of one price of a list, and the list itself is never touched.

    prices/<list>.<item>.yaml    in the folder of staff's documents; in force as soon as it stands there

A price of staff changes what is added up and is a passage of its own, that says who gave it and what the list says. It
is about money alone: no label, status or evidence is ever made from it. Its reason stays among staff, since nobody has
checked those words as an answer.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, model_validator

from chatbot.domain import Origin, Passage, Source, Strength
from chatbot.errors import PriceError, Problem
from chatbot.knowledge.cost_records import CostItemRecord, CostsRecord
from chatbot.knowledge.files import dump_yaml, read_alone, write_whole
from chatbot.knowledge.passages import STRENGTH_OF_KIND, passage_id
from chatbot.knowledge.provenance import review_after
from chatbot.knowledge.records import Id, Record, Text
from chatbot.knowledge.sentences import sentences
from chatbot.knowledge.wording import Wording

FOLDER = "prices"
PREFIX = "staff-price-"
"""Of the ids of their sources and passages, so that no record of the product ever has the same."""
MOST = 100_000_000
LONGEST_REASON = 500


class PriceRecord(Record):
    """A price that staff gave, with who, when and why; the currency is the list's."""

    list: Id
    item: Id
    amount: int = Field(gt=0, le=MOST)
    instead_of: int = Field(gt=0)
    """The list's own amount when this was given."""
    checked: date
    """The day on which somebody saw that this is the price."""
    reason: Text = Field(max_length=LONGEST_REASON)
    who: Text
    on: date

    @model_validator(mode="after")
    def _checked_before_given(self) -> "PriceRecord":
        if self.checked > self.on:
            raise ValueError("a price is checked before it is given; correct the day in 'checked'")
        return self

    @property
    def key(self) -> str:
        """The name of its file."""
        return f"{self.list}.{self.item}"

    @property
    def record(self) -> str:
        """The id of its source and of the record of its passage."""
        return f"{PREFIX}{self.list}-{self.item}"


class PriceFolder:
    """The folder of staff's prices."""

    def __init__(self, documents: Path) -> None:
        self._folder = documents / FOLDER

    def all(self) -> tuple[list[PriceRecord], list[Problem]]:
        """Return every price that holds, and the problems of those that do not."""
        found: list[PriceRecord] = []
        problems: list[Problem] = []
        for path in sorted(self._folder.glob("*.yaml")):
            record, bad = _read(path)
            problems += bad
            found += [record] if record else []
        return found, problems

    def get(self, list_: str, item: str) -> PriceRecord | None:
        """Return the price of staff for an item; None where the list's own is in force."""
        path = self._path(list_, item)
        record, problems = _read(path) if path.is_file() else (None, [])
        if problems:
            raise PriceError("; ".join(map(str, problems)))
        return record

    def put(self, record: PriceRecord) -> None:
        """Put a price in the place of the list's, or of an earlier one; in force when this returns."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            content = dump_yaml(record.model_dump(mode="json")).encode()
            write_whole(self._path(record.list, record.item), content)
        except OSError as error:
            raise PriceError(f"{self._folder} cannot be written ({error}); nothing was changed") from error

    def remove(self, list_: str, item: str) -> None:
        """Take a price of staff back, if there is one: the list's own is in force again."""
        try:
            self._path(list_, item).unlink(missing_ok=True)
        except OSError as error:
            raise PriceError(f"{self._folder} cannot be written ({error}); nothing was changed") from error

    def fingerprint(self) -> str:
        """Hash all prices; empty where there is none."""
        records, _ = self.all()
        text = "\0".join(record.model_dump_json() for record in records)
        return hashlib.sha256(text.encode()).hexdigest() if records else ""

    def _path(self, list_: str, item: str) -> Path:
        return self._folder / f"{list_}.{item}.yaml"


class Priced(NamedTuple):
    """What of a library changes with staff's prices."""

    costs: tuple[CostsRecord, ...]
    sources: Mapping[str, Source]
    passages: tuple[Passage, ...]


def item_of(costs: Sequence[CostsRecord], list_: str, item: str) -> tuple[CostsRecord, CostItemRecord]:
    """Return a price list and one of its items; raise PriceError where there is none of that name."""
    for prices in costs:
        for one in prices.items:
            if (prices.id, one.id) == (list_, item):
                return prices, one
    raise PriceError(f"no price list has an item {item[:80]!r} in {list_[:80]!r}")


def strays(records: Sequence[PriceRecord], costs: Sequence[CostsRecord]) -> Iterator[Problem]:
    """Yield the prices that stand for nothing, such as an item that an update took out of its list."""
    held = {(prices.id, one.id) for prices in costs for one in prices.items}
    for record in records:
        if (record.list, record.item) not in held:
            what = "names an item that is in no price list; delete this file"
            yield Problem(f"{FOLDER}/{record.key}.yaml", record.key, "item", what)


def priced(
    costs: Sequence[CostsRecord],
    sources: Mapping[str, Source],
    passages: Sequence[Passage],
    records: Sequence[PriceRecord],
    wording: Wording,
) -> Priced:
    """Put staff's prices into what the corpus holds; of `records` each must name an item of a list.

    What the list's own source says of prices is told to disagree with them, so that it never stands alone.
    """
    changed = {prices.id: prices for prices in costs}
    made: list[Passage] = []
    found: dict[str, Source] = {}
    of_list: dict[str, tuple[str, ...]] = {}
    facts = {passage.record: passage for passage in passages}
    for record in records:
        prices, item = item_of(costs, record.list, record.item)
        source = _source(record, item, sources[prices.source], wording)
        found[source.id] = source
        made.append(_passage(record, prices, item, source, facts[item.fact], wording))
        changed[prices.id] = _with(changed[prices.id], record, item, wording)
        of_list[prices.id] = (*of_list.get(prices.id, ()), record.record)
    held = list(passages)
    for prices in costs:
        if others := of_list.get(prices.id):
            held = [_against(passage, prices, others) for passage in held]
    return Priced(tuple(changed.values()), {**sources, **found}, (*held, *made))


def _with(prices: CostsRecord, record: PriceRecord, item: CostItemRecord, wording: Wording) -> CostsRecord:
    """The list with one more price of staff, which its scope and the name of the item tell."""
    told = {"what": item.what, "amount": f"{record.amount:,}", "money": prices.money, "checked": record.checked}
    own = item.model_copy(
        update={
            "what": wording("own_price.what", **told),
            "amount": record.amount,
            "approximate": False,
            "source": record.record,
            "fact": record.record,
        }
    )
    items = tuple(own if one.id == item.id else one for one in prices.items)
    return prices.model_copy(update={"items": items, "scope": f"{prices.scope}{wording('own_price.scope', **told)}"})


def _source(record: PriceRecord, item: CostItemRecord, seller: Source, wording: Wording) -> Source:
    """Staff as the source of a price; what its seller stands to gain stays beside it."""
    return Source(
        id=record.record,
        title=wording("own_price.title", what=item.what),
        publisher=wording("own_price.publisher"),
        kind=seller.kind,
        jurisdiction=seller.jurisdiction,
        year=record.checked.year,
        url=None,
        interest=seller.interest,
        read="full",
        checked=record.checked,
        next_review=review_after(record.checked, seller.kind),
    )


def _passage(
    record: PriceRecord, prices: CostsRecord, item: CostItemRecord, source: Source, fact: Passage, wording: Wording
) -> Passage:
    """What is cited for the price: it stands for the fact that states the list's own, and names that too."""
    text = wording(
        "own_price.text",
        what=f"{item.what[:1].upper()}{item.what[1:]}",
        amount=f"{record.amount:,}",
        stated=f"{item.amount:,}",
        money=prices.money,
        per=wording(f"own_price.per.{item.per}"),
        checked=record.checked,
    )
    return Passage(
        id=passage_id(record.record, text),
        record=record.record,
        text=text,
        source=source,
        also=(fact.source,),
        locator=wording("own_price.locator", on=record.on),
        strength=STRENGTH_OF_KIND.get(source.kind, Strength.EXPERT),
        topics=frozenset({prices.asked_by.topic}),
        uses=fact.uses,
        subject=fact.subject,
        origin=Origin.FACT,
        jurisdiction=fact.jurisdiction,
        asks=tuple(ask for ask in fact.asks if ask.says is None),
        sentences=sentences(text),
    )


def _against(passage: Passage, prices: CostsRecord, others: tuple[str, ...]) -> Passage:
    """A statement of the list's source about prices that nothing speaks against yet, with staff's prices against it."""
    states_price = passage.origin is Origin.FACT and prices.asked_by.topic in passage.topics
    if not states_price or passage.source.id != prices.source or passage.disagrees_with:
        return passage
    return replace(passage, disagrees_with=others)


def _read(path: Path) -> tuple[PriceRecord | None, list[Problem]]:
    return read_alone(path, f"{FOLDER}/{path.name}", PriceRecord, "list, item")
