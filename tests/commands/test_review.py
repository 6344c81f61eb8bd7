"""Scoring what was answered, on the command line: two raters blind to each other, a third, scores set right."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from shell import Shell
from trail_samples import KEPT, PATIENCE, make_traced

from chatbot.assemble import open_archive
from chatbot.audit.records import Maker
from chatbot.audit.redaction import Redactor
from chatbot.audit.spool import Spool
from chatbot.audit.trail import Trail
from chatbot.reply import Reason
from chatbot.settings import Settings

ReviewShell = Callable[..., Result]
FINE = ("--understood", "4", "--correct", "4", "--complete", "3", "--helpful", "3", "--harm")


@pytest.fixture
def review(shell: Shell, tmp_path: Path) -> ReviewShell:
    """The command over an answer, a refusal and a case of an eval set."""
    archive = open_archive(Settings(data=tmp_path))
    maker = Maker(Redactor(KEPT), archive.seal, {})
    with Trail(archive, Spool(tmp_path / "spool"), lambda: maker) as trail:
        trail.record(make_traced(answer_id="first"))
        trail.record(make_traced(answer_id="second", reason=Reason.NO_SOURCE))
        trail.record(make_traced(answer_id="third"), "set:answers").result(PATIENCE)
    return lambda *arguments: shell("review", *arguments, DATA=tmp_path)


def test_the_queues_are_listed_with_their_sizes(review: ReviewShell) -> None:
    lines = [line.split() for line in review("queues", "--rater", "ann").stdout.splitlines()]
    assert lines[0] == ["queue", "answers", "settled", "yours", "waiting"]
    assert ["unanswered", "1", "0", "0", "1"] in lines
    assert ["set:answers", "1", "0", "0", "1"] in lines
    told = json.loads(review("queues", "--rater", "ann", "--json").stdout)
    assert told[4] == {"queue": "random", "answers": 2, "settled": 0, "yours": 0, "waiting": 2}


def test_an_answer_is_shown_claim_by_claim_with_the_scale(review: ReviewShell) -> None:
    said = review("show", "1", "--rater", "ann").stdout
    assert "1. Rest helps. It is free.   (short-answer)" in said
    assert "     [1] " in said
    assert "harm: " in said
    assert json.loads(review("show", "1", "--rater", "ann", "--json").stdout)["claims"][0]["cited"][0]["n"] == 1
    assert "That is not known here." in review("show", "2", "--rater", "ann").stdout
    missing = review("show", "99", "--rater", "ann")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "no answer 99 is kept" in missing.stderr


def test_two_are_blind_a_third_settles_and_a_score_is_set_right(review: ReviewShell) -> None:
    assert review("score", "1", "--rater", "ann", *FINE, "4").stdout == "Answer 1 is scored.\n"
    assert "by ann" not in review("show", "1", "--rater", "bob").stdout
    assert review("score", "1", "--rater", "bob", *FINE, "2").exit_code == 0
    assert "by bob" in review("show", "1", "--rater", "ann").stdout
    assert "by " not in review("next", "random", "--rater", "cat").stdout
    assert review("score", "1", "--rater", "cat", *FINE, "2").stdout == "Answer 1 is scored; it is settled.\n"
    assert "harm 2" in review("results").stdout
    assert "harm         0 of 1 pairs the same" in review("agreement").stdout
    number = next(s["number"] for s in _scores(review) if s["rater"] == "ann")
    assert review("edit", str(number), "harm", "2", "--author", "ann", "--reason", "misread").exit_code == 0
    assert "harm 4 → 2 by ann: misread" in review("show", "1", "--rater", "ann").stdout
    assert json.loads(review("agreement", "--json").stdout)["harm"]["same"] == 0


def _scores(review: ReviewShell) -> list[dict[str, object]]:
    told: list[dict[str, object]] = json.loads(review("show", "1", "--rater", "ann", "--json").stdout)["scores"]
    return told


def test_what_cannot_be_scored_is_told(review: ReviewShell) -> None:
    for _ in range(2):
        done = review("score", "1", "--rater", "ann", *FINE, "4")
    assert (done.exit_code, "was scored by ann already" in done.stderr) == (1, True)
    assert "9 is not in the range" in review("score", "1", "--rater", "bob", *FINE, "9").stderr
    assert "no queue nonsense" in review("next", "nonsense", "--rater", "ann").stderr
    assert review("next", "urgent", "--rater", "ann").stderr == "Nothing in urgent waits for ann.\n"
    assert json.loads(review("results", "--json").stdout or "[]") == []
