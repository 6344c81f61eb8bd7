"""What a sum is for, in words."""

import pytest

from chatbot.domain import CostPlan
from chatbot.knowledge.cost_words import case, counted
from chatbot.knowledge.library import Library


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (CostPlan(weight_kg=30.0, visits=1), ("30", "1 visit", "with the tests")),
        (CostPlan(weight_kg=29.48, visits=2, tests=False), ("29.48", "2 visits", "without the tests")),
        (CostPlan(weight_kg=20), ("20", "the usual 3 visits", "with the tests")),
    ],
)
def test_a_plan_has_words(library: Library, plan: CostPlan, words: tuple[str, str, str]) -> None:
    told = case(library.costs[0], plan, library.wording)
    assert (told["weight"], told["visits"], told["tests"]) == words


@pytest.mark.parametrize(("what", "number", "text"), [("doses", 1, "1 dose a day"), ("nights", 2, "2 nights")])
def test_one_is_told_from_more(library: Library, what: str, number: int, text: str) -> None:
    assert counted(what, number, library.wording) == text
