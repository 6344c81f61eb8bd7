"""How near a question is to what the library holds, word by word.

A vector of a whole text says what it is about; that one word of a question is of something else is lost in it. So each
word of the question looks for the word that is most like it: late interaction (Khattab and Zaharia, ColBERT, SIGIR
2020). With the words' vectors of length one (wordvectors.py), a word's match in some texts is its highest cosine with
their words, m_i; that of the question is the mean of m_i, each weighed by the word's rarity w_i, sum(w m) / sum(w).
Two questions are compared in both directions, as either may say more than the other.
A word's rarity is that of coverage.py, over whole words as they are spelled: log(1 + N / (0.5 + n)) / log(1 + 2 N) for
a word of n among N passages, their prepared questions among them; 0 for a mark.
"""

from collections.abc import Sequence
from heapq import nlargest
from typing import NamedTuple

import numpy as np

from chatbot.domain import Origin, Passage
from chatbot.finding.encoding import Spelled, Vectors
from chatbot.finding.finder import Found, Hit
from chatbot.finding.index import ASK, TEXT, Index
from chatbot.finding.metric import Metric, Rows, Scores
from chatbot.finding.texts import read_text
from chatbot.finding.wordvectors import NO_WORD, WordCodes, WordVectors, code

PASSAGES = 5
"""How many passages are looked at: those of which a text is most like the question (metric.py)."""
QUESTIONS = 12
"""How many of the nearest prepared questions, and of the nearest examples of what is not covered."""
BEST = 3
"""How many of these that are the best matches are looked at as one."""
FIRST = 12
"""So many of the passages found are put in order once more, ..."""
ORDERING = 12.0
"""... by their score and so much of their match; chosen on the tuning half of the answers' cases and on others."""
TELLING = 0.3
"""A word of more rarity than this tells what is asked."""
_SMALL = 1e-6


class _Asked(NamedTuple):
    """The words of a question: their vectors of length one, and their rarity."""

    rows: Vectors
    rarity: Vectors


class _Texts(NamedTuple):
    """The words of some texts one after the other, as of a question; and where each text, with words, begins."""

    rows: Vectors
    rarity: Vectors
    begins: Rows


class Wordwise:
    """Matches questions with the words of a library's passages and questions."""

    def __init__(self, passages: Sequence[Passage], index: Index, words: WordVectors) -> None:
        """`words` are of these passages, as wordvectors.Listed lists them, and stand with the index."""
        self._words = words
        self._begins = np.concatenate([[0], words.ends])
        counts = [1 + len(passage.asks) for passage in passages]
        self._firsts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._place = {passage.id: at for at, passage in enumerate(passages)}
        self._codes, self._weights = self._rarities(len(passages))
        self._rarity = self._weigh(words.codes)
        self._metric: Metric = index.metric
        records = [at for at, passage in enumerate(passages) if not _is_cut(passage)]
        whole = [entry.part in {TEXT, ASK} and not _is_cut(passages[entry.passage]) for entry in index.entries]
        self._records = np.array(records, dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(np.array(counts, dtype=np.int64)[self._records])])
        self._units = self._metric.units(index.vectors[np.array(whole, dtype=bool)])
        ranges = (np.arange(*self._firsts[at : at + 2]) for at in records)
        self._texts = np.concatenate([np.zeros(0, dtype=np.int64), *ranges])
        self._of_asks = np.setdiff1d(np.arange(len(self._texts)), self._starts)
        self._examples = np.arange(self._firsts[-1], len(words.ends))
        self._example_units = self._metric.units(words.example_vectors)

    def measures(self, question: Spelled, told: Sequence[str], vector: Vectors, found: Found) -> dict[str, float]:
        """Measure a question, its words and its vector; each measure is a cosine, or 0 where there is no such text.

        Of its words only those `told` count; others, such as the names of uses, are known to be held.

        `matched`, `matched-evenly`, `matched-least` and `matched-next` are of the passage, with its prepared
        questions, that matches best: the mean of its words by rarity, that of all alike, and the lowest two of telling
        words. `matched-asked` and `matched-uncovered` are of the best match, in both directions, among the nearest
        prepared questions and examples; with `-some` after it, of the mean of the best few.
        """
        # A figure of the reader's own, such as an age, is not what a passage must hold.
        counts = {word for word in told if not word.isdigit()}
        codes = [code(word) if word in counts else NO_WORD for word in question.words]
        rarity = self._weigh(np.array(codes, dtype=np.int32))
        asked = _Asked(self._words.axes.units(question.vectors), rarity)
        unit = self._metric.units(vector[None])[0]
        likeness = self._units @ unit
        near = self._texts[self._of_asks[_highest(likeness[self._of_asks], QUESTIONS)]]
        lacking = self._examples[_highest(self._example_units @ unit, QUESTIONS)]
        return {
            **self._matched(asked, self._most_like(likeness, found)),
            **_best("matched-asked", self._both_ways(asked, near)),
            **_best("matched-uncovered", self._both_ways(asked, lacking)),
        }

    def ordered(self, question: Spelled, found: Found) -> Found:
        """Return what was found, the first passages in order of their score and of how the question's words match them.

        What follows stays behind them. A passage of a document, without prepared questions, has fewer words to match:
        it gets no less than the records beside it do in the mean.
        """
        first, rest = found.hits[:FIRST], found.hits[FIRST:]
        cut = np.array([_is_cut(hit.passage) for hit in first], dtype=bool)
        if len(first) < 2 or cut.all():
            return found
        codes = [NO_WORD if word.isdigit() else code(word) for word in question.words]
        rarity = self._weigh(np.array(codes, dtype=np.int32))
        asked = _Asked(self._words.axes.units(question.vectors), rarity)
        each = self._bags(asked, [self._place[hit.passage.id] for hit in first])
        if each.shape[-1] != len(first):
            return found
        matches = _mean(each, asked.rarity)
        mean = matches[~cut].mean()
        gains = ORDERING * (np.where(cut, np.maximum(matches, mean), matches) - mean)
        lifted = [_lifted(hit, float(gain)) for hit, gain in zip(first, gains, strict=True)]
        behind = [_lifted(hit, float(gains.min())) for hit in rest]
        return found._replace(hits=(*sorted(lifted, key=lambda hit: -hit.score), *behind))

    def _bags(self, asked: _Asked, places: Sequence[int]) -> Vectors:
        """Match each word with each passage as one bag, its prepared questions in it; shape (words, passages)."""
        bags = self._gather([(self._firsts[at], self._firsts[at + 1]) for at in places])
        if not len(bags.begins) or not len(asked.rows):
            return np.zeros((0, 0), dtype=np.float32)
        return np.asarray(np.maximum.reduceat(asked.rows @ bags.rows.T, bags.begins, axis=1))

    def _most_like(self, likeness: Vectors, found: Found) -> list[int]:
        """The passages of which the text or a prepared question is most like a question; sentences have no part in it.

        Of those cut from documents, which may be very many, only what was found is looked at.
        """
        best = np.maximum.reduceat(likeness, self._starts[:-1]) if len(likeness) else likeness
        first = _highest(best, PASSAGES)
        like = dict(zip(self._records[first].tolist(), best[first].tolist(), strict=True))
        for passage in (hit.passage for hit in found.hits if _is_cut(hit.passage)):
            like[self._place[passage.id]] = found.likeness.get(read_text(passage), -1.0)
        return nlargest(PASSAGES, like, key=lambda at: like[at])

    def _matched(self, asked: _Asked, places: Sequence[int]) -> dict[str, float]:
        """Match the words with each passage as one bag, its prepared questions in it, and keep the best."""
        each = self._bags(asked, places)
        if not each.size:
            whole = float(not len(asked.rows))
            return dict.fromkeys(("matched", "matched-evenly", "matched-least", "matched-next"), whole)
        means = _mean(each, asked.rarity)
        best = each[:, int(np.argmax(means))]
        least = [*np.sort(best[asked.rarity > TELLING])[:2].tolist(), 1.0, 1.0]
        said = best[asked.rarity > 0]
        return {
            "matched": float(means.max()),
            "matched-evenly": float(said.mean()) if len(said) else 1.0,
            "matched-least": least[0],
            "matched-next": least[1],
        }

    def _both_ways(self, asked: _Asked, texts: Rows) -> Scores:
        """The match of a question and each of some texts: the mean of that of its words and of theirs."""
        held = self._gather([(at, at + 1) for at in texts.tolist()])
        if not len(held.begins) or not len(asked.rows):
            return np.zeros(0)
        cosines = asked.rows @ held.rows.T
        forth = _mean(np.maximum.reduceat(cosines, held.begins, axis=1), asked.rarity)
        weights = np.maximum(np.add.reduceat(held.rarity, held.begins), _SMALL)
        back = np.add.reduceat(held.rarity * cosines.max(axis=0), held.begins) / weights
        return np.asarray((forth + back) / 2, dtype=np.float64)

    def _gather(self, spans: Sequence[tuple[int, int]]) -> _Texts:
        """Put the words of runs of texts together; a run without a word is left out."""
        parts = [slice(self._begins[start], self._begins[end]) for start, end in spans]
        parts = [part for part in parts if part.stop > part.start]
        begins = np.cumsum([0, *(part.stop - part.start for part in parts)], dtype=np.int64)[:-1]
        kept = np.concatenate([self._words.rows[:0], *(self._words.rows[part] for part in parts)])
        rarity = np.concatenate([self._rarity[:0], *(self._rarity[part] for part in parts)])
        return _Texts(self._words.axes.rows(kept), rarity, begins)

    def _rarities(self, passages: int) -> tuple[WordCodes, Vectors]:
        """Every word of the passages, in the order of its code, and its rarity."""
        ends = self._begins[self._firsts]
        owner = np.repeat(np.arange(passages), np.diff(ends))
        codes, of = np.unique(self._words.codes[: ends[-1]], return_inverse=True)
        once = np.unique(owner * max(len(codes), 1) + of)
        counts = np.bincount(once % max(len(codes), 1), minlength=len(codes))
        return codes, _rarity(counts, passages)

    def _weigh(self, codes: WordCodes) -> Vectors:
        """The rarity of words; one that no passage has is the rarest, a mark weighs nothing."""
        passages = len(self._firsts) - 1
        rarity = np.repeat(_rarity(np.zeros(1), passages), len(codes))
        if len(self._codes):
            at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
            rarity = np.where(self._codes[at] == codes, self._weights[at], rarity)
        return np.where(codes == NO_WORD, np.float32(0), rarity)


def _lifted(hit: Hit, gain: float) -> Hit:
    """Add to a passage's score, and to what it is the sum of."""
    return hit._replace(score=hit.score + gain, shares=hit.shares._replace(matched=gain))


def _is_cut(passage: Passage) -> bool:
    """Whether a passage is a piece of a document that nobody prepared questions for."""
    return passage.origin is Origin.DOCUMENT and not passage.asks


def _rarity(counts: Scores | Rows, passages: int) -> Vectors:
    if not passages:
        return np.zeros(len(counts), dtype=np.float32)
    return np.asarray(np.log(1 + passages / (0.5 + counts)) / np.log(1 + 2 * passages), dtype=np.float32)


def _mean(matches: Vectors, rarity: Vectors) -> Vectors:
    """The mean of each column by the rarity of the words; marks alone lack nothing."""
    total = rarity.sum()
    return np.asarray(rarity @ matches / total) if total > 0 else np.ones(matches.shape[1], dtype=np.float32)


def _highest(values: Vectors, few: int) -> Rows:
    """Where the highest values stand."""
    few = min(few, len(values))
    return np.argpartition(values, len(values) - few)[len(values) - few :] if few else np.zeros(0, dtype=np.int64)


def _best(name: str, matches: Scores) -> dict[str, float]:
    best = np.sort(matches)[-BEST:]
    return {name: float(best[-1]) if len(best) else 0.0, f"{name}-some": float(best.mean()) if len(best) else 0.0}
