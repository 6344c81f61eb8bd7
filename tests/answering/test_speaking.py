"""Fixed words in the reader's language: filled with numbers, and put before the card in English."""

import pytest
from samples import make_language, make_sign

from chatbot.answering.speaking import answers_in_english, with_first_words
from chatbot.domain import CareCard, Jurisdiction, UrgencyLevel
from chatbot.knowledge.wording import Wording

WORDING = Wording({"emergency_number.US": "911", "emergency_number.EU": "112", "country.US": "the US"})
RECORD = make_language(right_to_left=True)


def card(level: UrgencyLevel) -> CareCard:
    return CareCard(level=level, signs=(make_sign("leg", level),), text="Call 911.")


@pytest.mark.parametrize(
    ("country", "text"),
    [
        (Jurisdiction.EU, "Solo en inglés.\n\nLlame: 112."),
        (None, "Solo en inglés.\n\nLlame: 911 ([US]); 112 ([EU])."),
        (Jurisdiction.CN, "Solo en inglés.\n\nLlame: 911 ([US]); 112 ([EU])."),
    ],
)
def test_answers_are_said_to_be_in_english_with_the_number_to_call(country: Jurisdiction | None, text: str) -> None:
    spoken = answers_in_english(RECORD, country, WORDING)
    assert (spoken.text, spoken.code, spoken.name, spoken.right_to_left) == (text, "es", "español", True)


@pytest.mark.parametrize(
    ("level", "first"),
    [
        (UrgencyLevel.EMERGENCY_NOW, "Urgente. Llame ya: 112."),
        (UrgencyLevel.URGENT_TODAY, "Hoy. Llame: 112."),
    ],
)
def test_a_card_begins_in_the_language_and_goes_on_in_english(level: UrgencyLevel, first: str) -> None:
    made = with_first_words(card(level), RECORD, Jurisdiction.EU, WORDING)
    assert made.text == f"{first}\n\nCall 911."
    assert made.spoken
    assert made.spoken.text == first
    assert (made.level, made.signs) == (level, card(level).signs)


def test_a_card_of_a_level_without_words_stays_as_it_is() -> None:
    mild = card(UrgencyLevel.TELL_TEAM)
    assert with_first_words(mild, RECORD, None, WORDING) == mild
