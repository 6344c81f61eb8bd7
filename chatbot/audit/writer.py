"""Writes entries in the background: whoever asks never waits for the trail and never fails with it.

An entry is acknowledged when it is in the database, or on the disk in the spool while the database is lost; the spool
is written into the database when that is back. The queue is bounded: what no longer fits is lost, counted and told.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from typing import NamedTuple

from chatbot.audit.chain import Chain, Entry
from chatbot.audit.database import Database
from chatbot.audit.spool import Spool
from chatbot.errors import TrailError

QUEUE = 10_000
AT_ONCE = 200
"""Entries that go into one transaction."""
PAUSE = 5.0
"""Seconds before a lost database is tried again."""
FAREWELL = 20.0
"""Seconds that closing waits for what is still to be written."""
UPKEEP = 3_600.0
"""Seconds between two looks at what is to be purged."""

_log = logging.getLogger(__name__)

Make = Callable[[], Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the trail is doing; `ok` is false while the database is lost, or once something was lost for good."""

    ok: bool
    waiting: int
    """Entries in the queue."""
    spooled: int
    """Entries on the disk that wait for the database."""
    lost: int
    """Entries that could not be kept since this process began."""
    failure: str
    """What the operator can do something about; empty when all is well."""


class _Item(NamedTuple):
    make: Make
    kept: Future[None]


class Writer:
    """One thread that keeps entries in their order."""

    def __init__(
        self,
        database: Database,
        chain: Chain,
        spool: Spool,
        upkeep: Callable[[], None] = lambda: None,
        *,
        size: int = QUEUE,
        pause: float = PAUSE,
    ) -> None:
        self._database, self._chain, self._spool, self._upkeep = database, chain, spool, upkeep
        self._queue: Queue[_Item] = Queue(size)
        self._pause = pause
        self._failure = ""
        self._spool_failure = ""
        self._again = 0.0
        self._upkeep_at = 0.0
        self._spooled = spool.waiting()
        self._lost = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="trail", daemon=True)
        self._thread.start()

    def put(self, make: Make) -> Future[None]:
        """Take what makes an entry; the future is done when the entry outlives a crash. Never waits, never raises."""
        item = _Item(make, Future())
        try:
            self._queue.put_nowait(item)
        except Full:
            self._lose([item], TrailError("the trail's queue is full; the record is lost"))
        return item.kept

    def health(self) -> Health:
        """Say how things are."""
        failure = "; ".join(filter(None, [self._failure, self._spool_failure]))
        waiting, spooled, lost = self._queue.qsize(), self._spooled, self._lost
        return Health(ok=not failure and not lost, waiting=waiting, spooled=spooled, lost=lost, failure=failure)

    def close(self) -> bool:
        """Write what is left and stop; false when the time for that was not enough."""
        self._closing.set()
        self._thread.join(FAREWELL)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not (self._closing.is_set() and self._queue.empty()):
            if items := self._next():
                self._keep(items)
            self._look_after()

    def _next(self) -> list[_Item]:
        """Wait a little for an item, and take along what else is there."""
        items: list[_Item] = []
        with suppress(Empty):
            items.append(self._queue.get(timeout=0.1))
            while len(items) < AT_ONCE:
                items.append(self._queue.get_nowait())
        return items

    def _keep(self, items: Sequence[_Item]) -> None:
        made = [(item, entry) for item in items if (entry := self._made(item))]
        entries = [entry for _, entry in made]
        while entries and not self._in_database(entries) and not self._in_spool(entries):
            if self._closing.is_set():
                self._lose([item for item, _ in made], TrailError(self.health().failure))
                return
            self._closing.wait(self._pause)
        for item, _ in made:
            item.kept.set_result(None)

    def _made(self, item: _Item) -> Entry | None:
        try:
            return item.make()
        except Exception as error:  # noqa: BLE001  one record that cannot be made must not end all that follow
            self._lose([item], error)
            return None

    def _in_database(self, entries: Sequence[Entry]) -> bool:
        if self._spooled or time.monotonic() < self._again:
            return False  # in their order: what is spooled goes first
        try:
            with self._database.begin() as session:
                self._chain.append(session, entries)
        except TrailError as error:
            self._lost_database(error)
            return False
        return True

    def _in_spool(self, entries: Sequence[Entry]) -> bool:
        try:
            self._spool.keep(entries)
        except OSError as error:
            self._spool_failure = f"the trail's spool cannot be written ({error}); make room or mend its folder"
            _log.error(self._spool_failure)
            return False
        self._spool_failure = ""
        self._spooled += len(entries)
        return True

    def _look_after(self) -> None:
        """Bring what is spooled into the database, and purge what has had its time."""
        if time.monotonic() < self._again:
            return
        try:
            if self._spooled:
                self._deliver()
            if time.monotonic() >= self._upkeep_at:
                self._upkeep_at = time.monotonic() + UPKEEP
                self._upkeep()
            self._restored()
        except TrailError as error:
            self._lost_database(error)
        except OSError as error:
            self._lost_database(TrailError(f"the trail's spool cannot be read ({error}); mend its folder"))

    def _deliver(self) -> None:
        for path, entries in self._spool.batches():
            with self._database.begin() as session:
                self._chain.append(session, entries)
            self._spool.done(path)
        self._spooled = self._spool.waiting()

    def _restored(self) -> None:
        if self._failure:
            self._failure = ""
            _log.warning("the trail's database is in use again, and what waited is written")

    def _lost_database(self, error: TrailError) -> None:
        if not self._failure:
            _log.error("%s Until then records wait in the spool.", error)
        self._failure = str(error)
        self._again = time.monotonic() + self._pause

    def _lose(self, items: Sequence[_Item], error: Exception) -> None:
        self._lost += len(items)
        _log.error("%d of the trail's records lost so far: %s", self._lost, error)
        for item in items:
            item.kept.set_exception(error)
