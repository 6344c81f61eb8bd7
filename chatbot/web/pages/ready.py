"""The page to get ready with: checklists to tick, signs to watch for, a diary; no tick is kept anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from chatbot.domain import COUNTRIES, Jurisdiction, Source, UrgencyLevel
from chatbot.handout.sheets import Sheets, level_of, paper, sources_of
from chatbot.knowledge.checklist_records import ChecklistRecord, DiaryRecord
from chatbot.knowledge.library import Library
from chatbot.understanding.triage import emergency_numbers
from chatbot.web.carecard import calls
from chatbot.web.pages.handouts import printed
from chatbot.web.parts import Site
from chatbot.web.search import page_country
from chatbot.web.shell import Shell


@dataclass(frozen=True, slots=True)
class Item:
    """One item, with the sources that support it."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part as the page shows it; `level` and `call` where it holds signs to watch for."""

    heading: str
    items: Sequence[Item]
    diary: DiaryRecord | None
    level: UrgencyLevel | None = None
    call: str = ""
    """Whom to call, as HTML."""


def pages(site: Site, shell: Shell) -> APIRouter:
    """Return `/get-ready` and `/get-ready/<id>/handout.pdf`; only for a library with checklists."""
    router, library = APIRouter(default_response_class=HTMLResponse), site.library

    @router.get("/get-ready")
    def ready(country: str = "") -> HTMLResponse:
        place = page_country(country, site.country)
        return shell.page(
            "ready",
            "get-ready",
            checklists=[(checklist, parts(checklist, place, library)) for checklist in library.checklists],
            country=place or "any",
            countries=COUNTRIES,
        )

    @router.get("/get-ready/{name}/handout.pdf")
    def handout(name: str, request: Request, country: str = "") -> Response:
        checklist = next((one for one in library.checklists if one.id == name), None)
        if checklist is None:
            raise HTTPException(404)
        place = page_country(country, site.country)
        link = f"{request.base_url}get-ready?country={place or 'any'}#{checklist.id}"
        return printed(Sheets(library, site.version).checklist(checklist, place, link), paper(place), checklist.id)

    return router


def parts(checklist: ChecklistRecord, country: Jurisdiction | None, library: Library) -> list[Part]:
    """Return the parts of a checklist, with the emergency numbers of a country, or of every one."""
    made = []
    for part in checklist.parts:
        items = [Item(item.text, sources_of(item, library)) for item in (*part.items, *part.watch)]
        level = level_of(part, library) if part.watch else None
        call = ""
        if level:
            numbers = emergency_numbers(country, library.wording)
            call = calls(library.wording(f"urgent.{level}", numbers=numbers), library.wording)
        made.append(Part(part.heading, items, part.diary, level, call))
    return made
