"""The lines of corpus/lines.yaml, fitted anew to the tuning half of the labelled cases; and the curves they give."""

from collections.abc import Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from chatbot.assistant import Assistant, Measured
from evals.cases import (
    FollowupCase,
    Half,
    KindCase,
    LookalikeCase,
    PairCase,
    SignCase,
    answer_cases,
    cases,
    in_half,
    kind_cases,
)

Floats = NDArray[np.float64]
Measures = Mapping[str, float]
PENALTY = 10.0
"""Of the squared weights, on measures brought to deviation 1."""
CASE = 4.0
"""How many of the library's own examples a case counts for: it is what readers write, and they are many."""
MOST_FALSE = 0.04
"""Share of the tuning half's look-alikes that may be alarms: up to it the line goes the way of caution."""
MOST_FALSE_APART = 0.01
"""The same of those, alone and beside a question, that are no alarm as a whole, for the line over parts."""
BESIDE = 3
"""Beside how many questions each message is put to fit that line."""
JOINED = ("{told}. {asked}", "{told}, {asked}", "{asked} {told}", "{told} and {asked}", "{asked}, {told}")
MOST_WORDS = 16
"""Of a question that is put beside a message."""
MOST_REFUSED = 0.063
"""Share of the tuning half's answerable questions that the line of coverage may refuse, indirect ones among them."""
BINS = 10
TOGETHER = 200
"""How many questions are measured at once."""
HEAD = "# Where the lines are: weights of logistic regressions. Written by `python -m evals fit`; fields: README.md.\n"


class Labelled(NamedTuple):
    """The measures of a case, whether it lies beyond the line, and whether it decides where the line is."""

    measures: Measures
    beyond: bool
    decides: bool
    weight: float = CASE


class Line(NamedTuple):
    """A fitted line."""

    weights: dict[str, float]
    offset: float

    def score(self, measures: Measures) -> float:
        """Return 0 or more for what lies beyond the line."""
        return self.offset + sum(weight * measures.get(name, 0.0) for name, weight in self.weights.items())


def fit(rows: Sequence[Labelled], most_wrong: float) -> Line:
    """Fit a line, both sides counting the same; move it until so many of those that decide are on the wrong side."""
    names = sorted(set().union(*(row.measures for row in rows)))
    values = np.array([[row.measures.get(name, 0.0) for name in names] for row in rows])
    beyond = np.array([row.beyond for row in rows], dtype=np.float64)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    solved = _solve((values - mean) / spread, beyond, np.array([row.weight for row in rows]))
    weights = solved[1:] / spread
    scores = values @ weights
    decide = np.array([row.decides for row in rows])
    share = most_wrong if beyond[decide].all() else 1 - most_wrong
    least = np.quantile(scores[decide], share, method="lower" if beyond[decide].all() else "higher")
    return Line({name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}, round(-float(least), 4))


def _solve(values: Floats, beyond: Floats, weight: Floats) -> Floats:
    share = (weight * beyond).sum() / weight.sum()
    weight = weight * np.where(beyond == 1, 0.5 / share, 0.5 / (1 - share))

    def loss(solved: Floats) -> tuple[float, Floats]:
        scores = solved[0] + values @ solved[1:]
        slack = weight * (expit(scores) - beyond)
        lost = float((weight * (np.logaddexp(0, scores) - beyond * scores)).sum())
        slope = np.concatenate([[slack.sum()], values.T @ slack + PENALTY * solved[1:]])
        return lost + PENALTY / 2 * float(solved[1:] @ solved[1:]), slope

    return np.asarray(minimize(loss, np.zeros(values.shape[1] + 1), jac=True, method="L-BFGS-B").x)


def alarm_rows(assistant: Assistant, half: Half | None) -> list[Labelled]:
    """Measure every message that tells of a sign, and every one that does not; look-alikes decide."""
    signs, alike, others = _messages(half)
    return [
        *(Labelled(one.alarm, beyond=True, decides=False) for one in _measured(assistant, signs)),
        *(Labelled(one.alarm, beyond=False, decides=True) for one in _measured(assistant, alike)),
        *(Labelled(one.alarm, beyond=False, decides=False) for one in _measured(assistant, others)),
    ]


def apart_rows(assistant: Assistant, half: Half | None) -> list[Labelled]:
    """Measure the loudest part of every message that is no alarm as a whole, alone and beside a question.

    Look-alikes decide.
    """
    signs, alike, others = _messages(half)
    answered = [case.question for case in covered_cases(half) if case.kind == "answer"]
    short = [question for question in answered if len(question.split()) <= MOST_WORDS]

    def rows(texts: Sequence[str], *, beyond: bool, decides: bool) -> list[Labelled]:
        quiet = [one for one in _measured(assistant, texts) if one.apart and one.apart["whole"] < 0]
        return [Labelled(one.apart, beyond, decides) for one in quiet]

    return [
        *rows([*signs, *beside(signs, short)], beyond=True, decides=False),
        *rows([*alike, *beside(alike, short)], beyond=False, decides=True),
        *rows(others, beyond=False, decides=False),
    ]


def beside(messages: Sequence[str], questions: Sequence[str]) -> list[str]:
    """Put each message beside a few questions, before and after them, each time another and in another way."""
    made = []
    for i, told in enumerate(messages):
        for n in range(i * BESIDE, (i + 1) * BESIDE):
            join, asked = JOINED[n % len(JOINED)], questions[n % len(questions)]
            made.append(join.format(told=told.rstrip(" ."), asked=f"{asked.rstrip(' ?.')}?"))
    return made


def _messages(half: Half | None) -> tuple[list[str], list[str], list[str]]:
    """Return the messages that tell of a sign, those that look alike, and the others that do not."""
    signs = [case.question for case in cases(SignCase, "urgent-*.yaml") if in_half(case.id, half)]
    for pair in cases(PairCase, "minimised-*.yaml"):
        if in_half(pair.id, half):
            signs += [pair.question, pair.minimised]
    alike = [case.question for case in cases(LookalikeCase, "lookalikes-*.yaml") if in_half(case.id, half)]
    others = [case.question for case in kind_cases(half) if case.kind != "urgent"]
    return signs, alike, [*others, *(case.question for case in answer_cases(half))]


def covered_cases(half: Half | None) -> list[KindCase]:
    """Return the questions that are answered from the library, and those that it has no source for."""
    answered = [KindCase(id=case.id, question=case.question, kind="answer") for case in answer_cases(half)]
    others = [case for case in kind_cases(half) if case.kind == "answer" or case.reason == "no-source"]
    return [*answered, *others]


def covered_rows(assistant: Assistant, half: Half | None) -> list[Labelled]:
    """Measure every question that is covered or not."""
    asked = covered_cases(half)
    held = [case.kind == "answer" for case in asked]
    measured = _measured(assistant, [case.question for case in asked])
    return [Labelled(one.covered, beyond=is_held, decides=is_held) for one, is_held in zip(measured, held, strict=True)]


def follow_up_rows(assistant: Assistant, half: Half | None) -> list[Labelled]:
    """Measure every follow-up, which the library covers, as it is understood after the turns before it."""
    asked = [case for case in cases(FollowupCase, "followups-*.yaml") if in_half(case.id, half)]
    measured = _measured(assistant, [case.question for case in asked], [case.history for case in asked])
    return [Labelled(one.covered, beyond=True, decides=True) for one in measured]


def _measured(
    assistant: Assistant, texts: Sequence[str], histories: Sequence[Sequence[str]] | None = None
) -> list[Measured]:
    asked = list(zip(texts, histories or repeat(()), strict=False))
    starts = range(0, len(asked), TOGETHER)
    return [one for start in starts for one in assistant.measures(asked[start : start + TOGETHER])]


def curve(rows: Sequence[Labelled], line: Line) -> list[tuple[float, float, float]]:
    """Return, for shifts of the line, how many that lie beyond it are missed, and how many others are kept off."""
    scores = np.array([line.score(row.measures) for row in rows])
    beyond, decides = np.array([row.beyond for row in rows]), np.array([row.decides for row in rows])
    shifts = np.linspace(-3, 3, 13)
    return [(float(x), float((scores[decides] < x).mean()), float((scores[~beyond] < x).mean())) for x in shifts]


class Bin(NamedTuple):
    """Questions to which a line gives about the same chance: the chance on average, how many, how many of them hold."""

    chance: float
    of: int
    holding: int


def calibration(rows: Sequence[Labelled], line: Line) -> list[Bin]:
    """Return, for the chances that a line gives in equally wide bins, how often what it says holds; empty bins not."""
    chances = expit(np.array([line.score(row.measures) for row in rows]))
    beyond = np.array([row.beyond for row in rows])
    at = np.minimum((chances * BINS).astype(int), BINS - 1)
    held = [(chances[at == n], beyond[at == n]) for n in range(BINS)]
    return [Bin(float(some.mean()), len(some), int(true.sum())) for some, true in held if len(some)]


def write(lines: Mapping[str, Line], path: Path) -> None:
    """Write the lines as the corpus holds them."""
    records = [{"id": name, "offset": line.offset, "weights": line.weights} for name, line in lines.items()]
    path.write_text(HEAD + yaml.safe_dump({"lines": records}, sort_keys=False), encoding="utf-8")
