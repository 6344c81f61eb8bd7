"""Ranks of gold passages: by words, meaning and both, typed well and badly."""

from typing import Any

import pytest

from chatbot.settings import Settings
from evals.cases import AnswerCase
from evals.ranks import WAYS, Ranker, Ranks, table


def case(question: str, *facts: str) -> AnswerCase:
    points: list[dict[str, Any]] = [{"point": fact, "facts": [fact], "words": [["x"]]} for fact in facts]
    return AnswerCase.model_validate(
        {"id": question, "question": question, "voice": "parent", "topics": [], "must_say": points}
    )


CASES = [case("how long does a session take?", "session-four-hours"), case("what is dialysis?", "no-such-fact")]


@pytest.mark.parametrize(
    ("ranks", "within", "mrr"),
    [([1], 1, 1.0), ([0], 0, 0.0), ([5, 6], 1, (1 / 5 + 1 / 6) / 2), ([10, 0, 1], 1, 1.1 / 3)],
)
def test_ranks_are_counted_and_averaged(ranks: list[int], within: int, mrr: float) -> None:
    assert Ranks(ranks).within(5).hits == within
    assert Ranks(ranks).mrr == pytest.approx(mrr)


def test_each_way_ranks_the_passage_that_answers(tiny_settings: Settings) -> None:
    ranker = Ranker.open(tiny_settings)
    found = ranker.ranks(CASES)
    assert found.keys() == WAYS.keys()
    assert [of.ranks for of in found.values()] == [[1, 0]] * 3
    nonsense = ranker.ranks(CASES, lambda _: "zzz")
    assert nonsense["words"].ranks != [1, 0]
    lines = list(table(ranker, CASES))
    assert len(lines) == 1 + 2 * len(WAYS)
    assert "1 of 2 = 50.0%" in lines[1]
    assert "of 8" in lines[2]
