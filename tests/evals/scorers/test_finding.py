"""Whether what carries a point is among the first found."""

import pytest
from telling import make_told

from evals.cases import AnswerCase, KindCase
from evals.scorers.finding import carried_by, within

POINTS = [{"point": name, "facts": facts, "words": [["x"]]} for name, facts in (("p", ["a", "b"]), ("q", ["z"]))]
CASE = AnswerCase.model_validate({"id": "a", "question": "q", "voice": "v", "topics": [], "must_say": POINTS})


@pytest.mark.parametrize(
    ("depth", "found", "hits"), [(3, "xbz", 2), (2, "xbz", 1), (1, "xbz", 0), (3, "ab", 1), (3, "", 0)]
)
def test_a_point_is_found_when_one_of_its_records_is_among_the_first(depth: int, found: str, hits: int) -> None:
    assert within(depth)(CASE, make_told(found=tuple(found)))[:2] == (hits, 2)


def test_a_question_may_name_the_one_fact_that_answers_it() -> None:
    assert carried_by(KindCase(id="k", question="q", kind="answer", fact="a")) == [("a",)]
    assert within(3)(KindCase(id="k", question="q"), make_told()).outcome == "unscored"
