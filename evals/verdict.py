"""What a scorer says of one reply: met, missed or unscored, with its reason and what it measured."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Outcome = Literal["met", "missed", "unscored"]


class Verdict(NamedTuple):
    """How many of how many things hold in a reply; of none, the scorer had nothing to judge."""

    hits: int
    of: int
    why: str = ""
    number: float | None = None
    """What was measured, in the scorer's own unit."""

    @property
    def outcome(self) -> Outcome:
        """Unscored of nothing, met when everything holds, else missed."""
        if not self.of:
            return "unscored"
        return "met" if self.hits == self.of else "missed"


def unscored(why: str) -> Verdict:
    """Say that there was nothing to judge, and why."""
    return Verdict(0, 0, why)


def judge(*, holds: bool, why: str = "") -> Verdict:
    """Say whether one thing holds; `why` tells what is wrong when it does not."""
    return Verdict(int(holds), 1, "" if holds else why)


def without(problems: Iterable[str], of: int = 1) -> Verdict:
    """Say how many of so many things have no problem; each problem is one thing."""
    found = list(problems)
    return Verdict(max(0, of - len(found)), of, "; ".join(found))


def all_of(checks: Mapping[str, bool]) -> Verdict:
    """Say how many of the named checks hold, and name the others."""
    failed = [name for name, holds in checks.items() if not holds]
    return Verdict(len(checks) - len(failed), len(checks), "; ".join(failed))


def at_most(number: float, most: float, unit: str) -> Verdict:
    """Say whether a measured number is no more than it may be."""
    return Verdict(int(number <= most), 1, f"{number:g} {unit}, at most {most:g}", number)
