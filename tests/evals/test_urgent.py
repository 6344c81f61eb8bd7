"""The figures over warning signs: recall, flips, false alarms, turns, and their intervals."""

import pytest

from chatbot.domain import UrgencyLevel
from evals.cases import LookalikeCase, PairCase, SignCase, TurnsCase, cases
from evals.urgent import LEVELS, Share, _rank


def test_the_sets_are_as_large_as_they_must_be_and_apart_from_the_records() -> None:
    signs, pairs = cases(SignCase, "urgent-*.yaml"), cases(PairCase, "minimised-*.yaml")
    alike, turns = cases(LookalikeCase, "lookalikes-*.yaml"), cases(TurnsCase, "turns-*.yaml")
    assert (len(signs) >= 500, len(pairs) >= 300, len(alike) >= 500, len(turns) >= 60) == (True, True, True, True)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Share(0, 0), "no case"),
        (Share(300, 300), "300 of 300 = 100.0% (95% interval 98.8% to 100.0%)"),
        (Share(1, 2), "1 of 2 = 50.0% (95% interval 1.3% to 98.7%)"),
    ],
)
def test_a_share_is_told_with_its_exact_interval(share: Share, text: str) -> None:
    assert str(share) == text


def test_no_card_ranks_below_every_level() -> None:
    assert [_rank(level) for level in (*LEVELS, None)] == [0, 1, 2, 3]
    assert LEVELS[0] is UrgencyLevel.EMERGENCY_NOW
