"""Tables read from PDFs against the cells that they are known to hold."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from chatbot.knowledge.loaders.apart import readers
from chatbot.knowledge.loaders.parts import Reading
from evals.gold_tables import Gold, Made

CHROMIUM = "chromium"


class Row(NamedTuple):
    """How one table came out."""

    name: str
    right: int
    cells: int
    missed: tuple[str, ...]
    told: bool
    """Whether the report of the file says that something was not read well."""
    captioned: bool


def run(made: Iterable[Made]) -> list[Row]:
    """Read every file as the product does and compare."""
    with tempfile.TemporaryDirectory() as folder, readers() as reader:
        rows = []
        for file in made:
            path = Path(folder) / "table.pdf"
            path.write_bytes(file.pdf)
            rows.append(compare(file, reader.read(path)))
        return rows


def compare(file: Made, reading: Reading) -> Row:
    """A cell is right when it stands under its head in a row of its own first cell, and nowhere as running text."""
    found = {}
    for part in reading.parts:
        if part.kind == "row":
            label = _plain(part.cells[0])
            found.update({(label, _plain(h), _plain(c)): part for h, c in zip(part.heads, part.cells, strict=True)})
    wanted = list(_cells(file.gold))
    missed = [cell for cell in wanted if cell not in found]
    lead = _plain(file.gold.caption).rstrip(".:")
    captioned = any(_plain(part.lead).rstrip(".:") == lead for part in reading.parts if part.kind == "row")
    return Row(
        file.name,
        len(wanted) - len(missed),
        len(wanted),
        tuple(map(" | ".join, missed)),
        bool(reading.unread),
        captioned,
    )


def _cells(gold: Gold) -> Iterable[tuple[str, str, str]]:
    for line in gold.rows:
        for head, cell in zip(gold.heads, line, strict=True):
            yield _plain(line[0]), _plain(head), _plain(cell)


def _plain(text: str) -> str:
    return " ".join(text.replace("≈", "about").split())
