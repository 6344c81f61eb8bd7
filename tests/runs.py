"""Small runs to tell figures, reports and changes from: a set of one or two scorers, and rows as judged."""

from collections.abc import Mapping, Sequence

from evals.cases import KindCase
from evals.eval_set import EvalSet, Goal, Scorer
from evals.results import Row, SetResult
from evals.verdict import Verdict, judge

YES, NO, NONE = Verdict(1, 1), Verdict(0, 1, "it is wrong"), Verdict(0, 0, "nothing to judge")
CASES = tuple(KindCase(id=f"case-{n}", question=f"question {n}?", reason="unclear") for n in range(8))


def make_scorer(name: str = "right", **changes: object) -> Scorer:
    """Make a scorer of the kind of reply; changes are its other fields."""
    given: dict[str, object] = {
        "judge": lambda case, told: judge(holds=told.reply["kind"] == case.kind, why="wrong kind")
    }
    return Scorer(**{"name": name, "says": "whether it is right", **given, **changes})  # type: ignore[arg-type]


def make_set(name: str = "small", scorers: Sequence[Scorer] = (), **changes: object) -> EvalSet:
    """Make a set of eight cases; changes are its other fields."""
    given: dict[str, object] = {
        "says": "a small set",
        "cases": lambda _library, _half: CASES,
        "ask": lambda asker, case: asker.told(case.question),
        "scorers": tuple(scorers) or (make_scorer(goal=Goal(least=0.9)),),
    }
    return EvalSet(**{"name": name, **given, **changes})  # type: ignore[arg-type]


def make_row(id_: str, group: str = "", **verdicts: Verdict) -> Row:
    """Make the row of a case; without verdicts it is right."""
    return Row(id_, group, f"{id_}?", "something", "a reply", verdicts or {"right": YES})


def make_result(verdicts: Mapping[str, Verdict], of: EvalSet | None = None, name: str = "right") -> SetResult:
    """Make the result of a set from one scorer's verdict for each case."""
    rows = tuple(make_row(id_, **{name: verdict}) for id_, verdict in verdicts.items())
    return SetResult(of or make_set(scorers=[make_scorer(name, goal=Goal(least=0.9))]), rows)
