"""The sign test: whether more cases became worse than better than chance explains, over the same cases.

Cases that stayed the same say nothing; of the others, by chance alone, each is as likely worse as better (exact,
one-sided).
"""

from enum import StrEnum
from math import comb

CHANCE = 0.05
"""How likely it may be that as many of those that changed go one way by chance alone, before it counts."""


class Shift(StrEnum):
    """What cases that became worse and better come to."""

    NONE = "none"
    """None changed."""
    CHANCE = "chance"
    """Chance explains it."""
    BETTER = "better"
    """More became better than chance explains."""
    WORSE = "worse"
    """More became worse than chance explains."""
    NEVER = "never"
    """One became worse where none may."""


def beyond_chance(these: int, others: int) -> bool:
    """Tell whether so many against so many others are more than chance explains."""
    both = these + others
    as_many = sum(comb(both, count) for count in range(these, both + 1))
    return bool(these) and as_many / 2**both < CHANCE


def shift(worse: int, better: int, *, never: bool) -> Shift:
    """Weigh cases that became worse and better; `never` says that none may become worse."""
    if worse and never:
        return Shift.NEVER
    if beyond_chance(worse, better):
        return Shift.WORSE
    if beyond_chance(better, worse):
        return Shift.BETTER
    return Shift.CHANCE if worse or better else Shift.NONE
