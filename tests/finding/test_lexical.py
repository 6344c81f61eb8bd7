"""The word index: which words are found, which are one, which say nothing."""

from pathlib import Path

import numpy as np
import pytest

from chatbot.errors import SearchIndexError
from chatbot.finding.lexical import Fields, WordIndex, Words

TEXTS = ["Headaches are common after the drip.", "The kidney clears it slowly.", "", "A headache may need a doctor."]


def alone(text: str) -> Fields:
    return Fields("", "", text, text)


@pytest.fixture
def words() -> Words:
    return Words({"infusion": "infusion", "drip": "infusion", "renal": "kidney"}, frozenset({"the", "a", "is", "dont"}))


@pytest.fixture
def index(words: Words) -> WordIndex:
    return WordIndex.build([alone(text) for text in TEXTS], words)


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
    assert WordIndex.build([alone(""), alone("the")], words).scores("headache").tolist() == [0.0, 0.0]


PAGED = [
    Fields("Kidneys", "what they do", "They clear water from the blood.", "kidneys"),
    Fields("Kidneys", "other names", "Doctors say renal organs or nephros.", "kidneys"),
    Fields("Bones", "what they do", "They carry the body, and make the blood.", "bones"),
    Fields("Bones", "water", "They hold little of it.", "bones"),
]


def test_what_stands_above_counts_more_than_the_same_words_within(words: Words) -> None:
    within = Fields("", "", "Bones hold water.", "within")
    scores = WordIndex.build([within, *PAGED], words).scores("bones water")
    assert int(scores.argmax()) == 4


def test_a_name_that_stands_in_one_passage_finds_the_others_of_its_page(words: Words) -> None:
    scores = WordIndex.build(PAGED, words).scores("nephros").tolist()
    assert scores[1] > scores[0] > 0 == scores[2] == scores[3]


def test_a_saved_index_of_pages_scores_as_before_and_says_what_it_lacks(words: Words, tmp_path: Path) -> None:
    made = WordIndex.build(PAGED, words)
    made.save(tmp_path / "words")
    opened = WordIndex.load(tmp_path / "words", words, len(PAGED))
    np.testing.assert_array_equal(opened.scores("nephros and water"), made.scores("nephros and water"))
    with pytest.raises(SearchIndexError, match="holds 4 passages of 5"):
        WordIndex.load(tmp_path / "words", words, 5)


def test_passages_are_alike_by_the_telling_words_that_the_question_does_not_say(words: Words) -> None:
    texts = ["Kidneys filter zinc, copper.", "Copper, zinc: metals.", "Kidneys, drips.", "Nothing here."]
    index = WordIndex.build([alone(text) for text in texts], words)
    every, first = np.arange(4), np.array([0])
    told = index.alike(every, first, np.ones(1), "kidney")
    assert told[0] > told[1] > 0 == told[2] == told[3]
    assert index.alike(every, first, np.ones(1), "nothing")[2] > 0


def test_each_leader_counts_by_its_share(words: Words) -> None:
    index = WordIndex.build([alone(text) for text in ("Zinc.", "Copper.", "Tin.")], words)
    told = index.alike(np.arange(3), np.array([0, 1]), np.array([0.75, 0.25]), "")
    np.testing.assert_allclose(told, [0.75, 0.25, 0], atol=1e-6)


def test_a_leader_that_says_no_more_than_the_question_is_like_none(words: Words) -> None:
    index = WordIndex.build([alone(text) for text in ("Zinc.", "Zinc and tin.", "")], words)
    assert index.alike(np.arange(3), np.array([0]), np.ones(1), "zinc").tolist() == [0, 0, 0]
