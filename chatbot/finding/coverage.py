"""The line between what the library covers and what it does not.

Likeness alone does not draw it: 'is it halal?' is as near to some passage as a question that is answered. What tells
them apart is whether the words that carry the question stand in the passage that is like it. So the line is a logistic
regression over a few measures of likeness and words; its weights (corpus/lines.yaml) were fitted to labelled questions.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from heapq import nlargest
from typing import NamedTuple

from chatbot.domain import Origin, Passage
from chatbot.finding.finder import Found, Hit
from chatbot.finding.lexical import Words
from chatbot.knowledge.records import LineRecord

NEAREST = 10
"""How many of the passages found are looked at for the words of a question."""
TOGETHER = 5
"""How many are looked at as one."""
SOME_ASKED = 3
"""How many of the nearest prepared questions are looked at."""
FIRST = 3
"""A document's passage must be among so many to hold by itself what is asked, ..."""
AS_PREPARED = 0.985
"""A question this like a prepared one is the same but for spelling: what the corpus says of others does not count."""
TOLD_LIKENESS = 0.38
"""... as like the question as this, ..."""
TOLD_BOTH = 0.6
"""... and so much in the mean of its likeness and its share of the question's words, each by its rarity."""
SHARED = 2
"""From so many of a passage's prepared questions on, a word counts as the passage's own."""


class Verdict(Enum):
    """Whether a question is covered, is near the subject without a source, or is off the subject."""

    COVERED = auto()
    NO_SOURCE = auto()
    OUT_OF_SCOPE = auto()


class Asks(NamedTuple):
    """What is known of a question beside what was found."""

    text: str
    """Without the names of uses in it: that the library holds those is known."""
    names_use: bool
    names_topic: bool
    names_treatment: bool
    near_subject: bool = False
    """Whether it speaks of the treatment's surroundings: then it is not off the subject."""
    sounds_uncovered: float = -1.0
    """How much it sounds like the corpus' examples of questions that are not covered, from -1 to 1."""
    worded_uncovered: float = 0.0
    """How much it is worded like them, above 0 or below."""
    near_uncovered: float = -1.0
    """How near it is (metric.py) to the nearest of them."""
    illnesses: tuple[tuple[str, ...], ...] = ()
    """The names of each illness in it that no record is about."""
    asks_of_use: bool = False
    """Whether it asks of an illness what only that illness' own record answers: does it work, is it approved."""
    sounds_off_subject: float | None = None
    """How much it sounds like the examples of questions off the subject; None where the corpus has none."""
    matched: Mapping[str, float] = {}
    """How it matches, word by word, what was found and its nearest questions (wordwise.py)."""


NEARER = 0.2
"""How much more a question must sound like one near the subject than like one off it, to count as near."""
OFF_SUBJECT = 0.42
"""Without such examples: below this likeness a question is off the subject."""


class Coverage:
    """Judges whether what was found is near enough to the question."""

    def __init__(self, words: Words, passages: Sequence[Passage], line: LineRecord) -> None:
        self._words = words
        self._texts = {p.id: frozenset(words(f"{p.title} {p.heading} {p.text}")) for p in passages}
        self._of = {p.id: self._texts[p.id] | _words_beside(p, words) for p in passages}
        self._all = {p.id: self._of[p.id].union(*(words(ask.text) for ask in p.asks)) for p in passages}
        self._counts = Counter(stem for stems in self._of.values() for stem in stems)
        self._line = line

    def judge(self, asks: Asks, found: Found) -> Verdict:
        """Judge a question by its words and by what was found for it."""
        if asks.asks_of_use and not asks.names_use and self.unheard(asks):
            return Verdict.NO_SOURCE
        measures = self.measures(asks, found)
        if self._line.score(measures) >= 0 or self.told(asks, found):
            return Verdict.COVERED
        if asks.sounds_off_subject is None:
            near = measures["likeness"] >= OFF_SUBJECT
        else:
            near = asks.sounds_uncovered >= asks.sounds_off_subject + NEARER
        near = near or asks.near_subject or asks.names_treatment or asks.names_use
        return Verdict.NO_SOURCE if near else Verdict.OUT_OF_SCOPE

    def weighed(self, asks: Asks, found: Found) -> dict[str, float]:
        """Return the measures, and how far `beyond` the line they are together."""
        measures = self.measures(asks, found)
        return {**measures, "beyond": self._line.score(measures)}

    def measures(self, asks: Asks, found: Found) -> dict[str, float]:
        """Measure a question against what was found for it; each measure is from about 0 to 1."""
        stems = self._stems(asks)
        near = found.hits[:NEAREST]
        together = frozenset[str]().union(*(self._of[hit.passage.id] for hit in near[:TOGETHER]))
        shares = [self._share(stems, self._of[hit.passage.id]) for hit in near]
        best = sorted((hit.likeness for hit in found.hits), reverse=True)[:TOGETHER]
        likeness = best[0] if best else 0.0
        return {
            "likeness": likeness,
            "likeness-of-five": sum(best) / len(best) if best else 0.0,
            "both": max((_mean(hit, share) for hit, share in zip(near, shares, strict=True)), default=0.0),
            "words": max(shares, default=0.0),
            "words-together": self._share(stems, together),
            "rarest-missing": max((self._rarity(stem) for stem in stems if stem not in together), default=0.0),
            "names-use": float(asks.names_use),
            "names-topic": float(asks.names_topic),
            "names-treatment": float(asks.names_treatment),
            "illness-lacking": float(any(not self._held(names, near[:TOGETHER]) for names in asks.illnesses)),
            "length": min(len(stems), 12) / 12,
            "sounds-uncovered": asks.sounds_uncovered,
            "worded-uncovered": asks.worded_uncovered,
            "near-uncovered": asks.near_uncovered,
            "near-asked": _nearest_asked(found.hits, found),
            **self._asked(stems, found),
            **asks.matched,
        }

    def _asked(self, stems: Sequence[str], found: Found) -> dict[str, float]:
        """Measure the words of a question against the passage whose prepared questions are nearest, and these."""
        if not found.hits:
            return {"asked-words": 0.0, "asked-missing": 1.0}
        nearest = max(found.hits, key=lambda hit: _nearest_asked([hit], found)).passage
        held = self._all[nearest.id]
        missing = sum(stem not in held for stem in stems)
        return {"asked-words": self._share(stems, held), "asked-missing": min(missing, 6) / 6}

    def told(self, asks: Asks, found: Found) -> bool:
        """Tell whether a document's passage is among the first and holds what is asked, or a question was prepared so.

        The corpus' examples of what is not covered, or is off the subject, know nothing of staff's documents.
        """
        if any(found.likeness.get(ask.text, -1.0) >= AS_PREPARED for hit in found.hits for ask in hit.passage.asks):
            return True
        stems = self._stems(asks)
        cut = (hit for hit in found.hits[:FIRST] if hit.passage.origin is Origin.DOCUMENT)
        return bool(stems) and any(
            hit.likeness >= TOLD_LIKENESS and _mean(hit, self._share(stems, self._of[hit.passage.id])) >= TOLD_BOTH
            for hit in cut
        )

    def unheard(self, asks: Asks) -> str | None:
        """Return the first illness named that no passage of the library speaks of; prepared questions do not count."""
        for names in asks.illnesses:
            stems = [frozenset(self._words(name)) for name in names]
            if not any(one <= held for one in stems for held in self._texts.values()):
                return names[0]
        return None

    def _stems(self, asks: Asks) -> list[str]:
        """The words of a question; a figure of the reader's own, such as an age, is not what a passage must hold."""
        return [stem for stem in dict.fromkeys(self._words(asks.text)) if not stem.isdigit()]

    def _held(self, names: Sequence[str], hits: Sequence[Hit]) -> bool:
        """Whether any of the passages speaks of an illness by one of its names."""
        stems = [frozenset(self._words(name)) for name in names]
        return any(one <= self._of[hit.passage.id] for one in stems for hit in hits)

    def _share(self, stems: Sequence[str], held: frozenset[str]) -> float:
        """The share of the words that is held, each by its rarity; common words alone lack none."""
        total = sum(map(self._rarity, stems))
        return sum(self._rarity(stem) for stem in stems if stem in held) / total if total else 1.0

    def _rarity(self, stem: str) -> float:
        """From 0 for a word of every passage to 1 for one of none."""
        passages = len(self._of)
        return math.log(1 + passages / (0.5 + self._counts[stem])) / math.log(1 + 2 * passages) if passages else 0.0


def _mean(hit: Hit, share: float) -> float:
    return (hit.likeness + share) / 2


def _nearest_asked(hits: Sequence[Hit], found: Found) -> float:
    """The mean likeness of the prepared questions of some passages that are nearest; -1 where there is none."""
    asked = (found.likeness.get(ask.text, -1.0) for hit in hits for ask in hit.passage.asks)
    near = nlargest(SOME_ASKED, asked)
    return sum(near) / len(near) if near else -1.0


def _words_beside(passage: Passage, words: Words) -> frozenset[str]:
    """The words of a passage's own beside its text: of its topics and subject, and those that several questions share.

    A word of one prepared question may be a detail of somebody's story.
    """
    names = " ".join([*sorted(passage.topics), passage.subject]).replace("-", " ")
    asked = Counter(stem for ask in passage.asks for stem in set(words(ask.text)))
    shared = (stem for stem, asks in asked.items() if asks >= SHARED)
    return frozenset(words(names)).union(shared)
