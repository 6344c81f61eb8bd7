"""The languages of the corpus are a closed world: every text, every sign, no word that is English as well."""

import re
from collections import Counter

import pytest

from chatbot.assistant import Assistant
from chatbot.domain import COUNTRIES, Jurisdiction, UrgencyLevel
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import LanguageRecord
from chatbot.reply import Urgent
from chatbot.understanding.foreign_signs import ForeignSigns
from chatbot.understanding.language import ENGLISH, TOLD_APART
from evals.cases import language_cases

NEEDED = {"zh", "es", "ar", "ru", "fr", "pt", "hi", "vi"}
GRAVEST = {
    *("anaphylaxis", "throat-face-swelling", "breathing-difficulty", "blue-lips", "chest-pain", "stroke-signs"),
    *("seizure", "collapse", "meningitis-signs", "bleeding-heavy", "confusion-drowsy", "caregiver-crisis"),
    "child-self-harm",
}
ALSO = {"leg-clot", "dark-urine", "infant-fever"}
RIGHT_TO_LEFT = {"ar", "he", "ur"}
UNSPACED = {"zh", "ja", "ko"}
SCRIPTS = {
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "hi": "\u0900-\u097f",
    "ja": "\u3040-\u30ff\u4e00-\u9fff",
    "ko": "\uac00-\ud7af",
    "ru": "\u0400-\u04ff",
    "uk": "\u0400-\u04ff",
    "ur": "\u0600-\u06ff",
    "zh": "\u4e00-\u9fff",
}
LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"


@pytest.fixture(scope="module")
def languages(library: Library) -> dict[str, LanguageRecord]:
    return {record.code: record for record in library.languages}


def _texts(record: LanguageRecord) -> tuple[str, ...]:
    return (record.answer, record.emergency, record.urgent.emergency_now, record.urgent.urgent_today)


def test_every_language_that_was_promised_is_there(languages: dict[str, LanguageRecord]) -> None:
    assert languages.keys() >= NEEDED
    assert ENGLISH not in languages
    assert languages.keys() <= set(TOLD_APART)


def test_each_language_has_the_gravest_signs(languages: dict[str, LanguageRecord]) -> None:
    for code, record in languages.items():
        told = {one.sign for one in record.signs}
        assert (GRAVEST | ALSO if code in NEEDED else GRAVEST) - told == set(), code


def test_no_sign_stands_twice_in_a_language(languages: dict[str, LanguageRecord]) -> None:
    twice = {
        code: [s for s, n in Counter(one.sign for one in r.signs).items() if n > 1] for code, r in languages.items()
    }
    assert {code: names for code, names in twice.items() if names} == {}


def test_what_is_read_from_right_to_left_and_what_has_no_spaces_is_marked(languages: dict[str, LanguageRecord]) -> None:
    assert {code for code, record in languages.items() if record.right_to_left} == RIGHT_TO_LEFT & languages.keys()
    assert {code for code, record in languages.items() if not record.spaces} == UNSPACED & languages.keys()


def test_every_text_is_in_its_own_script(languages: dict[str, LanguageRecord]) -> None:
    for code, record in languages.items():
        for text in (record.name, *_texts(record)):
            own = len(re.findall(f"[{SCRIPTS.get(code, LATIN)}]", text))
            assert own > 0.6 * sum(ch.isalpha() for ch in text if not ch.isascii() or code not in SCRIPTS), (code, text)


def test_every_text_has_the_number_of_every_country(library: Library, languages: dict[str, LanguageRecord]) -> None:
    assert library.wording.under("emergency_number").keys() == set(COUNTRIES)
    for record in languages.values():
        assert record.countries.keys() == set(COUNTRIES)
        assert len(set(record.countries.values())) == len(COUNTRIES)


def test_every_text_says_that_help_is_not_here(languages: dict[str, LanguageRecord]) -> None:
    """The words to say on the telephone name the language, so that none was copied from another."""
    spoken = [re.search(r"I speak (\w+)", record.urgent.emergency_now) for record in languages.values()]
    names = [found[1] for found in spoken if found]
    assert len(names) == len(languages)
    assert len(set(names)) == len(names)


def test_every_kind_of_phrase_is_there(languages: dict[str, LanguageRecord]) -> None:
    for code, record in languages.items():
        assert record.denials or record.denials_after, code
        assert record.openers, code
        assert record.harmless, code
        assert record.over, code
        assert record.now, code


def test_words_are_given_where_a_language_is_written_in_latin_letters(languages: dict[str, LanguageRecord]) -> None:
    for code, record in languages.items():
        if code not in SCRIPTS or code == "hi":
            assert len(record.words) > 40, code


def test_no_rule_is_told_by_nothing(languages: dict[str, LanguageRecord]) -> None:
    """A phrase that folds away would stand in every sentence."""
    for code, record in languages.items():
        rules = ForeignSigns(record)
        for text in ("12", ",", "a 1, b 2, c 3", "x"):
            assert rules.find(text).signs == (), code


def test_the_signs_of_every_language_bring_their_card(library: Library, real_assistant: Assistant) -> None:
    """Asked as they were first written down, the urgent cases of each language get a card in it."""
    levels = {sign.id: sign.level for sign in library.signs}
    for code in (record.code for record in library.languages):
        cases = [c for c in language_cases("a") if c.language == code and c.kind == "urgent"]
        case = next(c for c in cases if levels[c.signs[0]] is UrgencyLevel.EMERGENCY_NOW)
        made = real_assistant.reply(case.question, country=Jurisdiction.EU)
        assert isinstance(made, Urgent), case.id
        assert made.card.spoken, case.id
        assert made.card.spoken.code == code
        assert "112" in made.card.spoken.text
        assert made.text.startswith(made.card.spoken.text)
        assert made.citations
        assert made.to_json()["kind"] == "urgent"
