"""Which differences between texts count.

Two things tell no passage apart. What all texts of a library have in common, its subject: their mean vector is taken
off. And how people vary in asking the same thing, the short and the long, the calm and the upset: the prepared
questions of one passage show along which axes they do, and those axes count less. This is within-class covariance
normalisation (Hatch, Kajarekar and Stolcke, Interspeech 2006) with the passages as classes: likeness is the cosine
under the inverse of the questions' covariance within their passages. A library without prepared questions, such as one
of documents alone, loses its mean only. How much each adds: evals/README.md.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.finding.encoding import Vectors

Rows = NDArray[np.int64]
Scores = NDArray[np.float64]
PRIOR = 7_000
"""How many questions are worth as much as not knowing how they vary, which is: along all axes alike."""
BLOCK = 4_096
"""So many vectors are turned at once."""
_SMALL = 1e-3
"""A difference of vectors below this is rounding."""


class Metric:
    """Likeness of a library's texts and a question where it counts.

    It follows from products with the vectors as they are and from what is known of each text beforehand, so that no
    second set of vectors is held. A text that is nothing but the common part is like nothing.
    """

    def __init__(self, vectors: Vectors, classes: Sequence[Rows]) -> None:
        """`classes` are the rows of the texts that ask the same, for each passage that has several."""
        size = vectors.shape[1] if vectors.ndim > 1 else 0
        self.mean = vectors.mean(axis=0, dtype=np.float64) if len(vectors) else np.zeros(size)
        self.turn = _turn(vectors, classes)
        """Brings a difference of vectors to axes of which each counts the same; symmetric."""
        self.inverse = _inverse(self._lengths(vectors))

    def _lengths(self, vectors: Vectors) -> Scores:
        blocks = (vectors[start : start + BLOCK] for start in range(0, len(vectors), BLOCK))
        lengths = [np.linalg.norm(self.turned(block), axis=1) for block in blocks]
        return np.concatenate(lengths).astype(np.float64) if lengths else np.zeros(0)

    def turned(self, vectors: Vectors) -> Vectors:
        """Return vectors without the common part, on axes that count the same; not of length one."""
        rest = vectors - self.mean.astype(np.float32)
        return rest if self.turn is None else np.asarray(rest @ self.turn, dtype=np.float32)

    def units(self, vectors: Vectors) -> Vectors:
        """Return vectors turned and of length one: the product of two is the likeness of their texts."""
        turned = self.turned(vectors)
        return np.asarray(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), _SMALL))

    def likeness(self, vector: Vectors, vectors: Vectors, rows: Rows | None = None) -> Scores:
        """Return the likeness of a question and each of the texts, or those of some rows; `vectors` are theirs."""
        turned = self.units(vector[None])[0].astype(np.float64)
        back = turned if self.turn is None else self.turn.astype(np.float64) @ turned
        products = vectors @ back.astype(np.float32) - self.mean @ back
        return np.asarray(products * (self.inverse if rows is None else self.inverse[rows]))


def _turn(vectors: Vectors, classes: Sequence[Rows]) -> Vectors | None:
    """The inverse square root of the covariance within the classes, drawn towards that of no knowledge."""
    if not classes:
        return None
    within = np.concatenate([vectors[rows] - vectors[rows].mean(axis=0) for rows in classes]).astype(np.float64)
    size = within.shape[1]
    spread = within.T @ within
    spread += np.trace(spread) / size * PRIOR / len(within) * np.eye(size)
    values, axes = np.linalg.eigh(spread)
    if values[-1] <= 0:  # all ask it in the same words
        return None
    return np.asarray((axes / np.sqrt(values / values[-1])) @ axes.T, dtype=np.float32)


def _inverse(lengths: Scores) -> Scores:
    return np.where(lengths > _SMALL, 1 / np.maximum(lengths, _SMALL), 0)
