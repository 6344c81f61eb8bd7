"""What a message takes along from the conversation: the use in question, and facts about the person."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from chatbot.understanding.people import Person
from chatbot.understanding.turns import LITTLE, Name, Turn

ENOUGH = 2
"""From so many passages about one use and a topic on, a question of that topic may be about that use."""
BRIEF = 3
"""A question of at most so many words has no subject of its own; other words may be one more."""
NOBODY = Person()


class Bearings(NamedTuple):
    """What the library knows of uses and topics together."""

    companions: Collection[str]
    """Uses that have a treatment of their own."""
    asks_of_use: Collection[str]
    """Topics that ask about a use."""
    weighed: Collection[str]
    """Topics in which a body weight counts."""
    held: Counter[tuple[str, str]]
    """How many passages are about a use alone and belong to a topic."""
    topic_names: Mapping[str, str]
    """Each topic's name as it stands inside a sentence."""


class Thread(NamedTuple):
    """What a conversation is about so far."""

    question: Turn | None = None
    """The last question, standing alone, where it may be taken along."""
    names: tuple[Name, ...] = ()
    fresh: bool = False
    """Whether the last question was about these names."""
    person: Person = NOBODY
    part: str = ""
    """The part of the treatment that the last question is about, as typed."""
    mentioned: tuple[Name, ...] = ()
    """Names of different uses, in the order in which they were first told of."""


class Carrying:
    """Decides what is taken along, by what the library says of uses and topics together."""

    def __init__(self, bearings: Bearings) -> None:
        self._bearings = bearings

    def names(self, turn: Turn, thread: Thread) -> tuple[Name, ...]:
        """Return the names of the use in question where a message without one is about it."""
        return thread.names if thread.names and self._carries(turn, thread) else ()

    def person(self, turn: Turn, thread: Thread) -> Person:
        """Return facts told earlier about the person in question, unless the message tells its own."""
        if turn.person.age or turn.person.weight:
            return NOBODY
        if turn.at_person:
            return thread.person._replace(group="")
        weighed = any(topic in self._bearings.weighed for topic in turn.topics)
        return Person(weight=thread.person.weight) if weighed else NOBODY

    def _carries(self, turn: Turn, thread: Thread) -> bool:
        if turn.names_treatment and turn.of_use:
            return True
        asks_of_use = any(topic in self._bearings.asks_of_use for topic in turn.topics)
        if not thread.fresh:
            return (turn.at_person and self._joined(turn, thread) > 0) or (asks_of_use and turn.leans)
        if asks_of_use:
            return True
        if turn.names_treatment:
            return False
        if thread.question and thread.question.tells and thread.question.states and turn.asking:
            return True  # asked right after somebody's illness was told
        return turn.at_person or (turn.leans and (turn.opens or turn.points)) or self._is_short_for(turn, thread)

    def _is_short_for(self, turn: Turn, thread: Thread) -> bool:
        """Tell whether a question that does not lean in so many words still leaves its use out."""
        if not turn.topics:
            return turn.leans and 0 < turn.rest <= LITTLE
        brief = turn.length <= (BRIEF if turn.asks else BRIEF + 1)
        return brief or turn.rest <= 1 or self._joined(turn, thread) >= ENOUGH

    def _joined(self, turn: Turn, thread: Thread) -> int:
        """How many passages about one of these uses alone belong to a topic of the turn."""
        uses = [use for name in thread.names for use in name.uses]
        return max((self._bearings.held[use, topic] for use in uses for topic in turn.topics), default=0)
