"""Misspelt words: set right where one word of the library is near, left alone otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.knowledge.library import Library
from chatbot.understanding.question import vocabulary
from chatbot.understanding.spelling import LONG, Speller, english
from chatbot.understanding.text import key

VOCABULARY = {
    "headache": 9,
    "infusion": 9,
    "thrombosis": 3,
    "thrombocytes": 1,
    "itp": 5,
    "clots": 2,
    "cloth": 8,
    "b19": 1,
}
SPELLER = Speller(VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hedache", "headache"),
        ("infushion", "infusion"),
        ("thrombosys", "thrombosis"),
        ("headache", "headache"),
        ("clotz", "cloth"),
    ],
)
def test_the_nearest_word_of_the_library_is_meant(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize(
    "word",
    ["itpp", "itq", "", "b20", "cat", "school", "hdchx", "eadache", "zyzzyva", "headach3", "clxxs"],
    ids=lambda word: word or "empty",
)
def test_a_word_that_is_short_known_or_far_is_left_alone(word: str) -> None:
    assert SPELLER.correct(word) == word


def test_a_word_of_english_is_never_turned_into_one_of_the_library() -> None:
    assert english()["house"] < 30_000
    assert Speller({"mouse": 99, "houses": 99}).correct("house") == "house"


def test_further_words_that_are_meant_stay_as_they_are() -> None:
    words = {"claims": 9, "slowing": 9}
    assert Speller(words).correct("clammy") == "claims"
    assert Speller(words, meant=["clammy"]).correct("clammy") == "clammy"


def test_a_rare_word_of_english_may_be_a_misspelling() -> None:
    rare = next(word for word, rank in english().items() if rank > 60_000 and len(word) > LONG and word.isalpha())
    near = rare[:-1] + ("a" if rare[-1] != "a" else "b")
    assert Speller({near: 1}).correct(rare) == near


def test_of_equally_near_words_the_more_frequent_then_the_first_wins() -> None:
    assert Speller({"headaxhe": 1, "headbche": 5}).correct("headqche") == "headbche"
    assert Speller({"headbche": 5, "headaxhe": 5, "headache": 5}).correct("headqche") == "headache"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Does the INFUSHION give hedaches? 2 g/kg!", "Does the infusion give headache? 2 g/kg!"),
        ("Headache", "Headache"),
        ("héadaché", "héadaché"),
        ("  spaces   kept ", "  spaces   kept "),
    ],
)
def test_in_a_text_only_wrong_words_change(text: str, right: str) -> None:
    assert SPELLER.correct_text(text) == right


@given(st.text(max_size=40))
def test_a_corrected_text_needs_no_more_correcting(text: str) -> None:
    once = SPELLER.correct_text(text)
    assert SPELLER.correct_text(once) == once


PARENTS = [
    ("hedache", "headache"),
    ("headake", "headache"),
    ("vacine", "vaccine"),
    ("infushion", "infusion"),
    ("kidnee", "kidney"),
    ("anaphalaxis", "anaphylaxis"),
    ("steriod", "steroid"),
    ("thrombosys", "thrombosis"),
    ("kawasaky", "kawasaki"),
    ("dermatomyositus", "dermatomyositis"),
]


@pytest.fixture(scope="module")
def real_speller(library: Library) -> Speller:
    return Speller(vocabulary(library))


@pytest.mark.parametrize(("typed", "meant"), PARENTS)
def test_words_as_parents_misspell_them(real_speller: Speller, typed: str, meant: str) -> None:
    assert real_speller.correct(typed) == meant


def test_no_word_of_the_library_is_taken_for_a_misspelling(library: Library, real_speller: Speller) -> None:
    words = vocabulary(library)
    assert [word for word in words if real_speller.correct(word) != word] == []


def test_prepared_misspellings_are_no_words_of_the_library(library: Library) -> None:
    asked = {word for passage in library.passages for ask in passage.asks for word in key(ask.text)}
    written = {word for passage in library.passages for word in key(passage.text)}
    names = {word for use in library.uses.values() for name in (use.name, *use.synonyms) for word in key(name)}
    names |= {word for record in library.ambiguous for word in key(record.term)}
    names |= {word for name in library.reading.treatment_names for word in key(name)}
    misspelt = asked - written - names - set(english())
    assert misspelt, "the library prepares misspelt questions"
    assert misspelt.isdisjoint(vocabulary(library))
