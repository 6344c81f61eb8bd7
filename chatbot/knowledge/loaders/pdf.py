"""PDF into parts, a slice of pages at a time; home of pdfplumber. Scripts and links in the file are never followed."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from chatbot.knowledge.loaders.decoding import strange
from chatbot.knowledge.loaders.ocr import DOUBT, Picture, advice
from chatbot.knowledge.loaders.ocr import read as read_picture
from chatbot.knowledge.loaders.parts import PageReport, Part, Reading, Unread, placed, row, unreadable
from chatbot.knowledge.loaders.pdf_tables import Grid, Line, Word, find, inside

MOST_PAGES = 3000
MOST_CHARACTERS = 60_000
"""Of one page: a page of print has about 3,000."""
HEADING_SIZE = 1.12
"""How much larger than the running text a heading is set."""
MOST_HEADING_WORDS = 16
PARAGRAPH_GAP = 0.75
"""Free space above a new paragraph, in heights of a letter."""
_BULLET = re.compile(r"^(?:[•▪◦●○■–·*\uf0b7]|-(?= )|\(?\d{1,2}[.)](?= ))\s*")
_SCAN = "only a picture of text"
MOST_DOUBTED = 300
"""Characters of the doubted lines of a page that are told."""
_GARBLED = re.compile(r"\(cid:\d+\)")
See = Callable[[int], Picture]
"""Reads the picture of a page, as `ocr.read` does."""
MOST_UNSEEN = 0.03
"""Of what is printed on a page; more that is no text to OCR is told."""


def load(path: Path, first: int = 0, most: int = MOST_PAGES, *, ocr: bool = False) -> Reading:
    """Read at most `most` pages from page `first`, counted from 0; pictures of text by OCR where that is asked for."""
    try:
        # Opened here: what pdfplumber opens itself stays open where the file is broken.
        with path.open("rb") as stream, pdfplumber.open(stream, unicode_norm="NFKC") as file:
            return _load(file, first, most, partial(read_picture, path) if ocr else None)
    except PdfminerException as error:
        if isinstance(error.__cause__ or error.args[0], PDFPasswordIncorrect):
            what = "it wants a password; save a copy without one and add that"
            return unreadable(Unread(where="file", why="encrypted", what_to_do=what))
        what = f"is no PDF that can be read ({_short(error)}); export it again"
        return unreadable(Unread(where="file", why="broken", what_to_do=what))


def _load(file: Any, first: int, most: int, see: See | None) -> Reading:  # noqa: ANN401  pdfplumber has no types
    count = len(file.pages)
    if count > MOST_PAGES or not count:
        why: Any = "too-large" if count else "broken"
        what = (
            f"it has {count} pages and at most {MOST_PAGES} are read; split it"
            if count
            else "it has no page; export it again"
        )
        return replace(unreadable(Unread(where="file", why=why, what_to_do=what)), pages_in_file=count)
    parts: list[Part] = []
    reports: list[PageReport] = []
    heads: tuple[str, ...] = ()
    heading = ""
    for page in file.pages[first : first + most]:
        made, report, heads = _page(page, heads)
        if see is not None and report.is_picture:
            made, report, heads = _picture(page, see(page.page_number))
        if page.page_number == 1:
            report = replace(report, unread=(*_in_file(file), *report.unread))
        parts += placed(made, page.page_number, heading)
        heading = parts[-1].heading if parts else ""
        reports.append(report)
        page.close()
    return Reading(parts=tuple(parts), pages=tuple(reports), pages_in_file=count)


def _in_file(file: Any) -> Iterator[Unread]:  # noqa: ANN401
    catalog = str(file.doc.catalog)
    if (
        "JavaScript" in catalog
        or "AA" in file.doc.catalog
        or isinstance(resolve1(file.doc.catalog.get("OpenAction")), dict)
    ):
        yield Unread(where="file", why="hidden-code", what_to_do="it holds a script or an action, which was not run")
    if "EmbeddedFiles" in catalog:
        yield Unread(
            where="file", why="embedded", what_to_do="it holds attached files; save them and add each on its own"
        )
    if "AcroForm" in catalog:
        yield Unread(
            where="file",
            why="embedded",
            what_to_do="it holds form fields; print it to a new PDF if their text is wanted",
        )


def _page(page: Any, heads: tuple[str, ...]) -> tuple[list[Part], PageReport, tuple[str, ...]]:  # noqa: ANN401
    """Read one page; `heads` are those of a table that runs to the foot of the page before."""
    number = page.page_number
    where = f"page {number}"
    try:
        chars = page.chars
        if len(chars) > MOST_CHARACTERS:
            what = f"it holds {len(chars)} characters; split the file, or save the text alone"
            return [], _nothing(number, Unread(where=where, why="too-large", what_to_do=what)), ()
        told = list(_faults(page, chars, where))
        if any(fault.why == "unknown-letters" for fault in told):
            return [], _nothing(number, *told), ()
        words = page.extract_words(use_text_flow=True, extra_attrs=["size", "fontname"], x_tolerance_ratio=0.2)
        words = [word for word in words if word["text"].strip()]
        grids = find(page, words)
        parts, heads = _parts(words, grids, heads, page.height)
    except (
        PdfminerException,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
        ZeroDivisionError,
        AssertionError,
    ) as error:
        what = f"its structure is broken ({_short(error)}); export the file again"
        return [], _nothing(number, Unread(where=where, why="broken", what_to_do=what)), ()
    uneven = [grid for grid in grids if any(cell is None for line in grid.rows[2:] for cell in line)]
    if uneven:
        what = f"{len(uneven)} with merged cells in the body; compare its rows with the page"
        told.append(Unread(where=f"table on {where}", why="uneven-table", what_to_do=what))
    report = PageReport(page=number, characters=sum(len(p.text) for p in parts), tables=len(grids), unread=tuple(told))
    return parts, report, heads


def _picture(
    page: Any,  # noqa: ANN401
    seen: Picture,
) -> tuple[list[Part], PageReport, tuple[str, ...]]:
    """Make the parts of a page that was read by OCR; one that holds a doubted line is told and left out."""
    number, where = page.page_number, f"page {page.page_number}"
    grids = find(page, seen.words)
    parts, _ = _parts(seen.words, grids, (), page.height)
    sure = [part for part in parts if DOUBT not in part.text]
    report = PageReport(
        page=number,
        characters=sum(len(part.text) for part in sure),
        tables=len(grids),
        unread=tuple(_doubts(seen, len(grids), where)),
        ocr=bool(seen.words),
    )
    return sure, report, ()


def _doubts(seen: Picture, tables: int, where: str) -> Iterator[Unread]:
    """Tell what OCR did not read for sure."""
    if not seen.words and not seen.doubted:
        what = "OCR finds no text in its picture; type it in if there is some, else there is nothing to do"
        yield Unread(where=where, why="scanned", what_to_do=what)
        return
    if seen.doubted:
        lines = "; ".join(f"'{line}'" for line in seen.doubted)
        what = (
            f"OCR is not sure of {lines[:MOST_DOUBTED]}; what these stand in was left out: scan it better, or type it"
        )
        yield Unread(where=f"lines on {where}, {len(seen.doubted)}", why="unknown-letters", what_to_do=what)
    if seen.unseen > MOST_UNSEEN:
        what = f"{seen.unseen:.0%} of what is printed is no text to OCR: pictures, rules or faint letters; look at it"
        yield Unread(where=f"print on {where}", why="scanned", what_to_do=what)
    if tables:
        what = f"{tables} made out by how the words of a picture stand; compare each row with the page"
        yield Unread(where=f"table on {where}", why="uneven-table", what_to_do=what)


def _nothing(number: int, *told: Unread) -> PageReport:
    return PageReport(page=number, characters=0, tables=0, unread=told)


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:120]


def _faults(page: Any, chars: Sequence[dict[str, Any]], where: str) -> Iterator[Unread]:  # noqa: ANN401
    text = "".join(char["text"] for char in chars)
    bare = text.strip()
    if not bare and (page.images or len(page.curves) > 50):
        yield Unread(where=where, why="scanned", what_to_do=f"{_SCAN}: {advice()}")
    elif bare and page.images and len(bare) < 200 and _covered(page) > 0.5:
        yield Unread(where=where, why="scanned", what_to_do=f"most of it is {_SCAN}: {advice()}")
    elif not bare:
        yield Unread(where=where, why="empty", what_to_do="it holds no text; nothing to do if it is blank")
    cids = sum(len(found) > 0 for char in chars if (found := _GARBLED.findall(char["text"])))
    if bare and (cids / len(chars) > 0.1 or strange(text) > 0.1):
        what = f"its fonts do not say which letters they show; {advice()}"
        yield Unread(where=where, why="unknown-letters", what_to_do=what)
    elif cids:
        what = f"{cids} letters have no meaning in their font; compare the page with what was read"
        yield Unread(where=f"letters on {where}", why="unknown-letters", what_to_do=what)


def _covered(page: Any) -> float:  # noqa: ANN401
    area = sum(abs(image["x1"] - image["x0"]) * abs(image["bottom"] - image["top"]) for image in page.images)
    return float(area / max(page.width * page.height, 1))


# Words and tables in reading order


def _parts(
    words: Sequence[Word], grids: Sequence[Grid], heads: tuple[str, ...], height: float
) -> tuple[list[Part], tuple[str, ...]]:
    free = [word for word in words if not any(inside(word, grid.box) for grid in grids)]
    lines = list(_lines(free))
    body = _body_size(lines)
    made: list[Part] = []
    left = list(grids)
    for group in _paragraphs(lines, body):
        while left and left[0].box[3] <= group[0].top + 1:
            made, heads = _table(made, left.pop(0), heads)
        made.append(_part(group, body))
        heads = heads if _is_margin(group, height) else ()
    for grid in left:
        made, heads = _table(made, grid, heads)
    at_foot = bool(grids) and all(line.bottom < grids[-1].box[3] or _is_margin([line], height) for line in lines)
    return _led(made), heads if at_foot else ()


def _is_margin(group: Sequence[Line], height: float) -> bool:
    """Tell whether some lines stand in the head or foot of a page."""
    return group[-1].bottom < 0.09 * height or group[0].top > 0.9 * height


def _led(parts: Sequence[Part]) -> list[Part]:
    lead = ""
    made: list[Part] = []
    for part in parts:
        if part.kind == "item":
            made.append(replace(part, lead=lead))
            continue
        lead = part.text if part.kind == "text" and part.text.endswith(":") else ""
        made.append(part)
    return made


def _lines(words: Sequence[Word]) -> Iterator[Line]:
    """Lines in the order in which the file writes them, which keeps columns apart."""
    line: Line | None = None
    for word in words:
        if (
            line is not None
            and abs(_base(word) - _base(line.words[-1])) < 0.4 * word["size"]
            and -2 < word["x0"] - line.words[-1]["x1"] < 6 * word["size"]
        ):
            line.words.append(word)
            continue
        if line is not None:
            yield line
        line = Line([word])
    if line is not None:
        yield line


def _base(word: Word) -> float:
    return float(word["bottom"])


def _body_size(lines: Sequence[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.0)


def _paragraphs(lines: Sequence[Line], body: float) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and not _same_paragraph(group, line, body):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _same_paragraph(group: Sequence[Line], line: Line, body: float) -> bool:
    before = group[-1]
    gap = line.top - before.bottom
    if _BULLET.match(line.text) and (gap > -0.5 * line.size or line.top > before.top):
        return len(before.text) < 3 and _BULLET.match(before.text) is None
    if not -0.6 * line.size < gap < PARAGRAPH_GAP * line.size or abs(line.size - before.size) > 0.6:
        return False
    return _is_heading([before], body) == _is_heading([line], body) or before.bold == line.bold


def _is_heading(group: Sequence[Line], body: float) -> bool:
    text = " ".join(line.text for line in group)
    short = len(text.split()) <= MOST_HEADING_WORDS and any(ch.isalpha() for ch in text)
    large = min(line.size for line in group) >= HEADING_SIZE * body
    bold = all(line.bold for line in group) and not text.endswith((".", ":", ";", ","))
    return short and (large or bold) and not _BULLET.match(text[:2])


def _part(group: Sequence[Line], body: float) -> Part:
    text = _joined([line.text for line in group])
    if _is_heading(group, body):
        return Part(kind="heading", text=text)
    if _BULLET.match(text) and len(_BULLET.sub("", text)) > 1:
        return Part(kind="item", text=_BULLET.sub("", text))
    return Part(kind="text", text=text)


def _joined(lines: Sequence[str]) -> str:
    """Join lines; a hyphen at the end of one is kept unless the word stands whole elsewhere in the paragraph."""
    text = lines[0]
    known = {word.strip(".,;:()").casefold() for line in lines for word in line.split()}
    for line in lines[1:]:
        if text.endswith("-") and line[:1].islower():
            first, _, rest = line.partition(" ")
            stem = text.rpartition(" ")[2][:-1]
            joint = "" if f"{stem}{first}".strip(".,;:()").casefold() in known else "-"
            text = f"{text[:-1]}{joint}{first} {rest}".rstrip()
        else:
            text = f"{text} {line}"
    return text


def _table(parts: list[Part], grid: Grid, heads: tuple[str, ...]) -> tuple[list[Part], tuple[str, ...]]:
    """Add a table's rows; without heads of its own it takes those of the table that it goes on with."""
    caption = _caption(parts)
    rows = [list(line) for line in grid.rows]
    goes_on = len(heads) == len(rows[0]) and not parts_of_this_page(parts)
    deep = _head_rows(rows, grid.bold)
    if (
        goes_on
        and [cell or "" for cell in rows[0]] != list(heads)
        and not (grid.bold and not _same_heads(rows[0], heads))
    ):
        names, body = heads, rows
    elif goes_on:
        names, body = heads, rows[deep:]
    else:
        names, body = _heads(rows[:deep]), rows[deep:]
    made = [row(caption, names, cells) for cells in _filled(body)]
    return [*parts, *made], tuple(names)


def parts_of_this_page(parts: Sequence[Part]) -> bool:
    """Tell whether running text stands above on the page."""
    return any(part.kind != "heading" and len(part.text.split()) > 8 for part in parts)


def _same_heads(cells: Sequence[str | None], heads: Sequence[str]) -> bool:
    return [cell or "" for cell in cells] == list(heads)


def _caption(parts: Sequence[Part]) -> str:
    if not parts or parts[-1].kind not in {"text", "heading"}:
        return ""
    text = parts[-1].text
    return text if len(text.split()) <= 30 and (text.casefold().startswith("table") or text.endswith(":")) else ""


def _head_rows(rows: Sequence[Sequence[str | None]], bold: int) -> int:
    """Count the rows of heads: the first, and the next where the first has merged cells or empty ones."""
    deep = max(1, min(bold, 3))
    while deep < min(3, len(rows) - 1) and bold < 1 and any(not cell for cell in rows[deep - 1][1:]):
        deep += 1
    return min(deep, len(rows) - 1)


def _heads(rows: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """Name each column by all heads above it; a merged head counts for every column that it covers."""
    spread: list[list[str]] = []
    for cells in rows:
        line: list[str] = []
        for cell in cells:
            line.append(cell if cell is not None else (line[-1] if line else ""))
        spread.append(line)
    return tuple(" ".join(dict.fromkeys(filter(None, column))) for column in zip(*spread, strict=True))


def _filled(rows: Sequence[Sequence[str | None]]) -> Iterator[list[str]]:
    """Rows in which a cell that spans several rows stands in each."""
    above: list[str] = []
    for cells in rows:
        line = [cell if cell is not None else (above[x] if x < len(above) else "") for x, cell in enumerate(cells)]
        yield line
        above = line
