"""Notices that another process has changed the library, and has it read anew while the old one is served."""

import logging
import time
from collections.abc import Callable
from threading import Thread

EVERY = 1.0
"""Seconds between two looks."""
AFTER_FAILURE = 60.0
"""Seconds until the next look where reading it anew has failed."""

_log = logging.getLogger(__name__)


class Watch:
    """Looks at most once in a while, and never makes anyone wait.

    `stale` must be quick; `refresh` may take long and runs in a thread of its own, one at a time.
    """

    def __init__(
        self, stale: Callable[[], bool], refresh: Callable[[], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stale = stale
        self._refresh = refresh
        self._clock = clock
        self._next = clock() + EVERY
        self.reading: Thread | None = None
        """The last thread that read it anew."""

    def glance(self) -> None:
        """Look whether something changed, if it is time to."""
        now = self._clock()
        if now < self._next or (self.reading and self.reading.is_alive()):
            return
        self._next = now + EVERY
        if self._stale():
            self.reading = Thread(target=self._read, name="reading the library anew", daemon=True)
            self.reading.start()

    def _read(self) -> None:
        try:
            self._refresh()
        except Exception:  # noqa: BLE001  whatever it is, the old library is served
            self._next = self._clock() + AFTER_FAILURE
            _log.exception("Another process changed the library, and it cannot be read; the old one is served")
