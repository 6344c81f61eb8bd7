"""Symptoms told in a message, by the corpus' own words: the parts of one of a sign's rules stand together.

A rule names concepts ('urine', 'looks-like-cola'); a concept is a list of the ways people say one thing, such as
'wee', 'swell*' (any ending) or '38..42' (any number from 38 to 42). So combinations that nobody wrote down as a
sentence are read all the same. A rule that stands behind a denial ('no chest pain') is told as denied.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from chatbot.knowledge.records import ConceptRecord
from chatbot.understanding.text import clean, plain

SPAN = 12
"""How many words apart the first and the last word of what a rule names may stand."""
DENIED = 5
"""How many words before a symptom a denial reaches it."""
_WORD_OR_STOP = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[!?;,\n]|\.(?!\d)")
_PAUSE = ","
_RANGE = re.compile(r"(\d+)\.\.(\d+)")


class Told(NamedTuple):
    """A rule of a sign that is found in a message, and whether it is denied there."""

    sign: str
    start: int
    end: int
    denied: bool


class _Part(NamedTuple):
    """A concept found: tokens from start to before end."""

    concept: str
    start: int
    end: int


class _Phrase(NamedTuple):
    concept: str
    words: tuple[str, ...]


class Rules(NamedTuple):
    """What to look for: concepts by their words, and for each sign its rules."""

    concepts: Sequence[ConceptRecord]
    signs: Mapping[str, Sequence[Sequence[str]]]
    denials: Sequence[str]
    turns: Sequence[str]
    """Words after which a denial no longer reaches: but, only, except."""
    together: Mapping[str, Sequence[Sequence[str]]] = {}
    """For each sign other signs that are this one where all are told, in whatever sentences."""


class Symptoms:
    """Finds told symptoms in plain words; spelling should be set right before."""

    def __init__(self, rules: Rules) -> None:
        self._phrases: dict[str, list[_Phrase]] = defaultdict(list)
        self._open: dict[str, list[_Phrase]] = defaultdict(list)
        self._numbers: list[_Phrase] = []
        for concept in rules.concepts:
            for says in concept.says:
                self._add(_Phrase(concept.id, tuple(says.split())))
        self._rules = [(sign, tuple(rule)) for sign, made in rules.signs.items() for rule in made]
        self._together = [(sign, frozenset(others)) for sign, made in rules.together.items() for others in made]
        self._denials = frozenset(rules.denials)
        self._turns = frozenset({*rules.turns, _PAUSE})
        self._anywhere = frozenset(concept.id for concept in rules.concepts if concept.anywhere)
        self._not_before = {concept.id: frozenset(concept.not_before) for concept in rules.concepts}

    def _add(self, phrase: _Phrase) -> None:
        first = phrase.words[0]
        if _RANGE.fullmatch(first):
            self._numbers.append(phrase)
        elif first.endswith("*"):
            self._open[first[:2]].append(phrase)
        else:
            self._phrases[first].append(phrase)

    def find(self, text: str) -> list[Told]:
        """Return every rule that the text tells, sentence by sentence, then what these are together."""
        cut = sentences(text)
        found = [list(self._parts(words)) for words in cut]
        standing = {part.concept for parts in found for part in parts} & self._anywhere
        told = [one for words, parts in zip(cut, found, strict=True) for one in self._of(words, parts, standing)]
        signs = {one.sign for one in told if not one.denied}
        return told + [Told(sign, 0, 0, denied=False) for sign, others in self._together if others <= signs]

    def _of(self, words: Sequence[str], found: Sequence[_Part], standing: Set[str]) -> Iterator[Told]:
        """Yield what one sentence tells; what stands anywhere in the message need not stand in it."""
        parts: dict[str, list[_Part]] = defaultdict(list)
        for part in found:
            parts[part.concept].append(part)
        held = {i for part in found if part.end - part.start > 1 for i in range(part.start, part.end)}
        denials = [i for i, word in enumerate(words) if word in self._denials and i not in held]
        for sign, rule in self._rules:
            needed = [concept for concept in rule if concept not in standing]
            if needed and all(concept in parts for concept in needed):
                yield from self._told(sign, [parts[concept] for concept in needed], words, denials)

    def concepts(self, text: str) -> frozenset[str]:
        """Return the ids of every concept that the text names."""
        return frozenset(part.concept for words in sentences(text) for part in self._parts(words))

    def _parts(self, words: Sequence[str]) -> Iterator[_Part]:
        for start, word in enumerate(words):
            for phrase in self._beginning(word):
                end = start + len(phrase.words)
                rest = phrase.words[1:]
                said = not rest or (end <= len(words) and all(map(_matches, rest, words[start + 1 : end])))
                if said and self._not_before[phrase.concept].isdisjoint(words[end : end + 1]):
                    yield _Part(phrase.concept, start, end)

    def _beginning(self, word: str) -> Iterator[_Phrase]:
        """Yield every phrase whose first word this is."""
        yield from self._phrases.get(word, ())
        yield from (phrase for phrase in self._open.get(word[:2], ()) if word.startswith(phrase.words[0][:-1]))
        if word.isdecimal():
            yield from (phrase for phrase in self._numbers if _matches(phrase.words[0], word))

    def _told(
        self, sign: str, choices: Sequence[Sequence[_Part]], words: Sequence[str], denials: Sequence[int]
    ) -> Iterator[Told]:
        """Yield the closest way in which one part of each concept stands together."""
        best: tuple[_Part, ...] | None = None
        for chosen in _combinations(choices):
            if _span(chosen) <= SPAN and (best is None or _span(chosen) < _span(best)):
                best = chosen
        if best:
            start, end = best[0].start, max(part.end for part in best)
            yield Told(sign, start, end, self._denied(best, words, denials))

    def _denied(self, parts: Sequence[_Part], words: Sequence[str], denials: Sequence[int]) -> bool:
        """Tell whether a denial stands shortly before the symptom or in it, with no pause or turn between."""
        inside = {i for part in parts for i in range(part.start, part.end)}
        start, end = parts[0].start, max(part.end for part in parts)
        first = max(0, start - DENIED)
        turned = max((i for i in range(first, start) if words[i] in self._turns), default=-1)
        return any(max(first, turned + 1) <= i < end for i in denials if i not in inside)


def sentences(text: str) -> list[list[str]]:
    """Cut a text into sentences of plain words; a comma stays as a word of its own."""
    made: list[list[str]] = [[]]
    for token in _WORD_OR_STOP.findall(clean(text)):
        if token[0].isalnum():
            made[-1].append(plain(token))
        elif token == _PAUSE:
            made[-1].append(token)
        elif made[-1]:
            made.append([])
    return [words for words in made if words]


def _matches(pattern: str, word: str) -> bool:
    if pattern[-1] == "*":
        return word.startswith(pattern[:-1])
    if ".." in pattern and word.isdecimal():
        low, _, high = pattern.partition("..")
        return int(low) <= int(word) <= int(high)
    return word == pattern


def _combinations(choices: Sequence[Sequence[_Part]]) -> Iterator[tuple[_Part, ...]]:
    """Yield one part of each concept, in the order of the text; no word is part of two."""
    nearest = [options[:4] for options in choices]
    stack: list[tuple[_Part, ...]] = [()]
    for options in nearest:
        stack = [(*chosen, option) for chosen in stack for option in options]
    for chosen in stack:
        ordered = tuple(sorted(chosen, key=lambda part: part.start))
        if all(one.end <= other.start for one, other in pairwise(ordered)):
            yield ordered


def _span(parts: Sequence[_Part]) -> int:
    return max(part.end for part in parts) - parts[0].start
