"""Runs of the evals that reviewers start: each a process of its own, with a folder of its own in the data folder.

The web app knows of the evals only what they write down: `progress.json` while they run, `run.json` and `report.html`
at the end. One run goes on at a time.
"""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.audit.signtest import Shift, shift
from chatbot.errors import ReviewError
from chatbot.settings import ROOT

ALL = "all"
SETS = (
    *("answers", "refusals", "absence", "reviewed", "labels", "finding", "signs", "minimised", "lookalikes", "turns"),
    *("followups", "costs", "attacks", "languages", "robustness", "own"),
)
"""The sets that the evals hold, in their order."""
COMMAND = (sys.executable, "-m", "evals")
ASKED, LOG, PROGRESS, FIGURES, REPORT = "asked.json", "log.txt", "progress.json", "run.json", "report.html"
PATIENCE = 10.0
"""Seconds that a run is given to end when it is asked to."""
TAIL = 2_000
"""So many bytes of what a run said last are shown where it failed."""
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
_CASE = re.compile(r"[\w.-]{1,100}")

State = Literal["running", "done", "failed"]


class Asked(BaseModel):
    """What a run was asked for, by whom and when."""

    model_config = ConfigDict(frozen=True)

    set: str
    only: str
    who: str
    at: datetime


class Run(NamedTuple):
    """One run and how far it is."""

    id: str
    asked: Asked
    state: State
    done: int
    """Cases asked so far."""
    total: int
    """Cases to ask; 0 until the library is read."""


class Bench:
    """Starts runs, and finds those that were."""

    def __init__(self, folder: Path, command: Sequence[str] = COMMAND, patience: float = PATIENCE) -> None:
        self._folder, self._command, self._patience = folder, tuple(command), patience
        self._lock = threading.Lock()
        self._running: tuple[str, subprocess.Popen[bytes]] | None = None

    def start(self, set_: str, only: str, who: str) -> str:
        """Start a run of a set, or of one case of it, and return its id; raise ReviewError where that cannot be."""
        if set_ not in {*SETS, ALL}:
            raise ReviewError(f"no set {set_!r}; use one of {', '.join(SETS)}, or {ALL}")
        if only and not _CASE.fullmatch(only):
            raise ReviewError(f"{only[:100]!r} is no id of a case; ids stand in the files of cases")
        with self._lock:
            if self._running and self._running[1].poll() is None:
                raise ReviewError("a run goes on already; wait for its end, or stop it")
            now = datetime.now(UTC)
            id_ = f"{now:%Y%m%d-%H%M%S}-{token_hex(2)}"
            folder = self._folder / id_
            folder.mkdir(parents=True)
            asked = Asked(set=set_, only=only, who=who, at=now)
            (folder / ASKED).write_text(asked.model_dump_json(), encoding="utf-8")
            self._running = (id_, self._process(folder, set_, only))
        return id_

    def stop(self, id_: str) -> None:
        """End a run that goes on; one that is over stays as it is."""
        with self._lock:
            if self._running and self._running[0] == id_:
                self._running[1].terminate()
                try:
                    self._running[1].wait(self._patience)
                except subprocess.TimeoutExpired:
                    self._running[1].kill()
                    self._running[1].wait()

    def close(self) -> None:
        """End whatever goes on."""
        if self._running:
            self.stop(self._running[0])

    def runs(self) -> list[Run]:
        """Return every run, newest first."""
        ids = sorted((path.name for path in self._folder.glob("*") if _ID.fullmatch(path.name)), reverse=True)
        return [run for id_ in ids if (run := self.run(id_))]

    def run(self, id_: str) -> Run | None:
        """Return a run by its id; None where there is none."""
        folder = self._folder / id_
        if not _ID.fullmatch(id_) or not (folder / ASKED).is_file():
            return None
        asked = Asked.model_validate_json((folder / ASKED).read_bytes())
        done, total = _progress(folder / PROGRESS)
        return Run(id_, asked, self._state(id_, folder), done, total)

    def file(self, id_: str, name: str) -> Path | None:
        """Return a file that a run wrote; None where it did not."""
        path = self._folder / id_ / name
        return path if _ID.fullmatch(id_) and path.is_file() else None

    def said(self, id_: str) -> str:
        """Return the end of what a run said; for one that failed."""
        path = self.file(id_, LOG)
        return path.read_bytes()[-TAIL:].decode("utf-8", "replace") if path else ""

    def _process(self, folder: Path, set_: str, only: str) -> "subprocess.Popen[bytes]":
        arguments = [*(() if set_ == ALL else ("--set", set_)), *(("--only", only) if only else ())]
        with (folder / LOG).open("wb") as log:
            return subprocess.Popen(  # noqa: S603  the evals of this very project; set and case are checked above
                [*self._command, *arguments, "--keep", str(folder.resolve())],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _state(self, id_: str, folder: Path) -> State:
        if self._running and self._running[0] == id_ and self._running[1].poll() is None:
            return "running"
        return "done" if (folder / FIGURES).is_file() else "failed"


def _progress(path: Path) -> tuple[int, int]:
    try:
        told = json.loads(path.read_bytes())
        return int(told["done"]), int(told["total"])
    except (FileNotFoundError, ValueError, KeyError):
        return 0, 0


class _Shown(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Scored(_Shown):
    missed: dict[str, tuple[int, int]] = {}
    unscored: tuple[str, ...] = ()
    never: bool = False
    """Whether no case may become worse."""

    def share(self, case: str) -> float | None:
        """How much of what was wanted a case has; None where there was nothing to judge."""
        hits, of = self.missed.get(case, (1, 1))
        return None if case in self.unscored else hits / of


class _Set(_Shown):
    cases: tuple[str, ...]
    figures: dict[str, str]
    scorers: dict[str, _Scored]


class Figures(_Shown):
    """What a run brought, as the evals wrote it down."""

    library_version: str
    sets: dict[str, _Set]


class Row(NamedTuple):
    """One figure of two runs; empty where a run does not have it."""

    set: str
    name: str
    was: str
    now: str
    worse: tuple[str, ...]
    """Cases of both runs that lack more now."""
    better: tuple[str, ...]
    never: bool = False
    """Whether none may become worse."""

    @property
    def shift(self) -> Shift:
        """Whether that is beyond chance, by the test by which the evals tell a regression."""
        return shift(len(self.worse), len(self.better), never=self.never)


def read_figures(path: Path) -> Figures:
    """Read what a run wrote down; raise ReviewError for a file that is none."""
    try:
        return Figures.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ReviewError(f"{path.name} of this run cannot be read; run the set again") from error


def compared(was: Figures, now: Figures) -> list[Row]:
    """Set two runs side by side: every figure, and the cases of both whose share changed."""
    rows = []
    for name in dict.fromkeys([*was.sets, *now.sets]):
        old, new = was.sets.get(name), now.sets.get(name)
        for figure in dict.fromkeys([*(old.figures if old else ()), *(new.figures if new else ())]):
            worse, better = _changed(old, new, figure) if old and new else ((), ())
            said = [one.figures.get(figure, "") if one else "" for one in (old, new)]
            never = bool(new and (scored := new.scorers.get(figure)) and scored.never)
            rows.append(Row(name, figure, said[0], said[1], worse, better, never))
    return rows


def _changed(old: _Set, new: _Set, scorer: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    before, after = old.scorers.get(scorer), new.scorers.get(scorer)
    if before is None or after is None:
        return (), ()
    known = set(old.cases)
    pairs = [(case, before.share(case), after.share(case)) for case in new.cases if case in known]
    both = [(case, a, b) for case, a, b in pairs if a is not None and b is not None]
    return tuple(case for case, a, b in both if b < a), tuple(case for case, a, b in both if b > a)
