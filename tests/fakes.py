"""Stand-ins for slow or outside parts: small, whole, and with no knowledge of the tests."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np

from chatbot.finding.encoding import Encoded, Pass, Progress, Spelled, Vectors
from chatbot.finding.metric import Metric
from chatbot.understanding.listening import Heard, Listener

DIMENSIONS = 64
BATCH = 8


@dataclass
class HashingEncoder:
    """An encoder without a model: each word adds to one of 64 dimensions, so shared words mean likeness."""

    name: str = "hashing"
    pause: float = 0.0
    """Seconds to wait before each batch of eight texts."""
    encoded: list[str] = field(default_factory=list)
    """Every text that was ever given to it, in order."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one for each text."""
        self.encoded += texts
        for start in range(0, len(texts), BATCH):
            time.sleep(self.pause)
            if progress:
                progress(min(start + BATCH, len(texts)), len(texts))
        return np.stack([_row(text) for text in texts]) if texts else np.empty((0, DIMENSIONS), dtype=np.float32)

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return the rows, and the same again as what the inner layers hold."""
        rows = self.encode(texts, progress)
        return Encoded(rows, np.concatenate([rows, rows], axis=1))

    def spell(self, texts: Sequence[str], progress: Progress | None = None) -> Pass:
        """Return the same, and a row for each word: what the word alone is encoded to."""
        cut = [tuple(text.casefold().split()) for text in texts]
        none = np.empty((0, DIMENSIONS), dtype=np.float32)
        spelled = [Spelled(words, np.stack([_row(word) for word in words]) if words else none) for words in cut]
        return self.read(texts, progress), spelled


@dataclass
class RememberingListener:
    """A real listener that hears no text twice."""

    listener: Listener
    remembered: dict[str, Heard] = field(default_factory=dict)

    def by(self, metric: Metric) -> "RememberingListener":
        """Return one with a metric, which has heard nothing yet."""
        return RememberingListener(self.listener.by(metric))

    def hear(self, texts: Sequence[str], read: Encoded) -> list[Heard]:
        """Return what is heard in each text, listening only to those not yet known."""
        new = [i for i, text in enumerate(texts) if text not in self.remembered]
        if new:
            heard = self.listener.hear([texts[i] for i in new], Encoded(*(part[new] for part in read)))
            self.remembered.update((one.text, one) for one in heard)
        return [self.remembered[text] for text in texts]


def _row(text: str) -> Vectors:
    row = np.zeros(DIMENSIONS, dtype=np.float32)
    for word in text.casefold().split() or [""]:
        row[int.from_bytes(sha256(word.encode()).digest()[:4], "big") % DIMENSIONS] += 1
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)
