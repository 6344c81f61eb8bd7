"""Warning signs, before anything else: by likeness to sentences people write, against sentences that only look alike.

Nearest neighbours over the embedding of the message: a sign fires when the message is nearer to what people write of
it than to every look-alike, and than to every prepared question of the library by a margin that depends on how the
message is worded. An embedding hardly tells 'no chest pain' from 'chest pain': a look-alike that denies counts only
against a message that denies. No search and no model of its own; the limits were chosen on the dev cases.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import numpy as np

from chatbot.domain import CareCard, Example, Jurisdiction, Sign, UrgencyLevel
from chatbot.finding.encoding import Vectors
from chatbot.knowledge.wording import Wording

LEVELS = tuple(UrgencyLevel)
MOST_SIGNS = 3


class Manner(Enum):
    """How a message is worded: that decides how much it takes to read a sign into it."""

    TELLING = auto()
    ASKING = auto()
    """It tells something and asks, or only asks."""
    GENERAL = auto()
    """It asks about things in general."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How like a message must be to a sign (cosine), and by how much more than to what is harmless."""

    likeness: float = 0.45
    sure: float = 0.52
    """From this likeness on a message that only tells may be a little nearer to a question than to the sign."""
    beside: float = 0.08
    """A sign this little less like the message than the nearest fires with it: the highest level wins."""
    over_lookalikes: float = 0.01
    over_questions: Mapping[Manner, float] = field(
        default_factory=lambda: {Manner.TELLING: -0.06, Manner.ASKING: 0.03, Manner.GENERAL: 0.12}
    )


class Triage:
    """Finds warning signs in a message."""

    def __init__(
        self,
        signs: Sequence[Sign],
        examples: Sequence[Example],
        example_vectors: Vectors,
        question_vectors: Vectors,
        negation: str,
        limits: Limits | None = None,
    ) -> None:
        self._signs: Mapping[str, Sign] = {sign.id: sign for sign in signs}
        telling = [i for i, e in enumerate(examples) if e.family == "sign" and e.holds]
        self._of = [examples[i].of for i in telling]
        self._telling = example_vectors[telling]
        self._negation = re.compile(negation)
        alike = [i for i, e in enumerate(examples) if e.family == "sign" and not e.holds]
        self._lookalikes = example_vectors[alike]
        self._affirming = example_vectors[[i for i in alike if not self._denies(examples[i].text)]]
        self._questions = question_vectors
        self._limits = limits or Limits()

    def find(self, message: str, vector: Vectors, manner: Manner) -> tuple[Sign, ...]:
        """Return the signs that a message tells of, the most urgent first; none for a harmless message."""
        if not self._of:
            return ()
        limits = self._limits
        near = self._telling @ vector
        margin = limits.over_questions[manner]
        if float(near.max()) < limits.sure:
            margin = max(margin, 0.0)
        lookalikes = self._lookalikes if self._denies(message) else self._affirming
        floor = max(
            limits.likeness,
            _nearest(lookalikes, vector) + limits.over_lookalikes,
            _nearest(self._questions, vector) + margin,
        )
        best = float(near.max())
        if best < floor:
            return ()
        least = max(limits.likeness, best - limits.beside)
        fired = [self._of[int(i)] for i in np.argsort(-near, kind="stable") if near[int(i)] >= least]
        signs = [self._signs[name] for name in dict.fromkeys(fired)]
        return tuple(sorted(signs, key=lambda sign: LEVELS.index(sign.level)))[:MOST_SIGNS]

    def _denies(self, text: str) -> bool:
        return bool(self._negation.search(text.casefold()))


def _nearest(rows: Vectors, vector: Vectors) -> float:
    return float((rows @ vector).max()) if len(rows) else -1.0


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
