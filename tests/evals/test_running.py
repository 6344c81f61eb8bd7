"""Sets as Inspect tasks: asked, scored with reasons, kept in a log that Inspect reads."""

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from inspect_ai.log import list_eval_logs, read_eval_log
from runs import CASES, make_scorer, make_set
from telling import make_told

from evals.cases import Case
from evals.choosing import Chosen
from evals.eval_set import EvalSet
from evals.results import figures
from evals.running import EvalError, run
from evals.shares import Share
from evals.told import Told
from evals.verdict import Verdict, unscored

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning")


@pytest.fixture(autouse=True)
def leave_nothing_open() -> Iterator[None]:
    """Collect the streams that Inspect leaves open while their warning is still let through."""
    yield
    gc.collect()


class Scripted:
    """Declines every second question."""

    def told(self, question: str) -> Told:
        """Return the script's reply."""
        odd = int(question.split()[1][0]) % 2
        return make_told({"kind": "declined" if odd else "answer", "text": f"About {question}"})


def scripted(of: EvalSet, case: Case) -> Told:
    return of.ask(Scripted(), case)  # type: ignore[arg-type]


def wordy(_case: object, told: Told) -> Verdict:
    if told.answered:
        return Verdict(1, 1, "", 3.0)
    return unscored("no answer")


SET = make_set(
    scorers=[make_scorer(), make_scorer("words", judge=wordy, measures=True)], group=lambda case: case.reason
)


def test_a_set_is_asked_scored_and_kept(tmp_path: Path) -> None:
    (result,) = run([Chosen(SET, CASES[:4])], scripted, tmp_path, "none")
    whole = {figure.name: figure.value for figure in figures(result)}
    assert whole["right"] == Share(2, 4)
    assert whole["words"].of == 2
    row = next(row for row in result.rows if row.id == "case-0")
    assert (row.group, row.asked, row.reply) == ("unclear", "question 0?", "About question 0?")
    assert {name: (v.outcome, v.why) for name, v in row.verdicts.items()} == {
        "right": ("missed", "wrong kind"),
        "words": ("met", ""),
    }
    (held,) = list_eval_logs(str(tmp_path))
    log = read_eval_log(held)
    assert (log.eval.task, log.status, log.eval.model) == ("small", "success", "none/none")
    scores = {s.name: s for s in log.results.scores} if log.results else {}
    assert scores["right"].metrics["share"].value == 0.5
    assert scores["words"].unscored_samples == 2
    assert json.loads(json.dumps((log.samples or [])[0].store["reply"]))["kind"] == "answer"


def test_a_scorer_that_fails_stops_the_run(tmp_path: Path) -> None:
    def broken(_case: object, _told: Told) -> Any:
        raise KeyError("labels")

    of = make_set(scorers=[make_scorer(judge=broken)])
    with pytest.raises(EvalError, match=r"set small: .*labels"):
        run([Chosen(of, CASES[:1])], scripted, tmp_path, "none")
