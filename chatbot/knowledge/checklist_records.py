"""The records of checklists: what a family can tick, watch for or write down, each item bound to what supports it."""

from pydantic import Field, model_validator

from chatbot.knowledge.records import Id, Ids, Record, Text, Texts


class ItemRecord(Record):
    """One thing to do, to ask or to bring, in plain words, and the records that support it."""

    text: Text
    facts: Ids = ()
    uses: Ids = ()
    signs: Ids = ()

    @model_validator(mode="after")
    def _supported(self) -> "ItemRecord":
        if not self.records:
            raise ValueError("names no fact, use or sign that supports it; add one or leave the item out")
        return self

    @property
    def records(self) -> Ids:
        """The ids of every record that supports the item."""
        return (*self.facts, *self.uses, *self.signs)


class DiaryRecord(Record):
    """A table to print and to fill in by hand."""

    columns: Texts = Field(min_length=2)
    widths: tuple[int, ...]
    """How wide each column is, as shares."""
    rows: int = Field(ge=1, le=40)

    @model_validator(mode="after")
    def _as_wide_as_columns(self) -> "DiaryRecord":
        if len(self.widths) != len(self.columns) or min(self.widths) < 1:
            raise ValueError("must give a width of 1 or more for each column")
        return self


class PartRecord(Record):
    """A part under its own heading: items to tick, warning signs to watch for, or a table."""

    heading: Text
    items: tuple[ItemRecord, ...] = ()
    watch: tuple[ItemRecord, ...] = ()
    """Warning signs, each bound to sign records of one level, which says how soon help is needed."""
    diary: DiaryRecord | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> "PartRecord":
        if sum(map(bool, (self.items, self.watch, self.diary))) != 1:
            raise ValueError("must hold one of items, watch and diary")
        if not all(item.signs for item in self.watch):
            raise ValueError("has a sign to watch for that names no sign record; add it to its signs")
        return self


class ChecklistRecord(Record):
    """One page to print: before, on the day, after, or to write in."""

    id: Id
    name: Text
    intro: Text
    parts: tuple[PartRecord, ...] = Field(min_length=1)

    @property
    def items(self) -> tuple[ItemRecord, ...]:
        """Every item of every part, in order."""
        return tuple(item for part in self.parts for item in (*part.items, *part.watch))
