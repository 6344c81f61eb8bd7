"""Which uses and topics a document's text names: by the names and phrases of the library's own records.

Text of documents is spelt as print is, so that names count only as written; readers' questions are read elsewhere.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.domain import Use
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.records import AmbiguousRecord, PlanRecord

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[&+]")
NEAR = 3
"""Within how many words before an everyday name it must be said that it is treated."""


class _Name(NamedTuple):
    ids: tuple[str, ...]
    written: tuple[str, ...] | None
    """Where it counts only as written."""
    everyday: bool = False


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("’", "'"))


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(ch for ch in folded if not unicodedata.combining(ch)).replace("'s", "").replace("'", "")


class _Phrases:
    """Finds names of one word or more; the longest wins, and a word belongs to one name."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], _Name] = {}
        self._longest: dict[str, int] = defaultdict(int)

    def add(self, name: str, found: _Name) -> None:
        words = tuple(map(_plain, _words(name)))
        if words:
            old = self._names.get(words)
            self._names[words] = found._replace(ids=tuple(dict.fromkeys((*(old.ids if old else ()), *found.ids))))
            self._longest[words[0]] = max(self._longest[words[0]], len(words))

    def find(self, text: str) -> Iterator[tuple[_Name, list[str]]]:
        """Yield each name with the words just before it."""
        typed = _words(text)
        plain = list(map(_plain, typed))
        at = 0
        while at < len(plain):
            size = self._size(typed, plain, at)
            if size:
                yield self._names[tuple(plain[at : at + size])], plain[max(0, at - NEAR) : at]
            at += max(size, 1)

    def _size(self, typed: Sequence[str], plain: Sequence[str], at: int) -> int:
        for size in range(min(self._longest.get(plain[at], 0), len(plain) - at), 0, -1):
            name = self._names.get(tuple(plain[at : at + size]))
            if name and name.written in {None, tuple(typed[at : at + size])}:
                return size
        return 0


class UseFinder:
    """Finds the uses that a text names."""

    def __init__(self, uses: Mapping[str, Use], ambiguous: Sequence[AmbiguousRecord], reading: Reading) -> None:
        self._phrases = _Phrases()
        self._treating = frozenset(reading.treating)
        for use in uses.values():
            for name in (use.name, *use.synonyms):
                written = tuple(_words(name)) if name in use.exact_case else None
                self._phrases.add(name, _Name((use.id,), written, name in use.also_everyday))
        for record in ambiguous:
            written = tuple(_words(record.term)) if len(record.term) <= NEAR else None
            self._phrases.add(record.term, _Name(record.uses, written))

    def find(self, text: str) -> tuple[str, ...]:
        """Return the uses in the order in which they are named; an ambiguous name counts for all that it may mean."""
        sure: dict[str, None] = {}
        unsure: list[tuple[str, ...]] = []
        for name, before in self._phrases.find(text):
            if name.everyday and self._treating.isdisjoint(before):
                continue
            if len(name.ids) == 1:
                sure[name.ids[0]] = None
            else:
                unsure.append(name.ids)
        for ids in unsure:
            if sure.keys().isdisjoint(ids):
                sure |= dict.fromkeys(ids)
        return tuple(sure)


class TopicFinder:
    """Finds the topics of a text by the phrases of the plans; a phrase of a heading counts more."""

    HEADING = 3.0
    LEAST = 1.0
    MOST = 3

    def __init__(self, plans: Iterable[PlanRecord]) -> None:
        self._phrases = _Phrases()
        self._drawn: dict[str, tuple[str, ...]] = {}
        for plan in plans:
            self._drawn[plan.id] = plan.draws_on
            for phrase in (*plan.phrases, plan.name):
                self._phrases.add(phrase, _Name((plan.id,), None))

    def find(self, text: str, heading: str = "") -> frozenset[str]:
        """Return at most three topics, those with the most phrases."""
        scores: Counter[str] = Counter()
        for said, weight in ((text, 1.0), (heading, self.HEADING)):
            for ids in {name.ids for name, _ in self._phrases.find(said)}:
                for plan in ids:
                    for topic in self._drawn[plan]:
                        scores[topic] += weight / len(ids) / len(self._drawn[plan])  # type: ignore[assignment]
        most = max(scores.values(), default=0)
        kept = [topic for topic, score in scores.most_common(self.MOST) if score >= max(self.LEAST, most / 2)]
        return frozenset(kept)
