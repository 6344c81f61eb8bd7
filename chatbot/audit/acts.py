"""What people do beside asking: signing in, adding documents, approving answers; each a link of the chain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from chatbot.audit.archive import Archive
from chatbot.audit.chain import Entry
from chatbot.audit.models import Act
from chatbot.audit.records import iso

LONGEST_ABOUT = 256


class What(StrEnum):
    """What was done."""

    SIGN_IN = "sign-in"
    SIGN_IN_FAILED = "sign-in-failed"
    LOCKED_OUT = "locked-out"
    SIGN_OUT = "sign-out"
    USER_ADDED = "user-added"
    USER_REMOVED = "user-removed"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105  the name of an act
    DOCUMENT_ADDED = "document-added"
    DOCUMENT_CHANGED = "document-changed"
    DOCUMENT_PUBLISHED = "document-published"
    DOCUMENT_TAKEN_BACK = "document-taken-back"
    DRAFT_REMOVED = "draft-removed"
    PRICE_GIVEN = "price-given"
    PRICE_TAKEN_BACK = "price-taken-back"
    FAQ_APPROVED = "faq-approved"
    FAQ_CHANGED = "faq-changed"
    CASE_MADE = "case-made"
    EVALS_RUN = "evals-run"
    DOWNLOADED = "downloaded"


BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which acts are wanted; empty is any."""

    who: str = ""
    what: str = ""
    day: date | None = None
    """By the clock of UTC, as acts are kept."""


class Done(NamedTuple):
    """One act as it is kept."""

    at: datetime
    who: str
    what: str
    about: str
    detail: str


ANY = Wanted()


class Acts:
    """Keeps acts in the trail, whether replies are recorded or not."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def note(
        self, who: str, what: str, about: str = "", detail: str = "", within: Session | None = None, uid: str = ""
    ) -> None:
        """Keep an act; within a session it is kept if and only if that is. Raise TrailError where it cannot be.

        An act with an id of its own is kept once, however often it is noted.
        """
        content = {
            "at": iso(datetime.now(UTC)),
            "who": who,
            "what": what,
            "about": about[:LONGEST_ABOUT],
            "detail": detail.replace("\0", " "),
        }
        entry = Entry("act", uid or uuid4().hex, content)
        if within is not None:
            self._archive.chain.append(within, [entry])
            return
        with self._archive.database.begin() as session:
            self._archive.chain.append(session, [entry])

    def newest(self, limit: int = 100, wanted: Wanted = ANY, skip: int = 0) -> Sequence[Done]:
        """Return the newest acts that fit, newest first, past so many."""
        chosen = _where(select(Act), wanted).order_by(Act.seq.desc()).offset(skip).limit(limit)
        with self._archive.database.begin() as session:
            return [_done(row) for row in session.scalars(chosen)]

    def count(self, wanted: Wanted = ANY) -> int:
        """Return how many acts fit."""
        with self._archive.database.begin() as session:
            return session.scalar(_where(select(func.count()).select_from(Act), wanted)) or 0

    def stream(self, wanted: Wanted = ANY) -> Iterator[Done]:
        """Yield every act that fits, oldest first; memory does not grow with their number."""
        chosen = _where(select(Act), wanted).order_by(Act.seq).execution_options(yield_per=BATCH)
        with self._archive.database.begin() as session:
            yield from map(_done, session.scalars(chosen))

    def people(self) -> Sequence[str]:
        """Name everybody who did something, in order."""
        return self._each(Act.who)

    def kinds(self) -> Sequence[str]:
        """Name every kind of act that was done, in order."""
        return self._each(Act.what)

    def _each(self, column: InstrumentedAttribute[str]) -> Sequence[str]:
        with self._archive.database.begin() as session:
            return session.scalars(select(column).where(column != "").distinct().order_by(column)).all()


def _where(chosen: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.who:
        chosen = chosen.where(Act.who == wanted.who)
    if wanted.what:
        chosen = chosen.where(Act.what == wanted.what)
    if wanted.day:
        begins = datetime.combine(wanted.day, time(), UTC)
        chosen = chosen.where(Act.at >= begins, Act.at < begins + timedelta(days=1))
    return chosen


def _done(row: Act) -> Done:
    return Done(row.at, row.who, row.what, row.about, row.detail)
