"""The word index: which words are found, which are one, which say nothing."""

from pathlib import Path

import numpy as np
import pytest

from chatbot.finding.lexical import WordIndex, Words

TEXTS = ["Headaches are common after the drip.", "The kidney clears it slowly.", "", "A headache may need a doctor."]


@pytest.fixture
def words() -> Words:
    return Words({"infusion": "infusion", "drip": "infusion", "renal": "kidney"}, frozenset({"the", "a", "is", "dont"}))


@pytest.fixture
def index(words: Words) -> WordIndex:
    return WordIndex.build(TEXTS, words)


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("The headaches", ["headach"]),
        ("HEADACHE", ["headach"]),
        ("infusions", ["infus"]),
        ("a drip", ["infus"]),
        ("renal", ["kidney"]),
        ("the child's kidneys", ["child", "kidney"]),
        ("don't", []),
        ("e-mail snake_case", ["e", "mail", "snake", "case"]),
        ("Sjögren’s 2 g/kg", ["sjögren", "s", "2", "g", "kg"]),
        ("", []),
        ("?! …", []),
    ],
)
def test_text_becomes_stems(words: Words, text: str, stems: list[str]) -> None:
    assert words(text) == stems


def test_content_keeps_the_words_as_written_but_folded(words: Words) -> None:
    assert words.content("The Infusion's HEADACHES, don't!") == ["infusion", "headaches"]


@pytest.mark.parametrize(
    ("question", "best"), [("headache", 3), ("infusion", 0), ("drips", 0), ("renal clearing", 1), ("doctors", 3)]
)
def test_the_text_with_the_word_scores_highest(index: WordIndex, question: str, best: int) -> None:
    assert int(index.scores(question).argmax()) == best


@pytest.mark.parametrize("question", ["", "the", "unheard of words", "!!"])
def test_a_question_without_a_known_word_scores_zero_everywhere(index: WordIndex, question: str) -> None:
    assert index.scores(question).tolist() == [0.0] * len(TEXTS)


def test_an_empty_text_is_never_found(index: WordIndex) -> None:
    assert index.scores("headache drip kidney slowly doctor common").tolist()[2] == 0


@pytest.mark.parametrize(
    ("word", "known"), [("headache", True), ("Headaches", True), ("renal", True), ("infusion", True), ("bone", False)]
)
def test_a_word_is_known_in_any_of_its_forms(index: WordIndex, word: str, known: bool) -> None:  # noqa: FBT001
    assert index.knows(word) is known


def test_a_saved_index_scores_as_before(index: WordIndex, words: Words, tmp_path: Path) -> None:
    index.save(tmp_path / "words")
    opened = WordIndex.load(tmp_path / "words", words, len(TEXTS))
    for question in ("headache", "drip and kidney", "nothing"):
        np.testing.assert_array_equal(opened.scores(question), index.scores(question))


def test_a_library_of_empty_texts_can_be_indexed(words: Words) -> None:
    assert WordIndex.build(["", "the"], words).scores("headache").tolist() == [0.0, 0.0]
