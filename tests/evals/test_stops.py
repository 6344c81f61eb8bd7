"""Documents added and indexed by commands that are killed on their way: whole each time, complete in the end."""

from pathlib import Path
from random import Random

import pytest

from chatbot.settings import ROOT, Settings
from evals.shares import Share
from evals.stops import BOOK, After, Stop, after, figures, make, run


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(corpus=ROOT / "tests" / "tiny", data=tmp_path / "data")


@pytest.mark.timeout(900)  # many processes, each with the model
def test_what_is_killed_on_its_way_is_complete_and_found_after_the_next_run(settings: Settings, tmp_path: Path) -> None:
    random = Random(3)
    page = tmp_path / "page.html"
    page.write_text("<h1>Parking</h1><p>Families park behind the ward.</p><p>This site is ad-supported.</p>")
    made = make(tmp_path / "made", 6, 2, random, [page])
    stops = list(run(tmp_path / "made", settings, 4, random))
    assert [stop.command for stop in stops] == ["add the folder", "add the folder", "add the PDF", "index"]
    assert [stop.wrong for stop in stops] == [[]] * 4
    assert any(stop.killed for stop in stops)
    assert after(settings, made, [page]) == After(Share(7, 7), Share(8, 8), 0, Share(1, 1))
    page.write_text("<h1>Parking</h1><p>Families park behind the ward.</p><p>It costs nothing.</p>")
    assert after(settings, made, [page]).given == Share(0, 1)


def test_every_made_text_differs_and_stands_where_it_is_told_to(tmp_path: Path) -> None:
    made = make(tmp_path / "made", 3, 2, Random(1))
    assert [(told.document, told.page) for told in made] == [
        *((f"own-note-{number}", None) for number in range(3)),
        *((BOOK, page) for page in (1, 2)),
    ]
    assert len({told.text for told in made}) == 5
    assert (tmp_path / "made" / "many" / "2.txt").read_text() == f"{made[2].text}\n"


def test_what_a_stop_broke_is_told() -> None:
    stops = [
        Stop("index", 40.0, killed=True, wrong=["no whole index is in force"]),
        Stop("index", 90.0, killed=False, wrong=[]),
    ]
    told = "\n".join(figures(stops, After(Share(1, 2), Share(3, 3), 5, Share(0, 2))))
    assert "1 of 2 stopped while running (index 1)" in told
    assert "without harm: 1 of 2" in told
    assert "index, at 40%: no whole index is in force" in told
    assert "texts that the index lacked: 5" in told
    assert "given files, whole and found by their own words: 0 of 2" in told
