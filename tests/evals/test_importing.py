"""A reviewer's sheet: every problem by its row, nothing half imported, CSV and XLSX alike."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import yaml

from chatbot.knowledge.library import Library
from evals.cases import ReviewedCase
from evals.importing import COLUMNS, SheetError, imported, write

GOOD = ["What is it?", "plasma|donors; hours", "a cure", "kidney-failure: approved"]


def sheet(path: Path, rows: Sequence[Sequence[str | None]], heading: Sequence[str] = COLUMNS) -> Path:
    if path.suffix == ".csv":
        lines = [",".join(f'"{cell or ""}"' for cell in row) for row in [heading, *rows]]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    for row in [heading, *rows]:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["Clinic Questions.csv", "Clinic Questions.xlsx"])
def test_a_sheet_becomes_cases_that_are_read(tiny_library: Library, tmp_path: Path, name: str) -> None:
    (case,) = imported(sheet(tmp_path / name, [GOOD, [None, None, None, None]]), tiny_library)
    read = ReviewedCase.model_validate(case)
    assert read.id == "clinic-questions-2"
    assert read.must_say == (("plasma", "donors"), ("hours",))
    assert (read.must_not_say, read.labels) == (("a cure",), {"kidney-failure": "approved"})


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (["", "x", "", ""], "row 2: no question"),
        (["q?", "", "", ""], "row 2: nothing to judge by"),
        (["q?", "a||b", "", ""], "row 2: an empty choice in 'a||b'"),
        (["q?", "", "", "approved"], "row 2: label 'approved' is not 'use: label'"),
        (["q?", "", "", "gout: approved"], "row 2: the library has no use 'gout'"),
    ],
)
def test_what_is_wrong_is_told_by_row(tiny_library: Library, tmp_path: Path, row: list[str], problem: str) -> None:
    with pytest.raises(SheetError) as told:
        imported(sheet(tmp_path / "s.csv", [row, GOOD]), tiny_library)
    assert [found.startswith(problem) for found in told.value.problems] == [True]


def test_every_problem_is_told_at_once(tiny_library: Library, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"row 3: the question of row 2 again(.|\n)*row 4: nothing to judge by"):
        imported(sheet(tmp_path / "s.csv", [GOOD, GOOD, ["q?", "", "", ""]]), tiny_library)


@pytest.mark.parametrize(
    ("name", "heading", "problem"),
    [
        ("s.csv", ["question", "label"], "row 1: no column must-say, must-not"),
        ("s.txt", COLUMNS, ".txt is not read"),
        ("none.csv", None, "the file is not there"),
        ("s.xlsx", COLUMNS, "no row below the heading"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused(
    tiny_library: Library, tmp_path: Path, name: str, heading: Sequence[str] | None, problem: str
) -> None:
    path = tmp_path / name
    if name == "s.txt":
        path.write_text("question", encoding="utf-8")
    elif heading is not None:
        sheet(path, [], heading)
    with pytest.raises(SheetError, match=problem):
        imported(path, tiny_library)


def test_cases_are_written_as_a_set_of_their_own(
    tiny_library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.importing.CASES", tmp_path)
    written = write(tmp_path / "My Sheet.csv", imported(sheet(tmp_path / "My Sheet.csv", [GOOD]), tiny_library))
    assert written == tmp_path / "reviewed-my-sheet.yaml"
    assert [case["id"] for case in yaml.safe_load(written.read_text(encoding="utf-8"))["cases"]] == ["my-sheet-2"]
