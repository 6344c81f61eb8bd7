"""Measures of a ranking, against values worked out by hand, and the interval of a difference."""

from math import log2

import pytest

from evals.measures import Difference, Quality, difference, mean, quality

GAINS = {"q": {"best": 3, "good": 2, "weak": 1}}
IDEAL = 3 + 2 / log2(3) + 1 / 2
FILL = [f"x{i}" for i in range(9)]


@pytest.mark.parametrize(
    ("ranking", "ndcg", "recall", "mrr"),
    [
        (["best", "good", "weak"], 1.0, 1.0, 1.0),
        (["weak", "best"], (1 + 3 / log2(3)) / IDEAL, 0.5, 0.5),
        ([*FILL, "good"], 2 / log2(11) / IDEAL, 0.5, 0.1),
        ([*FILL, "other", "best"], 0.0, 0.0, 0.0),
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_measures_are_those_of_the_field(ranking: list[str], ndcg: float, recall: float, mrr: float) -> None:
    assert quality({"q": ranking}, GAINS, 2)["q"] == pytest.approx(Quality(ndcg, recall, mrr), abs=1e-4)


def test_a_query_without_a_ranking_scores_nothing_and_counts() -> None:
    rows = quality({"q": ["best", "good", "weak"]}, {**GAINS, "silent": {"best": 2}}, 2)
    assert rows["silent"] == Quality(0, 0, 0)
    assert mean(list(rows.values())) == pytest.approx(Quality(0.5, 0.5, 0.5))


def test_the_interval_holds_the_difference_and_is_the_same_each_time() -> None:
    ours, theirs = [0.9, 0.5, 0.7, 1.0] * 10, [0.5, 0.6, 0.1, 0.9] * 10
    found = difference(ours, theirs)
    assert found == difference(ours, theirs)
    assert found.mean == pytest.approx(0.25)
    assert 0 < found.low < found.mean < found.high < 0.5
    assert str(found) == f"+0.250 (95% interval +{found.low:.3f} to +{found.high:.3f})"


def test_systems_that_are_as_good_differ_by_nothing() -> None:
    assert difference([0.5, 0.7], [0.5, 0.7]) == Difference(0, 0, 0)
