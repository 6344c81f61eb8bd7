"""No planted detail is left, and messages without any stay as they are."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.settings import Settings
from evals.redaction import Row, figures, ordinary, redaction_cases, redactor, run


@pytest.fixture(scope="module")
def rows(library: Library) -> list[Row]:
    return run(redactor(library, Settings()), redaction_cases())


def test_of_at_least_300_planted_details_none_is_left(rows: list[Row]) -> None:
    assert sum(len(row.case.planted) for row in rows) >= 300
    assert [(row.text, row.left) for row in rows if row.left] == []


def test_at_least_200_messages_without_details_stay_as_they_are(rows: list[Row]) -> None:
    clean = [row for row in rows if not row.case.planted]
    assert len(clean) >= 200
    assert [(row.case.question, row.text) for row in clean if row.changed] == []


def test_every_planted_detail_stands_in_its_message(rows: list[Row]) -> None:
    assert [row.case for row in rows if any(one not in row.case.question for one in row.case.planted)] == []


def test_shares_count_details_and_messages(rows: list[Row]) -> None:
    found = figures(rows)
    assert [share.hits == share.of for share in found.values()] == [True, True]
    (row,) = [row for row in rows if row.case.question == "son harry, 6, itp"]
    assert figures([row, row._replace(left=("harry",), text=row.case.question)])["planted details removed"].hits == 1


def test_ordinary_questions_lose_nothing_but_names_of_researchers(library: Library) -> None:
    changed = [row.text for row in ordinary(redactor(library, Settings())) if row.changed]
    assert [text for text in changed if "[name]" not in text] == []
    assert len(changed) <= 3
