"""The gold tables as word-processor files, made into PDFs by LibreOffice where it is installed."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import docx

from evals.gold_tables import AFTER, BEFORE, Gold, Made

PROGRAM = "soffice"
STYLES = ("Table Grid", "Light Shading", "Light List")
"""Of a word processor: all ruled, shaded rows without lines, every other row between lines."""
SECONDS = 180


def installed() -> bool:
    """Tell whether LibreOffice is on this machine."""
    return shutil.which(PROGRAM) is not None


def made_by_office(golds: Sequence[Gold]) -> Iterator[Made]:
    """Make a PDF of each table in each style; raise OSError or CalledProcessError where LibreOffice does not."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = {f"{place}": (style, gold) for place, (style, gold) in enumerate((s, g) for g in golds for s in STYLES)}
        for file, (style, gold) in files.items():
            _write(folder / f"{file}.docx", gold, style)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = [PROGRAM, "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(folder)]
        sources = [str(folder / f"{file}.docx") for file in files]
        subprocess.run([*command, *sources], check=True, capture_output=True, timeout=SECONDS)  # noqa: S603
        for file, (style, gold) in files.items():
            yield Made(f"libreoffice {style.casefold()}, {gold.name}", gold, (folder / f"{file}.pdf").read_bytes())


def _write(path: Path, gold: Gold, style: str) -> None:
    file = docx.Document()
    file.add_paragraph(BEFORE)
    file.add_paragraph(gold.caption)
    table = file.add_table(rows=0, cols=len(gold.heads))
    table.style = style
    for number, line in enumerate((gold.heads, *gold.rows)):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.paragraphs[0].add_run(text).bold = not number
    file.add_paragraph(AFTER)
    file.save(str(path))
