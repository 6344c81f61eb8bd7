"""The label of a use: one small table of rules over status, guidance and evidence level.

The rules, first that holds (they are the library's own, not a medical authority's):

1. approved in the reader's country: approved;
2. evidence level negative (controlled trials show no benefit): not-recommended;
3. a named guideline or payer recommends or restricts it, or it is approved elsewhere: off-label;
4. everything else: experimental.

A status that is not known is never 'approved' and never told as 'not approved': the label then says `known=False`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from chatbot.domain import COUNTRIES, EvidenceLevel, Jurisdiction, LabelName, Position, Source, Use, UseLabel

EVERYWHERE = {Jurisdiction.US, Jurisdiction.EU}
"""An approval is told without a country only where at least these are known to have given it."""
SUPPORT = {Position.RECOMMENDED, Position.RESTRICTED, Position.EXCEPTIONAL_ONLY}


class _Case(NamedTuple):
    use: Use
    country: Jurisdiction


def approved_in(use: Use) -> tuple[Jurisdiction, ...]:
    """The countries in which the library holds an approval, in the order of display."""
    return _where(use, approved=True)


def not_approved_in(use: Use) -> tuple[Jurisdiction, ...]:
    """The countries in which the library holds that the use is not approved."""
    return _where(use, approved=False)


def told_in(labels: Sequence[UseLabel]) -> Sequence[Jurisdiction]:
    """The countries that labels of one name are for; with none chosen, only an approval is told with its countries."""
    chosen = [label.country for label in labels if label.country]
    return labels[0].approved_in if not chosen and labels[0].name is LabelName.APPROVED else chosen


def _where(use: Use, *, approved: bool) -> tuple[Jurisdiction, ...]:
    return tuple(c for c in COUNTRIES if c in use.status and use.status[c].approved is approved)


def _approved_there(case: _Case) -> bool:
    return case.country in approved_in(case.use)


def _trials_show_no_benefit(case: _Case) -> bool:
    return case.use.evidence is EvidenceLevel.NEGATIVE


def _supported_or_approved_elsewhere(case: _Case) -> bool:
    supported = any(guidance.position in SUPPORT for guidance in case.use.guidance)
    return supported or bool(approved_in(case.use))


RULES: tuple[tuple[LabelName, Callable[[_Case], bool]], ...] = (
    (LabelName.APPROVED, _approved_there),
    (LabelName.NOT_RECOMMENDED, _trials_show_no_benefit),
    (LabelName.OFF_LABEL, _supported_or_approved_elsewhere),
    (LabelName.EXPERIMENTAL, lambda _case: True),
)


def label_name(use: Use, country: Jurisdiction) -> LabelName:
    """Compute the label of a use in one country; a label set by hand goes before the rules."""
    if use.by_hand:
        return use.by_hand.label
    case = _Case(use, country)
    return next(name for name, holds in RULES if holds(case))


def labels(use: Use, country: Jurisdiction | None) -> tuple[UseLabel, ...]:
    """Return the label for a country; with none chosen, one for all, or one for each where they differ."""
    if country:
        return (_label(use, country, country),)
    known = {*approved_in(use), *not_approved_in(use)}
    places = [c for c in COUNTRIES if c in known] or [Jurisdiction.US]
    names = {label_name(use, place) for place in places}
    if len(names) == 1 and (LabelName.APPROVED not in names or known.issuperset(EVERYWHERE)):
        return (_label(use, places[0], None),)
    return tuple(_label(use, place, place) for place in places)


def _label(use: Use, place: Jurisdiction, shown: Jurisdiction | None) -> UseLabel:
    status = use.status.get(place)
    return UseLabel(
        use=use,
        name=label_name(use, place),
        country=shown,
        known=status is not None and status.approved is not None,
        source=_source(use, place),
        checked=use.checked,
        approved_in=approved_in(use),
        not_approved_in=not_approved_in(use),
        against=tuple(g for g in use.guidance if g.position is Position.AGAINST),
    )


def _source(use: Use, place: Jurisdiction) -> Source:
    """What the label rests on: the hand's source, the country's status, else the guidance or the record's first."""
    if use.by_hand:
        return use.by_hand.source
    if place in use.status:
        return use.status[place].source
    supporting = [g.source for g in use.guidance if g.position in SUPPORT]
    return (supporting or [status.source for status in use.status.values()] or list(use.sources))[0]
