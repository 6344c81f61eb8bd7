"""The frequent questions as staff see them: to be read, approved, put in other words, and bound anew."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, Response

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.answering.glossary import Glossary
from chatbot.errors import EntryError
from chatbot.faq import Faq, State
from chatbot.web.door import Door, Sent, see
from chatbot.web.pages.faq import standing
from chatbot.web.parts import Office, Site
from chatbot.web.render import Look
from chatbot.web.search import one_of
from chatbot.web.shell import Shell

DONE = ("approved", "bound")


def pages(site: Site, office: Office, door: Door, shell: Shell) -> APIRouter:
    """Return `/staff/questions` and `/staff/questions/<id>`; both are empty for a library without such entries."""
    router, library = APIRouter(default_response_class=HTMLResponse), site.library
    shelf, wording = Faq(library), library.wording
    look = Look(wording, Glossary(library.glossary))

    @router.get("/staff/questions")
    def listed(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))], state: str = "") -> HTMLResponse:
        chosen, rows = one_of(State, state), [(entry, site.standing[entry.id]) for entry in shelf.entries]
        return shell.page(
            "staff/questions",
            "questions",
            person=person,
            rows=[(entry, of) for entry, of in rows if chosen in {None, of}],
            all=len(rows),
            states=list(State),
            chosen=chosen or "",
        )

    @router.get("/staff/questions/{name}")
    def one(name: str, person: Annotated[Person, Depends(door.signed_in(Role.STAFF))], done: str = "") -> HTMLResponse:
        try:
            entry = shelf.entry(name)
        except EntryError as error:
            raise HTTPException(404) from error
        reply = site.preview(entry.question, (), None)
        state = shelf.state(entry, reply)
        return shell.page(
            "staff/question",
            "questions",
            person=person,
            entry=entry,
            state=state,
            said=standing(entry, state, wording),
            problems=list(shelf.problems(entry, reply)),
            turn=look.alone(reply),
            done=done if done in DONE else "",
        )

    @router.post("/staff/questions/{name}/approve")
    def approves(name: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        office.publisher.approve(name, sent["who"], site.today, sent.person.name)
        return see(f"/staff/questions/{name}?done=approved")

    @router.post("/staff/questions/{name}/reword")
    def rewords(name: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        office.publisher.reword(name, sent["question"], sent.person.name)
        return see(f"/staff/questions/{name}?done=bound")

    return router
