"""Which cases of which sets a run asks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chatbot.errors import ChatbotError
from chatbot.knowledge.library import Library
from evals.cases import Case, Half, in_fast
from evals.eval_set import EvalSet
from evals.sets import GROUPS


class ChoiceError(ChatbotError):
    """A set or a case is asked for that there is not."""


class Choice(NamedTuple):
    """What is asked for; nothing given is everything."""

    sets: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    half: Half | None = None
    fast: bool = False

    @property
    def whole(self) -> bool:
        """Whether every case of every set is asked."""
        return not (self.sets or self.only or self.half or self.fast)


class Chosen(NamedTuple):
    """A set and the cases of it that are to be run."""

    of: EvalSet
    cases: Sequence[Case]


def choose(sets: Mapping[str, EvalSet], choice: Choice, library: Library) -> list[Chosen]:
    """Return the sets with their cases; raise ChoiceError for a name or id that there is not."""
    names = list(_names(choice.sets or sets, sets))
    found = [Chosen(sets[name], _cases(sets[name], choice, library)) for name in names]
    ids = {case.id for one in found for case in one.cases}
    if unknown := sorted(set(choice.only) - ids):
        raise ChoiceError(f"no case {', '.join(unknown)} in {', '.join(names)}; ids stand in evals/cases")
    return [one for one in found if one.cases]


def _names(asked: Iterable[str], sets: Mapping[str, EvalSet]) -> Iterable[str]:
    for name in asked:
        if name not in sets and name not in GROUPS:
            raise ChoiceError(f"no set {name}; there are {', '.join(sets)}, and {', '.join(GROUPS)} for several")
    named = [one for name in asked for one in ((name,) if isinstance(asked, Mapping) else GROUPS.get(name, (name,)))]
    return dict.fromkeys(named)


def _cases(of: EvalSet, choice: Choice, library: Library) -> list[Case]:
    every = of.cases(library, choice.half if of.halves else None)
    fast = [case for case in every if in_fast(case.id, of.of_fast)] if choice.fast else every
    return [case for case in fast if not choice.only or case.id in choice.only]
