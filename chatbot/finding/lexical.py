"""Passages by words: BM25 with stemming; home of bm25s, and of PyStemmer among questions."""

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
        self._rows = _rows(engines[TEXTS], len(pages))

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
        return np.asarray(texts + OF_ABOVE * above + OF_PAGE * pages, dtype=np.float32)

    def alike(self, passages: NDArray[np.int64], leaders: NDArray[np.int64], shares: Scores, question: str) -> Scores:
        """Return how much passages have of what some others, the leaders, say beyond the question; from 0 to 1.

        It is the cosine of the BM25 weights of a passage's words and of a leader's telling ones, each leader counted
        by its share. Passages and leaders are given by position.
        """
        stems, weights, bounds = self._rows.indices, self._rows.data, self._rows.indptr
        vocabulary = self._engines[TEXTS].vocab_dict
        said = np.zeros(self._rows.shape[1], dtype=np.bool_)
        said[[vocabulary[stem] for stem in self._words(question) if stem in vocabulary]] = True
        wanted = np.zeros(len(said), dtype=np.float32)
        for leader, share in zip(leaders, shares, strict=True):
            row = slice(bounds[leader], bounds[leader + 1])
            new = np.where(said[stems[row]], 0, weights[row])
            telling = np.argsort(-new, kind="stable")[:TELLING]
            length = max(float(np.linalg.norm(new[telling])), _SMALL)
            wanted[stems[row][telling]] += share * new[telling] / length
        starts, counts = bounds[passages], np.diff(bounds)[passages]  # no count is 0: an empty text has the empty word
        ends = np.cumsum(counts)
        each = np.repeat(starts + counts - ends, counts) + np.arange(counts.sum())
        return np.add.reduceat(wanted[stems[each]] * weights[each], ends - counts).astype(np.float64)


def _rows(engine: bm25s.BM25, size: int) -> csr_array:
    """Turn an engine's postings into a row of length one for each passage, its words by their BM25 weight."""
    postings = (engine.scores["data"], engine.scores["indices"], engine.scores["indptr"])
    rows = csc_array(postings, shape=(size, len(postings[2]) - 1)).tocsr()
    lengths = np.sqrt(np.bincount(postings[1], postings[0] ** 2, size))
    rows.data = (rows.data / np.repeat(np.maximum(lengths, _SMALL), np.diff(rows.indptr))).astype(np.float32)
    return rows


def _engine(texts: Sequence[Sequence[str]]) -> bm25s.BM25:
    engine = bm25s.BM25()
    engine.index([list(text) or [""] for text in texts], show_progress=False)
    return engine


def _scores(engine: bm25s.BM25, stems: Sequence[str], size: int) -> NDArray[np.float32]:
    known = [stem for stem in stems if stem in engine.vocab_dict]
    if not known:
        return np.zeros(size, dtype=np.float32)
    return np.asarray(engine.get_scores(known), dtype=np.float32)
