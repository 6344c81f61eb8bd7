"""Caveats: each that the cited passages make true stands in the reply, and no other."""

from collections.abc import Callable, Mapping
from datetime import date

from chatbot.answering.caveats import RULES, Shown
from chatbot.domain import Passage
from chatbot.knowledge.library import Library
from evals.told import Json, Told
from evals.verdict import Verdict, all_of, unscored

DEPENDS_ON_QUESTION = {"adults-only"}
"""Whether a child is meant is not told by a reply."""


def present(library: Library, today: date) -> Callable[[object, Told], Verdict]:
    """Return the scorer of caveats, worked out anew from what a reply cites."""
    passages = {passage.id: passage for passage in library.passages}
    rules = {name: rule for name, rule in RULES.items() if name not in DEPENDS_ON_QUESTION}

    def score(_case: object, told: Told) -> Verdict:
        cited = _cited(told.reply, passages)
        if not told.answered or not cited:
            return unscored("nothing is cited")
        plans = [library.plans[topic] for topic in told.reply["topics"] if topic in library.plans]
        shown = Shown(
            cited, any(plan.evidence for plan in plans), about_child=False, today=today, reading=library.reading
        )
        needed = {name for name, rule in rules.items() if rule(shown)[0]}
        checks = {f"{name}: needed and missing": _holds(name, told.reply, library) for name in needed}
        spare = {name for name in rules if name not in needed and _holds(name, told.reply, library)}
        return all_of({**checks, **{f"{name}: there and not true": False for name in spare}} or {"none needed": True})

    return score


def _cited(reply: Json, passages: Mapping[str, Passage]) -> list[Passage]:
    found = dict.fromkeys(c["passage_id"] for c in reply["citations"])
    return [passages[id_] for id_ in found if id_ in passages]


def _holds(name: str, reply: Json, library: Library) -> bool:
    """Tell whether a caveat's words stand in the reply, whatever its places are filled with."""
    start = library.wording.get(f"caveat.{name}").partition("{")[0]
    return any(caveat.startswith(start) for caveat in reply["caveats"])
