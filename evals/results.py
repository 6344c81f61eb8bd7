"""What a run brought: a row for each case, and the figures over rows."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import bootstrap

from evals.cases import Half, in_half
from evals.eval_set import EvalSet, Goal, Scorer
from evals.shares import Share
from evals.verdict import Verdict

DRAWS = 2_000
SEED = 20_261


class Row(NamedTuple):
    """A case, what was replied to it and what each scorer said."""

    id: str
    group: str
    asked: str
    wanted: str
    reply: str
    verdicts: Mapping[str, Verdict]

    @property
    def lacking(self) -> float:
        """How much of what was wanted is missing, over all scorers."""
        return sum((v.of - v.hits) / v.of for v in self.verdicts.values() if v.of)


class SetResult(NamedTuple):
    """A set that was run, and its rows."""

    of: EvalSet
    rows: tuple[Row, ...]

    def half(self, half: Half | None) -> "SetResult":
        """Return the rows of one half."""
        return self._replace(rows=tuple(row for row in self.rows if in_half(row.id, half)))

    def worst(self, most: int) -> list[Row]:
        """Return the rows that lack most, worst first."""
        lacking = [row for row in self.rows if row.lacking]
        return sorted(lacking, key=lambda row: (-row.lacking, row.id))[:most]


class Numbers(NamedTuple):
    """The median of what was measured with its bootstrapped 95% interval, and how far it spreads."""

    median: float
    low: float
    high: float
    mean: float
    p95: float
    most: float
    of: int

    def __str__(self) -> str:
        return (
            f"median {self.median:.1f} (95% interval {self.low:.1f} to {self.high:.1f}), mean {self.mean:.1f}, "
            f"95th percentile {self.p95:.1f}, most {self.most:.1f}, of {self.of}"
        )


class Figure(NamedTuple):
    """One figure of a set: of all its cases, or of a group."""

    scorer: Scorer
    group: str
    value: Share | Numbers

    @property
    def name(self) -> str:
        """The scorer's name, with the group."""
        return f"{self.scorer.name}, {self.group}" if self.group else self.scorer.name

    @property
    def number(self) -> float:
        """The share or the median."""
        return self.value.median if isinstance(self.value, Numbers) else self.value.hits / self.value.of

    @property
    def verdict(self) -> str:
        """Whether the goal of the whole set's figure is met; empty without one."""
        goal = self.scorer.goal if not self.group else None
        return "" if goal is None else "met" if goal.met(self.number) else "missed"


def figures(result: SetResult, *, groups: bool = True) -> list[Figure]:
    """Return the figures of a set that anything counts in; those of groups after the whole."""
    made = []
    for scorer in result.of.scorers:
        made += _figure(scorer, "", result.rows)
        names = sorted({row.group for row in result.rows} - {""}) if groups and not scorer.measures else []
        if len(names) > 1:
            for name in names:
                made += _figure(scorer, name, [row for row in result.rows if row.group == name])
    return made


def _figure(scorer: Scorer, group: str, rows: Iterable[Row]) -> list[Figure]:
    verdicts = [v for row in rows if (v := row.verdicts.get(scorer.name)) and v.of]
    if not verdicts:
        return []
    value = _numbers(verdicts) if scorer.measures else _share(scorer, verdicts)
    return [Figure(scorer, group, value)]


def _share(scorer: Scorer, verdicts: Sequence[Verdict]) -> Share:
    hits, total = sum(v.hits for v in verdicts), sum(v.of for v in verdicts)
    return Share(total - hits if scorer.counts_misses else hits, total)


def _numbers(verdicts: Sequence[Verdict]) -> Numbers:
    values = np.array([v.number for v in verdicts if v.number is not None])
    low, high = _interval(values)
    most, p95 = float(values.max()), float(np.quantile(values, 0.95))
    return Numbers(float(np.median(values)), low, high, statistics.fmean(values), p95, most, len(values))


def _interval(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> tuple[float, float]:
    """Bootstrap the interval of the median; the same values give the same interval."""
    if len(set(values.tolist())) < 2:
        return float(values[0]), float(values[0])
    drawn = bootstrap((values,), np.median, n_resamples=DRAWS, method="percentile", rng=np.random.default_rng(SEED))
    return float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)


def goal_said(goal: Goal | None, *, measures: bool) -> str:
    """Tell a goal: 'at least 95%'."""
    if goal is None:
        return ""
    words, value = ("at least", goal.least) if goal.least is not None else ("at most", goal.most)
    return f"{words} {value:g}" if measures else f"{words} {value:.1%}"
