"""Sets run as Inspect tasks: a solver that asks the assistant, scorers with reasons, logs for its viewer; no model.

Everything that knows Inspect is here.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

os.environ["INSPECT_TELEMETRY"] = ""

from inspect_ai import Task
from inspect_ai import eval as run_tasks
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog, EvalSample
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import Metric, SampleScore, Score, Target, metric
from inspect_ai.scorer import Scorer as InspectScorer
from inspect_ai.scorer import scorer as register
from inspect_ai.solver import Generate, Solver, TaskState, solver

from chatbot.errors import ChatbotError
from evals.cases import Case
from evals.choosing import Chosen
from evals.eval_set import EvalSet, Scorer
from evals.results import Row, SetResult
from evals.told import Told
from evals.verdict import Verdict

NOTHING_TO_JUDGE = "nothing to judge"
Ask = Callable[[EvalSet, Case], Told]
"""What asks a case of a set, or waits for what it was told."""


class EvalError(ChatbotError):
    """A run went wrong: a set, a case or a log cannot be used."""


def run(
    chosen: Sequence[Chosen],
    ask: Ask,
    logs: Path,
    display: Literal["rich", "plain", "none"],
    step: Callable[[], object] = lambda: None,
) -> list[SetResult]:
    """Run the sets one after the other and return their rows; Inspect's logs are kept in a folder.

    `step` is called after each case. A scorer or what asks that fails stops the run: EvalError names the set.
    """
    tasks = [_task(one, ask, step) for one in chosen]
    done = run_tasks(
        tasks,
        model=None,
        display=display,
        log_dir=str(logs),
        log_level="warning",
        log_realtime=False,
        log_buffer=1000,
        fail_on_error=True,
        max_tasks=1,
        max_samples=1,
        score_display=False,
        acp_server=False,
        ctl_server=False,
    )
    by_name = {log.eval.task: log for log in done}
    return [SetResult(one.of, _rows(by_name[one.of.name], one.of)) for one in chosen]


def chosen_display() -> Literal["rich", "plain"]:
    """Return how progress is shown: a screen for a terminal, lines elsewhere."""
    return "rich" if sys.stdout.isatty() else "plain"


def _task(chosen: Chosen, ask: Ask, step: Callable[[], object]) -> Task:
    of = chosen.of
    told: dict[str, Told] = {}
    by_id = {case.id: case for case in chosen.cases}
    samples = [
        Sample(id=case.id, input=_asked(case), target=of.wanted(case), metadata={"group": of.group(case)})
        for case in chosen.cases
    ]
    return Task(
        name=of.name,
        dataset=MemoryDataset(samples, name=of.name),
        solver=_solver(of, ask, by_id, told, step),
        scorer=[_scorer(one, by_id, told) for one in of.scorers],
        metadata={"says": of.says, "generated": of.generated},
    )


def _asked(case: Case) -> str:
    return " / ".join([*getattr(case, "history", ()), getattr(case, "minimised", case.question)])


def _solver(
    of: EvalSet, ask: Ask, by_id: Mapping[str, Case], told: dict[str, Told], step: Callable[[], object]
) -> Solver:
    """Return what asks a case and keeps all that was told; registered without arguments, which Inspect would log."""

    @solver(name="assistant")
    def made() -> Solver:
        async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001  no model is asked
            id_ = str(state.sample_id)
            told[id_] = ask(of, by_id[id_])
            reply = told[id_].reply
            state.output = ModelOutput.from_content("chatbot", reply["text"])
            state.store.set("reply", {key: value for key, value in reply.items() if key not in {"text", "timings_ms"}})
            step()
            return state

        return solve

    return made()


def _scorer(one: Scorer, by_id: Mapping[str, Case], told: Mapping[str, Told]) -> InspectScorer:
    metrics = [_median()] if one.measures else [_share()]

    @register(metrics=metrics, name=one.name, says=one.says)
    def made() -> InspectScorer:
        async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001  the case itself is judged
            id_ = str(state.sample_id)
            return _as_score(one.judge(by_id[id_], told[id_]))

        return score

    return made()


def _as_score(verdict: Verdict) -> Score:
    kept = {"hits": verdict.hits, "of": verdict.of, "number": verdict.number, "outcome": verdict.outcome}
    if not verdict.of:
        return Score.unscored(reason=NOTHING_TO_JUDGE, explanation=verdict.why, metadata=kept)
    value = verdict.hits / verdict.of if verdict.number is None else verdict.number
    return Score(value=value, explanation=verdict.why or "met", metadata=kept)


@metric(name="share")
def _share() -> Metric:
    def share(scores: list[SampleScore]) -> float:
        kept = [one.score.metadata or {} for one in scores]
        return float(sum(k["hits"] for k in kept) / max(1, sum(k["of"] for k in kept)))

    return share


@metric(name="median")
def _median() -> Metric:
    def median(scores: list[SampleScore]) -> float:
        values = sorted(one.score.as_float() for one in scores)
        return values[len(values) // 2] if values else 0.0

    return median


def _rows(log: EvalLog, of: EvalSet) -> tuple[Row, ...]:
    if log.status != "success" or log.samples is None:
        raise EvalError(f"set {of.name}: {log.error.message if log.error else log.status}; see {log.location}")
    return tuple(_row(sample, of) for sample in log.samples)


def _row(sample: EvalSample, of: EvalSet) -> Row:
    scores = sample.scores or {}
    return Row(
        id=str(sample.id),
        group=str((sample.metadata or {}).get("group", "")),
        asked=str(sample.input),
        wanted=str(sample.target),
        reply=sample.output.completion,
        verdicts={one.name: _verdict(scores[one.name]) for one in of.scorers},
    )


def _verdict(score: Score) -> Verdict:
    kept: dict[str, Any] = score.metadata or {}
    why = (score.explanation or "") if kept["hits"] != kept["of"] or not kept["of"] else ""
    return Verdict(kept["hits"], kept["of"], why, kept["number"])
