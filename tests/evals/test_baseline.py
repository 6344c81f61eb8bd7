"""What counts as a regression, and what accepting a run writes down."""

import json
from datetime import date
from pathlib import Path

import pytest
from runs import NO, NONE, YES, make_result, make_scorer, make_set

from chatbot.knowledge.library import Library
from evals.accepting import CARD, RUN, accept
from evals.baseline import (
    Acceptance,
    BaselineError,
    accepted,
    changes,
    outcomes,
    read_baseline,
    worse_than,
    write,
)
from evals.quality import quality_card, read_card
from evals.results import SetResult
from evals.verdict import Verdict

DAY = date(2026, 11, 25)
MANY = [f"case-{n}" for n in range(40)]
NEVER = make_set(scorers=[make_scorer("right", never=True)])


def all_right() -> SetResult:
    return make_result(dict.fromkeys(MANY, YES))


def with_wrong(count: int, **changes: Verdict) -> SetResult:
    return make_result({**dict.fromkeys(MANY, YES), **dict.fromkeys(MANY[:count], NO), **changes})


@pytest.mark.parametrize(("wrong", "regressed"), [(1, False), (4, False), (5, True), (20, True)])
def test_more_worse_cases_than_chance_explains_are_a_regression(wrong: int, *, regressed: bool) -> None:
    (change,) = changes([with_wrong(wrong)], outcomes([all_right()], "v"))
    assert (len(change.worse), change.regressed) == (wrong, regressed)


def test_as_many_better_as_worse_are_noise() -> None:
    before = outcomes([make_result({**dict.fromkeys(MANY, YES), **dict.fromkeys(MANY[20:30], NO)})], "v")
    (change,) = changes([with_wrong(10)], before)
    assert (len(change.worse), len(change.better), change.regressed) == (10, 10, False)


def test_where_none_may_fail_one_is_a_regression() -> None:
    before = outcomes([make_result(dict.fromkeys(MANY, YES), NEVER)], "v")
    (change,) = changes([make_result({**dict.fromkeys(MANY, YES), "case-0": NO}, NEVER)], before)
    assert change.regressed
    assert str(change) == "small: right: 1 worse (case-0), 0 better"


def test_only_cases_that_both_runs_scored_are_compared() -> None:
    before = outcomes([make_result({"a": NONE, "b": YES, "c": YES})], "v")
    assert changes([make_result({"a": NO, "new": NO, "c": NONE, "b": YES})], before) == []
    assert changes([make_result({"a": NO}, make_set("another"))], before) == []


def test_a_part_of_the_points_lost_is_worse() -> None:
    before = outcomes([make_result({"a": Verdict(2, 3, "x")})], "v")
    (change,) = changes([make_result({"a": Verdict(1, 3, "x")})], before)
    assert change.worse == ("a",)


def acceptance(**changes: object) -> Acceptance:
    given: dict[str, object] = {"day": DAY, "who": "A. Reviewer", "why": "better", "library_version": "v", "worse": ()}
    return Acceptance.model_validate({**given, **changes})


@pytest.mark.parametrize("changes", [{"who": " "}, {"why": ""}])
def test_accepting_needs_a_name_and_a_reason(changes: dict[str, str]) -> None:
    with pytest.raises(BaselineError, match="--who and --why"):
        accepted(outcomes([all_right()], "v"), None, acceptance(**changes))


def test_what_got_worse_is_named_by_case() -> None:
    old = accepted(outcomes([all_right()], "v"), None, acceptance())
    assert worse_than(outcomes([with_wrong(2)], "w"), old) == ("small: right: case-0, case-1",)
    assert worse_than(outcomes([with_wrong(2)], "w"), None) == ()


def test_a_baseline_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BaselineError, match="run 'accept' anew"):
        read_baseline(tmp_path / "baseline.json")
    assert read_baseline(tmp_path / "none.json") is None


def test_a_run_is_accepted_with_who_why_and_what_got_worse(tiny_library: Library, tmp_path: Path) -> None:
    paths = {"out": tmp_path, "baseline": tmp_path / "baseline.json", "card": tmp_path / "card.json"}
    with pytest.raises(BaselineError, match="run 'python -m evals' first"):
        accept("A", "first", DAY, **paths)
    for who, result in (("A", all_right()), ("B", with_wrong(1))):
        write(tmp_path / RUN, outcomes([result], f"version of {who}"))
        write(tmp_path / CARD, quality_card([result], tiny_library, f"version of {who}"))
        accept(who, f"why {who}", DAY, **paths)
    kept = read_baseline(paths["baseline"])
    assert kept is not None
    assert [(one.who, one.why, one.worse) for one in kept.accepted] == [
        ("B", "why B", ("small: right: case-0",)),
        ("A", "why A", ()),
    ]
    card = read_card(paths["card"])
    assert card is not None
    assert (card.accepted, card.accepted_by) == (kept.accepted[0], ("B", "A"))
    assert json.loads(paths["card"].read_text(encoding="utf-8"))["library"]["version"] == "version of B"
