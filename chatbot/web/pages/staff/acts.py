"""Every act in the trail: who did what and when, found by person, kind and day, and taken away as a table."""

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, StreamingResponse

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.audit.acts import Wanted, What
from chatbot.audit.export import csv_acts
from chatbot.web.door import Door
from chatbot.web.parts import Office
from chatbot.web.shell import Shell

ON_A_PAGE = 50


def pages(office: Office, door: Door, shell: Shell) -> APIRouter:
    """Return `/staff/acts` and `/staff/acts.csv`, for admins alone: signing in is among the acts."""
    router, acts = APIRouter(default_response_class=HTMLResponse), office.acts

    @router.get("/staff/acts")
    def listed(
        person: Annotated[Person, Depends(door.signed_in(Role.ADMIN))],
        who: str = "",
        what: str = "",
        day: str = "",
        page: str = "1",
    ) -> HTMLResponse:
        wanted = _wanted(who, what, day)
        found = acts.count(wanted)
        last = max(1, -(-found // ON_A_PAGE))
        at = min(max(int(page) if page.isdecimal() and len(page) < 8 else 1, 1), last)
        asked = {"who": wanted.who, "what": wanted.what, "day": str(wanted.day or "")}
        return shell.page(
            "staff/acts",
            "acts",
            person=person,
            acts=acts.newest(ON_A_PAGE, wanted, (at - 1) * ON_A_PAGE),
            people=acts.people(),
            kinds=acts.kinds(),
            asked=asked,
            query=urlencode(asked),
            wrong_day=bool(day.strip()) and wanted.day is None,
            found=found,
            page=at,
            last=last,
            pending=office.publisher.pending,
        )

    @router.get("/staff/acts.csv")
    def table(
        person: Annotated[Person, Depends(door.signed_in(Role.ADMIN))], who: str = "", what: str = "", day: str = ""
    ) -> StreamingResponse:
        acts.note(person.name, What.DOWNLOADED, "acts")
        lines = csv_acts(acts.stream(_wanted(who, what, day)))
        named = {"content-disposition": 'attachment; filename="acts.csv"'}
        return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=named)

    return router


def _wanted(who: str, what: str, day: str) -> Wanted:
    try:
        on = date.fromisoformat(day.strip())
    except ValueError:
        on = None
    return Wanted(who=who.strip(), what=what.strip(), day=on)
