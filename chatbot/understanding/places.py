"""Which country a text names: by its places, its people or its agencies, from the library's patterns."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chatbot.domain import Jurisdiction
from chatbot.knowledge.follow_ups import FollowUpsRecord

SHORT = 3
"""A place of at most this many letters is written in capitals."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class Place(NamedTuple):
    """A place named in a text: its country, where it stands, and whether it stands after 'in' or its like."""

    country: Jurisdiction
    start: int
    end: int
    placed: bool
    noun: bool
    """False for a word that only belongs to a place."""


class Places:
    """Finds the places that a text names and the country that it asks about."""

    def __init__(self, record: FollowUpsRecord) -> None:
        self._places = {country: _whole(pattern) for country, pattern in record.places.items()}
        self._belonging = {country: _whole(pattern) for country, pattern in record.belonging.items()}
        self._any = _whole("|".join([*record.places.values(), *record.belonging.values()]))
        self._placed = re.compile(record.placed)
        self._at_home = re.compile(record.at_home)
        self._not_after = re.compile(record.not_place_after)
        self._not_before = re.compile(record.not_place_before)

    def find(self, text: str) -> tuple[Place, ...]:
        """Return the places in the order in which they stand; where a clinic or a study is, is none."""
        if not self._any.search(text):
            return ()
        return tuple(sorted(self._each(text), key=lambda place: place.start))

    def country(self, text: str) -> Jurisdiction | None:
        """Return the country that the last sentence with a place names, or None where it names several."""
        for sentence in reversed(_SENTENCE.split(text)):
            if named := {place.country for place in self.find(sentence)}:
                return named.pop() if len(named) == 1 else None
        return None

    def home(self, text: str) -> Jurisdiction | None:
        """Return the country in which the writer says to live, or None."""
        before = ((place, text[: place.start].casefold()) for place in self.find(text))
        return next((place.country for place, said in before if place.noun and self._at_home.search(said)), None)

    def _each(self, text: str) -> Iterator[Place]:
        plain = text.casefold()
        for patterns, noun in ((self._places, True), (self._belonging, False)):
            for country, pattern in patterns.items():
                for match in pattern.finditer(text):
                    before, after = plain[: match.start()], plain[match.end() :]
                    if not self._not_after.search(before) and not self._not_before.search(after.strip()):
                        placed = noun and bool(self._placed.search(before))
                        yield Place(country, match.start(), match.end(), placed, noun)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def as_written(name: str) -> str:
    """Return a place as it is written inside a sentence."""
    return " ".join(word if word == "the" else _capital(word) for word in name.casefold().split())


def _capital(word: str) -> str:
    return word.upper() if len(word.replace(".", "")) <= SHORT and word not in {"of", "new"} else word.capitalize()
