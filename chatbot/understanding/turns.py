"""What is heard in one turn: names of uses, topics, places, facts about a person, and whether it leans on others."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from chatbot.knowledge.reading import Reading
from chatbot.understanding.people import People, Person
from chatbot.understanding.places import Place, Places
from chatbot.understanding.text import key, spans
from chatbot.understanding.uses import Mention

SHORT = 7
"""A message of at most this many words may lean on the one before it."""
LITTLE = 2
"""So many words may stand beside a name, a place or a person that is all a follow-up names."""


class Name(NamedTuple):
    """A name of uses in a text: how the library writes it, which uses it means, and where it stands."""

    written: str
    uses: tuple[str, ...]
    start: int
    end: int


class Ear(NamedTuple):
    """What the library knows of words."""

    uses: Callable[[str], Sequence[Mention]]
    topics: Callable[[str], Mapping[str, int]]
    known: Callable[[str], bool]
    """Whether every word of a text that carries meaning stands in the library."""
    names_treatment: Callable[[str], bool]
    small_talk: Callable[[str], bool]


class Turn(NamedTuple):
    """A turn as it is heard."""

    text: str
    names: tuple[Name, ...]
    topics: tuple[str, ...]
    """Named by the words beside the names of uses."""
    places: tuple[Place, ...]
    person: Person
    rest: int
    """How many words of content there are beside names, places, facts about a person and small words."""
    length: int
    opens: bool
    """Whether it begins as a follow-up does."""
    continues: bool
    """Whether it goes on with the last sentence."""
    points: bool
    at_person: bool
    """Whether it points at a person."""
    known: bool
    names_treatment: bool
    asks: bool
    """Whether it begins as a question of its own."""
    asks_more: bool
    """Whether it asks about the last answer itself: why, or for more."""
    asking: bool
    """Whether it asks at all."""
    of_group: bool
    """Whether it speaks of a group of people, such as children."""
    telling: bool
    small_talk: bool
    of_use: bool
    """Whether it points at the illness that the treatment is for."""
    states: bool
    """Whether it tells how somebody is."""
    part: str
    """The part of the treatment that it names, as typed."""

    @property
    def tells(self) -> bool:
        """Whether it only tells something."""
        return self.telling and not self.asking

    @property
    def leans(self) -> bool:
        """Whether it may lean on the turn before it."""
        return (self.points or self.known) and (self.opens or self.length <= SHORT)

    @property
    def names_only(self) -> bool:
        """Whether nothing is asked beside what is named."""
        return not self.topics and self.rest <= (0 if self.asks else LITTLE)


class Hearing:
    """Hears turns with the words of one library."""

    def __init__(self, reading: Reading, ear: Ear) -> None:
        record = reading.follow_ups
        self.places = Places(record)
        self.people = People(record)
        self._ear = ear
        self._pointing = re.compile(reading.pointing)
        self._opening = re.compile(f"{reading.following}|{record.openers}")
        self._more = re.compile(f"{record.again}|{record.more}")
        self._same_again = re.compile(record.same_again, re.IGNORECASE)
        self._asks_first = re.compile(record.asks_first)
        self._continuing = re.compile(record.continuing)
        self._telling = re.compile(record.telling)
        self._of_use, self._state = re.compile(record.of_use), re.compile(record.state)
        self._asking = [re.compile(pattern) for pattern in reading.asking]
        self._parts = [re.compile(names, re.IGNORECASE) for names in reading.parts_of_treatment.values()]
        self._small = frozenset(reading.stop) | frozenset(record.fillers)

    def hear(self, text: str) -> Turn:
        """Return what a cleaned text says."""
        plain = text.casefold()
        names, places = self._names(text), self.places.find(text)
        beside = _cut(text, [*((n.start, n.end) for n in names), *((p.start, p.end) for p in places)])
        beside = self._same_again.sub(" ", beside)
        rest = self._more.sub(" ", self.people.without(beside).strip())
        words = self.content(rest)
        more = bool(self._more.search(plain))
        asks = bool(self._asks_first.search(beside.casefold().strip()))
        asking = more or asks or any(pattern.search(plain) for pattern in self._asking)
        return Turn(
            text=text,
            names=names,
            topics=tuple(self._ear.topics(beside)),
            places=places,
            person=self.people.find(text),
            rest=len(words),
            length=len(key(text)),
            opens=bool(self._opening.search(plain)) and not (more and len(words) > LITTLE),
            continues=bool(self._continuing.search(plain)) and (not asking or len(key(text)) <= SHORT // 2),
            points=bool(self._pointing.search(plain)),
            at_person=self.people.points(text),
            known=self._ear.known(" ".join(words)),
            names_treatment=self._ear.names_treatment(text),
            asks=asks,
            asks_more=more,
            asking=asking,
            of_group=self.people.of_group(plain),
            telling=bool(self._telling.search(plain)),
            small_talk=self._ear.small_talk(plain),
            of_use=bool(self._of_use.search(plain)),
            states=bool(self._state.search(plain)),
            part=next((match[0] for part in self._parts if (match := part.search(text))), ""),
        )

    def content(self, text: str) -> list[str]:
        """Return the words of a text that carry meaning."""
        return [word for word in key(text) if word not in self._small]

    def _names(self, text: str) -> tuple[Name, ...]:
        where = spans(text)
        return tuple(Name(m.written, m.uses, where[m.start][0], where[m.end - 1][1]) for m in self._ear.uses(text))


def _cut(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    """Return a text with pieces of it left blank."""
    for start, end in pieces:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
