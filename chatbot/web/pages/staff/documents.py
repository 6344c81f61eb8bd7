"""Documents of one's own: uploaded, looked through passage by passage, published and taken back."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Annotated, NamedTuple, TypeVar

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import HTMLResponse, Response

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.audit.acts import What
from chatbot.domain import Jurisdiction, SourceKind
from chatbot.errors import DocumentError
from chatbot.knowledge.added import Judged
from chatbot.knowledge.loaders.kinds import SUFFIXES
from chatbot.knowledge.provenance import NEEDED, OPTIONAL
from chatbot.knowledge.shelf import Decision, Document
from chatbot.publishing import MOST_PAGES, Change, topics
from chatbot.web.door import Door, Sent, see
from chatbot.web.limits import MOST_UPLOADED
from chatbot.web.parts import Office, Site
from chatbot.web.shell import Shell

T = TypeVar("T")
DONE = ("added", "changed", "published", "taken-back", "removed")
"""What a page may say was done."""
DECISIONS: Mapping[str, Decision | None] = {"": None, "not-a-claim": "not-a-claim", "leave-out": "leave-out"}
HERE = "documents"
Looked = tuple[Document, tuple[Judged, ...]]
"""A document with its passages."""


class Counted(NamedTuple):
    """How many passages of a document are answered from, and how many are not and why."""

    passages: int
    quoted: int
    held: int
    left_out: int
    notices: int


def counted(judged: Sequence[Judged]) -> Counted:
    """Count the passages of a document."""
    return Counted(
        passages=len(judged),
        quoted=sum(one.quoted for one in judged),
        held=sum(one.held == "approval" and one.role == "content" for one in judged),
        left_out=sum(one.held == "left-out" for one in judged),
        notices=sum(one.role != "content" for one in judged),
    )


def pages(site: Site, office: Office, door: Door, shell: Shell) -> APIRouter:
    """Return `/staff/documents` and `/staff/drafts` with all that is under them."""
    router = APIRouter(default_response_class=HTMLResponse)
    router.include_router(_listed(site, office, door, shell))
    router.include_router(_adding(office, door, shell, site))
    router.include_router(_shown(office, door, shell))
    router.include_router(_passages(site, office, door, shell))
    return router


def _listed(site: Site, office: Office, door: Door, shell: Shell) -> APIRouter:
    router, publisher = APIRouter(), office.publisher

    @router.get("/staff/documents")
    def listed(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))], done: str = "") -> HTMLResponse:
        own, problems = publisher.shelf.documents()
        drafts, bad = publisher.drafts.documents()
        return shell.page(
            "staff/documents",
            HERE,
            person=person,
            own=[(document, counted(site.library.added.get(document.record.id, ()))) for document in own],
            drafts=drafts,
            broken=sorted({problem.record for problem in problems}),
            broken_drafts=sorted({problem.record for problem in bad}),
            today=site.today,
            done=done if done in DONE else "",
        )

    return router


def _adding(office: Office, door: Door, shell: Shell, site: Site) -> APIRouter:
    router = APIRouter()

    def form(person: Person, told: Mapping[str, str], wrong: str = "", status: int = 200) -> HTMLResponse:
        return shell.page(
            "staff/add",
            HERE,
            status=status,
            person=person,
            told=told,
            wrong=wrong,
            kinds=list(SourceKind),
            countries=list(Jurisdiction),
            suffixes=sorted(SUFFIXES),
            most_mb=MOST_UPLOADED >> 20,
            most_pages=MOST_PAGES,
            most_scanned=office.publisher.most_scanned,
        )

    @router.get("/staff/documents/add")
    def asks(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> HTMLResponse:
        return form(person, dict.fromkeys([*NEEDED, *OPTIONAL], ""))

    @router.post("/staff/documents/add")
    def adds(sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        told = {name: sent[name] for name in (*NEEDED, *OPTIONAL)}
        file = sent.file("file")
        if file is None:
            return form(sent.person, told, site.library.wording("staff.add.no_file"), 422)
        try:
            outcome = office.publisher.add(file.name, file.content, told, site.today)
        except DocumentError as error:
            return form(sent.person, told, error.what, 422)
        office.acts.note(sent.person.name, What.DOCUMENT_ADDED, outcome.id, PurePath(file.name).name)
        return see(f"/staff/drafts/{outcome.id}?done=added")

    return router


def _shown(office: Office, door: Door, shell: Shell) -> APIRouter:
    """A document on its page, as a draft and as it is published, and all that is done to either."""
    router, publisher = APIRouter(), office.publisher

    def page(person: Person, found: Looked, done: str, *, draft: bool) -> HTMLResponse:
        document, judged = found
        return shell.page(
            "staff/document",
            HERE,
            person=person,
            document=document,
            judged=judged,
            counted=counted(judged),
            names={use.id: use.name for use in publisher.served.library.uses.values()},
            draft=draft,
            replaces=draft and document.record.id in publisher.shelf.ids(),
            done=done if done in DONE else "",
        )

    @router.get("/staff/drafts/{id_}")
    def draft(id_: str, person: Annotated[Person, Depends(door.signed_in(Role.STAFF))], done: str = "") -> HTMLResponse:
        return page(person, _found(lambda: publisher.draft(id_)), done, draft=True)

    @router.get("/staff/documents/{id_}")
    def published(
        id_: str, person: Annotated[Person, Depends(door.signed_in(Role.STAFF))], done: str = ""
    ) -> HTMLResponse:
        return page(person, _found(lambda: publisher.published(id_)), done, draft=False)

    @router.post("/staff/drafts/{id_}/publish")
    def publish(id_: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        _found(lambda: publisher.drafts.document(id_))
        publisher.publish(id_, sent.person.name)
        return see(f"/staff/documents/{id_}?done=published")

    @router.post("/staff/drafts/{id_}/remove")
    def remove(id_: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        _found(lambda: publisher.drafts.record(id_))
        publisher.discard(id_)
        office.acts.note(sent.person.name, What.DRAFT_REMOVED, id_)
        return see("/staff/documents?done=removed")

    @router.post("/staff/documents/{id_}/change")
    def change(id_: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        _found(lambda: publisher.shelf.record(id_))
        publisher.reopen(id_)
        office.acts.note(sent.person.name, What.DOCUMENT_ADDED, id_, "to be changed")
        return see(f"/staff/drafts/{id_}")

    @router.post("/staff/documents/{id_}/take-back")
    def take_back(id_: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        _found(lambda: publisher.shelf.record(id_))
        publisher.take_back(id_, sent.person.name)
        return see("/staff/documents?done=taken-back")

    return router


def _passages(site: Site, office: Office, door: Door, shell: Shell) -> APIRouter:
    router, publisher, library = APIRouter(), office.publisher, site.library
    all_topics = topics(library)
    all_uses = sorted(library.uses.values(), key=lambda use: use.name.casefold())

    @router.get("/staff/drafts/{id_}/{key}")
    def passage(id_: str, key: str, person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> HTMLResponse:
        document, judged = _found(lambda: publisher.draft(id_))
        one = next((one for one in judged if one.key == key), None)
        if one is None:
            raise HTTPException(404)
        return shell.page(
            "staff/passage",
            HERE,
            person=person,
            document=document,
            one=one,
            decision=document.record.decided.get(key, ""),
            decisions=list(DECISIONS),
            uses=all_uses,
            topics=all_topics,
        )

    @router.post("/staff/drafts/{id_}/{key}")
    def change(id_: str, key: str, sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        _found(lambda: publisher.drafts.record(id_))
        made = Change(
            text=sent["text"],
            uses=tuple(use for use in sent.all("use") if use in library.uses),
            topics=tuple(topic for topic in sent.all("topic") if topic in all_topics),
            decision=DECISIONS.get(sent["decision"]),
        )
        before = publisher.change(id_, key, made)
        detail = (
            f"{key}: was {before.passage.text!r}, uses {before.passage.uses}, topics {sorted(before.passage.topics)}"
        )
        office.acts.note(sent.person.name, What.DOCUMENT_CHANGED, id_, f"{detail}; now {made}")
        return see(f"/staff/drafts/{id_}?done=changed#{key}")

    return router


def _found(look: Callable[[], T]) -> T:
    """Return what is looked for; a document that is not there is a page that is not there."""
    try:
        return look()
    except DocumentError as error:
        raise HTTPException(404) from error
