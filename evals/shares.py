"""How many of how many, with its interval."""

from typing import NamedTuple

from scipy.stats import binomtest


class Share(NamedTuple):
    """How many of how many, with the exact 95% interval (Clopper and Pearson)."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """The bounds of the share, from 0 to 1; everything of no case."""
        if not self.of:
            return 0.0, 1.0
        bounds = binomtest(self.hits, self.of).proportion_ci(method="exact")
        return float(bounds.low), float(bounds.high)

    def __str__(self) -> str:
        if not self.of:
            return "no case"
        low, high = self.interval
        return f"{self.hits} of {self.of} = {self.hits / self.of:.1%} (95% interval {low:.1%} to {high:.1%})"
