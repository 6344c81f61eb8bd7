"""The pages of frequent questions: all of them by topic, and one page for each with the engine's own answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from chatbot.errors import EntryError
from chatbot.faq import Faq, State
from chatbot.handout.sheets import Sheets, paper
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.wording import Wording, day
from chatbot.reply import Reply
from chatbot.web.pages.handouts import printed
from chatbot.web.parts import Site
from chatbot.web.render import Look
from chatbot.web.search import says
from chatbot.web.shell import Shell


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the list shows it."""

    entry: FaqRecord
    state: State


@dataclass(frozen=True, slots=True)
class Topic:
    """The entries of one topic."""

    id: str
    name: str
    rows: Sequence[Row]


def pages(site: Site, shell: Shell, look: Look) -> APIRouter:
    """Return `/faq`, `/faq/<id>` and `/faq/<id>/handout.pdf`; only for a library with frequent questions."""
    router, library = APIRouter(default_response_class=HTMLResponse), site.library
    shelf, wording = Faq(library), library.wording
    rows = [Row(entry, shelf.state(entry)) for entry in shelf.entries]

    @router.get("/faq")
    def listed(q: str = "", topic: str = "") -> HTMLResponse:
        named = {plan.id: plan.name for plan in library.plans.values()}
        found = [
            row
            for row in rows
            if says(f"{row.entry.question} {named[row.entry.topic]}", q) and topic in {"", row.entry.topic}
        ]
        topics = [Topic(i, name, [r for r in found if r.entry.topic == i]) for i, name in named.items()]
        return shell.page(
            "faq",
            "faq",
            topics=[one for one in topics if one.rows],
            names={i: name for i, name in named.items() if any(r.entry.topic == i for r in rows)},
            found=len(found),
            approved=any(row.state is State.APPROVED for row in rows),
            all=len(rows),
            asked={"q": q, "topic": topic if topic in named else ""},
        )

    def answered(name: str) -> tuple[FaqRecord, Reply]:
        try:
            entry = shelf.entry(name)
        except EntryError as error:
            raise HTTPException(404) from error
        return entry, site.preview(entry.question, (), None)

    @router.get("/faq/{name}")
    def one(name: str) -> HTMLResponse:
        entry, reply = answered(name)
        return shell.page(
            "entry",
            "faq",
            entry=entry,
            topic=library.plans[entry.topic],
            state=shelf.state(entry, reply),
            said=standing(entry, shelf.state(entry, reply), wording),
            turn=look.alone(reply, f"/faq/{entry.id}"),
        )

    @router.get("/faq/{name}/handout.pdf")
    def handout(name: str, request: Request) -> Response:
        entry, reply = answered(name)
        said = standing(entry, shelf.state(entry, reply), wording)
        sheet = Sheets(library, site.version).reply(reply, f"{request.base_url}faq/{entry.id}", said)
        return printed(sheet, paper(site.country), entry.id)

    return router


def standing(entry: FaqRecord, state: State, wording: Wording) -> str:
    """Say in words who approved the answer of an entry, or that nobody has, or that it has changed."""
    given = entry.approved
    if state is State.APPROVED and given:
        return wording("site.faq.approved_by", who=given.who, date=day(given.on))
    return wording(f"site.faq.{state}_said")
