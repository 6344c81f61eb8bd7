"""What a reader must know about the evidence: one small rule per caveat, in the order in which they are shown."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from chatbot.domain import Caveat, Jurisdiction, Passage, SourceKind, Strength
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.wording import Wording

CONTROLLED = {Strength.RCT, Strength.META_ANALYSIS}
STUDIES = {*CONTROLLED, Strength.UNCONTROLLED}
OLD_AFTER_YEARS = 10
BY_DAY = {"old", "overdue"}
"""Caveats that come with time alone, while nothing of an answer changes."""


class Shown(NamedTuple):
    """What an answer cites, and what its question was about."""

    passages: Sequence[Passage]
    about_evidence: bool
    about_child: bool
    today: date
    reading: Reading


Told = tuple[Sequence[Passage], dict[str, object]]
Rule = Callable[[Shown], Told]
"""Returns the passages that make the caveat true, none when it is not, and what its words are filled with."""


def _seller(passage: Passage) -> bool:
    return passage.source.kind is SourceKind.COMMERCIAL or passage.strength is Strength.COMMERCIAL_CLAIM


def only_sellers(shown: Shown) -> Told:
    """Everything cited comes from someone with something to sell."""
    return (shown.passages if all(map(_seller, shown.passages)) else ()), {}


def some_sellers(shown: Shown) -> Told:
    """Something cited, but not all, comes from a seller."""
    sellers = [p for p in shown.passages if _seller(p)]
    return (sellers if len(sellers) < len(shown.passages) else ()), {}


def no_controlled_trial(shown: Shown) -> Told:
    """The question is whether it works, and nothing cited reports a controlled trial."""
    if not shown.about_evidence or CONTROLLED & {p.strength for p in shown.passages}:
        return (), {}
    return shown.passages, {}


def one_country(shown: Shown) -> Told:
    """Everything cited speaks for one country."""
    places = {p.jurisdiction or p.source.jurisdiction for p in shown.passages}
    alone = len(places) == 1 and Jurisdiction.INT not in places
    return (shown.passages if alone else ()), {"country": next(iter(places), "")}


def disagree(shown: Shown) -> Told:
    """Two of the passages cited contradict each other."""
    ids = {p.record for p in shown.passages}
    return [p for p in shown.passages if ids & set(p.disagrees_with)], {}


def old(shown: Shown) -> Told:
    """Every source cited that has a year is old."""
    dated = [p for p in shown.passages if p.source.year]
    newest = max((p.source.year or 0 for p in dated), default=0)
    return (dated if dated and newest < shown.today.year - OLD_AFTER_YEARS else ()), {"year": newest}


def abstract_only(shown: Shown) -> Told:
    """Studies are cited, and of none more than the summary was read."""
    studies = [p for p in shown.passages if p.strength in STUDIES]
    unread = studies and all(p.source.read in {"abstract", "secondary"} for p in studies)
    return (studies if unread else ()), {}


def adults_only(shown: Shown) -> Told:
    """The question is about a child, and the studies cited speak of adults alone."""
    if not shown.about_child:
        return (), {}
    child, adult = re.compile(shown.reading.child), re.compile(shown.reading.adult)
    texts = [(p, p.text.casefold()) for p in shown.passages]
    adults = [p for p, text in texts if adult.search(text)]
    return (adults if not any(child.search(text) for _, text in texts) else ()), {}


def overdue(shown: Shown) -> Told:
    """A source cited is past its review date."""
    late = [p for p in shown.passages if p.source.next_review < shown.today]
    return late, {"date": min((p.source.next_review for p in late), default=None)}


RULES: dict[str, Rule] = {
    "only-sellers": only_sellers,
    "some-sellers": some_sellers,
    "disagree": disagree,
    "no-controlled-trial": no_controlled_trial,
    "adults-only": adults_only,
    "abstract-only": abstract_only,
    "one-country": one_country,
    "old": old,
    "overdue": overdue,
}


def caveats(shown: Shown, wording: Wording) -> tuple[Caveat, ...]:
    """Apply every rule; the passages that make a caveat true come with it."""
    made = []
    for name, rule in RULES.items():
        because, values = rule(shown)
        if because:
            if "country" in values:
                values = {"country": wording(f"country.{values['country']}")}
            made.append(Caveat(name, wording(f"caveat.{name}", **values), tuple(because)))
    return tuple(made)
