"""Passages by words: BM25 with stemming; home of bm25s, and of PyStemmer among questions."""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from chatbot.errors import SearchIndexError

OF_ABOVE = 1.6
"""Weight of title and heading as a field of their own, beside the text's 1; chosen on public question sets."""
OF_PAGE = 2.0
"""Weight of the whole page, chosen with it."""
TELLING = 5
"""So many of a passage's words, those of most weight, tell what it says beyond the question; chosen with them."""
TEXTS, ABOVE, PAGES, PLACES = "texts", "above", "pages", "places.npy"
Scores = NDArray[np.float64]
_SMALL = 1e-9
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


class Words:
    """Cuts text into stems; words that mean the same to readers become one stem."""

    def __init__(self, same: Mapping[str, str], stop: frozenset[str]) -> None:
        self._stems = Stemmer.Stemmer("english").stemWords
        self._stop = stop
        self._same = dict(zip(self._stems(list(same)), self._stems(list(same.values())), strict=True))

    def __call__(self, text: str) -> list[str]:
        """Return the stems of a text in order, without stop words."""
        return [self._same.get(stem, stem) for stem in self._stems(self.content(text))]

    def content(self, text: str) -> list[str]:
        """Return the words of a text in order, folded, without stop words."""
        words = _WORD.findall(text.casefold())
        bare = (word.removesuffix("'s").replace("'", "") if "'" in word else word for word in words)
        return [word for word in bare if word not in self._stop]


class Fields(NamedTuple):
    """What the word index holds of a passage."""

    title: str
    heading: str
    text: str
    page: str
    """Names the whole that it is part of: passages with the same name make one page."""


class WordIndex:
    """BM25 scores of every passage for a question: of its text, of what stands above it, and of its whole page.

    Title and heading say what a passage is about, and say it once: beside their place in the text they count as a
    field of their own. The page says what its passages are about together: who asks by a name that stands in one of
    them means the others too. The three scores are added as they are, so that a field in which little matches adds
    little.
    """

    def __init__(self, engines: Mapping[str, bm25s.BM25], pages: NDArray[np.int64], words: Words) -> None:
        self._engines = engines
        self._pages = pages
        self._words = words
        self._lengths, self._rows = _rows(engines[TEXTS], len(pages))

    @classmethod
    def build(cls, passages: Sequence[Fields], words: Words) -> "WordIndex":
        """Index the passages; an empty one is never found."""
        number = {name: i for i, name in enumerate(dict.fromkeys(passage.page for passage in passages))}
        at = np.array([number[passage.page] for passage in passages], dtype=np.int64)
        titles = [words(passage.title) for passage in passages]
        headings = [words(passage.heading) for passage in passages]
        texts = [words(passage.text) for passage in passages]
        engines = {
            TEXTS: _engine([[*t, *h, *text] for t, h, text in zip(titles, headings, texts, strict=True)]),
            ABOVE: _engine([[*t, *h] for t, h in zip(titles, headings, strict=True)]),
        }
        if len(number) < len(passages):  # else each is its own page, and says there what it says itself
            whole: list[list[str]] = [[] for _ in number]
            for page, title, heading, text in zip(at, titles, headings, texts, strict=True):
                whole[page] += [*heading, *text] if whole[page] else [*title, *heading, *text]
            engines[PAGES] = _engine(whole)
        return cls(engines, at, words)

    @classmethod
    def load(cls, folder: Path, words: Words, size: int) -> "WordIndex":
        """Open an index of so many passages written by `save`; raise SearchIndexError when it is not whole."""
        try:
            pages = np.load(folder / PLACES)
            wanted = [TEXTS, ABOVE, *([PAGES] if pages.size and pages.max() + 1 < pages.size else [])]
            engines = {name: bm25s.BM25.load(folder / name) for name in wanted}
        except (OSError, ValueError, EOFError) as error:
            what = f"the word index in {folder} cannot be read ({error}); build the index again"
            raise SearchIndexError(what) from error
        if len(pages) != size:
            what = f"the word index in {folder} holds {len(pages)} passages of {size}; build the index again"
            raise SearchIndexError(what)
        return cls(engines, pages, words)

    def save(self, folder: Path) -> None:
        """Write the index to a folder."""
        for name, engine in self._engines.items():
            engine.save(folder / name, show_progress=False)
        np.save(folder / PLACES, self._pages)

    def knows(self, word: str) -> bool:
        """Tell whether a word, in any of its forms, stands in any text."""
        return all(stem in self._engines[TEXTS].vocab_dict for stem in self._words(word))

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return one score of zero or more for each passage, in the order of building."""
        stems = self._words(question)
        texts = _scores(self._engines[TEXTS], stems, len(self._pages))
        above = _scores(self._engines[ABOVE], stems, len(self._pages))
        pages = texts
        if PAGES in self._engines:
            pages = _scores(self._engines[PAGES], stems, int(self._pages.max()) + 1)[self._pages]
        above *= np.float32(OF_ABOVE)
        above += texts
        return np.asarray(above + np.float32(OF_PAGE) * pages)

    def alike(self, passages: NDArray[np.int64], leaders: NDArray[np.int64], shares: Scores, question: str) -> Scores:
        """Return how much passages have of what some others, the leaders, say beyond the question; from 0 to 1.

        It is the cosine of the BM25 weights of a passage's words and of a leader's telling ones, each leader counted
        by its share. Passages and leaders are given by position.
        """
        stems, weights, bounds = self._rows.indices, self._rows.data, self._rows.indptr
        vocabulary = self._engines[TEXTS].vocab_dict
        said = {vocabulary[stem] for stem in self._words(question) if stem in vocabulary}
        wanted: dict[int, float] = {}
        for leader, share in zip(leaders, shares, strict=True):
            row = slice(bounds[leader], bounds[leader + 1])
            most = np.argsort(-weights[row], kind="stable")[: TELLING + len(said)]
            words = zip(stems[row][most].tolist(), weights[row][most].tolist(), strict=True)
            telling = [word for word in words if word[0] not in said][:TELLING]
            length = max(math.hypot(*(weight for _, weight in telling)), _SMALL)
            for stem, weight in telling:
                wanted[stem] = wanted.get(stem, 0.0) + share * weight / length
        found = np.zeros(len(self._pages))
        starts, holders, scores = (self._engines[TEXTS].scores[name] for name in ("indptr", "indices", "data"))
        for stem, weight in wanted.items():  # few texts have a telling word: its postings are faster than the rows
            postings = slice(starts[stem], starts[stem + 1])
            np.add.at(found, holders[postings], weight * scores[postings])
        return np.asarray(found[passages] / self._lengths[passages], dtype=np.float64)


def _rows(engine: bm25s.BM25, size: int) -> tuple[Scores, csr_array]:
    """Turn an engine's postings into a row of BM25 weights for each passage; return the rows' lengths before them."""
    data, indices, starts = (engine.scores[name] for name in ("data", "indices", "indptr"))
    lengths = np.maximum(np.sqrt(np.bincount(indices, data**2, size)), _SMALL)
    return lengths, csc_array((data, indices, starts), shape=(size, len(starts) - 1)).tocsr()


def _engine(texts: Sequence[Sequence[str]]) -> bm25s.BM25:
    engine = bm25s.BM25()
    engine.index([list(text) or [""] for text in texts], show_progress=False)
    return engine


def _scores(engine: bm25s.BM25, stems: Sequence[str], size: int) -> NDArray[np.float32]:
    known = [stem for stem in stems if stem in engine.vocab_dict]
    if not known:
        return np.zeros(size, dtype=np.float32)
    return np.asarray(engine.get_scores(known), dtype=np.float32)
