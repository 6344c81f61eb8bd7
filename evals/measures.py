"""How good a ranking is, by the field's own measures; home of ir_measures."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG
from scipy.stats import bootstrap

DEPTH = 10
RESAMPLES = 5000


class Quality(NamedTuple):
    """Of one query: nDCG over the gains; recall and reciprocal rank over documents that are good enough."""

    ndcg: float
    recall: float
    mrr: float


def quality(
    rankings: Mapping[str, Sequence[str]], gains: Mapping[str, Mapping[str, int]], relevant: int
) -> dict[str, Quality]:
    """Measure the first ten documents of each query; a query without a ranking scores 0."""
    wanted = (nDCG @ DEPTH, R(rel=relevant) @ DEPTH, RR(rel=relevant) @ DEPTH)
    qrels = [Qrel(query, document, gain) for query, of in gains.items() for document, gain in of.items()]
    run = [
        ScoredDoc(query, document, float(-rank))
        for query, ranking in rankings.items()
        for rank, document in enumerate(ranking[:DEPTH])
    ]
    found = {(m.query_id, m.measure): float(m.value) for m in ir_measures.iter_calc(wanted, qrels, run)}
    return {query: Quality(*(found.get((query, measure), 0.0) for measure in wanted)) for query in gains}


def mean(rows: Sequence[Quality]) -> Quality:
    """Average each measure over queries."""
    return Quality(*np.mean(rows, axis=0).tolist())


class Difference(NamedTuple):
    """By how much one system is better than another on the same queries, with its 95% interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:+.3f} (95% interval {self.low:+.3f} to {self.high:+.3f})"


def difference(ours: Sequence[float], theirs: Sequence[float]) -> Difference:
    """Compare two systems query by query; the interval is a paired bootstrap, the same each time."""
    apart = np.subtract(ours, theirs)
    if np.ptp(apart) == 0:
        return Difference(float(apart[0]), float(apart[0]), float(apart[0]))
    found = bootstrap((apart,), np.mean, n_resamples=RESAMPLES, method="percentile", rng=0)
    return Difference(float(apart.mean()), float(found.confidence_interval.low), float(found.confidence_interval.high))
