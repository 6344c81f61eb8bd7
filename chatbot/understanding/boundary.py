"""Messages that are no ordinary question: by patterns and by likeness to example messages."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from chatbot.domain import Example
from chatbot.finding.encoding import Vectors
from chatbot.knowledge.records import KindOfMessageRecord

LIKENESS = 0.62
MARGIN = 0.05
MARGIN_IN_GENERAL = 0.15
"""For a message that asks about things in general."""


class Boundary:
    """Tells which kind of message this is, if it is one of the library's kinds."""

    def __init__(
        self,
        kinds: Sequence[KindOfMessageRecord],
        examples: Sequence[Example],
        example_vectors: Vectors,
        harmless_vectors: Vectors,
    ) -> None:
        self._kinds: Mapping[str, KindOfMessageRecord] = {kind.id: kind for kind in kinds}
        self._patterns = [(kind, [re.compile(p) for p in kind.patterns]) for kind in kinds]
        telling = [i for i, e in enumerate(examples) if e.family == "boundary" and e.holds]
        alike = [i for i, e in enumerate(examples) if e.family == "boundary" and not e.holds]
        self._of = [examples[i].of for i in telling]
        self._telling = example_vectors[telling]
        self._harmless = np.concatenate([example_vectors[alike], harmless_vectors])

    def find(self, message: str, vector: Vectors, *, general: bool) -> KindOfMessageRecord | None:
        """Return the kind of message, or None for an ordinary question."""
        return self.worded(message) or self._nearest(vector, MARGIN_IN_GENERAL if general else MARGIN)

    def worded(self, message: str) -> KindOfMessageRecord | None:
        """Return the kind of message by its words alone."""
        text = message.casefold().strip()
        for kind, patterns in self._patterns:
            if any(pattern.search(text) for pattern in patterns):
                return kind
        return None

    def _nearest(self, vector: Vectors, margin: float) -> KindOfMessageRecord | None:
        if not self._of:
            return None
        near = self._telling @ vector
        best = int(near.argmax())
        harmless = float((self._harmless @ vector).max()) if len(self._harmless) else 0.0
        fits = near[best] >= LIKENESS and near[best] >= harmless + margin
        return self._kinds[self._of[best]] if fits else None

