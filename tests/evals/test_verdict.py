"""Three verdicts, and how they come about."""

import pytest

from evals.verdict import Outcome, Verdict, all_of, at_most, judge, unscored, without


@pytest.mark.parametrize(
    ("verdict", "outcome", "why"),
    [
        (Verdict(2, 2), "met", ""),
        (Verdict(1, 2, "one"), "missed", "one"),
        (unscored("no answer"), "unscored", "no answer"),
        (judge(holds=True, why="wrong"), "met", ""),
        (judge(holds=False, why="wrong"), "missed", "wrong"),
        (without([], of=3), "met", ""),
        (without(["a", "b"], of=3), "missed", "a; b"),
        (all_of({"a": True, "b": False}), "missed", "b"),
        (at_most(3, 4, "words"), "met", "3 words, at most 4"),
        (at_most(5, 4, "words"), "missed", "5 words, at most 4"),
    ],
)
def test_a_verdict_is_met_missed_or_unscored_with_its_reason(verdict: Verdict, outcome: Outcome, why: str) -> None:
    assert (verdict.outcome, verdict.why) == (outcome, why)


def test_more_problems_than_things_leave_none_right() -> None:
    assert without(["a", "b"], of=1) == Verdict(0, 1, "a; b")


def test_what_was_measured_is_kept() -> None:
    assert at_most(3.5, 4, "words").number == 3.5
