"""Passages for a question: meaning and words fused, weighed by use and topic.

Scores of meaning (from a passage's text, sentences and prepared questions) and of words (BM25) are each brought to mean
0 and deviation 1 over all passages and added with fixed weights (a convex combination; on public question sets this
beat the fusion of ranks). Passages of the use and topic in question are lifted, others lowered.
A passage cut from running text says a part. So where a document's passage comes first, documents' passages change
places among themselves: those that have the telling words of the first come sooner, and what belongs together comes
together. A record says all by itself, and stays where it is.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.domain import COUNTRIES, Jurisdiction, Origin, Passage, Strength
from chatbot.finding.encoding import Vectors
from chatbot.finding.index import Index
from chatbot.finding.meaning import Meaning
from chatbot.finding.metric import Rows, Scores
from chatbot.knowledge.passages import belongs
from chatbot.knowledge.records import PlanRecord

_NEVER = -1e6
LEADERS = 5
"""So many of the first passages say together what the others should be like, ..."""
SHARPNESS = 2.0
"""... each counted by its score: one that is 1 below the first counts exp(-SHARPNESS) of it."""
AMONG = 300
"""So many of the first passages are looked at again, and ordered by it; what comes after them stays after them."""
DECIMALS = 5
"""Scores this near are equal: the last bits of a matrix product depend on where a row stands."""
_BODY_WEIGHT = re.compile(r"(?<![\d,.])(\d{1,3}) ?kg\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each thing counts; chosen on the tuning half of the dev set, `alike` on those of public sets."""

    words: float = 0.25
    best_text: float = 0.75
    """Share of a passage's best text in its score of meaning; the mean over its texts has the rest."""
    same_use: float = 1.5
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
    elsewhere: float = 1.5
    """Price of a passage on what each country rules for itself, where it is about another than the reader's."""
    record: float = 0.0
    alike: float = 8.0
    """Of what is worded like the first passages (cosine), among those of documents, where one of these leads."""


class Query(NamedTuple):
    """A question made ready for finding."""

    text: str
    vector: Vectors
    uses: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    country: Jurisdiction | None = None


class Shares(NamedTuple):
    """What a score is the sum of: meaning and words, in deviations, and what the records of the passage add."""

    meaning: float = 0.0
    words: float = 0.0
    records: float = 0.0
    matched: float = 0.0
    """What it gains or loses by the order word by word (wordwise.py)."""


class Hit(NamedTuple):
    """A passage with its score and its best text's likeness to the question (-1 to 1; metric.py)."""

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
        starts = np.searchsorted([entry.passage for entry in index.entries], np.arange(len(passages) + 1))
        self._meaning = Meaning(index.vectors, index.metric, starts, self._weights.best_text)
        self._texts = _texts(index, len(passages))
        self._by_use = _by_use(passages)
        self._by_topic = {plan.id: np.array([belongs(p, plan) for p in passages]) for plan in plans.values()}
        self._of_use = frozenset(plan.id for plan in plans.values() if plan.use_first)
        national = [plan for plan in plans.values() if plan.by_country]
        ruled = np.array([any(belongs(p, plan) for plan in national) for p in passages], dtype=bool)
        places = np.array([p.jurisdiction or p.source.jurisdiction for p in passages], dtype=np.str_)
        self._elsewhere = {country: ruled & (places != country) & (places != Jurisdiction.INT) for country in COUNTRIES}
        self._has_use = np.array([bool(p.uses) for p in passages])
        self._of_record = np.array([p.origin not in {Origin.FACT, Origin.DOCUMENT} for p in passages])
        self._of_document = np.array([p.origin is Origin.DOCUMENT for p in passages], dtype=bool)
        self._body_weights = [_weights(p.text) for p in passages]
        seller = np.array([p.strength is Strength.COMMERCIAL_CLAIM for p in passages])
        self._of_kind = -self._weights.seller * seller - self._weights.record * self._of_record
        self._without_use = np.where(self._of_record, _NEVER, self._of_kind - self._weights.specific * self._has_use)

    def find(self, query: Query, limit: int) -> Found:
        """Return at most `limit` passages, best first; equal scores keep the library's order.

        Records of uses that are not in question are never among them, however small the library.
        """
        share, rough = self._weights.words, self._meaning.rough(query.vector)
        meaning, scale = _standard(rough)
        words = share * _standard(self._index.words.scores(query.text))[0]
        records = self._prior(query)
        held = np.sort(_first((1 - share) * meaning + words + records, max(limit, AMONG)))
        exact = self._meaning.exact(query.vector, held)
        parts = np.stack([(1 - share) * _scaled(exact.scores, scale), words[held], records[held]])
        scores = self._together(query.text, held, parts.sum(axis=0)).round(DECIMALS)
        order = [at for at in _first(scores, limit).tolist() if scores[at] > _NEVER / 2]
        near = dict(zip(order, exact.texts(order), strict=True))
        shares = parts.T.tolist()
        hits = tuple(
            Hit(self._passages[held[at]], float(scores[at]), max(near[at]), Shares(*shares[at])) for at in order
        )
        texts = (zip(self._texts[held[at]], near[at], strict=True) for at in order)
        return Found(hits, dict(chain.from_iterable(texts)))

    def _together(self, question: str, held: Rows, scores: Scores) -> Scores:
        """Where a document's passage leads, give documents' places first to what is worded like the first of them."""
        order = _first(scores, AMONG)
        theirs = order[self._of_document[held[order]]]
        if not len(theirs) or theirs[0] != order[0] or scores[order[0]] <= _NEVER / 2:
            return scores
        best = scores[theirs]
        shares = np.exp(SHARPNESS * (best[:LEADERS] - best[0]))
        alike = self._index.words.alike(held[theirs], held[theirs[:LEADERS]], shares / shares.sum(), question)
        alike[0] = alike.max()  # the first keeps its place
        together = theirs[_first((best + self._weights.alike * alike).round(DECIMALS), AMONG)]
        placed = scores.copy()
        placed[together] = best
        return placed

    def _prior(self, query: Query) -> Scores:
        """What the records of each passage add, whatever the question says."""
        weights = self._weights
        prior = self._without_use
        if query.uses:
            same = np.any([self._by_use[use] for use in query.uses if use in self._by_use], axis=0)
            prior = self._of_kind + np.where(same, weights.same_use, 0)
            prior = prior - np.where(self._has_use & ~same, weights.other_use, 0)
            prior = np.where(self._of_record & ~same, _NEVER, prior)
            if query.topics and self._of_use.isdisjoint(query.topics):
                on_topic = np.any([self._by_topic[topic] for topic in query.topics], axis=0)
                if np.count_nonzero(same & on_topic) < weights.few:
                    prior = prior - weights.off_topic * (same & ~on_topic)
        if told := _weights(query.text):
            other = [bool(held) and held.isdisjoint(told) for held in self._body_weights]
            prior = prior - weights.other_weight * np.array(other)
        if query.country:
            prior = prior - weights.elsewhere * self._elsewhere[query.country]
        for rank, topic in enumerate(query.topics):
            prior = prior + self._by_topic[topic] * weights.topic / (1 + rank)
        return prior


def _first(scores: Scores, limit: int) -> NDArray[np.int64]:
    """Positions of the best scores, best first, equal ones in their own order; only the best are sorted."""
    if limit < len(scores):
        least = np.partition(scores, -limit)[-limit]
        held = np.flatnonzero(scores >= least)
    else:
        held = np.arange(len(scores))
    return held[np.argsort(-scores[held], kind="stable")][:limit]


class _Scale(NamedTuple):
    """What a deviation is, and where it is counted from."""

    mean: float
    spread: float


def _standard(values: NDArray[np.floating]) -> tuple[NDArray[np.floating], _Scale]:
    """Bring values to mean 0 and deviation 1; return also the scale on which they are told then."""
    mean = float(values.mean())
    rest = values - mean
    scale = _Scale(mean, math.sqrt(float(rest @ rest) / max(len(rest), 1)))
    rest *= 1 / scale.spread if scale.spread > 0 else 0
    return rest, scale


def _scaled(values: NDArray[np.floating], scale: _Scale) -> NDArray[np.floating]:
    """Tell values on the scale of others; where those are all alike each is 0."""
    return (values - scale.mean) / scale.spread if scale.spread > 0 else np.zeros(len(values))


def _texts(index: Index, passages: int) -> list[list[str]]:
    """The texts of each passage, in the order of the index."""
    found: list[list[str]] = [[] for _ in range(passages)]
    for entry in index.entries:
        found[entry.passage].append(entry.text)
    return found


def _by_use(passages: Sequence[Passage]) -> dict[str, NDArray[np.bool_]]:
    names = {use for p in passages for use in p.uses}
    return {name: np.array([name in p.uses for p in passages]) for name in sorted(names)}


def _weights(text: str) -> frozenset[str]:
    """Body weights told in a text, in kg as written."""
    return frozenset(_BODY_WEIGHT.findall(text))
