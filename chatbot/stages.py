"""A reply together with why each stage on its way decided as it did: what an auditor wants to see beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from chatbot.domain import Jurisdiction
from chatbot.reply import Reply


@dataclass(frozen=True, slots=True)
class Stage:
    """One decision on a question's way: who decided, what, and the measures that it was decided by."""

    name: str
    decision: str
    measures: Mapping[str, float] = field(default_factory=dict)


class Considered(NamedTuple):
    """A passage that finding brought: its id, its fused score and its likeness (finding/metric.py) to the question."""

    passage: str
    score: float
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A reply, what was asked, and how the reply came about."""

    reply: Reply
    question: str
    """As it came in, before anything was cleaned or cut."""
    history: tuple[str, ...] = ()
    country: Jurisdiction | None = None
    stages: tuple[Stage, ...] = ()
    considered: tuple[Considered, ...] = ()
    """Best first."""


class Notes:
    """Collects stages while one question is answered."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self.considered: list[Considered] = []

    def note(self, name: str, decision: str, measures: Mapping[str, float] | None = None) -> None:
        """Keep what a stage decided and by which measures, to five decimals."""
        self.stages.append(Stage(name, decision, {k: round(float(v), 5) for k, v in (measures or {}).items()}))

    def found(self, considered: Iterable[Considered]) -> None:
        """Keep the passages that were brought to choose from."""
        self.considered = [Considered(p, round(score, 5), round(like, 5)) for p, score, like in considered]

    def traced(self, reply: Reply, question: str, history: Sequence[str], country: Jurisdiction | None) -> Traced:
        """Put the reply together with what was noted."""
        return Traced(
            reply=reply,
            question=question,
            history=tuple(history),
            country=country,
            stages=tuple(self.stages),
            considered=tuple(self.considered),
        )
