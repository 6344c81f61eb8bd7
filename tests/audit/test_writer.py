"""Nobody waits for the trail; what is acknowledged is kept, with the database lost, and over a kill."""

import logging
import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from trail_samples import KEPT, PATIENCE, OpenTrail, make_traced

from chatbot.audit.archive import Filter
from chatbot.audit.chain import Chain, Entry
from chatbot.audit.database import Database, database_url
from chatbot.audit.spool import Spool
from chatbot.audit.writer import Writer
from chatbot.errors import SettingsError, TrailError
from evals.killed import kill

KILLS = 20


def make_entry(n: int = 0) -> Entry:
    content = {"answer_id": f"a{n}", "at": datetime.now(UTC).isoformat(), "helpful": True, "reasons": "", "note": ""}
    return Entry("feedback", f"{n:032}", content)


@pytest.fixture
def gone(tmp_path: Path) -> Path:
    """A folder in the way of the database's file: it cannot be opened until the folder is gone."""
    (tmp_path / "trail.sqlite3").mkdir()
    return tmp_path / "trail.sqlite3"


def make_writer(folder: Path, **options: float) -> Writer:
    database = Database(database_url("", folder))
    return Writer(database, Chain(b"key"), Spool(folder / "spool"), **options)  # type: ignore[arg-type]


def test_a_lost_database_is_told_and_what_waits_is_written_later(
    gone: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    writer = make_writer(tmp_path, pause=0.1)
    for kept in [writer.put(lambda n=n: make_entry(n)) for n in range(5)]:
        kept.result(PATIENCE)
    lost = writer.health()
    assert (lost.ok, lost.spooled, lost.lost) == (False, 5, 0)
    assert "cannot be used" in lost.failure
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    gone.rmdir()
    deadline = time.monotonic() + PATIENCE
    while not writer.health().ok and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (writer.health().ok, writer.health().spooled) == (True, 0)
    assert writer.close()
    assert rows(gone) == [f"a{n}" for n in range(5)]
    assert list((tmp_path / "spool").iterdir()) == []


def rows(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [name for (name,) in connection.execute("SELECT answer_id FROM feedback ORDER BY seq")]


def test_what_a_process_left_in_the_spool_the_next_one_writes_once(tmp_path: Path) -> None:
    Spool(tmp_path / "spool").keep([make_entry(1), make_entry(2)])
    Spool(tmp_path / "spool").keep([make_entry(2), make_entry(3)])
    writer = make_writer(tmp_path)
    writer.put(lambda: make_entry(4)).result(PATIENCE)
    assert writer.close()
    assert rows(tmp_path / "trail.sqlite3") == ["a1", "a2", "a3", "a4"]


def test_what_no_longer_fits_is_counted_and_nobody_waits(tmp_path: Path) -> None:
    held = threading.Event()

    def slow() -> Entry:
        held.wait(PATIENCE)
        return make_entry()

    writer = make_writer(tmp_path, size=2)
    first = writer.put(slow)
    while writer.health().waiting:
        time.sleep(0.01)
    started = time.monotonic()
    more = [writer.put(lambda n=n: make_entry(n)) for n in range(1, 6)]
    assert time.monotonic() - started < 5
    assert writer.health().lost == 3
    held.set()
    first.result(PATIENCE)
    assert [kept.exception(PATIENCE) is None for kept in more] == [True, True, False, False, False]
    assert writer.close()


def test_a_record_that_cannot_be_made_does_not_end_those_that_follow(tmp_path: Path) -> None:
    def broken() -> Entry:
        raise ValueError("broken")

    writer = make_writer(tmp_path)
    failed, kept = writer.put(broken), writer.put(make_entry)
    assert isinstance(failed.exception(PATIENCE), ValueError)
    assert kept.result(PATIENCE) is None
    assert (writer.health().lost, writer.health().ok) == (1, False)
    assert writer.close()


@pytest.mark.usefixtures("gone")
def test_with_database_and_spool_lost_it_says_so_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("in the way")
    writer = make_writer(tmp_path, pause=0.1)
    kept = writer.put(make_entry)
    assert writer.close()
    assert isinstance(kept.exception(PATIENCE), TrailError)
    assert writer.health().lost == 1


@pytest.mark.parametrize("setting", ["mysql://127.0.0.1/x", "no address", "http://127.0.0.1"])
def test_another_kind_of_database_is_refused(setting: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CHATBOT_DATABASE_URL"):
        database_url(setting, tmp_path)


def test_a_password_is_never_told(tmp_path: Path) -> None:
    database = Database(database_url("postgresql://me:secret@127.0.0.1:1/none", tmp_path))
    with pytest.raises(TrailError) as told, database.begin():
        pass
    assert "secret" not in str(told.value)


def test_a_server_that_goes_away_stops_no_answer(open_trail: OpenTrail) -> None:
    """A server's address at which nobody listens: recorded all the same."""
    trail = open_trail(url="postgresql://trail@127.0.0.1:1/none")
    trail.record(make_traced()).result(PATIENCE)
    assert (trail.health().ok, trail.health().spooled) == (False, 1)
    with pytest.raises(TrailError, match="cannot be used"):
        trail.archive.list(Filter())


def test_killed_twenty_times_no_acknowledged_record_is_lost(url: str, tmp_path: Path) -> None:
    found = kill(url, tmp_path, make_traced(), KEPT, KILLS)
    assert found.acknowledged >= KILLS
    assert (found.lost, found.broken) == ((), 0)
