"""Records into passages: what is indexed and cited."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

from chatbot.domain import (
    Ask,
    Guidance,
    Jurisdiction,
    Origin,
    Passage,
    Position,
    Source,
    SourceKind,
    Status,
    Strength,
    Use,
)
from chatbot.knowledge.records import FactRecord, PlanRecord
from chatbot.knowledge.sentences import sentences
from chatbot.knowledge.wording import Wording

STRENGTH_OF_KIND: Mapping[SourceKind, Strength] = {
    SourceKind.REGULATOR: Strength.LABEL,
    SourceKind.GUIDELINE: Strength.GUIDELINE,
    SourceKind.SYSTEMATIC_REVIEW: Strength.META_ANALYSIS,
    SourceKind.TRIAL: Strength.RCT,
    SourceKind.OBSERVATIONAL_STUDY: Strength.UNCONTROLLED,
    SourceKind.COMMERCIAL: Strength.COMMERCIAL_CLAIM,
    SourceKind.MAGAZINE: Strength.COMMERCIAL_CLAIM,
}
"""What kind of statement a passage is when its record does not say so itself."""


MOST_SOURCES = 3
"""How many sources of an evidence level are cited; the record holds them all."""


def passage_id(record: str, text: str) -> str:
    """Make an id that names its record and changes with its text."""
    return f"{record}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def from_fact(fact: FactRecord, subject: str, sources: Mapping[str, Source]) -> Passage:
    """Make the passage of a fact, word for word."""
    return Passage(
        id=passage_id(fact.id, fact.text),
        record=fact.id,
        text=fact.text,
        source=sources[fact.source],
        also=tuple(sources[s] for s in fact.also),
        locator=fact.locator,
        strength=fact.strength,
        topics=frozenset(fact.topics),
        uses=fact.uses,
        subject=subject,
        origin=Origin.FACT,
        jurisdiction=sources[fact.source].jurisdiction,
        asks=tuple(Ask(text=a) if isinstance(a, str) else Ask(text=a.ask, says=a.says) for a in fact.asks),
        sentences=sentences(fact.text),
        disagrees_with=fact.disagrees_with,
    )


def from_use(use: Use, wording: Wording) -> Iterator[Passage]:
    """Make the passages of a use: its status by country, guidance, evidence and summary."""
    for status in use.status.values():
        yield _status(use, status, wording)
    for guidance in use.guidance:
        yield _guidance(use, guidance, wording)
    lead = wording(f"evidence.{use.evidence}", use=use.phrase, treatment=treatment(use, wording))
    yield _of_use(use, Origin.EVIDENCE, f"{lead} {use.evidence_why}", use.evidence_sources[:MOST_SOURCES], {"evidence"})
    summary = _of_use(use, Origin.SUMMARY, use.summary, use.summary_sources, {"uses", "evidence"})
    yield replace(summary, asks=tuple(Ask(text=ask) for ask in use.asks))


def belongs(passage: Passage, plan: PlanRecord) -> bool:
    """Tell whether a plan draws on a passage."""
    return passage.subject in plan.subjects or not passage.topics.isdisjoint(plan.draws_on)


def treatment(use: Use, wording: Wording) -> str:
    """Name what is given: the use's own treatment or the library's."""
    return use.treatment or wording("treatment")


def country_name(country: Jurisdiction, wording: Wording) -> str:
    """Name a country as it stands inside a sentence."""
    return wording(f"country.{country}")


def _status(use: Use, status: Status, wording: Wording) -> Passage:
    known = {True: "approved", False: "not-approved", None: "not-known"}[status.approved]
    lead = wording(
        f"status.{known}",
        use=use.phrase,
        treatment=treatment(use, wording),
        country=country_name(status.jurisdiction, wording),
    )
    made = _of_use(use, Origin.STATUS, f"{lead} {status.note}", (status.source,), {"uses"})
    return _at(made, status.jurisdiction)


def _guidance(use: Use, guidance: Guidance, wording: Wording) -> Passage:
    year = f" ({guidance.year})" if guidance.year else ""
    lead = wording(
        f"position.{guidance.position}",
        body=f"{guidance.body}{year}",
        use=use.phrase,
        treatment=treatment(use, wording),
    )
    topics = {"evidence", "access"} if guidance.position is not Position.SILENT else {"evidence"}
    return _of_use(use, Origin.GUIDANCE, f"{lead} {guidance.note}", (guidance.source,), topics)


def _of_use(use: Use, origin: Origin, text: str, sources: tuple[Source, ...], topics: set[str]) -> Passage:
    strength = (
        Strength.GUIDELINE if origin is Origin.GUIDANCE else STRENGTH_OF_KIND.get(sources[0].kind, Strength.EXPERT)
    )
    return Passage(
        id=passage_id(f"{use.id}-{origin}", text),
        record=use.id,
        text=text,
        source=sources[0],
        also=sources[1:],
        locator=f"library record of this use: {origin}",
        strength=strength,
        topics=frozenset(topics),
        uses=(use.id,),
        subject=f"use-{origin}",
        origin=origin,
        jurisdiction=sources[0].jurisdiction,
        sentences=sentences(text),
    )


def _at(passage: Passage, place: Jurisdiction) -> Passage:
    return replace(passage, jurisdiction=place)
