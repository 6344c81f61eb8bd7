"""How far a run is, in a file: for whoever started it as a process of its own."""

import json
import time
from pathlib import Path

FILE = "progress.json"
PAUSE = 0.3
"""Seconds between two writings."""


class Progress:
    """Counts cases; the file holds `done` and `total`, and is whole at every moment."""

    def __init__(self, folder: Path, total: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file, self._total, self._done = folder / FILE, total, 0
        self._written = 0.0
        self._write()

    def step(self) -> None:
        """Count a case."""
        self._done += 1
        if self._done == self._total or time.monotonic() - self._written >= PAUSE:
            self._write()

    def _write(self) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps({"done": self._done, "total": self._total}), encoding="utf-8")
        part.replace(self._file)
        self._written = time.monotonic()
