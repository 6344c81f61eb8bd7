"""What a follow-up means: the earlier turn's use and words carried into a question that stands alone."""

import re
from collections.abc import Callable, Sequence

from chatbot.knowledge.reading import Reading
from chatbot.understanding.text import key

SHORT = 7
"""A question of at most this many words may lean on the one before it."""


class Conversation:
    """Makes a follow-up stand alone; a question that names its own subject is left as it is."""

    def __init__(
        self, reading: Reading, names_a_use: Callable[[str], object], names_a_topic: Callable[[str], object]
    ) -> None:
        self._pointing = re.compile(reading.pointing)
        self._following = re.compile(reading.following)
        self._names_a_use = names_a_use
        self._names_a_topic = names_a_topic

    def standalone(self, question: str, history: Sequence[str]) -> str:
        """Return the question with what it leans on from the latest earlier turn, or as it is."""
        telling = (turn for turn in reversed(history) if self._names_a_use(turn) or self._names_a_topic(turn))
        earlier = next(telling, None)
        if earlier is None or not self._leans(question):
            return question
        if self._names_a_use(question) and self._names_a_topic(question):
            return question
        return f"{earlier.rstrip(' ?.!')} - {question}"

    def _leans(self, question: str) -> bool:
        text = question.casefold()
        if self._following.search(text):
            return True
        return len(key(question)) <= SHORT and (bool(self._pointing.search(text)) or not self._names_a_use(question))
