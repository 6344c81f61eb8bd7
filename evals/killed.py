"""Whether a record that was acknowledged outlives a killed process: processes that record, killed while they do.

As a program it starts, on each line that it reads, a process that records replies as quickly as it can. Such a process
first tells its number, and then of each reply that was acknowledged; it ends only by being killed.
"""

import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

import psycopg  # noqa: F401  loaded once, for all the processes

from chatbot.audit.archive import Archive, Filter
from chatbot.audit.chain import Chain
from chatbot.audit.database import Database, database_url
from chatbot.audit.key import seal
from chatbot.audit.names import Kept
from chatbot.audit.records import Maker
from chatbot.audit.redaction import Redactor
from chatbot.audit.spool import Spool
from chatbot.audit.trail import Trail
from chatbot.settings import ROOT
from chatbot.stages import Traced

KEY = b"a key for killing"
PATIENCE = 60
"""Seconds that one record may take."""
MOST = 1_000_000
GIVEN = "given.pickle"


class Survived(NamedTuple):
    """What was left after the last process was killed."""

    acknowledged: int
    lost: tuple[str, ...]
    """Questions whose reply was acknowledged and is not kept."""
    broken: int
    """Places where the chain does not hold."""


def kill(url: str, folder: Path, traced: Traced, names: Kept, times: int) -> Survived:
    """Kill so many processes in the middle of their recording, one after the other; then see what is kept.

    `url` is an empty database, `traced` a reply to record, `names` the names that stay in a question.
    """
    (folder / GIVEN).write_bytes(pickle.dumps((traced, names)))
    command = [sys.executable, "-m", __name__, url, str(folder)]
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    told: list[str] = []
    with subprocess.Popen(  # noqa: S603  this program again
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | paths
    ) as program:
        for round_ in range(times):
            told += _until_killed(program, after=1 + round_ % 5)
        if program.stdin:
            program.stdin.close()
    return _survived(url, folder, names, told)


def _until_killed(program: "subprocess.Popen[str]", after: int) -> list[str]:
    """What was acknowledged by a process before it was killed in the middle of its writing."""
    if program.stdin is None or program.stdout is None:
        raise ValueError("the program has no pipes")
    program.stdin.write("go on\n")
    program.stdin.flush()
    process = int(program.stdout.readline())
    told: list[str] = []
    while (line := program.stdout.readline().rstrip("\n")) != "ended":
        told.append(line)
        if len(told) == after:
            os.kill(process, signal.SIGKILL)
    return told


def _survived(url: str, folder: Path, names: Kept, told: list[str]) -> Survived:
    """Open what was left as the next process would, which also writes what waits on the disk."""
    with _open(url, folder, Redactor(names)) as trail:
        trail.feedback("last", helpful=True).result(PATIENCE)
        broken = len(trail.archive.verify().broken)
        kept = {one.question for one in trail.archive.list(Filter(), limit=MOST)}
    return Survived(len(told), tuple(question for question in told if question not in kept), broken)


def _open(url: str, folder: Path, redact: Redactor) -> Trail:
    archive = Archive(Database(database_url(url, folder)), Chain(KEY), partial(seal, KEY))
    maker = Maker(redact, archive.seal, {})
    return Trail(archive, Spool(folder / "spool"), lambda: maker)


def _tell(line: str) -> None:
    """Write a line at once and whole."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def _write(url: str, folder: Path, round_: int, redact: Redactor, traced: Traced) -> None:
    """Record without end; some replies wait in the queue whenever one is acknowledged."""
    trail = _open(url, folder, redact)
    waiting = []
    for n in count():
        question = f"does it help in round {round_}, time {n}?"
        waiting.append((question, trail.record(replace(traced, question=question), "ask")))
        if len(waiting) > 5:
            first, kept = waiting.pop(0)
            kept.result(PATIENCE)
            _tell(first)


def main() -> None:
    """Start a process for each line."""
    url, folder = sys.argv[1], Path(sys.argv[2])
    traced, names = pickle.loads((folder / GIVEN).read_bytes())  # noqa: S301  written by whoever started this
    redact = Redactor(names)  # once, for all of them
    for round_, _ in enumerate(sys.stdin):
        child = os.fork()
        if not child:
            _tell(str(os.getpid()))
            _write(url, folder, round_, redact, traced)
        os.waitpid(child, 0)
        _tell("ended")


if __name__ == "__main__":
    main()
