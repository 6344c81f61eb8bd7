"""A program that starts, on each line it reads, a process that records replies as quickly as it can.

Such a process first tells its number, and then of each reply that was acknowledged; it ends only by being killed.
"""

import os
import sys
from functools import partial
from itertools import count
from pathlib import Path

import psycopg  # noqa: F401  loaded once, for all the processes
from trail_samples import KEPT, PATIENCE, make_traced

from chatbot.audit.archive import Archive
from chatbot.audit.chain import Chain
from chatbot.audit.database import Database, database_url
from chatbot.audit.key import seal
from chatbot.audit.records import Maker
from chatbot.audit.redaction import Redactor
from chatbot.audit.spool import Spool
from chatbot.audit.trail import Trail

KEY = b"a key of the tests"


def tell(line: str) -> None:
    """Write a line at once and whole."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def write(url: str, folder: Path, round_: int, redactor: Redactor) -> None:
    """Record without end; some replies wait in the queue whenever one is acknowledged."""
    archive = Archive(Database(database_url(url, folder)), Chain(KEY), partial(seal, KEY))
    maker = Maker(redactor, archive.seal, {})
    trail = Trail(archive, Spool(folder / "spool"), lambda: maker)
    waiting = []
    for n in count():
        question = f"does it help in round {round_}, time {n}?"
        waiting.append((question, trail.record(make_traced(question, answer_id=f"{round_}-{n}"), "ask")))
        if len(waiting) > 5:
            first, kept = waiting.pop(0)
            kept.result(PATIENCE)
            tell(first)


def main() -> None:
    """Start a process for each line."""
    redactor = Redactor(KEPT)  # once, for all of them
    for round_, _ in enumerate(sys.stdin):
        child = os.fork()
        if not child:
            tell(str(os.getpid()))
            write(sys.argv[1], Path(sys.argv[2]), round_, redactor)
        os.waitpid(child, 0)
        tell("ended")


if __name__ == "__main__":
    main()
