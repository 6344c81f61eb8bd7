from pathlib import Path

import pytest

from chatbot.errors import CorpusError, Problem
from chatbot.knowledge.wording import Wording, read_wording

WORDING = Wording({"greeting": "Hello, {name}.", "kind.a": "An A", "kind.b": "A B", "kindred": "No"})


def _read(folder: Path, text: str) -> tuple[dict[str, str], list[Problem]]:
    (folder / "wording.yaml").write_text(text, encoding="utf-8")
    wording, problems = read_wording(folder)
    return dict(wording.templates) if wording else {}, problems


def test_a_template_is_filled() -> None:
    assert WORDING("greeting", name="Ada", unused=1) == "Hello, Ada."


@pytest.mark.parametrize(
    ("name", "what"),
    [("farewell", "is missing; add it"), ("greeting", "has the placeholder 'name' that is never filled")],
)
def test_what_cannot_be_filled_is_told_with_its_file_and_name(name: str, what: str) -> None:
    with pytest.raises(CorpusError) as caught:
        WORDING(name)
    assert caught.value.problems == (Problem("wording.yaml", name, "-", what),)


def test_a_template_that_may_be_missing_is_asked_for_as_it_stands() -> None:
    assert (WORDING.get("greeting"), WORDING.get("farewell")) == ("Hello, {name}.", "")


def test_the_templates_under_a_prefix_go_by_the_rest_of_their_names() -> None:
    assert WORDING.under("kind") == {"a": "An A", "b": "A B"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("label: {approved: Approved}", {"label.approved": "Approved"}),
        ("a: {b: {c: deep}}", {"a.b.c": "deep"}),
        ("where: ' in {country}'", {"where": " in {country}"}),
        ("long: >-\n  one\n  two", {"long": "one two"}),
        ("long: |\n  one\n  two", {"long": "one two"}),
        ("two: |\n  first\n\n  second", {"two": "first\n\nsecond"}),
        ("1: one", {"1": "one"}),
    ],
)
def test_nested_names_become_dotted_and_blocks_are_folded(text: str, expected: dict[str, str], tmp_path: Path) -> None:
    assert _read(tmp_path, text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "record", "what"),
    [
        ("a: 3", "a", "must be a text in quotes, not 3"),
        ("says: {'no': no}", "says.no", "must be a text in quotes, not False"),
        ("a: 'open {brace'", "a", "has a broken placeholder"),
        ("a: 'a number {0}'", "a", "has the placeholder {0}, which is no name"),
        ("a: 'nothing {}'", "a", "has the placeholder {}, which is no name"),
        ("- a list", "-", "must be a mapping of names to texts"),
        ("", "-", "must be a mapping of names to texts"),
        ("a: 1\na: 2", "-", "stands twice in one record"),
    ],
)
def test_bad_words_are_told(text: str, record: str, what: str, tmp_path: Path) -> None:
    _, problems = _read(tmp_path, text)
    assert [(p.file, p.record, what in p.what) for p in problems] == [("wording.yaml", record, True)]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    wording, problems = read_wording(tmp_path)
    assert wording is None
    assert "cannot be read" in problems[0].what


def test_words_may_stand_in_several_files_each_name_once(tmp_path: Path) -> None:
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "staff.yaml").write_text("b: {c: deep}\nd: 'open {brace'", encoding="utf-8")
    found, problems = _read(tmp_path, "a: one")
    assert found == {"a": "one", "b.c": "deep", "d": "open {brace"}
    assert [(p.file, p.record) for p in problems] == [("wording/staff.yaml", "d")]
    (tmp_path / "wording" / "more.yaml").write_text("a: two", encoding="utf-8")
    _, problems = _read(tmp_path, "a: one")
    assert ("wording/more.yaml", "a", "stands in another file too; remove one") in [
        (p.file, p.record, p.what) for p in problems
    ]
