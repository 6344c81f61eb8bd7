"""Whether the passages that carry a case's points are among the first found."""

from collections.abc import Callable

from evals.cases import AnswerCase, KindCase
from evals.told import Told
from evals.verdict import Verdict, without

DEPTHS = (3, 5, 10)


def within(depth: int) -> Callable[[AnswerCase | KindCase, Told], Verdict]:
    """Return the scorer of points of which a carrying record is among the first passages."""

    def score(case: AnswerCase | KindCase, told: Told) -> Verdict:
        first = set(told.found[:depth])
        carriers = carried_by(case)
        lost = [", ".join(facts) for facts in carriers if first.isdisjoint(facts)]
        return without((f"not among the first {depth}: {facts}" for facts in lost), of=len(carriers))

    return score


def carried_by(case: AnswerCase | KindCase) -> list[tuple[str, ...]]:
    """Return for each point of a case the records that carry it."""
    if isinstance(case, AnswerCase):
        return [point.facts for point in case.must_say]
    return [(case.fact,)] if case.fact else []
