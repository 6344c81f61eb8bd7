"""Passages by words: BM25 with stemming; home of bm25s and PyStemmer."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from chatbot.errors import SearchIndexError

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


class Words:
    """Cuts text into stems; words that mean the same to readers become one stem."""

    def __init__(self, same: Mapping[str, str], stop: frozenset[str]) -> None:
        self._stem = Stemmer.Stemmer("english").stemWord
        self._stop = stop
        self._same = {self._stem(word): self._stem(first) for word, first in same.items()}

    def __call__(self, text: str) -> list[str]:
        """Return the stems of a text in order, without stop words."""
        stems = (self._stem(word) for word in self.content(text))
        return [self._same.get(stem, stem) for stem in stems]

    def content(self, text: str) -> list[str]:
        """Return the words of a text in order, folded, without stop words."""
        words = (word.removesuffix("'s") for word in _WORD.findall(text.casefold()))
        return [word.replace("'", "") for word in words if word.replace("'", "") not in self._stop]


class WordIndex:
    """BM25 scores of every text for a question."""

    def __init__(self, engine: bm25s.BM25, words: Words, size: int) -> None:
        self._engine = engine
        self._words = words
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str], words: Words) -> "WordIndex":
        """Index the texts; an empty text is never found."""
        engine = bm25s.BM25()
        engine.index([words(text) or [""] for text in texts], show_progress=False)
        return cls(engine, words, len(texts))

    @classmethod
    def load(cls, folder: Path, words: Words, size: int) -> "WordIndex":
        """Open an index written by `save`; raise SearchIndexError when it is not whole."""
        try:
            return cls(bm25s.BM25.load(folder), words, size)
        except (OSError, ValueError, EOFError) as error:
            what = f"the word index in {folder} cannot be read ({error}); build the index again"
            raise SearchIndexError(what) from error

    def save(self, folder: Path) -> None:
        """Write the index to a folder."""
        self._engine.save(folder, show_progress=False)

    def knows(self, word: str) -> bool:
        """Tell whether a word, in any of its forms, stands in any text."""
        return all(stem in self._engine.vocab_dict for stem in self._words(word))

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return one score of zero or more for each text, in the order of building."""
        known = self._engine.vocab_dict
        stems = [stem for stem in self._words(question) if stem in known]
        if not stems:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._engine.get_scores(stems), dtype=np.float32)
