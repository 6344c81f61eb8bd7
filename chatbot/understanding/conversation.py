"""What a follow-up means: what it leaves out is taken from the latest earlier turn that says it.

No earlier turn adds a fact or changes a label: it lends the name of a use, or the words of a question, and the whole is
read again as if it had been typed.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from chatbot.knowledge.reading import Reading
from chatbot.understanding.text import clean, key, tokens
from chatbot.understanding.uses import Mention

SHORT = 7
"""A question of at most this many words may lean on the one before it."""
LOOK_BACK = 12
"""How many earlier turns are looked at, so that a long conversation costs no more than a short one."""


class Ear(NamedTuple):
    """What is heard in a turn."""

    uses: Callable[[str], Sequence[Mention]]
    topics: Callable[[str], object]
    known: Callable[[str], bool]
    """Whether every word of the turn that carries meaning stands in the library."""


class Conversation:
    """Makes a follow-up stand alone; a question with a subject of its own is left as it is."""

    def __init__(self, reading: Reading, ear: Ear) -> None:
        self._pointing = re.compile(reading.pointing)
        self._following = re.compile(reading.following)
        self._ear = ear

    def standalone(self, question: str, history: Sequence[str]) -> str:
        """Return the question with what it leaves out, or as it is."""
        recent = [clean(turn) for turn in reversed(history[-LOOK_BACK:])]
        if not recent or not self._leans(question):
            return question
        uses, topics = self._ear.uses(question), self._ear.topics(question)
        if uses and topics:
            return question
        if uses:
            return self._same_question(recent, question, uses)
        with_use = next((turn for turn in recent if self._ear.uses(turn)), None)
        if topics:
            return f"{question} ({_named(with_use, self._ear.uses(with_use))})" if with_use else question
        telling = next((turn for turn in recent if self._ear.uses(turn) or self._ear.topics(turn)), None)
        return f"{telling.rstrip(' ?.!')} - {question}" if telling else question

    def _same_question(self, recent: Sequence[str], question: str, uses: Sequence[Mention]) -> str:
        """Ask the latest question about a use again about the use that is named now."""
        new = _named(question, uses)
        for turn in recent:
            if old := self._ear.uses(turn):
                words = [token.typed for token in tokens(turn)]
                return " ".join([*words[: old[0].start], new, *words[old[-1].end :]])
        telling = next((turn for turn in recent if self._ear.topics(turn)), None)
        return f"{telling.rstrip(' ?.!')} - {question}" if telling else question

    def _leans(self, question: str) -> bool:
        text = question.casefold()
        points = bool(self._pointing.search(text))
        if not points and not self._ear.known(question):
            return False
        if self._following.search(text):
            return True
        return len(key(question)) <= SHORT and (points or not self._ear.uses(question))


def _named(turn: str, mentions: Sequence[Mention]) -> str:
    """The names of the uses as they were typed."""
    words = [token.typed for token in tokens(turn)]
    return ", ".join(" ".join(words[mention.start : mention.end]) for mention in mentions)
