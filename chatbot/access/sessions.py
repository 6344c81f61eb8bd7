"""Signing in and staying so: sessions that end by themselves, and a door that shuts after too many failures.

A session is a row of the database, found by the hash of its token: signing out, removing a user and a new password all
take the row away. A failure is counted before the password is looked at, so that tries side by side are all counted.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from chatbot.access.accounts import Role, name_key, user_name
from chatbot.access.models import Failure, SessionRow, User
from chatbot.access.passwords import Passwords
from chatbot.audit.acts import Acts, What
from chatbot.audit.archive import Archive
from chatbot.errors import AccessError

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
"""A session ends, however much it is used."""
NOTED = timedelta(minutes=1)
"""How exactly it is kept when a session was last used."""
WINDOW = timedelta(minutes=15)
MOST_OF_NAME = 5
"""Failures by one name in the window, from wherever, after which nobody gets in by it."""
MOST_OF_CLIENT = 20
"""Failures by one client in the window; a hospital whose people share an address is one client."""


def _now() -> datetime:
    return datetime.now(UTC)


class Person(NamedTuple):
    """Somebody who is signed in."""

    name: str
    role: Role
    csrf: str
    """What every form of theirs must bring along."""

    def may(self, role: Role) -> bool:
        """Tell whether what a role is for is open to them."""
        return self.role in {role, Role.ADMIN}


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(
        self, archive: Archive, passwords: Passwords | None = None, now: Callable[[], datetime] = _now
    ) -> None:
        self._archive = archive
        self._passwords = passwords or Passwords()
        self._acts = Acts(archive)
        self._now = now

    def sign_in(self, name: str, password: str, client: str) -> str | None:
        """Return the token of a new session; None for whatever reason there is none.

        Whether there is such a user, whether the password is wrong or whether the door is shut for a while makes no
        difference that can be seen: the answer and about the time are the same.
        """
        name = _read(name)
        try_ = self._count(name, client)
        if try_.of_client > MOST_OF_CLIENT:
            self._forget(try_.ids)
            return None
        with self._archive.database.begin() as session:
            user = session.get(User, name)
        fits = self._passwords.fits(user.password if user else "", password)
        if try_.of_name > MOST_OF_NAME:
            self._forget(try_.ids[:1])  # else whoever goes on trying keeps the door shut for ever
            return None
        if user is None or not fits:
            self._failed(user, try_, client)
            return None
        if self._passwords.outdated(user.password):
            self._renew(user.name, password)
        return self._open(user.name, "", try_.ids[1:])

    def sign_on(self, name: str) -> str | None:
        """Return the token of a new session for who has signed on with a trusted proxy; None for no user of ours."""
        name = _read(name)
        with self._archive.database.begin() as session:
            known = session.get(User, name) is not None
        return self._open(name, "proxy", ()) if known else None

    def person(self, token: str) -> Person | None:
        """Return who has a session; None where it has ended or never was."""
        now = self._now()
        with self._archive.database.begin() as session:
            row = session.get(SessionRow, _hash(token))
            if row is None:
                return None
            if now - row.seen > IDLE or now - row.started > LONGEST:
                session.delete(row)
                return None
            if now - row.seen > NOTED:
                row.seen = now
            user = session.get_one(User, row.user)
            return Person(user.name, Role(user.role), _hash(f"csrf {token}"))

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._archive.database.begin() as session:
            row = session.get(SessionRow, _hash(token))
            if row is not None:
                self._acts.note(row.user, What.SIGN_OUT, within=session)
                session.delete(row)

    def _count(self, name: str, client: str) -> "_Try":
        """Count a try as a failure until it has succeeded; in the count are those that go on beside it."""
        now = self._now()
        keys = (name_key(self._archive, name), self._archive.seal(f"sign-in client {client}"))
        rows = [Failure(id=uuid4().hex, key=key, at=now) for key in keys]
        ids = (rows[0].id, rows[1].id)
        with self._archive.database.begin() as session:
            session.execute(delete(Failure).where(Failure.at < now - WINDOW))
            session.add_all(rows)
        with self._archive.database.begin() as session:
            counts = [session.scalar(select(func.count()).where(Failure.key == key)) or 0 for key in keys]
        return _Try(ids, *counts)

    def _failed(self, user: User | None, try_: "_Try", client: str) -> None:
        """Note a failure; a name that nobody has is not kept, since people type passwords there."""
        who, where = user.name if user else "", f"client {self._archive.seal(f'sign-in client {client}')[:12]}"
        self._acts.note("", What.SIGN_IN_FAILED, who, where)
        if try_.of_name == MOST_OF_NAME:
            self._acts.note("", What.LOCKED_OUT, who, "by name")
        if try_.of_client == MOST_OF_CLIENT:
            self._acts.note("", What.LOCKED_OUT, "", where)

    def _forget(self, ids: tuple[str, ...]) -> None:
        with self._archive.database.begin() as session:
            session.execute(delete(Failure).where(Failure.id.in_(ids)))

    def _renew(self, name: str, password: str) -> None:
        hashed = self._passwords.hash(password)
        with self._archive.database.begin() as session:
            session.get_one(User, name).password = hashed

    def _open(self, name: str, how: str, tries: tuple[str, ...]) -> str:
        """Begin a session; the failures of the name are forgotten, and of the client this one."""
        token, now = token_urlsafe(32), self._now()
        with self._archive.database.begin() as session:
            self._sweep(session, now)
            mine = Failure.key == name_key(self._archive, name)
            session.execute(delete(Failure).where(or_(mine, Failure.id.in_(tries))))
            session.add(SessionRow(token=_hash(token), user=name, started=now, seen=now))
            self._acts.note(name, What.SIGN_IN, detail=how, within=session)
        return token

    def _sweep(self, session: Session, now: datetime) -> None:
        ended = or_(SessionRow.seen < now - IDLE, SessionRow.started < now - LONGEST)
        session.execute(delete(SessionRow).where(ended))


class _Try(NamedTuple):
    """A try to sign in, counted by its name and by its client."""

    ids: tuple[str, str]
    of_name: int
    of_client: int


def _read(name: str) -> str:
    """Return a name as it is kept; of a text that is no name only what cannot be one."""
    try:
        return user_name(name)
    except AccessError:
        return "?" + hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
