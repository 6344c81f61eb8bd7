"""Points said in the short answer and in the whole; what must not be said."""

from typing import Any

import pytest
from telling import make_told

from evals.cases import AnswerCase, ReviewedCase
from evals.scorers.points import answered, in_short, in_whole, must_not_say, reviewed
from evals.told import SHORT, Told

FREE = {"point": "it is free", "facts": ["rest"], "words": [["free"]]}
SLOW = {"point": "it is slow", "facts": ["rest"], "words": [["slow"]]}


def case(**changes: Any) -> AnswerCase:
    given = {"id": "a", "question": "q?", "voice": "parent", "topics": [], "must_say": [FREE, SLOW]}
    return AnswerCase.model_validate({**given, **changes})


def told() -> Told:
    claims = [("Rest is free.", SHORT), ("Rest is slow.", "More")]
    return make_told({"sentences": [{"text": t, "section": s, "citations": [1]} for t, s in claims]})


def test_points_are_counted_in_the_short_answer_and_in_the_whole() -> None:
    assert in_short(case(), told())[:3] == (1, 2, "not said: it is slow")
    assert in_whole(case(), told())[:2] == (2, 2)


@pytest.mark.parametrize(("words", "outcome"), [(["Is FREE"], "missed"), (["dear"], "met"), ([], "unscored")])
def test_forbidden_words_are_found_in_any_capitals(words: list[str], outcome: str) -> None:
    assert must_not_say(case(must_not_say=words), told()).outcome == outcome


@pytest.mark.parametrize(
    ("points", "outcome"), [((("free", "gratis"),), "met"), ((("dear",), ("slow",)), "missed"), ((), "unscored")]
)
def test_of_a_reviewer_s_words_one_is_enough(points: tuple[tuple[str, ...], ...], outcome: str) -> None:
    assert reviewed(ReviewedCase(id="r", question="q?", must_say=points), told()).outcome == outcome


def test_what_was_got_instead_of_an_answer_is_told() -> None:
    assert answered(case(), told()).outcome == "met"
    assert answered(case(), make_told({"kind": "declined", "reason": "unclear"})).why == "got declined unclear"
