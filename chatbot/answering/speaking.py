"""Fixed replies in the reader's own language, from its record: that answers are in English, and care cards."""

from chatbot.domain import CareCard, Jurisdiction, Spoken
from chatbot.knowledge.records import LanguageRecord
from chatbot.knowledge.wording import Wording

PARAGRAPH = "\n\n"


def answers_in_english(record: LanguageRecord, country: Jurisdiction | None, wording: Wording) -> Spoken:
    """Say what this is, that its answers are in English, and what to do in an emergency."""
    emergency = record.emergency.format(numbers=_numbers(record, country, wording))
    return _spoken(record, f"{record.answer}{PARAGRAPH}{emergency}")


def with_first_words(
    card: CareCard, record: LanguageRecord, country: Jurisdiction | None, wording: Wording
) -> CareCard:
    """Put a language's own words before a care card; what the sign is and what to do stays in English."""
    template = record.first_words(card.level)
    if template is None:
        return card
    spoken = _spoken(record, template.format(numbers=_numbers(record, country, wording)))
    return CareCard(level=card.level, signs=card.signs, text=f"{spoken.text}{PARAGRAPH}{card.text}", spoken=spoken)


def _numbers(record: LanguageRecord, country: Jurisdiction | None, wording: Wording) -> str:
    """Return the country's emergency number, or every country's with its name when none is chosen."""
    numbers = wording.under("emergency_number")
    if country and country in numbers:
        return numbers[country]
    named = [f"{numbers[place]} ({name})" for place, name in record.countries.items() if place in numbers]
    return record.comma.join(named)


def _spoken(record: LanguageRecord, text: str) -> Spoken:
    return Spoken(code=record.code, name=record.name, right_to_left=record.right_to_left, text=text)
