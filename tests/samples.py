"""Small whole values to test with: sources, passages, examples."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chatbot.domain import (
    COUNTRIES,
    Ask,
    EvidenceLevel,
    Example,
    Guidance,
    Jurisdiction,
    Origin,
    Passage,
    Position,
    Sign,
    Source,
    SourceKind,
    Status,
    Strength,
    UrgencyLevel,
    Use,
)
from chatbot.knowledge.passages import passage_id
from chatbot.knowledge.records import LanguageRecord
from chatbot.knowledge.sentences import sentences

SOURCE = Source(
    id="leaflet",
    title="A leaflet",
    publisher="A hospital",
    kind=SourceKind.PATIENT_INFORMATION,
    jurisdiction=Jurisdiction.UK,
    year=2024,
    url="https://example.org/leaflet",
    interest="none known",
    read="full",
    checked=date(2026, 11, 1),
    next_review=date(2027, 11, 1),
)


def make_passage(
    record: str,
    text: str,
    *,
    asks: Sequence[str] = (),
    uses: tuple[str, ...] = (),
    topics: Sequence[str] = (),
    strength: Strength = Strength.EXPERT,
    origin: Origin = Origin.FACT,
) -> Passage:
    """Make a passage as the library does, with an id of its record and text."""
    return Passage(
        id=passage_id(record, text),
        record=record,
        text=text,
        source=SOURCE,
        locator="page 1",
        strength=strength,
        topics=frozenset(topics),
        uses=uses,
        subject="leaflet",
        origin=origin,
        asks=tuple(Ask(text=ask) for ask in asks),
        sentences=sentences(text),
    )


def make_example(text: str, *, family: str = "sign", of: str = "clot", holds: bool = True) -> Example:
    """Make a message as people write it."""
    return Example(text=text, family=family, of=of, holds=holds)


def make_source(name: str = "leaflet", kind: SourceKind = SourceKind.PATIENT_INFORMATION, **changes: Any) -> Source:
    """Make a source of a kind; changes are its other fields."""
    return replace(SOURCE, id=name, kind=kind, **changes)


def make_status(place: Jurisdiction, *, approved: bool | None, source: Source = SOURCE) -> Status:
    """Make a status that rests on a source."""
    return Status(jurisdiction=place, approved=approved, note="The label was read.", source=source)


def make_guidance(position: Position, body: str = "A society", year: int | None = 2024) -> Guidance:
    """Make what one body says."""
    return Guidance(body=body, year=year, position=position, note="It gives its reasons.", source=SOURCE)


def make_use(
    approved: Mapping[Jurisdiction, bool | None] | None = None,
    positions: Sequence[Position] = (),
    evidence: EvidenceLevel = EvidenceLevel.LIMITED,
    **changes: Any,
) -> Use:
    """Make a use from its status by country, the positions of guidance and its evidence level."""
    made = Use(
        id="hiccups",
        name="Hiccups",
        phrase="hiccups",
        treatment=None,
        group="chest",
        synonyms=(),
        exact_case=frozenset(),
        also_everyday=frozenset(),
        status={place: make_status(place, approved=known) for place, known in (approved or {}).items()},
        guidance=tuple(make_guidance(position) for position in positions),
        evidence=evidence,
        evidence_why="Few people were studied.",
        evidence_sources=(SOURCE,),
        summary="Little is known.",
        summary_sources=(SOURCE,),
        sources=(SOURCE,),
        checked=date(2026, 11, 1),
    )
    return replace(made, **changes)


def make_sign(name: str, level: UrgencyLevel = UrgencyLevel.EMERGENCY_NOW) -> Sign:
    """Make a warning sign with advice of its own."""
    return Sign(
        id=name,
        sign=f"Signs of {name}",
        say_it_like=(),
        possible_cause="unknown",
        level=level,
        advice=f"Advice on {name}.",
        sources=(SOURCE,),
        locator="page 2",
    )


def make_language(code: str = "es", **changes: Any) -> LanguageRecord:
    """Make the record of a language in which two signs are told; changes are its other fields."""
    made: dict[str, Any] = {
        "code": code,
        "name": "español",
        "comma": "; ",
        "countries": {place: f"[{place}]" for place in COUNTRIES},
        "answer": "Solo en inglés.",
        "emergency": "Llame: {numbers}.",
        "urgent": {"emergency-now": "Urgente. Llame ya: {numbers}.", "urgent-today": "Hoy. Llame: {numbers}."},
        "words": ["hijo", "duele", "pierna"],
        "reach": 30,
        "near": 4,
        "denials": ["_no_", "_sin_"],
        "no_denials": ["no sé"],
        "openers": ["puede causar"],
        "harmless": ["hace un año"],
        "over": ["ya está bien"],
        "now": ["ahora"],
        "signs": [
            {"sign": "leg", "rules": [[["_pierna", "muslo"], ["hinch", "no puede mover"]]]},
            {"sign": "fit", "rules": [[["convulsión"]], [["ataque"], ["tieso"]]]},
        ],
    }
    return LanguageRecord.model_validate({**made, **changes})
