"""Scores from runs of words and letters: small words and misspelt ones count, and nothing depends on chance."""

import pytest

from chatbot.understanding.learning import Lesson
from chatbot.understanding.phrases import Phrases, weigh

TOLD = ["she cannot breathe", "he cannot breathe now", "cannot catch a breath tonight"]
HARMLESS = ["last year she could not breathe", "what if he cannot breathe", "he had a breath test last year"]
LESSONS = [*(Lesson(text, frozenset({"alarm"})) for text in TOLD), *(Lesson(text, frozenset()) for text in HARMLESS)]


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return weigh(LESSONS, ("alarm", "never"))


def test_a_kind_without_examples_is_left_out(phrases: Phrases) -> None:
    assert phrases.kinds == ("alarm",)
    assert phrases.scores(["anything"]).shape == (1, 1)


@pytest.mark.parametrize("text", [*TOLD, "SHE CANNOT BREATHE", "she canot breathe", "he cannot breath"])
def test_what_is_worded_like_the_examples_is_above_0(phrases: Phrases, text: str) -> None:
    assert phrases.scores([text])[0, 0] > 0


@pytest.mark.parametrize("text", [*HARMLESS, "last year he could not breathe", "what if he cannot breathe now"])
def test_small_words_turn_it_round(phrases: Phrases, text: str) -> None:
    assert phrases.scores([text])[0, 0] < 0


def test_a_text_scores_the_same_alone_and_among_others(phrases: Phrases) -> None:
    together = phrases.scores([*TOLD, ""])
    assert [float(phrases.scores([text])[0, 0]) for text in (*TOLD, "")] == [float(row[0]) for row in together]


def test_learning_again_gives_the_same_bytes(phrases: Phrases) -> None:
    assert weigh(LESSONS, ("alarm",)).weights.tobytes() == phrases.weights.tobytes()
