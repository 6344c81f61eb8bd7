"""What is heard of a message in another language: which language it is, and which warning signs it tells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chatbot.domain import Sign, UrgencyLevel
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import LanguageRecord
from chatbot.understanding.foreign_signs import ForeignSigns, Told
from chatbot.understanding.language import TOLD_APART, Languages, Written, detector

LEVELS = tuple(UrgencyLevel)
MOST_SIGNS = 3
LOOK_BACK = 4
"""How many earlier turns still count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overheard:
    """What was heard of a message; nothing of one in English."""

    foreign: bool = False
    """The message as a whole is in another language."""
    language: LanguageRecord | None = None
    """The words to reply in; None for English and for a language that the library has no words for."""
    signs: tuple[Sign, ...] = ()
    """The most urgent first."""


class Tongues:
    """Hears messages in the languages of a library."""

    def __init__(self, records: Sequence[LanguageRecord], signs: Sequence[Sign], languages: Languages) -> None:
        self._records = {record.code: record for record in records}
        self._rules = {record.code: ForeignSigns(record) for record in records}
        self._signs = {sign.id: sign for sign in signs}
        self._languages = languages

    def hear(self, message: str, history: Sequence[str] = ()) -> Overheard:
        """Return what is heard; in a foreign message a sign that was told a few turns ago still counts."""
        written = self._languages.of(message)
        if written.only_english:
            return Overheard()
        code, told = self._told(message, written)
        earlier = [self._told(turn, self._languages.of(turn)) for turn in history[-LOOK_BACK:]]
        before = {name for _, names in earlier for name in names} if written.foreign else set()
        return Overheard(
            foreign=written.foreign,
            language=self._records.get(code) if written.foreign or told else None,
            signs=self._most_urgent(told, before),
        )

    def _told(self, message: str, written: Written) -> tuple[str, Sequence[str]]:
        """Return the signs that a message tells, and in which language: its own before any of which a trace is there.

        Languages share words, so a sign that is denied in the message's own language is not told in another.
        """
        own = self._rules[written.language].find(message) if written.language in self._rules else Told()
        if own.signs:
            return written.language, own.signs
        others = {code: self._rules[code].find(message) for code in self._rules if code in written.traces}
        told = ((code, [name for name in found.signs if name not in own.off]) for code, found in others.items())
        return next(((code, names) for code, names in told if names), (written.language, []))

    def _most_urgent(self, told: Sequence[str], before: set[str]) -> tuple[Sign, ...]:
        """Sort the signs; one that is told again is raised by a level."""
        again = [_raised(self._signs[name]) if name in before else self._signs[name] for name in told]
        standing = [sign for name, sign in self._signs.items() if name in before - set(told)]
        return tuple(sorted([*again, *standing], key=lambda sign: LEVELS.index(sign.level))[:MOST_SIGNS])


def _raised(sign: Sign) -> Sign:
    return replace(sign, level=LEVELS[max(0, LEVELS.index(sign.level) - 1)])


def tongues(library: Library) -> Tongues:
    """Return what hears the languages of a library; the names of its uses and treatment belong to no language."""
    words = {record.code: record.words for record in library.languages}
    names = [name for use in library.uses.values() for name in (use.name, *use.synonyms)]
    names += [*(record.term for record in library.ambiguous), *library.reading.treatment_names]
    rank = detector(tuple(sorted({*words, *TOLD_APART})))
    return Tongues(library.languages, library.signs, Languages(words, names, rank))
