"""Messages that are no ordinary question: by patterns and by what was learned from example messages."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from chatbot.knowledge.records import KindOfMessageRecord
from chatbot.understanding.lessons import KIND, UNCOVERED
from chatbot.understanding.listening import Heard

LEAST = -0.5
"""What the likeliest kind must score by itself, from -1 to 1, however much the kinds of its family add up to."""
IN_GENERAL = 0.15
"""How much surer it must be of a message that asks about things in general."""


class Boundary:
    """Tells which kind of message this is, if it is one of the library's kinds."""

    def __init__(self, kinds: Sequence[KindOfMessageRecord]) -> None:
        self._kinds: Mapping[str, KindOfMessageRecord] = {kind.id: kind for kind in kinds}
        self._patterns = [(kind, [re.compile(p) for p in kind.patterns]) for kind in kinds]

    def find(self, message: str, heard: Heard, *, general: bool) -> KindOfMessageRecord | None:
        """Return the kind of message, or None for an ordinary question."""
        return self.worded(message) or self._likeliest(heard, IN_GENERAL if general else 0.0)

    def says_nothing(self, message: str) -> bool:
        """Tell whether a message is worded as small talk or as nothing that can be understood."""
        kind = self.worded(message)
        return kind is not None and (kind.kind == "smalltalk" or kind.reason == "unclear")

    def worded(self, message: str) -> KindOfMessageRecord | None:
        """Return the kind of message by its words alone."""
        text = message.casefold().strip()
        return next((kind for kind, patterns in self._patterns if any(p.search(text) for p in patterns)), None)

    def _likeliest(self, heard: Heard, more: float) -> KindOfMessageRecord | None:
        """The likeliest kind of the likeliest family: kinds of one reason are one family, whose scores add up."""
        scores = {name: heard.scores.get(KIND + name, -1.0) for name in self._kinds if name != UNCOVERED}
        families: dict[str, float] = defaultdict(float)
        for name, score in scores.items():
            families[self._family(name)] += 1 + score
        best = max(families, key=lambda family: families[family], default=None)
        if best is None:
            return None
        kind = self._kinds[max((n for n in scores if self._family(n) == best), key=lambda name: scores[name])]
        sure = families[best] >= 1 + kind.sure + more and scores[kind.id] >= LEAST
        return kind if sure else None

    def _family(self, name: str) -> str:
        kind = self._kinds[name]
        return kind.reason or kind.kind
