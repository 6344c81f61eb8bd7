"""The text of a document as it was read, page by page, so that a passage can be shown where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from chatbot.domain import Passage
from chatbot.knowledge.loaders.parts import Part, PartKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """All that was read of a document, in order."""

    parts: tuple[Part, ...]
    left_out: frozenset[int] = frozenset()
    """The places among them of what no answer is made from: notices, readers' comments, what waits for a person."""

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of the pages that hold text; a document without pages is one page, number 1."""
        return tuple(dict.fromkeys(number(part) for part in self.parts))


class Line(NamedTuple):
    """A part of a page as it is shown: its text in three pieces, of which the second is marked."""

    kind: PartKind
    before: str
    marked: str
    after: str


class LeftOut(NamedTuple):
    """Some parts in a row that are not shown."""

    parts: int


def number(part: Part) -> int:
    """Return the page that a part stands on."""
    return part.page or 1


def page_of(passage: Passage) -> int | None:
    """Return the page that a passage stands on; None for one that was cut from no document."""
    return (passage.place.page or 1) if passage.place else None


def shown(text: DocumentText, page: int, passage: Passage | None) -> Sequence[Line | LeftOut]:
    """Return a page's parts, with a passage of it marked; empty for a page that holds none."""
    made: list[Line | LeftOut] = []
    here = [(place, part) for place, part in enumerate(text.parts) if number(part) == page]
    for hidden, group in groupby(here, key=lambda found: found[0] in text.left_out):
        found = list(group)
        made += [LeftOut(len(found))] if hidden else [_line(part, passage, page) for _, part in found]
    return made


def _line(part: Part, passage: Passage | None, page: int) -> Line:
    place = passage.place if passage and page_of(passage) == page else None
    if place is None or part.kind == "heading" or place.start >= part.end or place.end <= part.start:
        return Line(part.kind, part.text, "", "")
    first, last = max(place.start - part.start, 0), min(place.end - part.start, len(part.text))
    return Line(part.kind, part.text[:first], part.text[first:last], part.text[last:])
