"""Both databases for real: a file of SQLite, and a PostgreSQL server that these tests start and end themselves."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from trail_samples import KEPT, PATIENCE, OpenTrail

from chatbot.audit.archive import Archive
from chatbot.audit.chain import Chain
from chatbot.audit.database import Database, database_url
from chatbot.audit.key import seal
from chatbot.audit.records import Maker
from chatbot.audit.redaction import Redactor
from chatbot.audit.spool import Spool
from chatbot.audit.trail import Trail

NOBODY = 65534
KEY = b"a key of the tests"


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of its own: on a socket in a folder of its own, no port, gone at the end."""
    programs = _programs()
    if programs is None:
        why = "NO POSTGRESQL: the trail was NOT tested with it; install postgresql (apt-get install postgresql)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    # The path of a socket has at most 107 bytes, so the folder is a short one.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name, _server(programs, Path(name)):
        yield f"postgresql://trail@/postgres?host={name}"


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[None]:
    as_nobody: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        os.chown(folder, NOBODY, NOBODY)
        as_nobody |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    data = folder / "data"
    make = [programs / "initdb", "-D", data, "-U", "trail", "--auth=trust", "--no-sync", "-E", "UTF8", "--no-locale"]
    subprocess.run(make, check=True, capture_output=True, **as_nobody)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([programs / "postgres", "-D", data, *options], stdout=log, stderr=log, **as_nobody)
    try:
        while subprocess.run([programs / "pg_isready", "-h", folder], check=False, capture_output=True).returncode:
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # at once, whoever is still connected
        server.wait(PATIENCE)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The setting CHATBOT_DATABASE_URL of an empty database, of each kind."""
    if request.param == "sqlite":
        return ""
    server: str = request.getfixturevalue("postgres")
    with psycopg.connect(server, autocommit=True) as connection:  # a new database would be a thousand files
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return server


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor(KEPT)


@pytest.fixture
def open_trail(url: str, tmp_path: Path, redactor: Redactor) -> Iterator[OpenTrail]:
    """Opens trails over one empty database, and closes them."""
    opened: list[Trail] = []

    def open_(**options: object) -> Trail:
        database = Database(database_url(str(options.pop("url", url)), tmp_path))
        archive = Archive(database, Chain(KEY), partial(seal, KEY))
        maker = Maker(redactor, archive.seal, {"code": "c1"})
        trail = Trail(archive, Spool(tmp_path / "spool"), lambda: maker, **options)  # type: ignore[arg-type]
        opened.append(trail)
        return trail

    yield open_
    for trail in opened:
        trail.close()


@pytest.fixture
def trail(open_trail: OpenTrail) -> Trail:
    return open_trail()
