"""A reviewer's spreadsheet as a set of cases: every problem is told by its row, and then nothing is written."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import openpyxl
import yaml

from chatbot.domain import LabelName
from chatbot.errors import ChatbotError
from chatbot.knowledge.library import Library
from evals.cases import CASES

QUESTION, MUST_SAY, MUST_NOT, LABEL = "question", "must-say", "must-not", "label"
COLUMNS = (QUESTION, MUST_SAY, MUST_NOT, LABEL)
BETWEEN = re.compile(r"\s*[;\n]\s*")
"""Between the points of a cell."""
OR = "|"
"""Between words of which one is enough."""
LABELS = set(LabelName)


class SheetError(ChatbotError):
    """A spreadsheet does not hold; names every problem with its row."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{file}: nothing was imported\n" + "\n".join(f"  {problem}" for problem in problems))


class Cells(NamedTuple):
    """A row of the sheet, by its number as the sheet shows it."""

    row: int
    values: Mapping[str, str]


def imported(path: Path, library: Library) -> list[dict[str, object]]:
    """Read a sheet with the columns question, must-say, must-not and label as cases; raise SheetError."""
    rows = list(_rows(path))
    problems: list[str] = []
    if not rows:
        raise SheetError(path.name, ["no row below the heading; give one case a row"])
    made = []
    seen: dict[str, int] = {}
    for cells in rows:
        found = list(_problems(cells, library, seen))
        problems += [f"row {cells.row}: {problem}" for problem in found]
        seen.setdefault(cells.values[QUESTION].casefold(), cells.row)
        if not found:
            made.append(_case(path, cells))
    if problems:
        raise SheetError(path.name, problems)
    return made


def write(path: Path, cases: Sequence[Mapping[str, object]]) -> Path:
    """Write cases as a set of their own, named after the sheet; return its file."""
    target = CASES / f"reviewed-{_slug(path.stem)}.yaml"
    text = yaml.safe_dump({"theme": "reviewed", "cases": list(cases)}, sort_keys=False, allow_unicode=True, width=110)
    target.write_text(text, encoding="utf-8")
    return target


def _rows(path: Path) -> Iterator[Cells]:
    sheet = _sheet(path)
    heading = [cell.strip().casefold().replace("_", "-").replace(" ", "-") for cell in next(sheet, [])]
    if missing := [name for name in COLUMNS if name not in heading]:
        raise SheetError(path.name, [f"row 1: no column {', '.join(missing)}; name the columns {', '.join(COLUMNS)}"])
    for number, row in enumerate(sheet, start=2):
        values = {name: row[at].strip() if at < len(row) else "" for at, name in enumerate(heading)}
        if any(values.values()):
            yield Cells(number, values)


def _sheet(path: Path) -> Iterator[list[str]]:
    if not path.is_file():
        raise SheetError(path.name, ["the file is not there; give the path of a .csv or .xlsx file"])
    if path.suffix.casefold() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.reader(file)
    elif path.suffix.casefold() == ".xlsx":
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
        book.close()
    else:
        raise SheetError(path.name, [f"{path.suffix or 'no ending'} is not read; save it as .csv or .xlsx"])


def _problems(cells: Cells, library: Library, seen: Mapping[str, int]) -> Iterator[str]:
    values = cells.values
    question = values[QUESTION]
    if not question:
        yield "no question"
    elif question.casefold() in seen:
        yield f"the question of row {seen[question.casefold()]} again"
    if not values[MUST_SAY] and not values[MUST_NOT] and not values[LABEL]:
        yield "nothing to judge by: fill must-say, must-not or label"
    for point in _points(values[MUST_SAY]):
        if not all(part.strip() for part in point.split(OR)):
            yield f"an empty choice in {point!r}; write one|other"
    if values[LABEL]:
        yield from _label_problems(values[LABEL], library)


def _label_problems(text: str, library: Library) -> Iterator[str]:
    use, _, label = text.partition(":")
    if label.strip() not in LABELS:
        yield f"label {text!r} is not 'use: label' with one of {', '.join(sorted(LABELS))}"
    elif use.strip() not in library.uses:
        yield f"the library has no use {use.strip()!r}; 'chatbot uses' lists them"


def _case(path: Path, cells: Cells) -> dict[str, object]:
    values = cells.values
    use, _, label = values[LABEL].partition(":")
    return {
        "id": f"{_slug(path.stem)}-{cells.row}",
        "question": values[QUESTION],
        "must_say": [[part.strip() for part in point.split(OR)] for point in _points(values[MUST_SAY])],
        "must_not_say": _points(values[MUST_NOT]),
        "labels": {use.strip(): label.strip()} if values[LABEL] else {},
    }


def _points(cell: str) -> list[str]:
    return [point for point in BETWEEN.split(cell) if point]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
