"""What of an earlier turn may be taken along: its question, where it asks one, and never what it claims or orders."""

import re

from chatbot.knowledge.reading import Reading
from chatbot.understanding.turns import LITTLE, Hearing, Turn

MOST_WORDS = 25
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

    def question(self, turn: Turn) -> str:
        """Return the last sentence of a turn that asks, or else tells, without clauses that name nothing or claim."""
        if self._instructing.search(turn.text.casefold()):
            return ""
        sentences = _SENTENCE.split(turn.text)
        whole = turn if len(sentences) == 1 else None
        asking = [made for sentence in sentences if (made := self._asked(sentence, whole))]
        return asking[-1] if asking else self._told(sentences[-1], whole)

    def _told(self, sentence: str, whole: Turn | None) -> str:
        """A sentence that only tells, where it names something and neither claims nor only adds to what was asked."""
        if self._claims(sentence) or len(sentence.split()) > MOST_WORDS:
            return ""
        heard = whole or self._hearing.hear(sentence)
        return sentence if self._names_something(sentence, heard) and not heard.opens else ""

    def _asked(self, sentence: str, whole: Turn | None) -> str:
        every = _CLAUSE.split(sentence)
        clauses = [clause for clause in every if not self._claims(clause)]
        asks = any(self._asks_first.search(clause.casefold()) for clause in clauses)
        if not clauses or len(sentence.split()) > MOST_WORDS or not (asks or self._is_fragment(sentence)):
            return ""
        heard = whole if len(every) == 1 else None
        kept = [c for c in clauses if self._asks_first.search(c.casefold()) or self._names_something(c, heard)]
        return ", ".join(kept or clauses) if kept or asks else ""

    def _is_fragment(self, sentence: str) -> bool:
        return len(sentence.split()) <= FRAGMENT and not self._telling.search(sentence.casefold())

    def _claims(self, clause: str) -> bool:
        text = clause.casefold()
        return bool(self._claiming.search(text)) and not self._asks_first.search(text)

    def _names_something(self, clause: str, heard: Turn | None) -> bool:
        turn = heard or self._hearing.hear(clause)
        told = turn.known and turn.rest > LITTLE
        return bool(turn.names or turn.topics or turn.places or turn.names_treatment or told)
