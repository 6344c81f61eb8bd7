"""The short answer: label first, then the sentences nearest to the question, at most 60 words and 4 sentences."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chatbot.answering.headline import SECTION
from chatbot.domain import Claim, Origin, Passage, Strength
from chatbot.finding.finder import Hit
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.sentences import flesch_kincaid, sentences, vowel_groups
from chatbot.understanding.question import Question

MOST_WORDS = 60
MOST_SENTENCES = 4
QUOTED = {Origin.FACT, Origin.DOCUMENT, Origin.SUMMARY}
"""Where sentences are taken from; status and guidance rows speak through the label's sentence."""
OF_A_USE = {Origin.SUMMARY, Origin.EVIDENCE}
"""What a use's own record says; it is near enough wherever it was found."""
LOOK_AT = 8
"""How many of the best passages sentences are taken from."""


PLAIN = 8.0
"""The school year up to which a sentence costs nothing: what patient information should not go beyond."""
_WORD = re.compile(r"[A-Za-z']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """How much each thing counts when sentences are chosen; tuned on the tuning half of the dev set."""

    score: float = 1.0
    likeness: float = 1.0
    form: float = 0.35
    whole: float = 0.35
    repeat: float = 0.6
    summary: float = 2.0
    """Lift of a use's own summary where the answer is about that use."""
    evidence: float = 1.0
    """The same for the studies behind its evidence level, where the question is whether it works."""
    seller: float = 1.0
    """Price of a seller's or magazine's claim: others speak first where they can."""
    open: float = 0.8
    """Price of a report without a comparison group where the question is whether it works."""
    hard: float = 0.06
    """Price of each school year above plain words."""
    later: float = 0.1
    """Price of beginning after the first sentence of a passage, which tells what it is about."""
    gap: float = 3.0
    """A passage this much below the best one found has no place in the short answer."""


class Candidate(NamedTuple):
    """One or more neighbouring sentences of a passage that can stand alone."""

    text: str
    passage: Passage
    value: float
    whole: bool


class Room:
    """What is left of the short answer's words and sentences."""

    def __init__(self) -> None:
        self.words = MOST_WORDS
        self.sentences = MOST_SENTENCES

    def take(self, text: str) -> bool:
        """Take the text in if it still fits, and tell whether it did."""
        words, count = len(text.split()), len(sentences(text))
        if words > self.words or count > self.sentences:
            return False
        self.words -= words
        self.sentences -= count
        return True


class ShortAnswer:
    """Chooses the sentences of the short answer."""

    def __init__(self, reading: Reading, taste: Taste | None = None) -> None:
        self._reading = reading
        self._taste = taste or Taste()
        self._forms = {name: re.compile(pattern) for name, pattern in reading.answers.items()}

    def claims(
        self,
        question: Question,
        hits: Sequence[Hit],
        likeness: Mapping[str, float],
        room: Room,
        evidence_of: Collection[str] = (),
        *,
        of_use: bool = True,
    ) -> list[Claim]:
        """Return claims of whole sentences, best first, as far as the room goes.

        The studies behind the evidence level are told of the uses in `evidence_of` alone. `of_use`: whether a use is
        asked about, not what holds for every use; only then the summary of a use goes before other passages.
        """
        least = max((hit.score for hit in hits), default=0.0) - self._taste.gap
        quoted = [h for h in hits if h.passage.origin in QUOTED or _is_evidence_of(h.passage, evidence_of)]
        near = [h for h in quoted if h.score >= least or (of_use and h.passage.origin in OF_A_USE)]
        pool = [c for hit in near[:LOOK_AT] for c in self._candidates(question, hit, likeness)]
        weighed = {h.passage.id: self._weighed(h.passage, of_use=of_use, of_effect=bool(evidence_of)) for h in near}
        pool = [c._replace(value=c.value + weighed[c.passage.id]) for c in pool]
        chosen: list[Claim] = []
        while pool:
            best = max(pool, key=lambda c: c.value - self._repeats(c, chosen))
            pool.remove(best)
            if room.take(best.text):
                chosen.append(Claim(best.text, (best.passage,), SECTION))
                pool = [c for c in pool if c.passage.id != best.passage.id]
        return chosen

    def _weighed(self, passage: Passage, *, of_use: bool, of_effect: bool) -> float:
        """What a passage gains or loses by where it comes from, for a question of a use or of an effect."""
        taste = self._taste
        lifts = {Origin.SUMMARY: taste.summary, Origin.EVIDENCE: taste.evidence} if of_use else {}
        prices = {Strength.COMMERCIAL_CLAIM: taste.seller, Strength.UNCONTROLLED: taste.open * of_effect}
        return lifts.get(passage.origin, 0.0) - prices.get(passage.strength, 0.0)

    def _repeats(self, candidate: Candidate, chosen: Sequence[Claim]) -> float:
        words = set(candidate.text.casefold().split())
        alike = [len(words & set(claim.text.casefold().split())) / len(words) for claim in chosen]
        return self._taste.repeat * max(alike, default=0.0)

    def _candidates(self, question: Question, hit: Hit, likeness: Mapping[str, float]) -> Iterator[Candidate]:
        """Every run of sentences that starts with one that stands alone, and leaves out nothing that narrows it."""
        parts = hit.passage.sentences
        said = 1 if hit.passage.origin is Origin.EVIDENCE else 0  # the label's sentence tells the level
        for start, first in enumerate(parts):
            if start < said or (start > said and self._reading.leans(first)):
                continue
            for end in range(start + 1, len(parts) + 1):
                if end < len(parts) and self._reading.qualifies(parts[end]):
                    continue
                run = parts[start:end]
                yield self._candidate(question, hit, run, likeness, whole=len(run) == len(parts), later=start > said)

    def _candidate(
        self,
        question: Question,
        hit: Hit,
        run: Sequence[str],
        likeness: Mapping[str, float],
        *,
        whole: bool,
        later: bool,
    ) -> Candidate:
        text = " ".join(run)
        near = max(likeness.get(sentence, hit.likeness) for sentence in run)
        fits = any(form in question.forms and p.search(text.casefold()) for form, p in self._forms.items())
        taste = self._taste
        value = taste.score * hit.score + taste.likeness * near + taste.form * fits + taste.whole * whole
        return Candidate(text, hit.passage, value - taste.later * later - taste.hard * _hardness(text), whole)


def _is_evidence_of(passage: Passage, uses: Collection[str]) -> bool:
    return passage.origin is Origin.EVIDENCE and passage.record in uses


def _hardness(text: str) -> float:
    """School years above PLAIN (Flesch-Kincaid), a group of vowels counted as a syllable."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    return max(0.0, flesch_kincaid(words, len(sentences(text)), vowel_groups) - PLAIN)
