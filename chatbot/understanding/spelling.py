"""Misspelt words set right against the words of the library; home of symspellpy."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from symspellpy import SymSpell, Verbosity

from chatbot.understanding.text import plain

COMMON = 30_000
"""A word among this many most frequent English ones is taken as meant."""
SHORTEST = 4
LONG = 6
"""From this length on two letters may be wrong, below it one."""


@lru_cache(maxsize=1)
def english() -> Mapping[str, int]:
    """Return the words of English with their rank by frequency, from the list that comes with symspellpy."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {line.split(" ", 1)[0]: rank for rank, line in enumerate(text.splitlines(), start=1)}


_WORD = re.compile(r"[^\W\d_]+")


class Speller:
    """Finds the word of a library that an unknown word was meant to be; `meant` are further words that stay."""

    def __init__(self, vocabulary: Mapping[str, int], meant: Iterable[str] = ()) -> None:
        words = {word: count for word, count in vocabulary.items() if word.isalpha() and len(word) >= SHORTEST}
        common = (word for word, rank in english().items() if rank <= COMMON)
        self._known = frozenset(common) | frozenset(vocabulary) | frozenset(meant)
        self._engine = SymSpell(max_dictionary_edit_distance=2)
        for word in sorted(words):
            self._engine.create_dictionary_entry(word, words[word])

    def correct(self, word: str) -> str:
        """Return the nearest word of the vocabulary, or the word itself when it is known or nothing is near."""
        if word in self._known or not word.isalpha() or len(word) < SHORTEST:
            return word
        distance = 1 if len(word) < LONG else 2
        found = self._engine.lookup(word, Verbosity.CLOSEST, max_edit_distance=distance)
        near = [item for item in found if item.term[0] == word[0]]
        return min(near, key=lambda item: (item.distance, -item.count, item.term)).term if near else word

    def correct_text(self, text: str) -> str:
        """Return the text with each unknown word set right and all else as it was."""
        return _WORD.sub(lambda match: self._in_text(match.group()), text)

    def _in_text(self, word: str) -> str:
        corrected = self.correct(plain(word))
        return word if corrected == plain(word) else corrected
