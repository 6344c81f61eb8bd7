"""How near passages are to a question in meaning.

Only the differences that count are looked at (metric.py). A library of many texts is looked at in two steps: roughly,
on the few axes along which its texts differ most, and then exactly, but only where the first look found something. The
rough vectors are a sixth of the whole ones, and so is the time to go through them; forced upon a public question set
they changed its nDCG@10 by less than 0.001.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.finding.encoding import Vectors
from chatbot.finding.metric import Metric, Rows, Scores

MANY = 16_384
"""From so many texts on there is a rough look first; fewer are compared whole in less than 2 ms."""
AXES = 64
"""Of the rough look; they hold about 0.6 of what tells texts apart."""


class Exact(NamedTuple):
    """What a closer look at some passages gives."""

    scores: Scores
    """Of each passage."""
    plain: Vectors
    """The likeness (cosine) of each of their texts, passage by passage."""
    ends: Rows
    """Where each passage's texts end."""

    def texts(self, which: Sequence[int]) -> list[list[float]]:
        """Return the likeness of each text of some of the passages."""
        plain, ends = self.plain.tolist(), [0, *self.ends.tolist()]
        return [plain[ends[at] : ends[at + 1]] for at in which]


class Texts(NamedTuple):
    """The texts of a library, passage by passage."""

    starts: Rows
    """Where each passage's texts start, and where the last one's end."""
    questions: NDArray[np.bool_]
    """Which texts are prepared questions."""

    @classmethod
    def of(cls, owners: Rows, questions: NDArray[np.bool_], passages: int) -> "Texts":
        """`owners` are the texts' passages, rising."""
        return cls(np.searchsorted(owners, np.arange(passages + 1)), questions)

    def classes(self) -> list[Rows]:
        """Return the rows of the questions of each passage that has several."""
        asked = np.flatnonzero(self.questions)
        own = np.split(asked, np.searchsorted(asked, self.starts[1:-1]))
        return [rows for rows in own if len(rows) > 1]


class Meaning:
    """Likeness of a library's passages, each of one text or several, to a question."""

    def __init__(self, vectors: Vectors, texts: Texts, best_text: float, many: int = MANY) -> None:
        """`best_text` is the share of a passage's best text in its score."""
        self.starts = texts.starts
        self._vectors = vectors
        self._best = best_text
        self._metric = Metric(vectors, texts.classes())
        self._rough = _Rough(vectors, self._metric) if len(vectors) >= many else None

    def rough(self, vector: Vectors) -> Vectors | Scores:
        """Return a score for each passage, good enough to choose those that are looked at again."""
        rough = self._rough
        near = rough.likeness(vector) if rough else self._metric.likeness(vector, self._vectors)
        return self._of_passages(near, self.starts[:-1], np.diff(self.starts))

    def exact(self, vector: Vectors, passages: Rows) -> Exact:
        """Look at some passages, given by position, again."""
        counts = self.starts[passages + 1] - self.starts[passages]
        ends = np.cumsum(counts)
        rows = np.repeat(self.starts[passages + 1] - ends, counts) + np.arange(counts.sum())
        held = self._vectors[rows]
        near = self._metric.likeness(vector, held, rows)
        return Exact(np.asarray(self._of_passages(near, ends - counts, counts)), held @ vector, ends)

    def _of_passages(self, near: Vectors | Scores, begins: Rows, counts: Rows) -> Vectors | Scores:
        if len(near) == len(counts):  # each has one text
            return near
        mean = np.add.reduceat(near, begins) / counts
        return np.asarray(self._best * np.maximum.reduceat(near, begins) + (1 - self._best) * mean)


class _Rough:
    """The texts' vectors where they count, on the axes along which they differ most (principal components)."""

    def __init__(self, vectors: Vectors, metric: Metric) -> None:
        self._metric = metric
        turn = np.eye(vectors.shape[1]) if metric.turn is None else metric.turn.astype(np.float64)
        scatter = vectors.T @ vectors / np.float32(len(vectors)) - np.outer(metric.mean, metric.mean)
        self._axes = turn @ np.linalg.eigh(turn @ scatter @ turn).eigenvectors[:, -AXES:]
        on_axes = vectors @ self._axes.astype(np.float32) - (metric.mean @ self._axes).astype(np.float32)
        self._texts = np.ascontiguousarray(on_axes * metric.inverse[:, None], dtype=np.float32)

    def likeness(self, vector: Vectors) -> Vectors:
        """Return about the likeness of each text and a question, all by the same factor."""
        return np.asarray(self._texts @ ((vector - self._metric.mean) @ self._axes).astype(np.float32))
