"""Noise that is the same every time."""

import random

import pytest

from evals.noise import NOISES, SHORTEST, noisy

QUESTION = "Is IVIG approved for Kawasaki disease?"


def test_there_are_ten_kinds_and_each_is_the_same_every_time() -> None:
    assert len(NOISES) == 10
    for kind in NOISES:
        assert noisy(QUESTION, kind) == noisy(QUESTION, kind)


@pytest.mark.parametrize("kind", NOISES)
def test_each_kind_changes_a_question(kind: str) -> None:
    assert any(noisy(f"{QUESTION} number {i} please", kind) != f"{QUESTION} number {i} please" for i in range(5))


@pytest.mark.parametrize("kind", ["swapped letters", "dropped letter", "doubled letter", "neighbouring key"])
def test_a_typing_error_is_in_one_long_word_behind_its_first_letter(kind: str) -> None:
    for seed in range(40):
        words = NOISES[kind](QUESTION, random.Random(seed)).split()
        pairs = [(old, new) for old, new in zip(QUESTION.split(), words, strict=True) if old != new]
        assert len(pairs) <= 1
        assert all(len(old) >= SHORTEST and old[0] == new[0] for old, new in pairs)


@pytest.mark.parametrize("kind", NOISES)
@pytest.mark.parametrize("question", ["a", "ok?", "is it"])
def test_a_short_question_is_no_trouble(kind: str, question: str) -> None:
    assert noisy(question, kind)


def test_what_speech_recognition_makes_of_names() -> None:
    assert noisy("Is IVIG approved for CIDP?", "voice") == "is i v i g a proved for c i d p"
