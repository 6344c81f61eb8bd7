"""The tables, for SQLite and PostgreSQL alike.

`links` is the chain: one row for each thing ever kept, with the hash of the row before. What is kept stands in a table
of its kind under the same number. A row of such a table never changes; only `purge` takes one out.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Dialect, ForeignKey, Index, Integer, LargeBinary, String, Text, TypeDecorator
from sqlalchemy import DateTime as _DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISION = "0002"
"""The newest migration."""


SCORES = ("understood", "correct", "complete", "helpful", "harm")
"""What a reviewer scores, each on the scale; of harm as of the others more is better: 4 is no harm at all."""
SCALE = (0, 1, 2, 3, 4)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; a moment without its zone is refused, and one comes back with it from either database."""

    impl = _DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Bring a moment to UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        """Give a moment its zone back."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value and value.astimezone(UTC)


Number = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Every table."""

    type_annotation_map: ClassVar = {datetime: Moment()}


class Head(Base):
    """The last link; its one row is locked by whoever appends."""

    __tablename__ = "head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Number)
    hash: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    """A fingerprint of the key that the chain is made with; empty until the first link."""


class Link(Base):
    """One link of the chain."""

    __tablename__ = "links"

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    written: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    """Of the content."""
    previous: Mapped[str] = mapped_column(String(64))
    """The hash of the link before."""
    hash: Mapped[str] = mapped_column(String(64))


class Content(Base):
    """What a link stands for; `content` is all of it but its number, as plain JSON values."""

    __abstract__ = True

    seq: Mapped[int] = mapped_column(Number, ForeignKey("links.seq"), primary_key=True, autoincrement=False)

    def content(self) -> dict[str, Any]:
        """Return everything that the digest covers."""
        return {name: _plain(getattr(self, name)) for name in columns(type(self))}


class Answer(Content):
    """A reply; `record` is its whole JSON, compressed, and the other columns are drawn from it."""

    __tablename__ = "answers"
    __table_args__ = (Index("answers_of_kind", "kind", "reason", "seq"), Index("answers_of_country", "country", "seq"))

    answer_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    origin: Mapped[str] = mapped_column(String(64), index=True)
    """Where it was asked: page, ask, or set:NAME for a case of an eval set."""
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    urgency: Mapped[str | None] = mapped_column(String(32), index=True)
    country: Mapped[str | None] = mapped_column(String(8))
    confidence: Mapped[float | None] = mapped_column(index=True)
    """How far beyond the line of coverage, in the line's own units; none where nothing was looked for."""
    library_version: Mapped[str] = mapped_column(String(64))
    question: Mapped[str] = mapped_column(Text)
    """Personal details removed, as everywhere in the record."""
    standalone: Mapped[str] = mapped_column(Text)
    record: Mapped[bytes] = mapped_column(LargeBinary)


class AnswerUse(Base):
    """A use that an answer is about; drawn from its record, to find by."""

    __tablename__ = "answer_uses"

    use: Mapped[str] = mapped_column(String(128), primary_key=True)
    seq: Mapped[int] = mapped_column(Number, ForeignKey("answers.seq"), primary_key=True, autoincrement=False)


class Feedback(Content):
    """What a reader thought of an answer."""

    __tablename__ = "feedback"

    answer_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
    helpful: Mapped[bool]
    reasons: Mapped[str] = mapped_column(Text)
    """Names, with a space between."""
    note: Mapped[str] = mapped_column(Text)


class Score(Content):
    """A reviewer's verdict on an answer: five scores on the stated scale."""

    __tablename__ = "scores"

    answer: Mapped[int] = mapped_column(Number, index=True)
    """The number of the answer's link, which stays when the answer is purged."""
    rater: Mapped[str] = mapped_column(String(128), index=True)
    at: Mapped[datetime]
    understood: Mapped[int]
    correct: Mapped[int]
    complete: Mapped[int]
    helpful: Mapped[int]
    harm: Mapped[int]
    note: Mapped[str] = mapped_column(Text)


class Edit(Content):
    """A score set right later: the old value stays beside the new one, with who and why."""

    __tablename__ = "edits"

    score: Mapped[int] = mapped_column(Number, index=True)
    at: Mapped[datetime]
    author: Mapped[str] = mapped_column(String(128))
    reason: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(16))
    old: Mapped[int]
    new: Mapped[int]


class Purge(Content):
    """What was taken out: every answer and every feedback up to a number."""

    __tablename__ = "purges"

    at: Mapped[datetime]
    before: Mapped[datetime]
    through: Mapped[int] = mapped_column(Number)
    answers: Mapped[int]
    feedback: Mapped[int]


class Act(Content):
    """Something that a signed-in person or the operator did, or that somebody tried at the door."""

    __tablename__ = "acts"

    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str] = mapped_column(String(128), index=True)
    """The name of a user; empty where nobody known did it."""
    what: Mapped[str] = mapped_column(String(32), index=True)
    about: Mapped[str] = mapped_column(String(256))
    """What it was done to: the id of a document, an entry, a user."""
    detail: Mapped[str] = mapped_column(Text)


KINDS: Mapping[str, type[Content]] = {
    "answer": Answer,
    "feedback": Feedback,
    "score": Score,
    "edit": Edit,
    "purge": Purge,
    "act": Act,
}
"""The table of each kind of link."""
PURGED: Mapping[str, type[Answer] | type[Feedback]] = {"answer": Answer, "feedback": Feedback}
"""What holds readers' words and is kept for a time only."""


def columns(kind: type[Content]) -> list[str]:
    """Return the names of a kind's columns but for its number."""
    return [column.name for column in kind.__table__.columns if column.name != "seq"]


def from_content(kind: type[Content], content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the column values of a content as it came back from JSON."""
    types = {column.name: column.type for column in kind.__table__.columns}
    return {name: _typed(types[name], value) for name, value in content.items()}


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat(timespec="microseconds")
        case bytes():
            return value.hex()
        case _:
            return value


def _typed(of: object, value: object) -> object:
    match of:
        case Moment():
            return datetime.fromisoformat(str(value))
        case LargeBinary():
            return bytes.fromhex(str(value))
        case _:
            return value
