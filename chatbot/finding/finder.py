"""Passages for a question: meaning and words fused, weighed by use and topic.

Scores of meaning (from a passage's text, sentences and prepared questions) and of words (BM25) are each brought to mean
0 and deviation 1 over all passages and added with fixed weights (a convex combination; on public question sets this
beat the fusion of ranks). What all texts of a library have in common, its subject, tells no two apart: for the order of
passages the mean vector is taken off first. Passages of the use and topic in question are lifted, others lowered.
A passage cut from running text says a part. So where a document's passage comes first, those of documents that are
unlike it are lowered, and what belongs together comes together. A record says all by itself: nothing lowers it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.domain import Origin, Passage, Strength
from chatbot.finding.encoding import Vectors
from chatbot.finding.index import Index
from chatbot.knowledge.passages import belongs
from chatbot.knowledge.records import PlanRecord

Scores = NDArray[np.float64]
_NEVER = -1e6
_SMALL = 1e-3
"""A difference of vectors below this is rounding."""
LEADERS = 3
"""So many of the first passages say together what the others should be like, ..."""
SHARPNESS = 4.0
"""... each counted by its score: one that is 1 below the first counts exp(-SHARPNESS) of it."""
AMONG = 100
"""So many of the first passages are ordered by it; what comes after them stays after them."""
DECIMALS = 5
"""Scores this near are equal: the last bits of a matrix product depend on where a row stands."""
_BODY_WEIGHT = re.compile(r"(?<![\d,.])(\d{1,3}) ?kg\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each thing counts; chosen on the tuning half of the dev set."""

    words: float = 0.25
    best_text: float = 0.75
    """Share of a passage's best text in its score of meaning; the mean over its texts has the rest."""
    same_use: float = 3.0
    off_topic: float = 3.0
    """Price of a passage of the use in question that is not about the topic in question, ..."""
    few: int = 2
    """... where fewer than so many are: what holds for every use answers then. Not where the topic asks of a use."""
    other_use: float = 1.5
    specific: float = 0.4
    topic: float = 0.8
    seller: float = 0.4
    other_weight: float = 1.5
    """Price of a passage that is worked out for another body weight than the one told."""
    record: float = 0.0
    unlike: float = 8.0
    """Price of being unlike the first passages (1 less the cosine), for those of documents, where a document leads."""


class Query(NamedTuple):
    """A question made ready for finding."""

    text: str
    vector: Vectors
    uses: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class Shares(NamedTuple):
    """What a score is the sum of: meaning and words, in deviations, and what the records of the passage add."""

    meaning: float = 0.0
    words: float = 0.0
    records: float = 0.0


class Hit(NamedTuple):
    """A passage with its score and its best likeness (cosine) to the question."""

    passage: Passage
    score: float
    likeness: float
    shares: Shares = Shares()


class Found(NamedTuple):
    """What finding brings: passages best first, and the likeness of each indexed text."""

    hits: tuple[Hit, ...]
    likeness: Mapping[str, float]
    """Of sentences and prepared questions, by the text itself, for the passages found."""


class Finder(Protocol):
    """Anything that finds passages for a question."""

    def find(self, query: Query, limit: int) -> Found:
        """Return at most `limit` passages, best first."""
        ...


class FusedFinder:
    """Finds by meaning and words over an opened index."""

    def __init__(
        self,
        passages: Sequence[Passage],
        index: Index,
        plans: Mapping[str, PlanRecord],
        weights: Weights | None = None,
    ) -> None:
        self._passages = passages
        self._index = index
        self._weights = weights or Weights()
        self._starts = _starts(index, len(passages))
        self._texts = index.entries
        self._vectors = index.vectors
        self._centre = _Centre(self._vectors)
        self._by_use = _by_use(passages)
        self._by_topic = {plan.id: np.array([belongs(p, plan) for p in passages]) for plan in plans.values()}
        self._of_use = frozenset(plan.id for plan in plans.values() if plan.use_first)
        self._has_use = np.array([bool(p.uses) for p in passages])
        self._of_record = np.array([p.origin not in {Origin.FACT, Origin.DOCUMENT} for p in passages])
        self._of_document = np.array([p.origin is Origin.DOCUMENT for p in passages], dtype=bool)
        self._body_weights = [_weights(p.text) for p in passages]
        self._seller = np.array([p.strength is Strength.COMMERCIAL_CLAIM for p in passages])

    def find(self, query: Query, limit: int) -> Found:
        """Return at most `limit` passages, best first; equal scores keep the library's order.

        Records of uses that are not in question are never among them, however small the library.
        """
        likeness = self._vectors @ query.vector
        best = np.maximum.reduceat(likeness, self._starts[:-1])
        share = self._weights.words
        meaning = (1 - share) * _standard(self._meaning(query, likeness))
        words = share * _standard(self._index.words.scores(query.text))
        records = self._prior(query)
        scores = self._together(meaning + words + records).round(DECIMALS)
        order = [i for i in _first(scores, limit) if scores[i] > _NEVER / 2]
        hits = tuple(
            Hit(
                self._passages[i],
                float(scores[i]),
                float(best[i]),
                Shares(float(meaning[i]), float(words[i]), float(records[i])),
            )
            for i in order
        )
        texts = {
            self._texts[j].text: float(likeness[j])
            for i in order
            for j in range(int(self._starts[i]), int(self._starts[i + 1]))
        }
        return Found(hits, texts)

    def _meaning(self, query: Query, likeness: Vectors) -> Scores:
        near = self._centre.likeness(query.vector, likeness)
        share = self._weights.best_text
        best = np.maximum.reduceat(near, self._starts[:-1])
        mean = np.add.reduceat(near, self._starts[:-1]) / np.diff(self._starts)
        return np.asarray(share * best + (1 - share) * mean, dtype=np.float64)

    def _together(self, scores: Scores) -> Scores:
        """Where a document's passage comes first, lower those of documents that are unlike the first passages."""
        held = _first(scores, AMONG)
        if not len(held) or not self._of_document[held[0]] or scores[held[0]] <= _NEVER / 2:
            return scores
        rows = self._vectors[self._starts[held]]
        shares = np.exp(SHARPNESS * (scores[held[:LEADERS]] - scores[held[0]]))
        near = rows @ (shares @ rows[:LEADERS] / shares.sum())
        apart = self._weights.unlike * (near.max() - near)
        price = np.full(len(scores), apart.max())
        price[held] = apart
        return np.asarray(scores - np.where(self._of_document, price, 0), dtype=np.float64)

    def _prior(self, query: Query) -> Scores:
        weights = self._weights
        prior = -weights.seller * self._seller - weights.record * self._of_record
        if told := _weights(query.text):
            other = [bool(held) and held.isdisjoint(told) for held in self._body_weights]
            prior = prior - weights.other_weight * np.array(other)
        if query.uses:
            same = np.any([self._by_use[use] for use in query.uses if use in self._by_use], axis=0)
            prior = prior + np.where(same, weights.same_use, 0) - np.where(self._has_use & ~same, weights.other_use, 0)
            prior = np.where(self._of_record & ~same, _NEVER, prior)
            if query.topics and self._of_use.isdisjoint(query.topics):
                on_topic = np.any([self._by_topic[topic] for topic in query.topics], axis=0)
                if np.count_nonzero(same & on_topic) < weights.few:
                    prior = prior - weights.off_topic * (same & ~on_topic)
        else:
            prior = prior - weights.specific * self._has_use
            prior = np.where(self._of_record, _NEVER, prior)
        for rank, topic in enumerate(query.topics):
            prior = prior + self._by_topic[topic] * weights.topic / (1 + rank)
        return np.asarray(prior, dtype=np.float64)


def _starts(index: Index, passages: int) -> NDArray[np.int64]:
    """Positions at which each passage's texts begin, and the end of the last."""
    owners = np.array([entry.passage for entry in index.entries])
    return np.searchsorted(owners, np.arange(passages + 1))


class _Centre:
    """Likeness to a question after what all texts have in common, their mean, is taken off both.

    It follows from the plain likeness and from what is known of each text beforehand, so that no second set of vectors
    is held or multiplied. A text that is nothing but the common part is like nothing.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._mean = vectors.mean(axis=0, dtype=np.float64) if len(vectors) else np.zeros(0)
        self._common = (vectors @ self._mean.astype(np.float32)).astype(np.float64)
        square = 1 - 2 * self._common + self._mean @ self._mean
        lengths = np.sqrt(np.maximum(square, 0))
        self._inverse = np.where(lengths > _SMALL, 1 / np.maximum(lengths, _SMALL), 0)

    def likeness(self, vector: Vectors, plain: Vectors) -> Scores:
        """Return the cosine of each text and a question, both without the common part."""
        apart = vector - self._mean
        length = max(float(np.linalg.norm(apart)), _SMALL)
        return np.asarray((plain - self._common - self._mean @ apart) * self._inverse / length, dtype=np.float64)


def _first(scores: Scores, limit: int) -> NDArray[np.int64]:
    """Positions of the best scores, best first, equal ones in their own order; only the best are sorted."""
    if limit < len(scores):
        least = np.partition(scores, -limit)[-limit]
        held = np.flatnonzero(scores >= least)
    else:
        held = np.arange(len(scores))
    return held[np.argsort(-scores[held], kind="stable")][:limit]


def _standard(values: NDArray[np.floating]) -> Scores:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))


def _by_use(passages: Sequence[Passage]) -> dict[str, NDArray[np.bool_]]:
    names = {use for p in passages for use in p.uses}
    return {name: np.array([name in p.uses for p in passages]) for name in sorted(names)}


def _weights(text: str) -> frozenset[str]:
    """Body weights told in a text, in kg as written."""
    return frozenset(_BODY_WEIGHT.findall(text))
