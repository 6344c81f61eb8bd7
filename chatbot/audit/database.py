"""The trail's database: SQLite in write-ahead mode in the data folder, or PostgreSQL; brought up to date when opened.

Failures of either come out as TrailError, once, from `Database.begin`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from chatbot.audit.models import REVISION
from chatbot.errors import SettingsError, TrailError

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 5
"""Seconds to wait for a connection, or for another process to finish writing."""
LONGEST = 30
"""Seconds that one statement may take on a server."""
_LOCK = 0x1714
"""Of PostgreSQL, held while the schema is brought up to date."""


class Database:
    """One database, opened at its first use; safe to use from several threads."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine: Engine | None = None

    @property
    def name(self) -> str:
        """Where it is, without its password."""
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Open a session that is committed at its end; raise TrailError where the database cannot be used."""
        try:
            with Session(self._opened(), expire_on_commit=False) as session, session.begin():
                yield session
        except (SQLAlchemyError, OSError) as error:
            what = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise TrailError(
                f"the trail's database {self.name} cannot be used ({what}); is it there, and up?"
            ) from error

    def close(self) -> None:
        """Let go of every connection."""
        if self._engine:
            self._engine.dispose()
            self._engine = None

    def _opened(self) -> Engine:
        if self._engine is None:
            engine = _engine(self._url)
            with engine.begin() as connection:
                _up_to_date(connection)
            self._engine = engine
        return self._engine


def database_url(setting: str, folder: Path) -> URL:
    """Return where the trail is kept: as set, or a file in the folder; raise SettingsError for another kind."""
    if not setting:
        return URL.create("sqlite", database=str(folder / "trail.sqlite3"))
    try:
        url = make_url(setting)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in {"postgresql", "sqlite"}:
        raise SettingsError(
            "CHATBOT_DATABASE_URL is no address of a database; give one such as postgresql://user:password@host/name"
        )
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _write_ahead)
        return engine
    limits = f"-c statement_timeout={LONGEST * 1000} -c lock_timeout={PATIENCE * 1000}"
    patience = {"connect_timeout": PATIENCE, "options": limits}
    return create_engine(url, connect_args=patience, pool_pre_ping=True, pool_timeout=PATIENCE)


def _write_ahead(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Readers never wait for the writer, what is committed is on the disk, what is deleted is gone."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _up_to_date(connection: Connection) -> None:
    """Run the migrations that are missing, one process at a time."""
    if _revision(connection) == REVISION:
        return
    from alembic import command  # noqa: PLC0415  an up-to-date database needs no migration
    from alembic.config import Config  # noqa: PLC0415

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    if _revision(connection) != REVISION:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
