"""How near a message is to single examples of a kind.

A kind such as 'not covered' has no one meaning: its examples are about everything. What counts is whether some of them
are almost what is asked, which a score learned over all of them smooths away.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.finding.encoding import Vectors
from chatbot.understanding.learning import Lesson

SOME = 3
"""How many of the nearest examples are looked at."""


class Nearest(NamedTuple):
    """The examples of some kinds, each by its vector of length one."""

    kinds: tuple[str, ...]
    owners: NDArray[np.int64]
    """The kind of each example, by its place among the kinds."""
    rows: Vectors

    def scores(self, vectors: Vectors) -> Vectors:
        """Return a row for each message: for each kind the mean likeness (cosine) of its nearest examples."""
        near = vectors @ self.rows.T
        means = [_few(near[:, self.owners == kind]) for kind in range(len(self.kinds))]
        return np.stack(means, axis=1) if means else np.zeros((len(vectors), 0), dtype=np.float32)


def _few(near: Vectors) -> Vectors:
    """Return the mean of the highest values of each row, or -1 where there is none."""
    if not near.shape[1]:
        return np.full(len(near), -1.0, dtype=np.float32)
    held = min(SOME, near.shape[1])
    best = np.partition(near, near.shape[1] - held, axis=1)[:, -held:]
    return np.asarray(best.mean(axis=1), dtype=np.float32)


def keep(lessons: Sequence[Lesson], vectors: Vectors, kinds: Sequence[str]) -> Nearest:
    """Keep the examples of some kinds; `vectors` has a row for each lesson."""
    held = [
        (kind, row) for row, lesson in enumerate(lessons) for kind, name in enumerate(kinds) if name in lesson.kinds
    ]
    owners = np.array([kind for kind, _ in held], dtype=np.int64)
    return Nearest(tuple(kinds), owners, vectors[[row for _, row in held]])
