"""The pages of the uses: all of them in one table, and one page for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from chatbot.domain import (
    COUNTRIES,
    EvidenceLevel,
    Jurisdiction,
    LabelName,
    Origin,
    Passage,
    Position,
    Source,
    SourceKind,
    Status,
    Strength,
    Use,
    UseLabel,
)
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import STRENGTH_OF_KIND, treatment
from chatbot.web.parts import Site
from chatbot.web.search import one_of, page_country, says
from chatbot.web.shell import Shell

FOR = (Position.RECOMMENDED, Position.RESTRICTED, Position.EXCEPTIONAL_ONLY)
AGAINST = (Position.NOT_ROUTINE, Position.AGAINST)


@dataclass(frozen=True, slots=True)
class Row:
    """A use as the table shows it."""

    use: Use
    labels: tuple[UseLabel, ...]
    words: str
    """What it is searched by."""

    @property
    def backed(self) -> int:
        """How many bodies recommend or allow it."""
        return sum(guidance.position in FOR for guidance in self.use.guidance)

    @property
    def opposed(self) -> int:
        """How many bodies advise against it or do not support it."""
        return sum(guidance.position in AGAINST for guidance in self.use.guidance)


@dataclass(frozen=True, slots=True)
class Group:
    """The sources of one strength that speak of a use."""

    strength: Strength
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a use in one country."""

    country: Jurisdiction
    status: Status | None

    @property
    def known(self) -> str:
        """The status as a name of the fixed words."""
        approved = self.status.approved if self.status else None
        return {True: "approved", False: "not-approved", None: "not-known"}[approved]


def pages(site: Site, shell: Shell) -> APIRouter:
    """Return `/uses` and `/uses/<id>`."""
    router, library = APIRouter(default_response_class=HTMLResponse), site.library

    @router.get("/uses")
    def table(q: str = "", country: str = "", label: str = "", evidence: str = "", group: str = "") -> HTMLResponse:
        place = page_country(country, site.country)
        name, level = one_of(LabelName, label), one_of(EvidenceLevel, evidence)
        shown = [
            row
            for row in _rows(library, place)
            if says(row.words, q)
            and (name is None or any(x.name is name for x in row.labels))
            and (level is None or row.use.evidence is level)
            and group in ("", row.use.group)
        ]
        return shell.page(
            "uses",
            "uses",
            rows=shown,
            all=len(library.uses),
            groups=library.groups,
            countries=COUNTRIES,
            names=list(LabelName),
            levels=list(EvidenceLevel),
            asked={"q": q, "country": place or "", "label": name or "", "evidence": level or "", "group": group},
        )

    @router.get("/uses/{use_id}")
    def one(use_id: str, country: str = "") -> HTMLResponse:
        use = library.uses.get(use_id)
        if use is None:
            raise HTTPException(404)
        place = page_country(country, site.country)
        about = [p for p in library.passages if use.id in p.uses]
        return shell.page(
            "use",
            "uses",
            use=use,
            labels=labels(use, place),
            country=place or "",
            countries=COUNTRIES,
            treatment=treatment(use, library.wording),
            group=library.groups[use.group],
            groups=evidence(use, about),
            positions=_positions(use),
            statuses=[Place(c, use.status.get(c)) for c in COUNTRIES],
            claims=[p for p in about if _sold(p) and p.origin is not Origin.STATUS],
            told=_told(about),
            sources=list(dict.fromkeys([*use.sources, *(s for p in about for s in p.sources)])),
        )

    return router


def evidence(use: Use, about: Sequence[Passage]) -> list[Group]:
    """Count the sources that speak of a use by the strongest statement that each makes of it."""
    strengths: dict[str, list[Strength]] = {}
    for passage in about:
        if passage.origin is Origin.FACT:
            strengths.setdefault(passage.source.id, []).append(passage.strength)
    sources = {s.id: s for s in (*use.sources, *use.evidence_sources, *(g.source for g in use.guidance))}
    sources |= {p.source.id: p.source for p in about}
    order = list(Strength)
    found: dict[Strength, list[Source]] = {strength: [] for strength in order}
    for source in sources.values():
        said = [] if source.kind is SourceKind.COMMERCIAL else strengths.get(source.id, [])
        said = said or [STRENGTH_OF_KIND.get(source.kind, Strength.EXPERT)]
        found[min(said, key=order.index)].append(source)
    return [Group(strength, tuple(group)) for strength, group in found.items()]


def _rows(library: Library, country: Jurisdiction | None) -> Iterator[Row]:
    for use in sorted(library.uses.values(), key=lambda use: use.name.casefold()):
        words = " ".join([use.name, use.phrase, *use.synonyms, use.summary, library.groups[use.group]])
        yield Row(use, labels(use, country), words)


def _positions(use: Use) -> Mapping[str, int]:
    """How many bodies speak for a use, against it, or take no position."""
    found = [guidance.position for guidance in use.guidance]
    return {
        "for": sum(position in FOR for position in found),
        "against": sum(position in AGAINST for position in found),
        "silent": found.count(Position.SILENT),
    }


def _sold(passage: Passage) -> bool:
    return passage.source.kind is SourceKind.COMMERCIAL or passage.strength is Strength.COMMERCIAL_CLAIM


def _told(about: Sequence[Passage]) -> dict[Strength, list[Passage]]:
    """The facts about a use that no seller tells, by strength, the strongest first."""
    facts = [p for p in about if p.origin in {Origin.FACT, Origin.DOCUMENT} and not _sold(p)]
    found = {strength: [p for p in facts if p.strength is strength] for strength in Strength}
    return {strength: passages for strength, passages in found.items() if passages}
