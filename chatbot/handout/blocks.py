"""What a printed page is made of, and the steps by which it says less when it does not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """How a block of text is set."""

    TITLE = "title"
    CARE = "care"
    CARE_TEXT = "care-text"
    LABEL = "label"
    LEAD = "lead"
    HEADING = "heading"
    TEXT = "text"
    BULLET = "bullet"
    TICK = "tick"
    WATCH = "watch"
    SMALL = "small"
    NOTE = "note"


class Paper(StrEnum):
    """The sizes of paper that people have."""

    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that is set in one way."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with empty rows to write in."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: int


Part = Block | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page to print: the first of its steps that fits on one page is set, and says what it leaves out.

    Steps go from all that there is to the least that may be said. Where even that needs more than a page, it goes on
    over further pages: nothing is ever cut.
    """

    masthead: str
    title: str
    steps: Sequence[Sequence[Part]]
    foot: Sequence[str]
    """Small lines at the foot of every page."""
    page_of: str
    """The number of a page, with the places {n} and {all}."""
    link: str
    """The address that the code at the top opens; empty for none."""
    link_says: str
    made: date
    """The date that stands in the file: of the library, so that the same page has the same bytes."""
