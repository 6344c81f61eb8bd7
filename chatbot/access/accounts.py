"""The users: added, listed, removed and given a new password by the operator; there is no default one."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from chatbot.access.models import Failure, SessionRow, User
from chatbot.access.passwords import Passwords, check_plain
from chatbot.audit.acts import Acts, What
from chatbot.audit.archive import Archive
from chatbot.errors import AccessError

OPERATOR = "operator"
"""Who acts on the command line."""


class Role(StrEnum):
    """What somebody may do; an admin may do everything."""

    STAFF = "staff"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Account(NamedTuple):
    """A user as the list shows it."""

    name: str
    role: Role
    added: datetime
    password: bool
    """False for who signs on with a reverse proxy alone."""


class Accounts:
    """Adds and changes users; each change stands in the trail."""

    def __init__(self, archive: Archive, passwords: Passwords | None = None) -> None:
        self._archive = archive
        self._passwords = passwords or Passwords()
        self._acts = Acts(archive)

    def add(self, name: str, role: Role, password: str | None) -> None:
        """Add a user, without a password one who signs on with a proxy; raise AccessError where that cannot be."""
        name = user_name(name)
        hashed = self._hashed(name, password) if password is not None else ""
        with self._archive.database.begin() as session:
            if session.get(User, name) is not None:
                raise AccessError(
                    f"there already is a user {name}; 'chatbot users password {name}' gives a new password"
                )
            session.add(User(name=name, role=role.value, password=hashed, added=datetime.now(UTC)))
            self._acts.note(OPERATOR, What.USER_ADDED, name, role, session)

    def list(self) -> Sequence[Account]:
        """Return every user, by name."""
        with self._archive.database.begin() as session:
            rows = session.scalars(select(User).order_by(User.name)).all()
        return [Account(row.name, Role(row.role), row.added, bool(row.password)) for row in rows]

    def remove(self, name: str) -> None:
        """Remove a user and end their sessions."""
        with self._archive.database.begin() as session:
            user = _known(session, name)
            session.execute(delete(SessionRow).where(SessionRow.user == user.name))
            session.delete(user)
            self._acts.note(OPERATOR, What.USER_REMOVED, user.name, user.role, session)

    def set_password(self, name: str, password: str) -> None:
        """Give a user a new password, end their sessions and any lock-out."""
        hashed = self._hashed(name, password)
        with self._archive.database.begin() as session:
            user = _known(session, name)
            user.password = hashed
            session.execute(delete(SessionRow).where(SessionRow.user == user.name))
            session.execute(delete(Failure).where(Failure.key == name_key(self._archive, user.name)))
            self._acts.note(OPERATOR, What.PASSWORD_CHANGED, user.name, within=session)

    def _hashed(self, name: str, password: str) -> str:
        check_plain(password, name)
        return self._passwords.hash(password)


def user_name(text: str) -> str:
    """Return a name as it is kept, in small letters; raise AccessError for one that is none."""
    name = text.strip().casefold()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,63}", name):
        raise AccessError(f"{text!r} is no name of a user; use 2 to 64 letters, figures and . _ @ -")
    return name


def name_key(archive: Archive, name: str) -> str:
    """Return the key under which failures to sign in by a name are counted, whether anyone has that name or not."""
    return archive.seal(f"sign-in name {name}")


def _known(session: Session, name: str) -> User:
    user = session.get(User, user_name(name))
    if user is None:
        raise AccessError(f"there is no user {name!r}; 'chatbot users list' names them")
    return user
