"""What waits for staff: reviews that are due, questions without an answer, frequent questions that changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.assemble import words
from chatbot.audit.ledger import unanswered
from chatbot.knowledge.library import Library
from chatbot.undertaking import BEGUN
from chatbot.web.door import Door
from chatbot.web.parts import Office, Site
from chatbot.web.shell import Shell

SOON = timedelta(days=60)
"""Reviews that are due within this time are listed too."""
LOOKED_BACK = timedelta(days=90)
"""How far the ledger of unanswered questions reaches, as long as answers are kept."""


SHOWN = 12
"""So many of the last acts."""


class Due(NamedTuple):
    """A record whose review is due, or soon will be."""

    id: str
    name: str
    kind: str
    on: date
    path: str


def pages(site: Site, office: Office, door: Door, shell: Shell) -> APIRouter:
    """Return `/staff`, `/staff/unanswered` and `/staff/due`."""
    router, library = APIRouter(default_response_class=HTMLResponse), site.library
    waiting = sorted(due(library, site.today), key=lambda one: (one.on, one.id))
    reviews = [source.next_review for source in library.sources.values()]
    following = min(reviews, default=None)
    questions = partial(unanswered, office.archive, words(library))

    @router.get("/staff")
    def overview(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> HTMLResponse:
        groups = questions(datetime.now(UTC) - LOOKED_BACK)
        return shell.page(
            "staff/overview",
            "staff",
            person=person,
            documents=len(library.added),
            drafts=len(office.publisher.drafts.ids()),
            overdue=sum(one.on < site.today for one in waiting),
            soon=sum(one.on >= site.today for one in waiting),
            unanswered=sum(group.times for group in groups),
            groups=len(groups),
            states=Counter(site.standing.values()),
            entries=len(library.faq),
            acts=[act for act in office.acts.newest(2 * SHOWN) if not act.what.endswith(BEGUN)][:SHOWN],
            pending=office.publisher.pending,
        )

    @router.get("/staff/unanswered")
    def ledger(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> HTMLResponse:
        groups = questions(datetime.now(UTC) - LOOKED_BACK)
        return shell.page("staff/unanswered", "unanswered", person=person, groups=groups, days=LOOKED_BACK.days)

    @router.get("/staff/due")
    def to_review(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> HTMLResponse:
        return shell.page(
            "staff/due", "due", person=person, due=waiting, next=following, today=site.today, days=SOON.days
        )

    return router


def due(library: Library, today: date) -> Iterator[Due]:
    """Yield every source and price list whose review is due, or will be soon."""
    for source in library.sources.values():
        if source.next_review <= today + SOON:
            yield Due(source.id, source.title, source.kind, source.next_review, f"/library/{source.id}")
