"""What people do beside asking: signing in, adding documents, approving answers; each a link of the chain."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    FAQ_APPROVED = "faq-approved"
    FAQ_CHANGED = "faq-changed"
    CASE_MADE = "case-made"
    EVALS_RUN = "evals-run"
    DOWNLOADED = "downloaded"


class Done(NamedTuple):
    """One act as it is kept."""

    at: datetime
    who: str
    what: str
    about: str
    detail: str


class Acts:
    """Keeps acts in the trail, whether replies are recorded or not."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def note(self, who: str, what: str, about: str = "", detail: str = "", within: Session | None = None) -> None:
        """Keep an act; within a session it is kept if and only if that is. Raise TrailError where it cannot be."""
        content = {
            "at": iso(datetime.now(UTC)),
            "who": who,
            "what": what,
            "about": about[:LONGEST_ABOUT],
            "detail": detail.replace("\0", " "),
        }
        entry = Entry("act", uuid4().hex, content)
        if within is not None:
            self._archive.chain.append(within, [entry])
            return
        with self._archive.database.begin() as session:
            self._archive.chain.append(session, [entry])

    def newest(self, limit: int = 100) -> Sequence[Done]:
        """Return the newest acts, newest first."""
        with self._archive.database.begin() as session:
            rows = session.scalars(select(Act).order_by(Act.seq.desc()).limit(limit)).all()
        return [Done(row.at, row.who, row.what, row.about, row.detail) for row in rows]
