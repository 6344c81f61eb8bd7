"""The line between what the library covers and what it does not.

Likeness alone does not draw it: 'is it halal?' is as near to some passage as a question that is answered. What tells
them apart is a word that stands nowhere in the library. So a question without such a word needs little likeness, and
one with it the more, the rarer the word is in English. The limits were chosen on the labelled dev questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from chatbot.finding.finder import Found
from chatbot.finding.lexical import WordIndex, Words

SHORTEST = 3


class Verdict(Enum):
    """Whether a question is covered, is near the subject without a source, or is off the subject."""

    COVERED = auto()
    NO_SOURCE = auto()
    OUT_OF_SCOPE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Least likeness (cosine) of the best passage, by what the question holds."""

    with_use: float = 0.30
    known_words: float = 0.44
    common_word: float = 0.56
    """With a word that the library lacks, among the first `common` of English."""
    usual_word: float = 0.60
    rare_word: float = 0.71
    common: int = 3_000
    usual: int = 12_000
    off_subject: float = 0.52
    """Below this a question that does not name the treatment is off the subject."""


class Coverage:
    """Judges whether what was found is near enough to the question."""

    def __init__(self, words: Words, index: WordIndex, rank: Mapping[str, int], limits: Limits | None = None) -> None:
        self._words = words
        self._index = index
        self._rank = rank
        self._limits = limits or Limits()

    def judge(self, text: str, found: Found, *, names_use: bool, names_treatment: bool) -> Verdict:
        """Judge a question by its words and by what was found for it."""
        best = max((hit.likeness for hit in found.hits), default=0.0)
        least = self._limits.with_use if names_use else self._least(text)
        if best >= least:
            return Verdict.COVERED
        return Verdict.NO_SOURCE if names_treatment or best >= self._limits.off_subject else Verdict.OUT_OF_SCOPE

    def _least(self, text: str) -> float:
        foreign = [word for word in self._words.content(text) if self._foreign(word)]
        if not foreign:
            return self._limits.known_words
        rarest = max(self._rank.get(word, self._limits.usual + 1) for word in foreign)
        if rarest > self._limits.usual:
            return self._limits.rare_word
        return self._limits.usual_word if rarest > self._limits.common else self._limits.common_word

    def _foreign(self, word: str) -> bool:
        return len(word) >= SHORTEST and word.isalpha() and not self._index.knows(word)
