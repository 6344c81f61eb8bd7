"""Recall over cases: whether a point's passage is among the first found."""

from typing import Any

import pytest

from chatbot.assistant import Assistant
from evals.cases import AnswerCase
from evals.finding import DEPTHS, recall


def case(question: str, *facts: str) -> AnswerCase:
    points: list[dict[str, Any]] = [{"point": fact, "facts": [fact], "words": [["x"]]} for fact in facts]
    return AnswerCase.model_validate(
        {"id": question, "question": question, "voice": "parent", "topics": [], "must_say": points}
    )


SESSION = "how long does a session take?"


@pytest.mark.parametrize(
    ("cases", "shares"),
    [
        ([case(SESSION, "session-four-hours")], [1.0, 1.0, 1.0]),
        ([case(SESSION, "no-such-fact")], [0.0, 0.0, 0.0]),
        ([case(SESSION, "session-four-hours", "no-such-fact")], [0.5, 0.5, 0.5]),
        ([case(SESSION, "session-four-hours"), case("what is dialysis?", "no-such-fact")], [0.5, 0.5, 0.5]),
    ],
)
def test_recall_is_the_share_of_points_whose_passage_is_among_the_first(
    tiny_assistant: Assistant, cases: list[AnswerCase], shares: list[float]
) -> None:
    assert recall(tiny_assistant, cases) == dict(zip(DEPTHS, shares, strict=True))


def test_looking_deeper_never_finds_less(tiny_assistant: Assistant) -> None:
    facts = ("machine-cleans-blood", "two-kinds", "cramps-common", "access-infection", "seller-price")
    shares = list(recall(tiny_assistant, [case("tell me about dialysis", *facts)]).values())
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1
