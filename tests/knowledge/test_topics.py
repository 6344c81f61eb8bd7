"""Topics are learned from passages, and told by phrases where nothing was learned."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from chatbot.domain import Passage
from chatbot.knowledge.library import Library
from chatbot.knowledge.topics import LEAST_EXAMPLES, TopicFinder

PRICES = ["It costs 40 yuan", "The price is 30 yuan", "They charge 20 yuan", "You pay 10 yuan", "The bill is 5 yuan"]
NEEDLES = ["The needle may sting", "A sore arm is usual", "The arm may swell", "A bruise may come", "It may itch"]


@pytest.fixture
def passages(tiny_library: Library) -> list[Passage]:
    one = tiny_library.passages[0]
    made = [(text, "cost") for text in PRICES] + [(text, "side-effects") for text in NEEDLES]
    return [replace(one, text=text, topics=frozenset({topic}), asks=(), locator="page 1") for text, topic in made]


def _found(passages: Sequence[Passage], text: str, heading: str = "") -> frozenset[str]:
    return TopicFinder((), passages).find(text, heading)


def test_topics_are_learned_from_passages(passages: list[Passage]) -> None:
    assert len(PRICES) == len(NEEDLES) == LEAST_EXAMPLES
    assert _found(passages, "A room is 9 yuan, and the price may change.") == {"cost"}
    assert _found(passages, "The arm may be sore.") == {"side-effects"}


def test_what_stands_above_counts(passages: list[Passage]) -> None:
    placed = [replace(p, locator="Prices" if "cost" in p.topics else "Risks") for p in passages]
    assert _found(placed, "All is said here.", "Prices") == {"cost"}
    assert _found(placed, "All is said here.", "Risks") == {"side-effects"}


def test_other_forms_of_a_word_count(passages: list[Passage]) -> None:
    assert _found(passages, "Stinging and swellings are told of.") == {"side-effects"}


def test_the_phrases_of_plans_are_learned_from(tiny_library: Library, passages: list[Passage]) -> None:
    """Where examples hold a plan's phrases, others of the same plan tell too."""
    plan = tiny_library.plans["is-it-approved"]
    assert {"approved", "licensed"} <= {*plan.phrases}
    placed = [replace(p, text=f"{p.text}, approved") if "cost" in p.topics else p for p in passages]
    assert TopicFinder([plan], placed).find("All of it is licensed here.") == {"cost"}
    assert _found(placed, "All of it is licensed here.") != {"cost"}


def test_with_too_few_examples_only_phrases_tell(tiny_library: Library, passages: list[Passage]) -> None:
    finder = TopicFinder(tiny_library.plans.values(), passages[1 : LEAST_EXAMPLES + 2])
    assert finder.find("It is licensed and approved here.") == {"uses"}
    assert TopicFinder((), []).find("It costs 40 yuan.") == frozenset()
