"""Misspelt words set right against the words of the library's names; home of symspellpy."""

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from symspellpy import SymSpell, Verbosity

COMMON = 30_000
"""A word among this many most frequent English ones is taken as meant."""
SHORTEST = 4


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the most frequent English words, from the list that comes with symspellpy."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in text.splitlines()[:COMMON])


class Speller:
    """Finds the word of a vocabulary that an unknown word was meant to be."""

    def __init__(self, vocabulary: Iterable[str], known: Iterable[str]) -> None:
        self._words = frozenset(word for word in vocabulary if word.isalpha() and len(word) >= SHORTEST)
        self._known = common_words() | frozenset(known) | self._words
        self._engine = SymSpell(max_dictionary_edit_distance=2)
        for word in sorted(self._words):
            self._engine.create_dictionary_entry(word, 1)

    def correct(self, word: str) -> str:
        """Return the nearest word of the vocabulary, or the word itself when it is known or nothing is near."""
        if word in self._known or not word.isalpha() or len(word) < SHORTEST:
            return word
        distance = 1 if len(word) < 7 else 2
        found = self._engine.lookup(word, Verbosity.CLOSEST, max_edit_distance=distance)
        near = [item.term for item in found if item.term[0] == word[0] or item.distance == 1]
        return min(near, key=lambda term: (abs(len(term) - len(word)), term)) if near else word
