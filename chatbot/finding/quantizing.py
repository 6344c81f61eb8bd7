"""Rows of numbers in few bytes: product quantization (Jégou, Douze and Schmid, IEEE TPAMI 33, 2011).

A row is cut into PARTS of as many axes; of each part only the number of the nearest of at most CENTROIDS points is
kept, in a byte. The points are found by k-means in rows of the same kind.
"""

import warnings
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2, vq

from chatbot.finding.encoding import Vectors

PARTS = 32
CENTROIDS = 256
"""As many as a byte can name."""
LEARNED_FROM = 24_576
"""So many rows are enough: near a hundred for each point; twice as many lower the error by two percent."""
ROUNDS = 12
"""Of k-means; twice as many lower the error by one percent."""
SEED = 2011
"""Where k-means begins, so that the same rows always give the same points."""

SAME_TO = 5
"""Rows that are the same to so many decimals are one: a word read in another batch is the same word."""

Codes = NDArray[np.uint8]


class Codebook(NamedTuple):
    """The points of each part."""

    points: Vectors
    """Shape (parts, points, axes of a part)."""

    def codes(self, rows: Vectors) -> Codes:
        """Return the nearest points of rows, of shape (rows, parts x axes of a part); shape (rows, parts)."""
        if not len(rows):
            return np.zeros((0, len(self.points)), dtype=np.uint8)
        each = [vq(part, points)[0] for part, points in zip(_parts(rows), self.points, strict=True)]
        return np.stack(each, axis=1).astype(np.uint8)

    def rows(self, codes: Codes) -> Vectors:
        """Return the rows that codes stand for, not brought to any length."""
        parts, points, width = self.points.shape
        flat = codes + np.arange(parts, dtype=np.int64) * points
        return np.asarray(np.take(self.points.reshape(-1, width), flat, axis=0).reshape(len(codes), parts * width))


def learn_codebook(rows: Vectors) -> Codebook:
    """Learn the points from rows of shape (rows, axes), LEARNED_FROM do; a part without rows has the one point 0."""
    found = [_points(part) for part in _parts(rows)]
    longest = max(map(len, found))
    # A part of few different rows has fewer points; filled up with the first, which is then named by its first number.
    return Codebook(np.stack([np.concatenate([one, np.repeat(one[:1], longest - len(one), axis=0)]) for one in found]))


def _parts(rows: Vectors) -> Iterator[Vectors]:
    width = rows.shape[1] // PARTS
    return (np.ascontiguousarray(rows[:, at * width : (at + 1) * width]) for at in range(PARTS))


def _points(part: Vectors) -> Vectors:
    different = part[np.unique(part.round(SAME_TO), axis=0, return_index=True)[1]]
    if len(different) <= CENTROIDS:
        return different if len(different) else np.zeros((1, part.shape[1]), dtype=np.float32)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="One of the clusters is empty")  # it keeps the point it had
        points, _ = kmeans2(part, CENTROIDS, iter=ROUNDS, minit="points", rng=np.random.default_rng(SEED))
    return np.asarray(points, dtype=np.float32)
