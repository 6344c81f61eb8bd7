"""Which topics a passage is about: learned from the library's own records; home of scikit-learn among documents.

Every record says by hand what it is about and how readers ask for it. From these texts a logistic regression over
tf-idf weights is learned for each topic: of the stems of words, of pairs of them, and of the plans whose phrases the
text holds. What stands above a passage, its heading and its title, makes features of its own. Where nothing is
likely, the phrases of the plans tell alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import Stemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from chatbot.domain import Passage
from chatbot.knowledge.naming import Name, Phrases
from chatbot.knowledge.records import PlanRecord

MOST = 3
"""Topics of one passage."""
SURE, LIKELY = 0.35, 0.2
"""The probability from which a passage is about a topic, and that of the only one where none is sure.

Both were chosen on a half of the gold labels of evals linking."""
LEAST_EXAMPLES = 5
"""A topic with fewer passages is only found by phrases."""
LOOSENESS = 30.0
"""How far the weights may go: the inverse of the penalty on their squares."""
STEPS = 5000
HEADING = 3.0
"""How much a phrase in a heading counts, against one in the text."""
ABOVE, PLAN = "above:", "plan:"
"""Marks of features that are no stems of the text itself: a colon is in no word."""
_WORD = re.compile(r"[^\W_]{2,}")


class _Told(NamedTuple):
    """A text with the words above it, and the plans whose phrases either holds."""

    text: str
    above: str
    plans: tuple[str, ...]
    plans_above: tuple[str, ...]


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
        """Return at most three topics, the surest; by phrases alone where none is even likely."""
        learned = self._learned
        chances = learned.likely(self._told(text, f"{heading}. {title}")) if learned else {}
        best = sorted(chances, key=lambda topic: -chances[topic])[:MOST]
        sure = [topic for topic in best if chances[topic] >= SURE]
        likely = [topic for topic in best[:1] if chances[topic] >= LIKELY]
        return frozenset(sure or likely) or self._by_phrases(text, heading)

    @cached_property
    def _learned(self) -> "_Learned | None":
        counts = Counter(topic for passage in self._passages for topic in passage.topics)
        topics = sorted(topic for topic, count in counts.items() if LEAST_EXAMPLES <= count < len(self._passages))
        return _Learned(topics, list(self._examples())) if topics else None

    def _examples(self) -> "Iterator[_Example]":
        """Yield each passage under what stands above it, and how it is asked for."""
        for passage in self._passages:
            yield _Example(self._told(passage.text, f"{passage.locator}. {passage.source.title}"), passage.topics)
        for passage in self._passages:
            if passage.asks:
                yield _Example(self._told(" ".join(ask.text for ask in passage.asks), ""), passage.topics)

    def _told(self, text: str, above: str) -> _Told:
        return _Told(text, above, tuple(self._plans(text)), tuple(self._plans(above)))

    def _plans(self, text: str) -> Iterator[str]:
        for ids in sorted({name.ids for name, _, _ in self._phrases.find(text)}):
            yield from ids

    def _by_phrases(self, text: str, heading: str) -> frozenset[str]:
        scores: Counter[str] = Counter()
        for said, weight in ((text, 1.0), (heading, HEADING)):
            for ids in {name.ids for name, _, _ in self._phrases.find(said)}:
                for plan in ids:
                    for topic in self._drawn[plan]:
                        scores[topic] += weight / len(ids) / len(self._drawn[plan])  # type: ignore[assignment]
        most = max(scores.values(), default=0)
        return frozenset(t for t, score in scores.most_common(MOST) if score >= max(1.0, most / 2))


class _Example(NamedTuple):
    """A text, and what it is about."""

    told: _Told
    topics: frozenset[str]


class _Learned:
    """One logistic regression for each topic."""

    def __init__(self, topics: Sequence[str], examples: Sequence[_Example]) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._weights = TfidfVectorizer(analyzer=self._features, sublinear_tf=True)
        seen = self._weights.fit_transform([example.told for example in examples])
        self._topics = {topic: self._fit(seen, [topic in one.topics for one in examples]) for topic in topics}

    @staticmethod
    def _fit(seen: object, holds: Sequence[bool]) -> LogisticRegression:
        return LogisticRegression(
            C=LOOSENESS, class_weight="balanced", solver="liblinear", dual=True, max_iter=STEPS, random_state=0
        ).fit(seen, holds)

    def likely(self, told: _Told) -> dict[str, float]:
        """Return how likely the text is about each topic."""
        seen = self._weights.transform([told])
        return {topic: float(fit.predict_proba(seen)[0, 1]) for topic, fit in self._topics.items()}

    def _features(self, told: _Told) -> Iterator[str]:
        """Yield stems, pairs of stems and plans of a text, and marked stems and plans of what stands above it."""
        stems = self._stems(told.text)
        yield from stems
        yield from (f"{one} {two}" for one, two in pairwise(stems))
        yield from (f"{PLAN}{plan}" for plan in told.plans)
        yield from (f"{ABOVE}{stem}" for stem in self._stems(told.above))
        yield from (f"{ABOVE}{PLAN}{plan}" for plan in told.plans_above)

    def _stems(self, text: str) -> list[str]:
        words = [word for word in _WORD.findall(text.casefold()) if word not in ENGLISH_STOP_WORDS]
        return list(self._stemmer.stemWords(words))
