"""The trail as the page and the commands use it: record and feedback in the background, reading, replay, health."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from functools import cache
from types import TracebackType
from typing import Self

from chatbot.audit.archive import Archive, Kept
from chatbot.audit.records import Maker
from chatbot.audit.replaying import Replayed, Respond, replay
from chatbot.audit.spool import Spool
from chatbot.audit.writer import Health, Writer
from chatbot.stages import Traced


class Trail:
    """Keeps every reply; nothing that it is asked to keep makes anyone wait or fail.

    `make` is called once, in the background: it reads the lists by which personal details are found. `respond` answers
    a question that is replayed.
    """

    def __init__(
        self,
        archive: Archive,
        spool: Spool,
        make: Callable[[], Maker],
        respond: Respond | None = None,
        retention_days: int = 0,
    ) -> None:
        self.archive = archive
        self._maker = cache(make)
        self._respond = respond
        self._retention = timedelta(days=retention_days)
        self.writer = Writer(archive.database, archive.chain, spool, self._purge if retention_days else lambda: None)

    def record(self, traced: Traced, origin: str = "page") -> Future[None]:
        """Keep a reply; the future is done once it outlives a crash, and need not be waited for."""
        at = datetime.now(UTC)
        return self.writer.put(lambda: self._maker().answer(traced, at, origin))

    def feedback(self, answer_id: str, *, helpful: bool, reasons: Sequence[str] = (), note: str = "") -> Future[None]:
        """Keep what a reader thought of an answer, by the id that stands in the reply."""
        at = datetime.now(UTC)
        return self.writer.put(
            lambda: self._maker().feedback(answer_id, helpful=helpful, reasons=reasons, note=note, at=at)
        )

    def renew(self, make: Callable[[], Maker], respond: Respond) -> None:
        """From now on the answers come from another library: records are made and replayed by that."""
        self._maker = cache(make)
        self._respond = respond

    @property
    def maker(self) -> Maker:
        """What makes entries; for reviews, which are written by hand and waited for."""
        return self._maker()

    def get(self, answer_id: str) -> Kept | None:
        """Return what is kept of an answer; None where it is not in the database, or not yet."""
        return self.archive.get(answer_id)

    def replay(self, answer_id: str) -> Replayed | None:
        """Ask the question of an answer again; None where the answer is not kept or nothing here can answer."""
        kept = self.get(answer_id)
        return replay(kept.record, self._respond) if kept and self._respond else None

    def health(self) -> Health:
        """Say how the trail is doing."""
        return self.writer.health()

    def close(self) -> None:
        """Write what is left; what cannot be written into the database stands in the spool."""
        if self.writer.close():
            self.archive.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _purge(self) -> None:
        self.archive.purge(datetime.now(UTC) - self._retention)
