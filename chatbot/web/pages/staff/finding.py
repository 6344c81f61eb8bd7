"""A question put to finding alone: what is brought for it, with scores and reasons, before anything is answered."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.assemble import words
from chatbot.domain import Strength
from chatbot.finding.finder import Hit
from chatbot.finding.lexical import Words
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import belongs
from chatbot.understanding.question import Question
from chatbot.web.chat import LONGEST
from chatbot.web.door import Door
from chatbot.web.parts import Office, Site
from chatbot.web.shell import Shell

SHOWN = 20


class Row(NamedTuple):
    """A passage that was found, and why it stands where it does."""

    hit: Hit
    reasons: tuple[str, ...]


def pages(site: Site, office: Office, door: Door, shell: Shell) -> APIRouter:
    """Return `/staff/try`."""
    router, library = APIRouter(default_response_class=HTMLResponse), site.library
    cut = words(library)

    @router.get("/staff/try")
    def tried(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))], q: str = "") -> HTMLResponse:
        question, assistant = q.strip()[:LONGEST], office.publisher.served.assistant
        if not question:
            return shell.page(
                "staff/try", "try", person=person, q="", read=None, rows=[], stages=(), names={}, topic_names={}
            )
        read, found = assistant.searched(question, SHOWN)
        return shell.page(
            "staff/try",
            "try",
            person=person,
            q=question,
            read=read,
            rows=[Row(hit, tuple(reasons(hit, read, library, cut))) for hit in found.hits],
            stages=assistant.traced(question).stages,
            names={use.id: use.name for use in library.uses.values()},
            topic_names={plan.id: plan.name for plan in library.plans.values()},
        )

    return router


def reasons(hit: Hit, read: Question, library: Library, cut: Words) -> Iterator[str]:
    """Say in words why a passage stands where it does: what it shares with the question, and what sets it apart."""
    passage, wording = hit.passage, library.wording
    names = {use.id: use.name for use in library.uses.values()}
    if shared := sorted(set(cut(read.search)) & set(cut(passage.text))):
        yield wording("staff.try.shared", words=", ".join(shared))
    for use in passage.uses:
        if use in read.uses:
            yield wording("staff.try.same_use", use=names[use])
    if read.uses and passage.uses and not set(read.uses) & set(passage.uses):
        yield wording("staff.try.other_use", use=", ".join(names[use] for use in passage.uses))
    for topic in read.topics:
        if belongs(passage, library.plans[topic]):
            yield wording("staff.try.topic", topic=library.plans[topic].name)
    if passage.strength is Strength.COMMERCIAL_CLAIM:
        yield wording("staff.try.seller")
