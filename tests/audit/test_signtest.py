"""The sign test: what chance explains, against the exact binomial test of another library."""

import pytest
from scipy.stats import binomtest

from chatbot.audit.signtest import CHANCE, Shift, beyond_chance, shift


@pytest.mark.parametrize("these", range(13))
@pytest.mark.parametrize("others", [0, 1, 5, 40])
def test_it_is_the_exact_one_sided_test(these: int, others: int) -> None:
    both = these + others
    expected = bool(both) and bool(binomtest(these, both, 0.5, alternative="greater").pvalue < CHANCE)
    assert beyond_chance(these, others) is expected


@pytest.mark.parametrize(
    ("worse", "better", "never", "expected"),
    [
        (0, 0, False, Shift.NONE),
        (0, 0, True, Shift.NONE),
        (3, 3, False, Shift.CHANCE),
        (5, 0, False, Shift.WORSE),
        (0, 5, False, Shift.BETTER),
        (1, 9, True, Shift.NEVER),
        (0, 9, True, Shift.BETTER),
    ],
)
def test_a_shift_has_a_direction_and_some_may_never_be(
    worse: int, better: int, *, never: bool, expected: Shift
) -> None:
    assert shift(worse, better, never=never) is expected
