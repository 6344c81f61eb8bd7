"""Replies that are recorded, where the settings want that: for the page and for the command line."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chatbot.assemble import open_trail
from chatbot.assistant import Assistant
from chatbot.domain import Jurisdiction
from chatbot.errors import TrailError
from chatbot.knowledge.library import Library
from chatbot.reply import Reply
from chatbot.settings import Settings
from chatbot.stages import Traced

if TYPE_CHECKING:
    from chatbot.audit.trail import Trail

_log = logging.getLogger(__name__)


@contextmanager
def recording(settings: Settings, library: Library, assistant: Assistant) -> Iterator["Trail | None"]:
    """Open the trail; None where it is switched off, or cannot be opened, which the operator is told."""
    try:
        trail = open_trail(settings, library, assistant) if settings.trail else None
    except TrailError as error:
        _log.error("Replies are not recorded: %s", error)
        trail = None
    if trail is None:
        yield None
        return
    with trail:
        yield trail


def recorded(traced: Callable[..., Traced], trail: "Trail | None", origin: str) -> Callable[..., Reply]:
    """Return a function that replies as an assistant does and keeps each reply; without a trail it only replies."""

    def reply(
        question: str, history: Sequence[str] = (), country: Jurisdiction | None = None, id: str | None = None
    ) -> Reply:
        done = traced(question, history, country, id)
        if trail:
            trail.record(done, origin)
        return done.reply

    return reply
