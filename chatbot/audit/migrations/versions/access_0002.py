"""Users, their sessions, failed sign-ins, and what people did."""

import sqlalchemy as sa
from alembic import op

from chatbot.audit.models import Moment, Number

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "acts",
        sa.Column("seq", Number, sa.ForeignKey("links.seq"), primary_key=True, autoincrement=False),
        sa.Column("at", Moment, nullable=False, index=True),
        sa.Column("who", sa.String(128), nullable=False, index=True),
        sa.Column("what", sa.String(32), nullable=False, index=True),
        sa.Column("about", sa.String(256), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "users",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.String(256), nullable=False),
        sa.Column("added", Moment, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(64), sa.ForeignKey("users.name", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("started", Moment, nullable=False),
        sa.Column("seen", Moment, nullable=False),
    )
    op.create_table(
        "failures",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("key", sa.String(64), nullable=False, index=True),
        sa.Column("at", Moment, nullable=False, index=True),
    )


def downgrade() -> None:
    """Take the tables away."""
    for name in ("failures", "sessions", "users", "acts"):
        op.drop_table(name)
