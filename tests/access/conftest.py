"""Users and sessions in a database of their own, with hashing that takes no time and a clock that tests set."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from clocks import Clock

from chatbot.access.accounts import Accounts
from chatbot.access.passwords import Passwords
from chatbot.access.sessions import Sessions
from chatbot.audit.archive import Archive
from chatbot.audit.chain import Chain
from chatbot.audit.database import Database, database_url
from chatbot.audit.key import seal

KEY = b"a key of the tests"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    database = Database(database_url("", tmp_path))
    yield Archive(database, Chain(KEY), partial(seal, KEY))
    database.close()


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def accounts(archive: Archive, passwords: Passwords) -> Accounts:
    return Accounts(archive, passwords)


@pytest.fixture
def sessions(archive: Archive, passwords: Passwords, clock: Clock) -> Sessions:
    return Sessions(archive, passwords, clock)
