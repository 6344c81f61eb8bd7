"""What the web app is made of, and the small part of the trail that it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from chatbot.audit.acts import Acts
from chatbot.audit.archive import Archive
from chatbot.domain import Jurisdiction
from chatbot.faq import Faq, State
from chatbot.knowledge.library import Library
from chatbot.publishing import Publisher
from chatbot.reply import Reply
from chatbot.web.desk import Desk
from chatbot.web.door import Door

Respond = Callable[[str, tuple[str, ...], Jurisdiction | None], Reply]
"""Question, earlier questions and country in; reply out."""


class Kept(Protocol):
    """One answer as the trail kept it."""

    @property
    def question(self) -> str:
        """The question as it was asked, personal details removed."""

    @property
    def history(self) -> Sequence[str]:
        """The earlier turns, oldest first."""

    @property
    def country(self) -> Jurisdiction | None:
        """The reader's country."""

    @property
    def at(self) -> datetime:
        """When it was answered."""

    @property
    def reply(self) -> Mapping[str, Any]:
        """The reply as the contract's JSON object."""


class Trail(Protocol):
    """What `Site.respond` answered; the page offers links and thumbs only where there is one."""

    def get(self, answer_id: str) -> Kept | None:
        """Return what was kept under an id."""

    def feedback(self, answer_id: str, *, helpful: bool, reasons: Sequence[str]) -> None:
        """Keep what a reader thought of an answer; raise LookupError for an answer that was never kept."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """What staff work with."""

    publisher: Publisher
    archive: Archive

    @property
    def acts(self) -> Acts:
        """Keeps what they do."""
        return Acts(self.archive)


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything the web app needs."""

    respond: Respond
    """Answers a reader; where replies are recorded, it records."""
    preview: Respond
    """The same reply, recorded nowhere: for what no reader has asked."""
    library: Library
    version: str
    """Of the library."""
    country: Jurisdiction | None = None
    """The country a reader starts with."""
    trail: Trail | None = None
    kept_days: int = 0
    """For how many days the trail keeps a reply; 0 is for ever."""
    frame_ancestors: Sequence[str] = ()
    """Sites that may show this one in a frame, beside itself."""
    quality: Path | None = None
    """Where the figures of the quality card stand, if anywhere."""
    door: Door | None = None
    """Lets staff and reviewers in; without it there are none of their pages."""
    desk: Desk | None = None
    """What reviewers work with; without it, or without a door, there are none of their pages."""
    office: Office | None = None
    """What staff work with; without it, or without a door, there are none of their pages."""
    trusted_proxies: Sequence[str] = ()
    """Addresses and networks from which it is believed who the client is and who has signed on."""
    clock: Callable[[], date] = date.today
    """Tells the day: a server runs for longer than one."""

    @property
    def today(self) -> date:
        """The day now."""
        return self.clock()

    @cached_property
    def standing(self) -> Mapping[str, State]:
        """How far each frequent question can be relied on, by its id; the engine is asked them all, once, here.

        A new document may change an answer without touching what it was made from: ids alone do not tell that.
        """
        shelf = Faq(self.library)
        return {entry.id: shelf.state(entry, self.preview(entry.question, (), None)) for entry in shelf.entries}
