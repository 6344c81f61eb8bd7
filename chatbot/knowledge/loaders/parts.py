"""What every loader gives: the parts of a file in reading order, and a report for each page.

A part keeps where it stands: its page (PDF), the heading above it, and its range of characters in the page's text. What
was not read is told with its reason and with what to do about it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

PartKind = Literal["heading", "text", "item", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading, paragraph, list item or table row."""

    kind: PartKind
    text: str
    heading: str = ""
    """The heading above it."""
    page: int | None = None
    """From 1; None where the file has no pages."""
    start: int = 0
    end: int = 0
    """Range in the text of its page, or of the whole file where it has no pages."""
    lead: str = ""
    """What it must not be read without: the sentence before a list, or the caption of a table."""
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    """Of a row, under `heads`."""
    marks: str = ""
    """How the file itself sets it apart: names of the elements, classes and ids around it, or 'running'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that was not read, why, and what to do."""

    where: str
    why: Literal[
        "scanned",
        "encrypted",
        "unknown-letters",
        "broken",
        "too-large",
        "too-slow",
        "empty",
        "encoding",
        "embedded",
        "hidden-code",
        "unknown-kind",
        "uneven-table",
    ]
    what_to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReport:
    """How much of one page was read; page None is a file without pages."""

    page: int | None
    characters: int
    tables: int
    unread: tuple[Unread, ...] = ()
    ocr: bool = False
    """Whether it was read by OCR."""

    @property
    def is_picture(self) -> bool:
        """Whether its text, or most of it, could be read by OCR alone."""
        where = f"page {self.page}"
        return any(what.where == where and what.why in {"scanned", "unknown-letters"} for what in self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read of a file."""

    parts: tuple[Part, ...]
    pages: tuple[PageReport, ...]
    pages_in_file: int | None = None
    """How many pages the file has, where it has pages; more than `pages` when a slice was read."""

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Everything that was not read."""
        return tuple(what for page in self.pages for what in page.unread)

    @property
    def ocr(self) -> bool:
        """Whether any page was read by OCR."""
        return any(page.ocr for page in self.pages)

    @property
    def characters(self) -> int:
        """How many characters were read."""
        return sum(page.characters for page in self.pages)

    @property
    def tables(self) -> int:
        """How many tables were read."""
        return sum(page.tables for page in self.pages)


def unreadable(why: Unread) -> Reading:
    """Return the reading of a file of which nothing could be read."""
    return Reading(parts=(), pages=(PageReport(page=None, characters=0, tables=0, unread=(why,)),))


def placed(parts: Iterable[Part], page: int | None, heading: str = "") -> tuple[Part, ...]:
    """Give the parts of one page their page, their range in its text, and the heading above each."""
    made: list[Part] = []
    at = 0
    for part in parts:
        if part.kind == "heading":
            heading = part.text
        made.append(replace(part, page=page, start=at, end=at + len(part.text), heading=heading))
        at += len(part.text) + 1
    return tuple(made)


def page_text(parts: Iterable[Part], page: int | None) -> str:
    """Return the text of a page, in which the ranges of its parts count."""
    return "\n".join(part.text for part in parts if part.page == page)


def whole(parts: Sequence[Part], tables: int, unread: Sequence[Unread] = ()) -> Reading:
    """Return the reading of a file without pages."""
    made = placed(parts, None)
    characters = sum(len(part.text) for part in made)
    if not made:
        unread = [
            *unread,
            Unread(where="file", why="empty", what_to_do="the file holds no text; look whether it is the right one"),
        ]
    report = PageReport(page=None, characters=characters, tables=tables, unread=tuple(unread))
    return Reading(parts=made, pages=(report,))


def row_text(caption: str, heads: Sequence[str], cells: Sequence[str]) -> str:
    """Read a row with its column heads, so that a figure never stands without them."""
    said = [f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=True) if cell]
    lead = f"{caption.rstrip('.:')}. " if caption else ""
    return f"{lead}{'; '.join(said)}."


def row(caption: str, heads: Sequence[str], cells: Sequence[str], marks: str = "") -> Part:
    """Make the part of a table's row."""
    text = row_text(caption, heads, cells)
    return Part(kind="row", text=text, lead=caption, heads=tuple(heads), cells=tuple(cells), marks=marks)


def with_leads(parts: Sequence[Part]) -> list[Part]:
    """Give each list item the sentence that leads into its list, when it ends in a colon."""
    made: list[Part] = []
    lead = ""
    for part in parts:
        if part.kind == "item":
            made.append(replace(part, lead=part.lead or lead))
            continue
        lead = part.text if part.kind == "text" and part.text.endswith(":") else ""
        made.append(part)
    return made
