"""Numbers of visits in a text with figures."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.understanding.figures import ends
from chatbot.understanding.visits import VisitWords


@pytest.fixture(scope="module")
def words(tiny_library: Library) -> VisitWords:
    record = tiny_library.reading.amounts
    return VisitWords(record.visits, ends(record.numbers))


@pytest.mark.parametrize(
    ("text", "visits", "rest"),
    [
        ("for 3 more visits then", [3.0], "for  ;  then"),
        ("2 to 3 visits", [2.0, 3.0], " ; "),
        ("visits: 4", [4.0], " ; "),
        ("3 visits a day", [], "3 visits a day"),
        ("3 cycles", [], "3 cycles"),
    ],
)
def test_numbers_are_taken_out_with_their_names(words: VisitWords, text: str, visits: list[float], rest: str) -> None:
    assert words.take(text) == (visits, rest)


def test_it_is_known_where_a_number_of_visits_begins(words: VisitWords) -> None:
    assert [words.begins("at 3 visits", place) for place in (0, 3, 5)] == [False, True, False]


@pytest.mark.parametrize(("text", "parts"), [("4 appointments", True), ("appointments", False), ("4 visits", False)])
def test_what_a_visit_is_made_of_is_no_visit(words: VisitWords, text: str, *, parts: bool) -> None:
    assert words.parts(text) is parts
