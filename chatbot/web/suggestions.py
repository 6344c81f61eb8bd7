"""What a reader could ask next: questions from the fixed words that the library does answer."""

from collections.abc import Collection, Iterator

from chatbot.domain import Jurisdiction
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import treatment
from chatbot.reply import Answered, Reply
from chatbot.web.parts import Respond

MOST = 3
TRIED = 5
"""So many questions at most are put to the engine to find those that it answers."""


def near(reply: Reply, library: Library, asked: Collection[str]) -> tuple[str, ...]:
    """Return questions about the uses and topics next to an answer's own, none of them asked before."""
    if not isinstance(reply, Answered) or reply.urgent:
        return ()
    before = {question.strip().casefold() for question in (*asked, reply.asked.standalone)}
    found = dict.fromkeys(q for q in _all(reply, library) if q.casefold() not in before)
    return tuple(found)[:TRIED]


def answered(
    questions: Collection[str], respond: Respond, history: tuple[str, ...], country: Jurisdiction | None
) -> list[str]:
    """Return the first questions that get an answer where they are asked after a conversation."""
    found: list[str] = []
    for question in questions:
        if len(found) < MOST and isinstance(respond(question, history, country), Answered):
            found.append(question)
    return found


def _all(reply: Answered, library: Library) -> Iterator[str]:
    """Of the uses in question first; a topic that was just answered is left out."""
    wording, topics = library.wording, set(reply.asked.topics)
    for use in (library.uses[name] for name in reply.asked.uses if name in library.uses):
        for topic in wording.under("suggest.use"):
            if topic not in topics:
                yield wording(f"suggest.use.{topic}", use=use.phrase, treatment=treatment(use, wording))
    for topic, question in wording.under("suggest.any").items():
        if topic not in topics:
            yield question
