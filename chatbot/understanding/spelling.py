"""Misspelt and run-together words set right against the words of the library; home of symspellpy.

Nearness is counted in what people do wrong: a letter doubled or not, one vowel for another, letters of one sound or
side by side on the keys, two letters swapped all count for less than a letter out of nowhere. A word that may be right,
a short name, and a word as near to the names of two illnesses are left alone.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from symspellpy import SymSpell, Verbosity

from chatbot.understanding.parting import Parting
from chatbot.understanding.text import plain

COMMON = 30_000
"""A word among this many most frequent English ones is taken as meant."""
USUAL = 3_000
"""One among this many may be what an unknown word was meant to be, where no word of the library is as near."""
SHORTEST = 4
LONG = 6
"""From this length on two letters may be wrong, below it one."""
VERY_LONG = 9
ABBREVIATION = 4
"""A name of at most this many letters is meant only where letters are swapped or doubled."""

SLIP, VOWEL, HALF, WHOLE, WRONG = 0.6, 0.7, 0.5, 1.0, 1.3
OUTSIDE = 0.2
"""What a word costs that is English and not of the library."""
_VOWELS = frozenset("aeiouy")
_SOUNDS = tuple(map(frozenset, ("ckq", "szc", "gj", "vw", "td", "mn")))
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SILENT = frozenset("h")


@lru_cache(maxsize=1)
def english() -> Mapping[str, int]:
    """Return the words of English with their rank by frequency, from the list that comes with symspellpy."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {line.split(" ", 1)[0]: rank for rank, line in enumerate(text.splitlines(), start=1)}


_WORD = re.compile(r"[^\W\d_]+")


class _Near(NamedTuple):
    """A word that may be meant, the likeliest first."""

    cost: float
    rarity: int
    term: str


class Speller:
    """Finds the word of a library that an unknown word was meant to be.

    `meant` are further words that stay; `names` tells of each word that stands in names which illnesses it names;
    `small` are words that carry no meaning of their own; `misspelt` has the right word of misspellings far from it.
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
        meant = frozenset(meant) | frozenset(small)
        common = {word for word, place in rank.items() if place <= COMMON}
        short_forms = {plain(word) for word in rank if "'" in word}
        self._known = frozenset(common | short_forms | vocabulary.keys() | meant)
        self._names = names or {}
        self._misspelt = misspelt or {}
        self._own = frozenset(word for word in vocabulary.keys() | meant if word.isalpha() and len(word) >= SHORTEST)
        usual = {w for w, place in rank.items() if place <= USUAL and w.isalpha() and len(w) >= SHORTEST}
        self._engine = SymSpell(max_dictionary_edit_distance=2)
        for word in sorted(usual | self._own):
            self._engine.create_dictionary_entry(word, max(1, vocabulary.get(word, 0)))
        self._parting = Parting({**dict.fromkeys(meant, 1), **vocabulary}, small)

    def correct(self, word: str) -> str:
        """Return the nearest word, or the word itself when it is known or nothing is clearly near."""
        if right := self._misspelt.get(word):
            return right
        if not word.isalpha() or len(word) < SHORTEST or self._is_known(word):
            return word
        near = self._near(word, 1 if len(word) < LONG else 2)
        return near[0].term if near and not self._between_names(near) else word

    def correct_text(self, text: str) -> str:
        """Return the text with each unknown word set right or taken apart and all else as it was."""
        return _WORD.sub(lambda match: self._in_text(match.group()), text)

    def parted(self, text: str) -> str:
        """Return the text with words that were run together taken apart, and all else as it was."""
        return _WORD.sub(lambda match: self._apart(match.group()) or match.group(), text)

    def _is_known(self, word: str) -> bool:
        """Whether a word is known, or is a known one with the s of an owner or of several."""
        return word in self._known or (word[-1] == "s" and len(word) > SHORTEST and word[:-1] in self._known)

    def _in_text(self, word: str) -> str:
        if apart := self._apart(word):
            return apart
        corrected = self.correct(plain(word))
        return word if corrected == plain(word) else corrected

    def _apart(self, word: str) -> str | None:
        """The words that were run together, as typed; None for a word that is known or a slip away from one."""
        folded = plain(word)
        if len(folded) != len(word) or self._is_known(folded) or folded in english() or folded in self._misspelt:
            return None
        ends = self._parting.ends(folded)
        if not ends or any(near.cost <= SLIP for near in self._near(folded, 1)):
            return None
        return " ".join(word[start:end] for start, end in zip((0, *ends), ends, strict=False))

    def _near(self, word: str, distance: int) -> list[_Near]:
        """The words that may be meant, the nearest and then the most usual first."""
        found = self._engine.lookup(word, Verbosity.ALL, max_edit_distance=distance)
        every = [_Near(self._cost(word, item.term), -item.count, item.term) for item in found]
        return sorted(one for one in every if one.term[0] == word[0] and one.cost <= self._most(word, one.term))

    def _cost(self, word: str, term: str) -> float:
        return unlike(word, term) + (0 if term in self._own else OUTSIDE)

    def _most(self, word: str, term: str) -> float:
        """How unlike a word may be to what it was meant to be: little where it is English or the other a short name."""
        if word in english():
            return HALF
        if len(word) == SHORTEST or (len(term) <= ABBREVIATION and term in self._names):
            return SLIP
        return WHOLE if len(word) < LONG else WHOLE + OUTSIDE if len(word) < VERY_LONG else 2 * WHOLE

    def _between_names(self, near: Sequence[_Near]) -> bool:
        """Tell whether another name is as near: then nobody can say which illness is meant."""
        meant = self._names.get(near[0].term)
        if not meant:
            return False
        rivals = (self._names.get(one.term) for one in near[1:] if one.cost <= near[0].cost)
        return any(rival and rival.isdisjoint(meant) for rival in rivals)


def unlike(typed: str, meant: str) -> float:
    """Count how unlike two words are, in whole letters; slips that people often make count for less."""
    before: list[float] = []
    row = [float(i) for i in range(len(meant) + 1)]
    for i in range(1, len(typed) + 1):
        last, before, row = before, row, [float(i)]
        for j in range(1, len(meant) + 1):
            one, other = typed[i - 1], meant[j - 1]
            cheapest = min(
                before[j] + _alone(typed, i - 1),
                row[j - 1] + _alone(meant, j - 1),
                before[j - 1] + _instead(one, other),
            )
            if i > 1 and j > 1 and one == meant[j - 2] and typed[i - 2] == other:
                cheapest = min(cheapest, last[j - 2] + SLIP)
            row.append(cheapest)
    return row[-1]


def _alone(word: str, at: int) -> float:
    """The price of a letter that the other word lacks: less where it is doubled, or is hardly heard."""
    letter, beside = word[at], word[max(0, at - 1) : at] + word[at + 1 : at + 2]
    if letter in _SILENT or any(_sound_alike(letter, other) for other in beside):
        return HALF
    return VOWEL if letter in _VOWELS else WHOLE


def _instead(one: str, other: str) -> float:
    """The price of one letter for another: less for vowels, letters of one sound, and neighbours on the keys."""
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return VOWEL
    if _sound_alike(one, other):
        return SLIP
    beside = any(abs(row.find(one) - row.find(other)) == 1 for row in _ROWS if one in row and other in row)
    return VOWEL if beside else WRONG


def _sound_alike(one: str, other: str) -> bool:
    return one == other or any(one in sound and other in sound for sound in _SOUNDS)
