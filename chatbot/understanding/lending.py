"""What of an earlier turn may be taken along: its question, where it asks one, and never what it claims or orders."""

import re

from chatbot.knowledge.reading import Reading
from chatbot.understanding.turns import Hearing

MOST_WORDS = 30
"""A longer sentence is a story: only its names are taken along."""
FRAGMENT = 12
"""A sentence of at most so many words may ask without a verb."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_CLAUSE = re.compile(r",\s+")


class Lending:
    """Finds the question that an earlier turn may lend."""

    def __init__(self, reading: Reading, hearing: Hearing) -> None:
        record = reading.follow_ups
        self._hearing = hearing
        self._instructing = re.compile(record.instructing)
        self._asks_first = re.compile(record.asks_first)
        self._telling = re.compile(record.telling)
        self._claiming = re.compile(f"{reading.approval}|{reading.efficacy}")

    def question(self, turn: str) -> str:
        """Return the last sentence of a turn that asks, without clauses that name nothing or claim, or ''."""
        if self._instructing.search(turn.casefold()):
            return ""
        asking = [made for sentence in _SENTENCE.split(turn) if (made := self._asked(sentence))]
        return asking[-1] if asking else ""

    def _asked(self, sentence: str) -> str:
        clauses = [clause for clause in _CLAUSE.split(sentence) if not self._claims(clause)]
        asks = any(self._asks_first.search(clause.casefold()) for clause in clauses)
        if not clauses or len(sentence.split()) > MOST_WORDS or not (asks or self._is_fragment(sentence)):
            return ""
        kept = [c for c in clauses if self._names_something(c) or self._asks_first.search(c.casefold())]
        return ", ".join(kept or clauses) if kept or asks else ""

    def _is_fragment(self, sentence: str) -> bool:
        return len(sentence.split()) <= FRAGMENT and not self._telling.search(sentence.casefold())

    def _claims(self, clause: str) -> bool:
        text = clause.casefold()
        return bool(self._claiming.search(text)) and not self._asks_first.search(text)

    def _names_something(self, clause: str) -> bool:
        turn = self._hearing.hear(clause)
        return bool(turn.names or turn.topics or turn.places or turn.names_treatment)
