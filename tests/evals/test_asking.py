"""Cases asked in two processes: the same replies in the same order as in one, failures told, nothing left behind."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from chatbot.errors import ChatbotError
from chatbot.knowledge.library import Library
from chatbot.settings import ROOT, Settings
from evals.asking import Beside, Here, asking
from evals.choosing import Chosen
from evals.sets import all_sets
from evals.told import Json, Told

DAY = date(2026, 11, 21)
PATIENCE = 60


def same(told: Told) -> tuple[Json, object]:
    """What of a reply must not depend on where it was asked."""
    return {key: value for key, value in told.reply.items() if key != "timings_ms"}, told.language


@pytest.fixture(scope="module")
def chosen(tiny_library: Library) -> list[Chosen]:
    sets = all_sets(tiny_library, DAY)
    return [Chosen(sets[name], sets[name].cases(tiny_library, None)[:3]) for name in ("refusals", "attacks")]


def test_two_processes_tell_what_one_tells(
    tiny_settings: Settings, tiny_library: Library, chosen: list[Chosen]
) -> None:
    here = Here(tiny_settings, tiny_library, DAY)
    beside = Beside(tiny_settings, DAY, 2)
    beside.begin(chosen)
    try:
        assert beside.version == here.version
        for one in reversed(chosen):
            for case in reversed(one.cases):
                assert same(beside.ask(one.of, case)) == same(here.ask(one.of, case))
    finally:
        beside.close()


def test_few_cases_are_asked_where_the_run_is(
    tiny_settings: Settings, tiny_library: Library, chosen: list[Chosen]
) -> None:
    with asking(tiny_settings, tiny_library, DAY, chosen) as asked:
        assert isinstance(asked, Here)


def test_what_fails_there_is_raised_here(tmp_path: Path, chosen: list[Chosen]) -> None:
    beside = Beside(Settings(corpus=ROOT / "tests" / "tiny", data=tmp_path, model="/nowhere"), DAY, 1)
    with pytest.raises(ChatbotError, match="nowhere"):
        beside.begin(chosen)
    beside.close()


KILLED = """
import time
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from chatbot.settings import Settings
from evals.asking import Beside, _version

if __name__ == "__main__":
    beside = Beside(Settings(corpus=Path("nowhere")), date(2026, 11, 21), 2)
    for pool in beside._pools:
        pool.submit(_version, *beside._given).exception()
    print(*(child.pid for child in active_children()), flush=True)
    time.sleep(600)
"""


def test_processes_end_when_the_run_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "killed.py"
    program.write_text(KILLED, encoding="utf-8")
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True, env=os.environ | paths) as run:
        assert run.stdout is not None
        started = [int(number) for number in run.stdout.readline().split()]
        assert len(started) == 2
        run.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, started)):
        assert time.monotonic() < deadline, "a process outlived the run"
        time.sleep(0.1)


def alive(number: int) -> bool:
    try:
        return "zombie" not in Path(f"/proc/{number}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
