"""Builds in other processes: killed at any moment, run at once, or out of space, they leave one whole index."""

import random
import time
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import pytest
from builds import WORDS, assert_same, build, folders, open_index, processes, texts_of
from fakes import HashingEncoder

from chatbot.finding.index import IndexFolder

KILLS = 6
LONGEST = 0.6
"""Seconds; about as long as a build takes."""


def start(folder: Path, step: int, most_bytes: int | None = None) -> tuple[BaseProcess, "SimpleQueue[int]"]:
    """Start a build and wait until it says that it has begun."""
    context = processes()
    told: SimpleQueue[int] = context.SimpleQueue()
    process = context.Process(target=build, args=(folder, step, told, most_bytes))
    process.start()
    assert told.get() == -1
    return process, told


def check_after_kill(place: Path, name: str | None) -> None:
    """Open the old index where it is still in force; then let the next run complete."""
    if IndexFolder(place, WORDS).current() == name:
        encoder = HashingEncoder()
        assert_same(open_index(place, texts_of(0), encoder), open_index(place / "../old", texts_of(0)))
        assert encoder.encoded == []
    assert_same(open_index(place, texts_of(1)), open_index(place / "../new", texts_of(1)))


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_build_killed_at_any_moment_does_no_harm(tmp_path: Path, kill: int) -> None:
    open_index(tmp_path / "index", texts_of(0))
    name = IndexFolder(tmp_path / "index", WORDS).current()
    process, _ = start(tmp_path / "index", 1)
    process.join(random.uniform(kill, kill + 1) * LONGEST / KILLS)
    process.kill()
    process.join()
    check_after_kill(tmp_path / "index", name)


@pytest.mark.parametrize("mark", ["chroma", "chroma/chroma.sqlite3", "words", "manifest.json"])
def test_a_build_killed_at_each_of_its_steps_does_no_harm(tmp_path: Path, mark: str) -> None:
    open_index(tmp_path / "index", texts_of(0))
    name = IndexFolder(tmp_path / "index", WORDS).current()
    process, _ = start(tmp_path / "index", 1)
    while process.is_alive() and len(list((tmp_path / "index").glob(f"*/{mark}"))) < 2:
        time.sleep(0.001)
    process.kill()
    process.join()
    check_after_kill(tmp_path / "index", name)


def test_a_killed_first_build_is_no_index_and_the_next_run_completes(tmp_path: Path) -> None:
    process, _ = start(tmp_path / "index", 1)
    process.kill()
    process.join()
    assert IndexFolder(tmp_path / "index", WORDS).current() is None
    assert_same(open_index(tmp_path / "index", texts_of(1)), open_index(tmp_path / "fresh", texts_of(1)))


def test_two_builds_at_once_end_with_one_whole_index(tmp_path: Path) -> None:
    place = tmp_path / "index"
    both = [start(place, 1) for _ in range(2)]
    encoded = [told.get() for _, told in both]
    for process, _ in both:
        process.join()
        assert process.exitcode == 0
    made = open_index(place, texts_of(1))
    assert (made.encoded, sorted(encoded)) == (0, [0, len({entry.text for entry in made.entries})])
    assert_same(made, open_index(tmp_path / "fresh", texts_of(1)))
    assert folders(place) == [IndexFolder(place, WORDS).current()]


@pytest.mark.parametrize("most_bytes", [0, 8_000, 50_000, 170_000])
def test_a_build_without_space_is_told_and_leaves_the_old_index(tmp_path: Path, most_bytes: int) -> None:
    old = open_index(tmp_path, texts_of(0))
    process, told = start(tmp_path, 1, most_bytes)
    assert told.get() == -2
    process.join()
    assert open_index(tmp_path, texts_of(0)).encoded == 0
    assert_same(open_index(tmp_path, texts_of(0)), old)
    assert_same(open_index(tmp_path, texts_of(1)), open_index(tmp_path / "fresh", texts_of(1)))
