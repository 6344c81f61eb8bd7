"""Tables on a page of a PDF: by their ruled lines where they have them, else by how their words stand in columns."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

Word = dict[str, Any]
"""As pdfplumber gives it: text, x0, x1, top, bottom, size, fontname."""
Box = tuple[float, float, float, float]

LEAST_ROWS = 3
"""Rows, with the heads, that make words in columns a table where no lines show it."""
GAP = 1.1
"""Free space between columns, in heights of a letter; a space between words is about a quarter."""
LEAST_RULES = 3
"""Rules inside a table that part row from row; fewer only part the heads."""
Rule = tuple[float, float, float]
"""Height, left and right end of a horizontal line."""
SNAP = 3.0
"""Points by which lines that are meant to meet may miss each other."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands on a page: its box and its cells, row by row; None is covered by a merged cell."""

    box: Box
    rows: tuple[tuple[str | None, ...], ...]
    bold: int
    """How many of its first rows are set bold."""


@dataclass(slots=True)
class Line:
    """Words of one baseline, from left to right."""

    words: list[Word]

    @property
    def top(self) -> float:
        return min(float(word["top"]) for word in self.words)

    @property
    def bottom(self) -> float:
        return max(float(word["bottom"]) for word in self.words)

    @property
    def size(self) -> float:
        return max(float(word["size"]) for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word["text"] for word in self.words)

    @property
    def bold(self) -> bool:
        return all(is_bold(word) for word in self.words)

    def cells(self) -> list[list[Word]]:
        """Cut the line where the space between two words is too wide for one sentence."""
        made: list[list[Word]] = [[self.words[0]]]
        for before, word in pairwise(self.words):
            if word["x0"] - before["x1"] > GAP * self.size:
                made.append([])
            made[-1].append(word)
        return made


def is_bold(word: Word) -> bool:
    """Tell whether a word is set in a bold type, by the name of its font."""
    name = str(word["fontname"]).casefold()
    return any(part in name for part in ("bold", "black", "heavy", "semibold", "demi"))


def visual_lines(words: Sequence[Word]) -> list[Line]:
    """Group words by baseline, whatever the order in which they were written."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda w: (w["top"] + w["bottom"]) / 2):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and middle < lines[-1].bottom - 0.25 * word["size"] and word["top"] < lines[-1].bottom:
            lines[-1].words.append(word)
        else:
            lines.append(Line([word]))
    for line in lines:
        line.words.sort(key=lambda w: w["x0"])
    return lines


def find(page: Any, words: Sequence[Word]) -> list[Grid]:  # noqa: ANN401  a page of pdfplumber, which has no types
    """Return the tables of a page from top to bottom."""
    ruled = list(_ruled(page, words))
    free = [word for word in words if not any(inside(word, grid.box) for grid in ruled)]
    return sorted([*ruled, *_unruled(page, visual_lines(free))], key=lambda grid: grid.box[1])


def inside(word: Word, box: Box) -> bool:
    """Tell whether the middle of a word lies in a box."""
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def reading_order(words: Sequence[Word]) -> list[Word]:
    """Put words that come in no order line by line; of two columns of running text first the left one."""
    made: list[Word] = []
    run: list[Line] = []
    for line in visual_lines(words):
        side_by_side = len(line.cells()) > 1
        if (run and _goes_on(run, line)) or (side_by_side and not run):
            run.append(line)
            continue
        made += _by_column(run)
        run = [line] if side_by_side else []
        made += [] if side_by_side else line.words
    return made + list(_by_column(run))


def _by_column(run: Sequence[Line]) -> Iterator[Word]:
    columns = _columns(run)
    if len(run) < LEAST_ROWS or not _is_prose(run, columns):
        columns = [(float("-inf"), float("inf"))]
    for span in columns:
        yield from (word for line in run for word in line.words if _stands_in(word, span))


# By ruled lines


def _ruled(page: Any, words: Sequence[Word]) -> Iterator[Grid]:  # noqa: ANN401
    found = page.find_tables({"snap_tolerance": SNAP, "join_tolerance": SNAP, "intersection_tolerance": SNAP})
    for table in found:
        rows = [[_in_cell(words, cell) for cell in row.cells] for row in table.rows]
        rows = [row for row in rows if any(row)]
        columns = [x for x in range(max(map(len, rows), default=0)) if any(x < len(row) and row[x] for row in rows)]
        if len(rows) < 2 or len(columns) < 2:
            continue
        spans = _spans([row.cells for row in table.rows], columns)
        rows = [_parted(row, columns, spans) for row in rows]
        made = tuple(tuple(_text(row[x]) if row[x] is not None else None for x in columns) for row in rows)
        bold = _bold_rows([[word for cell in row if cell for word in cell] for row in rows])
        yield Grid(table.bbox, made, bold)


def _spans(rows: Sequence[Sequence[Box | None]], columns: Sequence[int]) -> list[tuple[float, float]]:
    """Return where each column begins and ends, from the first row that has all of them; nothing without one."""
    for row in rows:
        boxes = [row[x] if x < len(row) else None for x in columns]
        if all(boxes):
            return [(box[0], box[2]) for box in boxes if box]
    return []


def _parted(
    row: list[list[Word] | None], columns: Sequence[int], spans: Sequence[tuple[float, float]]
) -> list[list[Word] | None]:
    """Cut a row without lines between its cells where wide spaces part what stands in each column.

    A heading across the table has no wide space in it, and stays one cell.
    """
    held = [cell for cell in row if cell]
    if len(held) != 1 or not spans:
        return row
    lines = visual_lines(held[0])
    chunks = [chunk for line in lines for chunk in line.cells()]
    if len(chunks) == len(lines) or any(_column_of(chunk, spans) is None for chunk in chunks):
        return row
    cut: list[list[Word] | None] = [None] * len(row)
    for place, x in enumerate(columns):
        cut[x] = [word for chunk in chunks if _column_of(chunk, spans) == place for word in chunk]
    return cut


def _column_of(chunk: Sequence[Word], spans: Sequence[tuple[float, float]]) -> int | None:
    """The column in which all of some words stand, or None where they reach into another."""
    for place, (left, right) in enumerate(spans):
        if left - SNAP <= chunk[0]["x0"] and chunk[-1]["x1"] <= right + SNAP:
            return place
    return None


def _in_cell(words: Sequence[Word], cell: Box | None) -> list[Word] | None:
    return None if cell is None else [word for word in words if inside(word, cell)]


def _text(words: Sequence[Word] | None) -> str:
    return " ".join(line.text for line in visual_lines(words or []))


def _bold_rows(rows: Sequence[Sequence[Word]]) -> int:
    count = 0
    for row in rows:
        if not row or not all(is_bold(word) for word in row):
            break
        count += 1
    return count if count < len(rows) else 0


# By words in columns


def _unruled(page: Any, lines: Sequence[Line]) -> Iterator[Grid]:  # noqa: ANN401
    rules = [
        (float(edge["top"]), float(edge["x0"]), float(edge["x1"])) for edge in page.edges if edge["orientation"] == "h"
    ]
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and (len(line.cells()) > 1 or run) and _goes_on(run, line):
            run.append(line)
            continue
        grid = _grid(run, rules)
        if grid:
            yield grid
        run = [line] if line is not None and len(line.cells()) > 1 else []


def _goes_on(run: Sequence[Line], line: Line) -> bool:
    """A line belongs to the run when it is near and keeps its columns apart."""
    if not run:
        return True
    if line.top - run[-1].bottom > 2.2 * line.size:
        return False
    return len(_columns([*run, line])) > 1


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the spans of the columns: what is left when no word stands in the free strips."""
    spans: list[list[float]] = []
    for x0, x1 in sorted((word["x0"], word["x1"]) for line in lines for word in line.words):
        if spans and x0 - spans[-1][1] <= 0.7 * GAP * lines[0].size:
            spans[-1][1] = max(spans[-1][1], x1)
        else:
            spans.append([x0, x1])
    return [(left, right) for left, right in spans]


def _grid(run: Sequence[Line], rules: Sequence[Rule]) -> Grid | None:
    while run and len(run[-1].cells()) < 2 and not _continues(run) and not _ruled_off(run, rules):
        run = run[:-1]
    if len(run) < LEAST_ROWS:
        return None
    columns = _columns(run)
    full = sum(len(line.cells()) > 1 for line in run)
    if len(columns) < 2 or full < LEAST_ROWS or _is_prose(run, columns):
        return None
    box = (columns[0][0], run[0].top, columns[-1][1], run[-1].bottom)
    rows = list(_rows(run, _between(rules, box)))
    cells = tuple(tuple(_text([w for w in row if _stands_in(w, span)]) for span in columns) for row in rows)
    return Grid(box, cells, _bold_rows(rows)) if len(rows) >= LEAST_ROWS else None


def _stands_in(word: Word, span: tuple[float, float]) -> bool:
    return bool(span[0] <= (word["x0"] + word["x1"]) / 2 <= span[1])


def _between(rules: Sequence[Rule], box: Box) -> list[float]:
    """Heights of the rules that part the rows of a table: inside it and about as wide, perhaps in pieces."""
    wide: dict[float, float] = {}
    for top, x0, x1 in rules:
        if box[1] < top < box[3]:
            wide[round(top)] = wide.get(round(top), 0.0) + max(0.0, min(x1, box[2]) - max(x0, box[0]))
    heights = sorted(top for top, width in wide.items() if width > 0.6 * (box[2] - box[0]))
    return [top for place, top in enumerate(heights) if not place or top - heights[place - 1] > SNAP]


def _rows(run: Sequence[Line], rules: Sequence[float]) -> Iterator[list[Word]]:
    """Group the words of a table by row: by the rules between rows, and by the space above each line."""
    gaps = [line.top - before.bottom for before, line in pairwise(run)]
    apart = min((gap for gap in gaps if gap >= 0), default=0.0) + 0.35 * run[-1].size
    padded = max(gaps) > apart
    bands = [bisect(rules, (line.top + line.bottom) / 2) for line in run]
    single = len(rules) < LEAST_RULES or median(Counter(bands).values()) < 2
    row = list(run[0].words)
    for (before, line), (above, here), gap in zip(pairwise(run), pairwise(bands), gaps, strict=True):
        if len(rules) >= LEAST_RULES and not single:
            same = above == here and not (padded and gap > apart)
        else:
            same = above == here and (gap <= apart if padded else _is_rest(line, run, gap))
        if same or (gap < -0.1 * line.size and _overlap(before, line) and above == here):
            row += line.words
            continue
        yield row
        row = list(line.words)
    yield row


def _overlap(one: Line, other: Line) -> bool:
    """Tell whether two lines stand partly side by side, as cells centred in a row do."""
    return one.bottom > other.top and other.bottom > one.top


def _is_rest(line: Line, run: Sequence[Line], gap: float) -> bool:
    """Where all lines stand equally far apart: one that begins right of the first column goes on with a row."""
    return (
        gap < 0.5 * line.size
        and line.words[0]["x0"] > run[0].words[0]["x0"] + line.size
        and len(line.cells()) < len(run[0].cells())
    )


def _continues(run: Sequence[Line]) -> bool:
    """Tell whether the last line of a run goes on with a cell."""
    return (
        len(run) > 1
        and run[-1].top - run[-2].bottom < 0.5 * run[-1].size
        and run[-1].words[0]["x0"] > run[0].words[0]["x0"] + 1
    )


def _ruled_off(run: Sequence[Line], rules: Sequence[Rule]) -> bool:
    """Tell whether the rule that ends the table stands right below the last line, and none above it in its row."""
    last, left, right = run[-1], run[0].words[0]["x0"], max(word["x1"] for line in run for word in line.words)
    tops = _between(rules, (left, run[0].top, right, last.bottom + last.size))
    below = any(top >= last.bottom - SNAP for top in tops)
    return below and len(run) > 1 and not any(run[-2].bottom - SNAP <= top <= last.top + SNAP for top in tops)


def _is_prose(run: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    """Two columns of running text are no table: their lines are full on both sides."""
    if len(columns) != 2:
        return False
    sizes = [len(cell) for line in run for cell in line.cells()]
    return sum(size > 5 for size in sizes) > 0.6 * len(sizes)
