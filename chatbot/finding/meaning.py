"""How near passages are to a question in meaning.

Only the differences that count are looked at (metric.py). A library of many texts is looked at in two steps: roughly,
on the few axes along which its texts differ most, and then exactly, but only where the first look found something. The
rough vectors are an eighth of the whole ones, and so is the time to go through them; forced upon a public question set
they changed its nDCG@10 by 0.002.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from chatbot.finding.encoding import Vectors
from chatbot.finding.metric import Metric, Rows, Scores

MANY = 16_384
"""From so many texts on there is a rough look first; fewer are compared whole in less than 2 ms."""
AXES = 48
"""Of the rough look."""


class Exact(NamedTuple):
    """What a closer look at some passages gives."""

    scores: Scores
    """Of each passage."""
    near: Scores
    """The likeness of each of their texts, passage by passage."""
    ends: Rows
    """Where each passage's texts end."""

    def texts(self, which: Sequence[int]) -> list[list[float]]:
        """Return the likeness of each text of some of the passages."""
        near, ends = self.near.tolist(), [0, *self.ends.tolist()]
        return [near[ends[at] : ends[at + 1]] for at in which]


class Meaning:
    """Likeness of a library's passages, each of one text or several, to a question."""

    def __init__(self, vectors: Vectors, metric: Metric, starts: Rows, best_text: float, many: int = MANY) -> None:
        """`starts` is where each passage's texts start and the last one's end; `best_text` the share of its best."""
        self._starts = starts
        self._counts = np.diff(starts)
        self._vectors = vectors
        self._best = best_text
        self._metric = metric
        self._rough = _Rough(vectors, metric) if len(vectors) >= many else None

    def rough(self, vector: Vectors) -> Vectors | Scores:
        """Return a score for each passage, good enough to choose those that are looked at again."""
        rough = self._rough
        near = rough.likeness(vector) if rough else self._metric.likeness(vector, self._vectors)
        return self._of_passages(near, self._starts[:-1], self._counts)

    def exact(self, vector: Vectors, passages: Rows) -> Exact:
        """Look at some passages, given by position, again."""
        counts = self._counts[passages]
        ends = np.cumsum(counts)
        rows = np.repeat(self._starts[passages] + counts - ends, counts) + np.arange(counts.sum())
        near = self._metric.likeness(vector, self._vectors[rows], rows)
        return Exact(np.asarray(self._of_passages(near, ends - counts, counts)), near, ends)

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
