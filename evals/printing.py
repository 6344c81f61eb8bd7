"""A run's figures and its worst cases in lines of text."""

from collections.abc import Iterator, Sequence

from evals.cases import Half
from evals.results import Row, SetResult, figures, goal_said

WIDTH = 44
LONGEST = 400
"""So many characters of why a case lacks something are printed."""


def lines(results: Sequence[SetResult], half: Half | None, worst: int) -> Iterator[str]:
    """Yield each set's figures, half by half where one is tuned on, and its worst cases."""
    for result in results:
        halves: list[Half | None] = ["tune", "report"] if result.of.halves else [None]
        for name in [half] if half and result.of.halves else halves:
            yield from _part(result.half(name), name, worst)


def _part(result: SetResult, half: Half | None, worst: int) -> Iterator[str]:
    if not result.rows:
        return
    yield f"\n{result.of.name}{f', {half} half' if half else ''}: {len(result.rows)} cases"
    for figure in figures(result):
        goal = goal_said(figure.scorer.goal, measures=figure.scorer.measures) if figure.verdict else ""
        yield f"  {figure.name:{WIDTH}} {figure.value}" + (f"   goal {goal}: {figure.verdict}" if goal else "")
    for row in result.worst(worst):
        yield from _case(row)


def _case(row: Row) -> Iterator[str]:
    yield f"\n  {row.id}: {row.asked}"
    for name, verdict in row.verdicts.items():
        if verdict.outcome == "missed":
            yield f"    {name}: {verdict.why[:LONGEST]}"
