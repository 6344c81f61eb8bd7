"""Misspelt and run-together words set right against the words of the library; home of symspellpy.

Nearness is counted in what people do wrong: a letter doubled or not, one vowel for another, letters of one sound or
side by side on the keys, two letters in each other's place all count for less than a letter out of nowhere. A word
that may be right, a short name, and a word as near to the names of two illnesses are left alone.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

from symspellpy import SymSpell, Verbosity

from chatbot.understanding.parting import Parting
from chatbot.understanding.text import plain

COMMON = 30_000
"""A word among this many most frequent English ones is an everyday word."""
MEANT = 60_000
"""One among this many is taken as meant."""
USUAL = 3_000
"""One among this many may be what an unknown word was meant to be, where no word of the library is as near."""
SHORTEST = 4
LONG = 6
"""From this length on two letters may be wrong, below it one."""
VERY_LONG = 9
REMEMBERED = 1 << 14
"""So many words are remembered with what they were set right to."""
MANY = "s"
"""The letter that makes one into several."""
ENDINGS = ("y", "ish", "less")
"""What people put behind a word to make another, which no list of words may have."""
ABBREVIATION = 4
"""A name of at most this many letters is meant only where letters are doubled, or stand in each other's place."""

SLIP, VOWEL, HALF, WHOLE, WRONG = 0.6, 0.7, 0.5, 1.0, 1.3
OUTSIDE = 0.2
"""What a word costs that is English and not of the library."""
_VOWELS = frozenset("aeiouy")
_SOUNDS = tuple(map(frozenset, ("ckq", "szc", "gj", "vw", "td", "mn")))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SILENT = frozenset("h")
_LEFT_OUT = (MANY, "ing")
"""Endings whose last letter is often left out."""


@lru_cache(maxsize=1)
def english() -> Mapping[str, int]:
    """Return the words of English with their rank by frequency, from the list that comes with symspellpy."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {line.split(" ", 1)[0]: rank for rank, line in enumerate(text.splitlines(), start=1)}


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class _Near(NamedTuple):
    """A word that may be meant, the likeliest first."""

    cost: float
    rarity: int
    term: str


class Speller:
    """Finds the word of a library that an unknown word was meant to be.

    `meant` are further words that stay; `names` tells of each word that stands in names which illnesses it names;
    `small` are words that carry no meaning of their own; `misspelt` has the right word of misspellings far from it,
    and right words are never corrected.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        meant: Iterable[str] = (),
        names: Mapping[str, Set[str]] | None = None,
        small: Collection[str] = (),
        misspelt: Mapping[str, str] | None = None,
    ) -> None:
        rank = english()
        self._misspelt = misspelt or {}
        meant = frozenset(meant) | frozenset(small) | frozenset(self._misspelt.values())
        common = {word for word, place in rank.items() if place <= MEANT}
        short_forms = {plain(word) for word in rank if "'" in word}
        self._known = frozenset(common | short_forms | vocabulary.keys() | meant)
        self._names = names or {}
        self._counts = vocabulary
        self._own = frozenset(word for word in vocabulary.keys() | meant if word.isalpha() and len(word) >= SHORTEST)
        usual = {w for w, place in rank.items() if place <= USUAL and w.isalpha() and len(w) >= SHORTEST}
        self._engine = SymSpell(max_dictionary_edit_distance=2)
        for word in sorted(usual | self._own):
            self._engine.create_dictionary_entry(word, max(1, vocabulary.get(word, 0)))
        self._usual: Mapping[str, str] = {}
        self._usual = {word: right for word in self._names.keys() & self._own if (right := self._usual_spelling(word))}
        self._parting = Parting({**dict.fromkeys(meant, 1), **vocabulary}, small)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._corrected)
        self._taken_apart = lru_cache(maxsize=REMEMBERED)(self._apart)

    def correct(self, word: str) -> str:
        """Return the nearest word, or the word itself when it is known or nothing is clearly near."""
        return self._remembered(word)

    def _corrected(self, word: str) -> str:
        if right := self._misspelt.get(word):
            return right
        if not word.isalpha() or len(word) < SHORTEST or self._is_known(word):
            return word
        near = self._near(word, 1 if len(word) < LONG else 2)
        if near and near[0].term in self._names:
            near = self._besides_names(near)
        return near[0].term if near else word

    def knows(self, word: str) -> bool:
        """Tell whether a word may be meant as it is typed."""
        return bool(word) and self._is_known(word)

    def correct_text(self, text: str) -> str:
        """Return the text with each unknown word set right or taken apart and all else as it was."""
        return _WORD.sub(lambda match: self._in_text(match.group()), text)

    def parted(self, text: str) -> str:
        """Return the text with words run together taken apart, short forms in full, and all else as it was."""
        return _WORD.sub(lambda match: self._in_full(match.group()), text)

    def _in_full(self, word: str) -> str:
        return self._taken_apart(word) or self._misspelt.get(plain(word), word)

    def _is_known(self, word: str) -> bool:
        """Whether a word is known, or one made of a known one: with or without the s of several, or with an ending."""
        if word in self._known:
            return True
        if len(word) <= SHORTEST:
            return False
        other = word.removesuffix(MANY) if word.endswith(MANY) else word + MANY
        return other in self._known or not self._known.isdisjoint(_stems(word))

    def _usual_spelling(self, word: str) -> str | None:
        """The usual spelling of a word of names that is a rarer one of the same: nobody means to write it so."""
        if word in english():
            return None
        near = self._near(word, 1 if len(word) < LONG else 2)
        usual = [one.term for one in near if self._counts.get(one.term, 0) > self._counts.get(word, 0)]
        named = self._names[word]
        alike = (one for one in usual if one in english() or not named.isdisjoint(self._names.get(one, ())))
        return next(alike, None)

    def _in_text(self, word: str) -> str:
        if apart := self._taken_apart(word):
            return apart
        corrected = self.correct(plain(word))
        return word if corrected == plain(word) else corrected

    def _apart(self, word: str) -> str | None:
        """The words that were run together, as typed; None for a word that is known or a slip away from one."""
        folded = plain(word)
        if len(folded) != len(word) or self._is_known(folded) or folded in english() or folded in self._misspelt:
            return None
        ends = self._parting.ends(folded)
        if not ends or any(near.cost <= VOWEL for near in self._near(folded, 1)):
            return None
        return " ".join(word[start:end] for start, end in zip((0, *ends), ends, strict=False))

    def _near(self, word: str, distance: int) -> list[_Near]:
        """The words that may be meant, the nearest and then the most usual first."""
        found = self._engine.lookup(word, Verbosity.ALL, max_edit_distance=distance)
        meant = [(one.term, self._usual.get(one.term, one.term), one.count) for one in found]
        every = {
            _Near(self._cost(word, term) + (0 if term == usual else OUTSIDE), -count, usual)
            for term, usual, count in meant
            if term[0] == word[0]
        }
        return sorted(one for one in every if one.cost <= self._most(word, one.term))

    def _cost(self, word: str, term: str) -> float:
        return unlike(word, term) + (0 if term in self._own else OUTSIDE)

    def _most(self, word: str, term: str) -> float:
        """How unlike a word may be to what it was meant to be: little where it is English or the other a short name."""
        if word in english():
            return HALF
        if len(word) == SHORTEST or (len(term) <= ABBREVIATION and term in self._names):
            return SLIP
        return WHOLE if len(word) < VERY_LONG else 2 * VOWEL

    def _besides_names(self, near: list[_Near]) -> list[_Near]:
        """What is left of names and words as near: an everyday word before a name, and nothing of two illnesses."""
        rivals = [one for one in near if one.cost <= near[0].cost + OUTSIDE]
        everyday = [one for one in rivals if one.term not in self._names]
        meant = self._names[near[0].term]
        others = [
            one for one in rivals if one.cost <= near[0].cost and self._names.get(one.term, meant).isdisjoint(meant)
        ]
        return everyday or ([] if others else near)


def slips(typed: str, meant: str) -> float | None:
    """Count how unlike a word is to one that the words around it lead to expect; None where it is another word."""
    if typed[:1] != meant[:1] or abs(len(typed) - len(meant)) > 2:
        return None
    shorter = min(len(typed), len(meant))
    most = SLIP if shorter <= ABBREVIATION else WRONG if shorter < VERY_LONG else 2 * VOWEL
    cost = unlike(typed, meant)
    return cost if cost <= most else None


def unlike(typed: str, meant: str) -> float:
    """Count how unlike two words are, in whole letters; slips that people often make count for less."""
    start, end = _where_alike(typed, meant)
    one_alone = [_alone(typed, i) for i in range(start, len(typed) - end)]
    other_alone = [_alone(meant, j) for j in range(start, len(meant) - end)]
    typed, meant = typed[start : len(typed) - end], meant[start : len(meant) - end]
    before: list[float] = []
    row = [0.0, *accumulate(other_alone)]
    for i, one in enumerate(typed, start=1):
        last, before, row = before, row, [row[0] + one_alone[i - 1]]
        for j, other in enumerate(meant, start=1):
            cheapest = min(
                before[j] + one_alone[i - 1], row[j - 1] + other_alone[j - 1], before[j - 1] + _instead(one, other)
            )
            if i > 1 and j > 1 and one == meant[j - 2] and typed[i - 2] == other:
                cheapest = min(cheapest, last[j - 2] + SLIP)
            row.append(cheapest)
    return row[-1]


def _stems(word: str) -> Iterator[str]:
    """What a word may be made of by an ending: the word before it, also with its silent e or its doubled letter."""
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST - 1:
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _where_alike(one: str, other: str) -> tuple[int, int]:
    """How many letters two words begin with alike, and how many further ones they end with."""
    shorter = min(len(one), len(other))
    start = next((i for i in range(shorter) if one[i] != other[i]), shorter)
    end = next((i for i in range(shorter - start) if one[-1 - i] != other[-1 - i]), shorter - start)
    return start, end


def _alone(word: str, at: int) -> float:
    """The price of a letter that the other word lacks: less where it is doubled, hardly heard, or the s of several."""
    letter, beside = word[at], word[max(0, at - 1) : at] + word[at + 1 : at + 2]
    if letter in _SILENT or (at == len(word) - 1 and word.endswith(_LEFT_OUT)):
        return HALF
    if any(_sound_alike(letter, other) for other in beside):
        return HALF
    return VOWEL if letter in _VOWELS else WHOLE


@lru_cache(maxsize=REMEMBERED)
def _instead(one: str, other: str) -> float:
    """The price of one letter for another: less for vowels, letters of one sound, and neighbours on the keys."""
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return VOWEL
    if _sound_alike(one, other):
        return SLIP
    return VOWEL if _are_neighbours(one, other) else WRONG


def _are_neighbours(one: str, other: str) -> bool:
    """Whether two letters are side by side on the keys, in a row or below one another."""
    places = [(row, at) for letter in (one, other) for row, keys in enumerate(_ROWS) if (at := keys.find(letter)) >= 0]
    if len(places) < 2:
        return False
    (row, at), (other_row, other_at) = sorted(places)
    return other_at - at in ((-1, 1), (-1, 0), ())[other_row - row]


@lru_cache(maxsize=REMEMBERED)
def _sound_alike(one: str, other: str) -> bool:
    return one == other or any(one in sound and other in sound for sound in _SOUNDS)
