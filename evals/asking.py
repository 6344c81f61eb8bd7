"""Where cases are asked: few in this process, many in two beside it, so that both cores of a small machine work.

Which process asks a case is decided by its question, and what was told is taken in the order of the cases: a run is
the same bytes whichever process is quicker.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import cache
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Protocol

from chatbot.assemble import load
from chatbot.commands.shared import progress_bar
from chatbot.knowledge.library import Library, read_library
from chatbot.settings import Settings
from evals.cases import Case
from evals.choosing import Chosen
from evals.eval_set import EvalSet
from evals.fitting import Labelled, covered_rows
from evals.sets import all_sets
from evals.told import Asker, Told

MANY = 100
"""From so many cases on it pays to start processes, each of which reads the library for itself."""
PROCESSES = 2
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""For what works beside another process: the threads of both would wait for each other."""


class Asking(Protocol):
    """What asks the cases of a run."""

    @property
    def version(self) -> str:
        """The version of the library that answers."""

    def ask(self, of: EvalSet, case: Case) -> Told:
        """Return what was told to a case; each case of the run is asked for once."""

    def covered(self) -> list[Labelled]:
        """Measure every question of the report half that is covered or not."""


@contextmanager
def asking(
    settings: Settings, library: Library, today: date, chosen: Sequence[Chosen], *, most: int | None = None
) -> Iterator[Asking]:
    """Open what asks these cases, and end its processes; `most` is how many there may be, by default one per core."""
    processes = min(PROCESSES, (os.cpu_count() or 1) if most is None else most)
    if processes < 2 or sum(len(one.cases) for one in chosen) < MANY:
        yield Here(settings, library, today)
        return
    beside = Beside(settings, today, processes)
    try:
        beside.begin(chosen)
        yield beside
    finally:
        beside.close()


class Here:
    """Asks in this process."""

    def __init__(self, settings: Settings, library: Library, today: date) -> None:
        with progress_bar("Reading the library") as step:
            self._asker = Asker(load(settings, step, library, today), library)

    @property
    def version(self) -> str:
        """The version of the library that answers."""
        return self._asker.version

    def ask(self, of: EvalSet, case: Case) -> Told:
        """Ask a case."""
        return of.ask(self._asker, case)

    def covered(self) -> list[Labelled]:
        """Measure the report half's questions."""
        return covered_rows(self._asker.assistant, "report")


class Beside:
    """Asks in processes beside this one, ahead of when each case is asked for."""

    def __init__(self, settings: Settings, today: date, processes: int) -> None:
        os.environ.update(ONE_THREAD)
        spawn = get_context("spawn")
        self._given = settings, today
        self._pools = [ProcessPoolExecutor(1, spawn) for _ in range(processes)]
        self._told: dict[tuple[str, str], Future[Told]] = {}
        self.version = ""

    def begin(self, chosen: Sequence[Chosen]) -> None:
        """Hand out the cases; the first process reads the library alone, since whatever is missing is built then."""
        self.version = self._pools[0].submit(_version, *self._given).result()
        for one in chosen:
            for case in one.cases:
                self._told[one.of.name, case.id] = self._pool(case).submit(_ask, *self._given, one.of.name, case)

    def ask(self, of: EvalSet, case: Case) -> Told:
        """Wait for what a case was told; what failed there is raised here."""
        return self._told.pop((of.name, case.id)).result()

    def covered(self) -> list[Labelled]:
        """Measure the report half's questions in one of the processes."""
        return self._pools[-1].submit(_covered, *self._given).result()

    def close(self) -> None:
        """End the processes; cases that nobody waits for are not asked any more."""
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)

    def _pool(self, case: Case) -> ProcessPoolExecutor:
        """Choose the process by the question: what several sets ask alike is asked once."""
        return self._pools[hashlib.sha256(case.question.encode()).digest()[0] % len(self._pools)]


def _version(settings: Settings, today: date) -> str:
    return _opened(settings, today)[0].version


def _covered(settings: Settings, today: date) -> list[Labelled]:
    return _opened(settings, today)[0].covered()


def _ask(settings: Settings, today: date, name: str, case: Case) -> Told:
    here, sets = _opened(settings, today)
    return here.ask(sets[name], case)


@cache
def _opened(settings: Settings, today: date) -> tuple[Here, dict[str, EvalSet]]:
    """Open the library in a process of its own, once."""
    Thread(target=_end_with_parent, daemon=True).start()
    library = read_library(settings.corpus, settings.documents)
    return Here(settings, library, today), dict(all_sets(library, today, settings.cases.parent))


def _end_with_parent() -> None:
    """End when the process that asked for this one is no more, even if it was killed: the pool alone does not."""
    if parent := parent_process():
        parent.join()
        os._exit(1)
