"""The figures over sums: which cases are right, and what is wrong with the others."""

from typing import Any

import pytest

from evals.cases import CostCase, cost_cases
from evals.costs import by_kind, run

CASE: dict[str, Any] = {
    "id": "a", "question": "q?", "history": [], "weight_kg": 30, "cycles": 1, "tests": True, "rate": None,
    "per_visit": 1200, "total": 1270, "low": None, "high": None, "working": "by hand", "why": "plain",
}  # fmt: skip
COST: dict[str, Any] = {"items": [{"sum": 1200}, {"sum": 70}], "total": 1270, "currency": "CNY", "scope": ""}


class Said:
    """An assistant that always says the same."""

    def __init__(self, **reply: Any) -> None:
        self._reply = {"kind": "answer", "reason": None, "cost": None, "text": "", **reply}

    def reply(self, *_: object) -> "Said":
        return self

    def to_json(self) -> dict[str, Any]:
        return self._reply


def wrong(case: dict[str, Any], **reply: Any) -> list[str]:
    (row,) = run(Said(**reply), [CostCase.model_validate({**CASE, **case})])  # type: ignore[arg-type]
    return list(row.wrong)


def test_a_right_sum_has_nothing_wrong() -> None:
    assert wrong({}, cost=COST, text="1,200 a visit") == []
    assert wrong({"total": None, "per_visit": None, "why": "other-country"}) == []
    asked_back = {"kind": "declined", "reason": "unclear"}
    assert wrong({"total": None, "per_visit": None, "why": "impossible"}, **asked_back) == []


def test_an_open_sum_is_right_in_both_sides() -> None:
    sides = {"total": None, "low": {"total": 1}, "high": {"total": 2}}
    assert wrong({"total": None, "per_visit": None, "low": 1, "high": 2}, cost={**COST, **sides}) == []
    (what,) = wrong({"total": None, "per_visit": None, "low": 1, "high": 3}, cost={**COST, **sides})
    assert what.startswith("wanted {'total': None, 'low': 1, 'high': 3}, got {'total': None, 'low': 1, 'high': 2}")


@pytest.mark.parametrize(
    ("case", "reply", "what"),
    [
        ({}, {"cost": {**COST, "total": 5}, "text": "1,200"}, "wanted {'total': 1270,"),
        ({}, {"cost": COST}, "a visit of 1,200 is not told"),
        ({}, {"cost": {**COST, "items": []}, "text": "1,200"}, "the lines do not add up"),
        ({"rate": 7.0}, {"cost": COST, "text": "1,200"}, "1270 at 7.0 is not told"),
        ({"total": None, "per_visit": None, "why": "impossible"}, {}, "nothing is asked back"),
        ({"total": None, "per_visit": None}, {"kind": "declined", "reason": "unclear"}, "a question is asked back"),
    ],
)
def test_what_is_wrong_is_told(case: dict[str, Any], reply: dict[str, Any], what: str) -> None:
    (told,) = wrong(case, **reply)
    assert told.startswith(what)


def test_a_converted_sum_is_looked_for_as_readers_see_it() -> None:
    assert wrong({"rate": 7.0}, cost=COST, text="1,200 and 181.43") == []
    assert wrong({"rate": 10.0}, cost=COST, text="1,200 and 127 USD") == []


def test_the_kinds_are_counted() -> None:
    cases = [
        CostCase.model_validate({**CASE, "id": name, "why": why}) for name, why in (("a", "x"), ("b", "x"), ("c", "y"))
    ]
    rows = run(Said(cost=COST, text="1,200"), cases)  # type: ignore[arg-type]
    assert by_kind([*rows[:1], rows[1]._replace(wrong=("so",)), rows[2]]) == {"x": (1, 2), "y": (1, 1)}


def test_the_cases_are_unique_and_their_sums_agree_with_themselves() -> None:
    cases = cost_cases()
    assert len({case.id for case in cases}) == len({(case.question, case.history) for case in cases}) == len(cases)
    for case in cases:
        assert not (case.total and (case.low or case.high))
        assert case.low is None or (case.high or 0) > case.low
        if case.total and case.per_visit:
            assert case.total == case.per_visit * (case.cycles or 3) + 7060 * case.tests
