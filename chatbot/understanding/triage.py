"""Warning signs, before anything else: by likeness to sentences people write, against sentences that only look alike.

Nearest neighbours over the embedding of the message: a sign fires when the message is nearer to what people write of
it than to every look-alike and every general question of the library, by a margin. No search, no model of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chatbot.domain import CareCard, Example, Jurisdiction, Sign, UrgencyLevel
from chatbot.finding.encoding import Vectors
from chatbot.knowledge.wording import Wording

LEVELS = tuple(UrgencyLevel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How like a message must be to a sign, and by how much more than to anything harmless."""

    likeness: float = 0.50
    margin: float = 0.02
    with_question: float = 0.06
    """Margin for a message worded as a general question."""


class Triage:
    """Finds warning signs in a message."""

    def __init__(
        self,
        signs: Sequence[Sign],
        examples: Sequence[Example],
        example_vectors: Vectors,
        harmless_vectors: Vectors,
        limits: Limits | None = None,
    ) -> None:
        self._signs: Mapping[str, Sign] = {sign.id: sign for sign in signs}
        telling = [i for i, e in enumerate(examples) if e.family == "sign" and e.holds]
        alike = [i for i, e in enumerate(examples) if not e.holds]
        self._of = [examples[i].of for i in telling]
        self._telling = example_vectors[telling]
        self._harmless = np.concatenate([example_vectors[alike], harmless_vectors])
        self._limits = limits or Limits()

    def find(self, vector: Vectors, *, general: bool) -> tuple[Sign, ...]:
        """Return the signs that a message tells of, the most urgent first; none for a harmless message."""
        if not len(self._of):
            return ()
        near = self._telling @ vector
        harmless = float((self._harmless @ vector).max()) if len(self._harmless) else 0.0
        margin = self._limits.with_question if general else self._limits.margin
        floor = max(self._limits.likeness, harmless + margin)
        fired = [self._of[int(i)] for i in np.argsort(-near, kind="stable") if near[int(i)] >= floor]
        signs = [self._signs[name] for name in dict.fromkeys(fired)]
        return tuple(sorted(signs, key=lambda sign: LEVELS.index(sign.level)))[:3]


def care_card(signs: Sequence[Sign], country: Jurisdiction | None, wording: Wording) -> CareCard:
    """Make the fixed card of the most urgent of the signs; its words come from the corpus alone."""
    level = signs[0].level
    shown = [sign for sign in signs if sign.level is level]
    told = [part for sign in shown for part in (wording("urgent.sign", sign=sign.sign), sign.advice)]
    parts = [wording(f"urgent.{level}", numbers=emergency_numbers(country, wording)), *told, wording("urgent.after")]
    return CareCard(level=level, signs=tuple(shown), text=" ".join(parts))


def emergency_numbers(country: Jurisdiction | None, wording: Wording) -> str:
    """Return the country's emergency number, or every country's when none is chosen."""
    numbers = wording.under("emergency_number")
    if country and country in numbers:
        return numbers[country]
    return ", ".join(f"{number} ({wording(f'country.{code}')})" for code, number in numbers.items())
