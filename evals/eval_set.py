"""A set of cases: where it comes from, how it is asked, what scores it, and the goal of each figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatbot.knowledge.library import Library
from evals import cases as read
from evals.cases import Case, Half, in_half
from evals.told import Ask, Asker, Told
from evals.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a figure should be at least, or at most."""

    least: float | None = None
    most: float | None = None

    def met(self, figure: float) -> bool:
        """Tell whether a figure is good enough."""
        return (self.least is None or figure >= self.least) and (self.most is None or figure <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """A scorer under its name."""

    name: str
    judge: Callable[[Any, Told], Verdict]
    says: str
    """What it looks at, in a line."""
    counts_misses: bool = False
    """Whether its figure is the share of what went wrong, such as false alarms."""
    measures: bool = False
    """Whether its figure is the median of what it measured."""
    goal: Goal | None = None
    never: bool = False
    """Whether one new miss is a regression, however it may have come about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalSet:
    """A set of cases of one kind."""

    name: str
    says: str
    cases: Callable[[Library, Half | None], Sequence[Case]]
    ask: Ask
    scorers: Sequence[Scorer]
    group: Callable[[Any], str] = field(default=lambda _case: "")
    wanted: Callable[[Any], str] = field(default=lambda _case: "")
    halves: bool = True
    """Whether one half is tuned on."""
    generated: bool = False
    """Whether the cases are made by a program instead of written."""
    of_fast: int = 1
    """A fast run asks one case of so many."""


def written(
    model: type[Case], pattern: str, folder: Path = read.CASES
) -> Callable[[Library, Half | None], Sequence[Case]]:
    """Return what reads the written cases of the files that fit a pattern."""
    return lambda _library, half: [case for case in read.cases(model, pattern, folder) if in_half(case.id, half)]


def plainly(asker: Asker, case: Case) -> Told:
    """Ask a case as it stands, with its earlier turns and its country."""
    return asker.told(case.question, getattr(case, "history", ()), getattr(case, "country", None))
