"""How far two raters agree beyond chance: Cohen's weighted kappa; home of scikit-learn.

Weighted by the square of the distance (J. Cohen, Psychological Bulletin 70, 1968, 213-220): to differ by two steps of
the scale counts four times as much as to differ by one.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sklearn.metrics import cohen_kappa_score

from chatbot.audit.models import SCALE


class Agreement(NamedTuple):
    """Agreement of pairs of raters on one score; kappa is None where nothing varies, for then it says nothing."""

    pairs: int
    same: int
    kappa: float | None


def agreement(first: Sequence[int], second: Sequence[int]) -> Agreement:
    """Compare two raters' scores of the same answers, in the same order."""
    same = sum(one == other for one, other in zip(first, second, strict=True))
    if len({*first, *second}) < 2:
        return Agreement(len(first), same, None)
    kappa = cohen_kappa_score(first, second, weights="quadratic", labels=list(SCALE))
    return Agreement(len(first), same, round(float(kappa), 4))
