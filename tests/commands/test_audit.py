"""Looking at what was answered, on the command line."""

import csv
import io
import json
import sqlite3
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
from chatbot.domain import Jurisdiction
from chatbot.reply import Reason
from chatbot.settings import Settings

Audit = Callable[..., Result]


@pytest.fixture
def audit(shell: Shell, tmp_path: Path) -> Audit:
    """The command over three recorded replies and one reader's feedback."""
    archive = open_archive(Settings(data=tmp_path))
    maker = Maker(Redactor(KEPT), archive.seal, {})
    with Trail(archive, Spool(tmp_path / "spool"), lambda: maker) as trail:
        trail.record(
            make_traced("=does it help my son Zebedee?", answer_id="first", uses=("flu",), country=Jurisdiction.UK)
        )
        trail.record(make_traced(answer_id="second", reason=Reason.NO_SOURCE))
        trail.record(make_traced(answer_id="third"))
        trail.feedback("third", helpful=False, reasons=["unclear"]).result(PATIENCE)
    return lambda *arguments, **options: shell("audit", *arguments, DATA=tmp_path, **options)


def test_the_list_shows_the_newest_first(audit: Audit) -> None:
    lines = audit("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2", "1"]
    assert "declined: no-source" in lines[1]
    assert lines[2].endswith("UK   =does it help my son [name]?")


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--kind", "declined"], [2]),
        (["--use", "flu", "--country", "UK"], [1]),
        (["--not-helpful"], [3]),
        (["--helpful"], []),
        (["--limit", "2"], [3, 2]),
        (["--until", "2001-01-01"], []),
        (["--since", "2001-01-01T10:30"], [3, 2, 1]),
    ],
)
def test_the_list_is_cut_down(audit: Audit, options: list[str], numbers: list[int]) -> None:
    done = audit("list", "--json", *options)
    assert [json.loads(line)["number"] for line in done.stdout.splitlines()] == numbers


@pytest.mark.parametrize("which", ["3", "third"])
def test_an_answer_is_shown_whole(audit: Audit, which: str) -> None:
    said = audit("show", which).stdout
    assert "Question: does it help?" in said
    assert "coverage: covered (beyond 1)" in said
    assert "1. p1 score 2.500 likeness 0.750" in said
    assert "Feedback: not helpful unclear" in said
    assert json.loads(audit("show", which, "--json").stdout)["record"]["reply"]["text"] == "It does [1]."


def test_an_answer_that_is_not_kept_is_told(audit: Audit) -> None:
    done = audit("show", "99")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("chatbot: no answer 99 is kept")


def test_csv_has_a_row_for_each_and_no_formula(audit: Audit) -> None:
    rows = list(csv.DictReader(io.StringIO(audit("export", "--format", "csv", "-").stdout)))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["question"] == "'=does it help my son [name]?"
    assert rows[0]["removed"] == "name:1"


def test_lines_of_json_hold_everything(audit: Audit, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    done = audit("export", str(path), "--kind", "answer")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["number"] for row in rows] == [1, 3]
    assert rows[1]["feedback"][0]["reasons"] == "unclear"
    assert "2 answers written" in done.stderr


def test_an_inspect_log_is_read_by_inspect(audit: Audit, tmp_path: Path) -> None:
    from inspect_ai.log import (  # noqa: PLC0415  it takes seconds to import
        read_eval_log,
        read_eval_log_sample,
        read_eval_log_sample_summaries,
    )

    path = tmp_path / "log.eval"
    assert audit("export", "--format", "inspect", str(path)).exit_code == 0
    log = read_eval_log(str(path))
    samples = log.samples or []
    assert log.eval.dataset.samples == 3
    assert [one.id for one in read_eval_log_sample_summaries(str(path))] == [1, 2, 3]
    assert read_eval_log_sample(str(path), 3).metadata["feedback"][0]["reasons"] == "unclear"
    assert "ends in .eval" in audit("export", "--format", "inspect", str(tmp_path / "log.txt")).stderr
    assert [sample.id for sample in samples] == [1, 2, 3]
    assert samples[1].input == "does it help?"
    assert samples[1].output.completion == "That is not known here."


def test_a_whole_chain_verifies_and_a_broken_one_does_not(audit: Audit, tmp_path: Path) -> None:
    done = audit("verify")
    assert (done.exit_code, done.stdout[:32]) == (0, "The chain holds: 4 links, 0 purg")
    last = done.stdout.split()[-1]
    assert audit("verify", "--expect", last).exit_code == 0
    assert audit("verify", "--expect", "f" * 64).exit_code == 1
    path = tmp_path / "audit" / "trail.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE answers SET question = 'other' WHERE seq = 2")
    broken = audit("verify")
    assert (broken.exit_code, broken.stdout.splitlines()[0]) == (1, "  2: the answer is changed")


def test_purging_takes_what_is_old_and_asks_first(audit: Audit) -> None:
    assert audit("purge", "--days", "1", "--yes").stdout == "Nothing is that old.\n"
    assert audit("purge", "--days", "0", typed="n\n").exit_code == 1
    assert audit("purge", "--days", "0", "--yes").stdout == "3 answers and 1 feedbacks taken out.\n"
    assert audit("list").stdout == ""
    assert "4 purged" in audit("verify").stdout
    assert audit("purge", "--yes", RETENTION_DAYS=0).exit_code == 1


def test_an_answer_becomes_a_case(audit: Audit, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    assert audit("case", "3", "--to", str(path)).exit_code == 0
    assert "reviewed-3" in path.read_text(encoding="utf-8")


def test_what_was_asked_is_recorded_and_replays_to_the_same_bytes(shell: Shell, tmp_path: Path) -> None:
    question = "Does dialysis work for kidney failure? My name is Zebedee."
    for asked in ("Does dialysis work for kidney failure?", question):
        assert shell("ask", asked, DATA=tmp_path).exit_code == 0
    done = shell("audit", "replay", "1", DATA=tmp_path)
    assert (done.exit_code, done.stdout) == (0, "The reply is the same, byte for byte.\n")
    assert "Zebedee" not in shell("audit", "export", "-", DATA=tmp_path).stdout
    shell("ask", "Does dialysis hurt?", DATA=tmp_path, TRAIL="off")
    assert len(shell("audit", "list", DATA=tmp_path).stdout.splitlines()) == 2
