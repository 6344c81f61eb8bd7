"""What kind of message this is, learned from the example messages of the corpus when the index is made.

Kernel ridge (Saunders, Gammerman and Vovk 1998) over what one pass of the embedding model gives, with a yes
or no for each circumstance beside it: one linear system, solved once, so the same records give the same weights.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from chatbot.finding.encoding import Encoded, Vectors
from chatbot.understanding.solving import solve

WIDTH = 0.15
"""Of the kernel: exp(-WIDTH * squared distance)."""
RIDGE = 0.1
AXES = 384
"""How many principal axes of the readings are kept: five times fewer numbers, nearly the same distances."""
CIRCUMSTANCE = 0.5
"""How far apart a circumstance puts two messages; a vector is of length one."""


class Lesson(NamedTuple):
    """A message to learn from: what it is an example of, and how much it counts."""

    text: str
    kinds: frozenset[str]
    weight: float = 1.0


class Learned(NamedTuple):
    """What was learned: a score for each kind, near 1 for its examples and -1 for all others."""

    kinds: tuple[str, ...]
    centre: Vectors
    """What the blocks of a reading have in common, taken off each."""
    axes: Vectors
    """The principal axes of the blocks side by side, as columns."""
    rows: Vectors
    squares: Vectors
    """The squared length of each row."""
    weights: Vectors
    offset: Vectors

    def scores(self, read: Encoded, told: Sequence[Sequence[float]]) -> Vectors:
        """Return a row of scores for each message, in the order of the kinds."""
        kernel = _kernel(_rows(_apart(read, self.centre) @ self.axes, told), self.rows, self.squares)
        return np.asarray(kernel @ self.weights + self.offset, dtype=np.float32)


def learn(lessons: Sequence[Lesson], read: Encoded, told: Sequence[Sequence[float]]) -> Learned:
    """Learn every kind that a lesson names."""
    kinds = tuple(sorted(frozenset[str]().union(*(lesson.kinds for lesson in lessons))))
    centre = np.concatenate([block.mean(axis=0) for block in _blocks(read)])
    apart = _apart(read, centre)
    axes = np.asarray(np.linalg.eigh(apart.T.astype(np.float64) @ apart)[1][:, -AXES:], dtype=np.float32)
    rows = _rows(apart @ axes, told)
    squares = (rows**2).sum(axis=1)
    targets = np.array([[1.0 if kind in lesson.kinds else -1.0 for kind in kinds] for lesson in lessons])
    offset = targets.mean(axis=0)
    system = _kernel(rows, rows, squares).astype(np.float64)
    system[np.diag_indices_from(system)] += [RIDGE / lesson.weight for lesson in lessons]
    weights = solve(system, targets - offset)
    return Learned(kinds, centre, axes, rows, squares, weights.astype(np.float32), offset.astype(np.float32))


def _blocks(read: Encoded) -> list[Vectors]:
    size = read.vectors.shape[1]
    return [read.vectors, *np.split(read.inner, read.inner.shape[1] // size, axis=1)]


def _apart(read: Encoded, centre: Vectors) -> Vectors:
    """Put the blocks side by side, each without what is common and of length one."""
    blocks = _blocks(read)
    centred = [block - mean for block, mean in zip(blocks, np.split(centre, len(blocks)), strict=True)]
    ones = [block / np.maximum(np.linalg.norm(block, axis=1, keepdims=True), 1e-9) for block in centred]
    return np.concatenate(ones, axis=1).astype(np.float32)


def _rows(along: Vectors, told: Sequence[Sequence[float]]) -> Vectors:
    """Put the circumstances after what stands along the axes."""
    beside = np.array(told, dtype=np.float32).reshape(len(along), -1) * CIRCUMSTANCE
    return np.concatenate([along, beside], axis=1).astype(np.float32)


def _kernel(one: Vectors, other: Vectors, squares: Vectors) -> Vectors:
    """exp(-WIDTH * squared distance) of each row of one to each row of the other, whose squared lengths are given."""
    distances = (one**2).sum(axis=1)[:, None] + squares - 2 * one @ other.T
    return np.asarray(np.exp(-WIDTH * np.maximum(distances, 0)), dtype=np.float32)
