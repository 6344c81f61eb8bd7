"""Figures over rows: shares, medians, groups, halves, goals, the worst cases."""

import pytest
from runs import NO, NONE, YES, make_result, make_row, make_scorer, make_set

from evals.cases import in_half
from evals.eval_set import Goal
from evals.results import Numbers, SetResult, figures, goal_said
from evals.shares import Share
from evals.verdict import Verdict


def test_what_is_unscored_counts_nowhere() -> None:
    (figure,) = figures(make_result({"a": YES, "b": NO, "c": NONE}))
    assert (figure.value, figure.number, figure.verdict) == (Share(1, 2), 0.5, "missed")
    assert figures(make_result({"a": NONE})) == []


def test_points_are_summed_over_cases() -> None:
    (figure,) = figures(make_result({"a": Verdict(2, 3), "b": Verdict(1, 1)}))
    assert figure.value == Share(3, 4)


def test_a_figure_of_what_goes_wrong_counts_the_misses() -> None:
    of = make_set(scorers=[make_scorer("alarms", counts_misses=True, goal=Goal(most=0.5))])
    (figure,) = figures(make_result({"a": YES, "b": YES, "c": NO}, of, "alarms"))
    assert (figure.value, figure.verdict) == (Share(1, 3), "met")


def test_groups_follow_the_whole() -> None:
    rows = (make_row("a", "x"), make_row("b", "y", right=NO))
    found = figures(SetResult(make_set(), rows))
    assert [(f.name, f.number) for f in found] == [("right", 0.5), ("right, x", 1.0), ("right, y", 0.0)]
    assert [f.verdict for f in found] == ["missed", "", ""]


def test_what_is_measured_has_a_median_with_an_interval_that_repeats() -> None:
    of = make_set(scorers=[make_scorer("words", measures=True, goal=Goal(most=20))])
    verdicts = {str(n): Verdict(1, 1, "", float(n)) for n in range(1, 30)}
    (one,), (other,) = (figures(make_result(verdicts, of, "words")) for _ in range(2))
    assert one.value == other.value
    assert isinstance(one.value, Numbers)
    assert one.value.low < one.value.median == 15 < one.value.high
    assert (one.value.most, one.value.of, one.verdict) == (29, 29, "met")


def test_equal_measures_have_no_interval() -> None:
    of = make_set(scorers=[make_scorer("words", measures=True)])
    (figure,) = figures(make_result({"a": Verdict(1, 1, "", 4.0), "b": Verdict(1, 1, "", 4.0)}, of, "words"))
    assert str(figure.value).startswith("median 4.0 (95% interval 4.0 to 4.0), mean 4.0")


def test_the_worst_come_first_and_the_good_not_at_all() -> None:
    result = make_result({"a": Verdict(1, 4), "b": YES, "c": NO})
    assert [row.id for row in result.worst(5)] == ["c", "a"]
    assert [row.id for row in result.worst(1)] == ["c"]


def test_a_half_has_its_own_rows() -> None:
    result = make_result({"a": YES, "c": YES})
    assert [row.id for row in result.half("tune").rows] == ["c"]
    assert all(in_half(row.id, "report") for row in result.half("report").rows)
    assert result.half(None) == result


@pytest.mark.parametrize(
    ("goal", "measures", "said"),
    [
        (None, False, ""),
        (Goal(least=0.95), False, "at least 95.0%"),
        (Goal(most=6.0), True, "at most 6"),
        (Goal(most=0.05), False, "at most 5.0%"),
    ],
)
def test_a_goal_is_told(goal: Goal | None, *, measures: bool, said: str) -> None:
    assert goal_said(goal, measures=measures) == said
