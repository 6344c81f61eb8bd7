"""Which topics a passage is about: learned from the library's own records; home of scikit-learn among documents.

Every record says by hand what it is about and how readers ask for it. From these texts a logistic regression over
tf-idf weights of words and pairs of words is learned for each topic. Words above a passage, of its heading and its
title, are features of their own. Where nothing is sure, the phrases of the plans tell.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from chatbot.domain import Passage
from chatbot.knowledge.naming import Name, Phrases
from chatbot.knowledge.records import PlanRecord

MOST = 3
"""Topics of one passage."""
SURE = 0.375
"""The probability from which a passage is about a topic; chosen on a half of the gold labels of evals linking."""
LEAST_EXAMPLES = 5
"""A topic with fewer passages is only found by phrases."""
LOOSENESS = 30.0
"""How far the weights may go: the inverse of the penalty on their squares."""
STEPS = 5000
HEADING = 3.0
"""How much a phrase in a heading counts, against one in the text."""
ABOVE = "above:"
_WORD = re.compile(r"[^\W_]{2,}")


class _Told(NamedTuple):
    """A text with the words above it."""

    text: str
    above: str


class TopicFinder:
    """Finds the topics of a text: by what was learned from passages, and by the phrases of the plans."""

    def __init__(self, plans: Iterable[PlanRecord], passages: Sequence[Passage]) -> None:
        self._passages = [passage for passage in passages if passage.topics]
        self._phrases = Phrases()
        self._drawn: dict[str, tuple[str, ...]] = {}
        for plan in plans:
            self._drawn[plan.id] = plan.draws_on
            for phrase in (*plan.phrases, plan.name):
                self._phrases.add(phrase, Name((plan.id,), None))

    def find(self, text: str, heading: str = "", title: str = "") -> frozenset[str]:
        """Return at most three topics, the surest; by phrases alone where none is sure."""
        learned = self._learned
        sure = learned.likely(_Told(text, f"{heading} {title}")) if learned else {}
        found = [topic for topic, chance in sorted(sure.items(), key=lambda one: -one[1]) if chance >= SURE]
        return frozenset(found[:MOST]) or self._by_phrases(text, heading)

    @cached_property
    def _learned(self) -> "_Learned | None":
        counts = Counter(topic for passage in self._passages for topic in passage.topics)
        topics = sorted(topic for topic, count in counts.items() if LEAST_EXAMPLES <= count < len(self._passages))
        return _Learned(topics, self._passages) if topics else None

    def _by_phrases(self, text: str, heading: str) -> frozenset[str]:
        scores: Counter[str] = Counter()
        for said, weight in ((text, 1.0), (heading, HEADING)):
            for ids in {name.ids for name, _, _ in self._phrases.find(said)}:
                for plan in ids:
                    for topic in self._drawn[plan]:
                        scores[topic] += weight / len(ids) / len(self._drawn[plan])  # type: ignore[assignment]
        most = max(scores.values(), default=0)
        return frozenset(t for t, score in scores.most_common(MOST) if score >= max(1.0, most / 2))


class _Learned:
    """One logistic regression for each topic."""

    def __init__(self, topics: Sequence[str], passages: Sequence[Passage]) -> None:
        rows = [(_Told(p.text, f"{p.locator} {p.source.title}"), p.topics) for p in passages]
        rows += [(_Told(" ".join(ask.text for ask in p.asks), ""), p.topics) for p in passages if p.asks]
        self._weights = TfidfVectorizer(analyzer=_features, sublinear_tf=True)
        seen = self._weights.fit_transform([told for told, _ in rows])
        self._topics = {topic: self._fit(seen, [topic in said for _, said in rows]) for topic in topics}

    @staticmethod
    def _fit(seen: object, holds: Sequence[bool]) -> LogisticRegression:
        return LogisticRegression(
            C=LOOSENESS, class_weight="balanced", solver="liblinear", dual=True, max_iter=STEPS, random_state=0
        ).fit(seen, holds)

    def likely(self, told: _Told) -> dict[str, float]:
        """Return how likely the text is about each topic."""
        seen = self._weights.transform([told])
        return {topic: float(fit.predict_proba(seen)[0, 1]) for topic, fit in self._topics.items()}


def _features(told: _Told) -> Iterator[str]:
    """Yield words and pairs of words of a text, and marked ones of what stands above it."""
    words = _plain(told.text)
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))
    yield from (f"{ABOVE}{word}" for word in _plain(told.above))


def _plain(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in ENGLISH_STOP_WORDS]
