"""How many of how many, with its interval."""

from typing import NamedTuple

from scipy.stats import binomtest


class Share(NamedTuple):
    """How many of how many, with the exact 95% interval (Clopper and Pearson)."""

    hits: int
    of: int

    def __str__(self) -> str:
        if not self.of:
            return "no case"
        low, high = binomtest(self.hits, self.of).proportion_ci(method="exact")
        return f"{self.hits} of {self.of} = {self.hits / self.of:.1%} (95% interval {low:.1%} to {high:.1%})"
