"""The chain, answers, feedback, scores with their edits, and purges."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from chatbot.audit.models import Moment, Number

revision = "0001"
down_revision = None


def _content(name: str, *columns: sa.Column[Any] | sa.Index) -> None:
    number = sa.Column("seq", Number, sa.ForeignKey("links.seq"), primary_key=True, autoincrement=False)
    op.create_table(name, number, *columns)


def upgrade() -> None:
    """Make every table, and the head of an empty chain."""
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", Number, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64, "key": ""}])
    op.create_table(
        "links",
        sa.Column("seq", Number, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False, unique=True),
        sa.Column("written", Moment, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    _answers()
    _opinions()


def _answers() -> None:
    _content(
        "answers",
        sa.Column("answer_id", sa.String(64), nullable=False, index=True),
        sa.Column("at", Moment, nullable=False, index=True),
        sa.Column("origin", sa.String(64), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("urgency", sa.String(32), index=True),
        sa.Column("country", sa.String(8)),
        sa.Column("confidence", sa.Float, index=True),
        sa.Column("library_version", sa.String(64), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("standalone", sa.Text, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Index("answers_of_kind", "kind", "reason", "seq"),
        sa.Index("answers_of_country", "country", "seq"),
    )
    op.create_table(
        "answer_uses",
        sa.Column("use", sa.String(128), primary_key=True),
        sa.Column("seq", Number, sa.ForeignKey("answers.seq"), primary_key=True, autoincrement=False),
    )


def _opinions() -> None:
    _content(
        "feedback",
        sa.Column("answer_id", sa.String(64), nullable=False, index=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    _content(
        "scores",
        sa.Column("answer", Number, nullable=False, index=True),
        sa.Column("rater", sa.String(128), nullable=False, index=True),
        sa.Column("at", Moment, nullable=False),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("understood", "correct", "complete", "helpful", "harm")
        ),
        sa.Column("note", sa.Text, nullable=False),
    )
    _content(
        "edits",
        sa.Column("score", Number, nullable=False, index=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("author", sa.String(128), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("old", sa.Integer, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
    )
    _content(
        "purges",
        sa.Column("at", Moment, nullable=False),
        sa.Column("before", Moment, nullable=False),
        sa.Column("through", Number, nullable=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("feedback", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Take every table away."""
    for name in ("purges", "edits", "scores", "feedback", "answer_uses", "answers", "links", "head"):
        op.drop_table(name)
