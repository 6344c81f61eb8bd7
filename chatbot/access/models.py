"""The tables of users and sessions, in the database of the trail; what people do stands in the trail itself."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from chatbot.audit.models import Base


class User(Base):
    """Somebody who may sign in."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(256))
    """Its hash; empty for who signs on with a reverse proxy alone."""
    added: Mapped[datetime]


class SessionRow(Base):
    """Somebody signed in; who takes the row out signs them out."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A hash of it: who reads the database cannot sign in with it."""
    user: Mapped[str] = mapped_column(String(64), ForeignKey("users.name", ondelete="CASCADE"), index=True)
    started: Mapped[datetime]
    seen: Mapped[datetime]


class Failure(Base):
    """A try to sign in that has not succeeded; `key` is a sealed name or a sealed address of a client."""

    __tablename__ = "failures"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
