"""Which passages an answer shows: the best found, the ones its plan asks for, and the other side of a disagreement."""

import re
from collections.abc import Callable, Iterable, Sequence, Set
from typing import NamedTuple

from chatbot.domain import LabelName, Origin, Passage, Strength, UseLabel
from chatbot.finding.finder import Hit
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.records import PlanRecord, SectionRecord

MOST_CLAIMS = 12
GAP = 4.0
"""A passage this much below the best one found is left out, however much room there is."""
RECORDS_OF_A_USE = (Origin.SUMMARY, Origin.EVIDENCE)
"""What an answer about a use always holds of its record."""
STRENGTHS = tuple(Strength)


class Placed(NamedTuple):
    """A passage chosen for an answer, with its section and its score."""

    hit: Hit
    heading: str


class Guard:
    """Keeps out what could make a use that is not approved look approved."""

    def __init__(self, reading: Reading) -> None:
        self._approval = re.compile(reading.approval)
        self._negation = re.compile(reading.negation)

    def lets_through(self, text: str) -> bool:
        """Tell whether a text words no approval, or turns each one round in the same sentence."""
        sentences = re.split(r"(?<=[.!?;])\s", text.casefold())
        return all(not self._approval.search(s) or bool(self._negation.search(s)) for s in sentences)

    def for_labels(self, labels: Sequence[UseLabel]) -> Callable[[Passage], bool]:
        """Return what tells which passages may be shown beside these labels."""
        if not labels or any(label.name is LabelName.APPROVED for label in labels):
            return lambda _passage: True
        return lambda passage: self.lets_through(passage.text)


Others = Callable[[Passage], Sequence[Passage]]
"""The passages that contradict a passage and may be shown."""


def select(hits: Sequence[Hit], others: Others, room: int, said: Sequence[Passage] = ()) -> list[Hit]:
    """Choose at most `room` passages: by score, down to a gap, each before the strongest that disagrees with it.

    What disagrees with a passage that was said already, and is no weaker, comes first.
    """
    best = max((hit.score for hit in hits), default=0.0)
    known = {passage.id for passage in said}
    chosen = {p.id: Hit(p, best, 0.0) for p in _against(said, others)[:room]}
    for hit in hits:
        if len(chosen) >= room:
            break
        if hit.score < best - GAP and hit.passage.origin not in RECORDS_OF_A_USE:
            continue
        chosen.setdefault(hit.passage.id, hit)
        if other := _other_side(others(hit.passage), known | chosen.keys()):
            if len(chosen) < room:
                chosen[other.id] = Hit(other, hit.score, hit.likeness)
            elif hit.passage.strength is Strength.COMMERCIAL_CLAIM:
                del chosen[hit.passage.id]  # a seller's claim never stands without the other side
    return list(chosen.values())


def _against(said: Sequence[Passage], others: Others) -> list[Passage]:
    """The strongest passage that contradicts each that was said and is no weaker, unless one was said too."""
    known = {passage.id for passage in said}
    sides = [(passage, _other_side(others(passage), known)) for passage in said]
    return list(dict.fromkeys(other for passage, other in sides if other and _rank(other) <= _rank(passage)))


def _other_side(others: Sequence[Passage], shown: Set[str]) -> Passage | None:
    """The strongest passage that contradicts one shown, unless one of them is there already."""
    if any(passage.id in shown for passage in others):
        return None
    return min(others, key=_rank, default=None)


def _rank(passage: Passage) -> int:
    return STRENGTHS.index(passage.strength)


def place(hits: Iterable[Hit], plans: Sequence[PlanRecord], rest: str) -> list[Placed]:
    """Put each passage into the first section that takes it; stronger statements speak first in a section."""
    sections = [section for plan in plans for section in plan.sections]
    order = {heading: i for i, heading in enumerate([*(s.heading for s in sections), rest])}
    taken: dict[str, int] = {}
    placed = []
    for hit in hits:
        heading = next((s.heading for s in sections if _takes(s, hit.passage, taken.get(s.heading, 0))), rest)
        taken[heading] = taken.get(heading, 0) + 1
        placed.append(Placed(hit, heading))
    return sorted(
        placed,
        key=lambda p: (order[p.heading], _rank(p.hit.passage), -p.hit.score),
    )


def _takes(section: SectionRecord, passage: Passage, already: int) -> bool:
    text = passage.text.casefold()
    return (
        already < section.at_most
        and (not section.subjects or passage.subject in section.subjects)
        and (not section.topics or not passage.topics.isdisjoint(section.topics))
        and (not section.strengths or passage.strength in section.strengths)
        and (not section.words or any(word in text for word in section.words))
    )
