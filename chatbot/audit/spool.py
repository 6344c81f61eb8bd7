"""A folder in which entries wait while the database is lost: each batch a file, on the disk before it counts."""

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from chatbot.audit.chain import Entry

_WAITING = "*.jsonl"


class Spool:
    """Batches of entries in files; several processes may share the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, entries: Sequence[Entry]) -> None:
        """Write a batch; when this returns it outlives a crash, and before it there is nothing of it to be seen."""
        self._folder.mkdir(parents=True, exist_ok=True)
        whole = self._folder / f"{time.time_ns():020}-{uuid4().hex}.jsonl"
        part = whole.with_suffix(".part")
        with part.open("x", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in entries)
            file.flush()
            os.fsync(file.fileno())
        part.rename(whole)
        self._settle()

    def batches(self) -> Iterator[tuple[Path, list[Entry]]]:
        """Yield what waits, oldest first; a batch that another process has taken in the meantime is left out."""
        for path in sorted(self._folder.glob(_WAITING)):
            try:
                lines = path.read_text(encoding="utf-8").splitlines()
            except FileNotFoundError:
                continue
            yield path, [Entry(*json.loads(line)) for line in lines]

    def done(self, path: Path) -> None:
        """Take away a batch that is in the database."""
        path.unlink(missing_ok=True)
        self._settle()

    def waiting(self) -> int:
        """Count the entries that wait."""
        return sum(len(entries) for _, entries in self.batches())

    def _settle(self) -> None:
        """Bring the folder's own list of files to the disk."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
