"""Runs of the evals as processes of their own: one at a time, how far, what came of it, two side by side."""

import sys
import time
from datetime import date
from pathlib import Path

import pytest
from review_samples import FIGURES, QUICK, SLOW
from runs import NO, YES, make_result, make_scorer, make_set

from chatbot.audit.signtest import Shift
from chatbot.errors import ReviewError
from chatbot.knowledge.library import Library
from chatbot.settings import ROOT
from chatbot.web.bench import ALL, SETS, Bench, Figures, compared, read_figures
from evals.baseline import changes, outcomes
from evals.sets import all_sets

PATIENCE = 60


def ended(bench: Bench, id_: str) -> str:
    """How a run ended."""
    deadline = time.monotonic() + PATIENCE
    while (run := bench.run(id_)) and run.state == "running" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert run is not None
    return run.state


def test_a_run_leaves_its_figures_and_who_asked_for_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, QUICK)
    id_ = bench.start("costs", "a", "ann")
    assert ended(bench, id_) == "done"
    (run,) = bench.runs()
    assert (run.asked.set, run.asked.only, run.asked.who, run.done, run.total) == ("costs", "a", "ann", 1, 3)
    figures = bench.file(id_, "run.json")
    assert figures is not None
    assert read_figures(figures).library_version == "v1"
    assert Bench(tmp_path).run(id_) == run


def test_one_run_goes_on_at_a_time_and_can_be_stopped(tmp_path: Path) -> None:
    bench = Bench(tmp_path, SLOW)
    id_ = bench.start(ALL, "", "ann")
    with pytest.raises(ReviewError, match="goes on already"):
        bench.start("costs", "", "bob")
    bench.stop(id_)
    run = bench.run(id_)
    assert run is not None
    assert run.state == "failed"
    bench.stop(bench.start("costs", "", "bob"))
    bench.close()


DEAF = (
    sys.executable,
    "-c",
    "import pathlib, signal, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "pathlib.Path(sys.argv[-1], 'deaf').touch()\n"
    "time.sleep(600)",
)


def test_a_run_that_does_not_end_when_asked_is_ended(tmp_path: Path) -> None:
    bench = Bench(tmp_path, DEAF, patience=0.5)
    id_ = bench.start("costs", "a", "ann")
    deadline = time.monotonic() + PATIENCE
    while not bench.file(id_, "deaf") and time.monotonic() < deadline:
        time.sleep(0.05)
    assert bench.file(id_, "deaf")
    bench.close()
    assert ended(bench, id_) == "failed"


def test_a_run_that_fails_says_why(tmp_path: Path) -> None:
    bench = Bench(tmp_path, QUICK)
    id_ = bench.start("attacks", "", "ann")
    assert ended(bench, id_) == "failed"
    assert "no attacks today" in bench.said(id_)


@pytest.mark.parametrize(("set_", "only"), [("nothing", ""), ("--help", ""), ("costs", "--fast x"), ("costs", "a/b")])
def test_what_cannot_be_run_is_refused(tmp_path: Path, set_: str, only: str) -> None:
    with pytest.raises(ReviewError):
        Bench(tmp_path, QUICK).start(set_, only, "ann")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("id_", ["", "..", "../costs", "20260101-000000-abcd"])
def test_there_is_no_run_but_those_that_were_started(tmp_path: Path, id_: str) -> None:
    bench = Bench(tmp_path / "runs", QUICK)
    assert (bench.run(id_), bench.file(id_, "run.json"), bench.said(id_), bench.runs()) == (None, None, "", [])


def test_figures_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(ReviewError, match="run the set again"):
        read_figures(tmp_path / "run.json")


def test_two_runs_side_by_side_name_the_cases_that_changed() -> None:
    was = Figures.model_validate(FIGURES)
    costs = {**FIGURES["sets"]["costs"], "figures": {"right": "1 of 2"}}  # type: ignore[index]
    now = Figures.model_validate(
        {"library_version": "v2", "sets": {"costs": {**costs, "scorers": {"right": {"missed": {"b": [1, 2]}}}}}}
    )
    (row,) = compared(was, now)
    assert (row.set, row.name, row.was, row.now) == ("costs", "right", "2 of 3", "1 of 2")
    assert (row.worse, row.better, row.shift) == (("b",), ("a",), Shift.CHANCE)
    (alone,) = compared(was, Figures(library_version="v", sets={}))
    assert (alone.was, alone.now, alone.worse) == ("2 of 3", "", ())


@pytest.mark.parametrize(("lost", "never", "shift"), [(4, False, "chance"), (5, False, "worse"), (1, True, "never")])
def test_two_runs_are_weighed_as_the_evals_weigh_a_regression(lost: int, *, never: bool, shift: str) -> None:
    cases = [f"case-{n}" for n in range(10)]
    of = make_set(scorers=[make_scorer("right", never=never)])
    results = [
        make_result({case: NO if n < missed else YES for n, case in enumerate(cases)}, of) for missed in (0, lost)
    ]
    before, after = (outcomes([result], "v") for result in results)
    shown = [Figures.model_validate_json(one.model_dump_json()) for one in (before, after)]
    rows = {row.name: row for row in compared(*shown)}
    assert rows["right"].shift == shift
    assert [change.shift for change in changes([results[1]], before)] == [shift]
    back = {row.name: row for row in compared(*reversed(shown))}
    assert back["right"].shift == ("better" if lost == 5 else "chance")


def test_the_sets_are_those_that_the_evals_hold(tiny_library: Library) -> None:
    assert list(SETS) == list(all_sets(tiny_library, date(2026, 11, 21), ROOT))
