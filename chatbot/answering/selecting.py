"""Which passages an answer shows: the best found, the ones its plan asks for, and the other side of a disagreement."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chatbot.domain import Origin, Passage, Strength, UseLabel
from chatbot.domain import LabelName
from chatbot.finding.finder import Hit
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.records import PlanRecord, SectionRecord

MOST_CLAIMS = 12
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

    def keep(self, hits: Sequence[Hit], labels: Sequence[UseLabel]) -> list[Hit]:
        """Drop passages that word an approval when no use in question is approved."""
        if not labels or any(label.name is LabelName.APPROVED for label in labels):
            return list(hits)
        return [hit for hit in hits if self.lets_through(hit.passage.text)]


def select(hits: Sequence[Hit], by_record: Mapping[str, Sequence[Hit]], room: int) -> list[Hit]:
    """Choose at most `room` passages: by score, each followed by the strongest that disagrees with it."""
    chosen: dict[str, Hit] = {}
    for hit in hits:
        if len(chosen) >= room:
            break
        chosen.setdefault(hit.passage.id, hit)
        if hit.passage.strength is Strength.COMMERCIAL_CLAIM:
            other = _strongest_other_side(hit, by_record)
            if other and len(chosen) < room:
                chosen.setdefault(other.passage.id, other)
    return list(chosen.values())


def _strongest_other_side(hit: Hit, by_record: Mapping[str, Sequence[Hit]]) -> Hit | None:
    others = [other for record in hit.passage.disagrees_with for other in by_record.get(record, ())]
    others = [o for o in others if o.passage.strength is not Strength.COMMERCIAL_CLAIM]
    return min(others, key=lambda other: STRENGTHS.index(other.passage.strength), default=None)


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
        key=lambda p: (order[p.heading], STRENGTHS.index(p.hit.passage.strength), -p.hit.score),
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
