"""A question typed badly against the same typed well: told beside by kind of noise, read and replied to."""

from collections.abc import Callable

from evals.noise import NOISES
from evals.scorers.followups import holds_enough
from evals.told import Told
from evals.verdict import Verdict, without

CLEAN = "clean"
READ = "read "
"""Before the kind of noise: how the question is understood, without a reply."""


def same(what: str, kinds: tuple[str, ...] = tuple(NOISES)) -> Callable[[object, Told], Verdict]:
    """Return the scorer of how a noisy question is understood: the same uses, or the same uses and labels."""

    def score(_case: object, told: Told) -> Verdict:
        clean = told.beside[READ + CLEAN]
        read = {kind: told.beside[READ + kind] for kind in kinds}
        parts = ("uses",) if what == "uses" else ("uses", "labels")
        other = [kind for kind, one in read.items() if any(one[part] != clean[part] for part in parts)]
        return without((f"other {what}: {kind}" for kind in other), of=len(kinds))

    return score


def same_claims(_case: object, told: Told) -> Verdict:
    """The reply to the noisy question holds most of what the clean one's short answer stands on."""
    other = [kind for kind in NOISES if not holds_enough(told.beside[kind], told.reply)]
    return without((f"other claims: {kind}" for kind in other), of=len(NOISES))
