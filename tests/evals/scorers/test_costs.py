"""Sums: which are right, and what is wrong with the others."""

from typing import Any

import pytest
from telling import make_told

from evals.cases import CostCase
from evals.scorers.costs import right

CASE: dict[str, Any] = {
    "id": "a", "question": "q?", "history": [], "weight_kg": 30, "cycles": 1, "tests": True, "rate": None,
    "per_visit": 1200, "total": 1270, "low": None, "high": None, "working": "by hand", "why": "plain",
}  # fmt: skip
COST: dict[str, Any] = {"items": [{"sum": 1200}, {"sum": 70}], "total": 1270, "currency": "CNY", "scope": ""}
BACK = {"kind": "declined", "reason": "unclear"}
OPEN = {"total": None, "per_visit": None, "low": 1, "high": 2}
SIDES = {**COST, "total": None, "low": {"total": 1}, "high": {"total": 2}}


@pytest.mark.parametrize(
    ("case", "reply", "why"),
    [
        ({}, {"cost": COST, "text": "1,200 a visit"}, ""),
        ({"total": None, "per_visit": None, "why": "other-country"}, {}, ""),
        ({"total": None, "per_visit": None, "why": "impossible"}, BACK, ""),
        (OPEN, {"cost": SIDES}, ""),
        ({"rate": 7.0}, {"cost": COST, "text": "1,200 and 181.43"}, ""),
        ({"rate": 10.0}, {"cost": COST, "text": "1,200 and 127 USD"}, ""),
        ({**OPEN, "high": 3}, {"cost": SIDES}, "wanted {'total': None, 'low': 1, 'high': 3}, got {'total': None, "),
        ({}, {"cost": {**COST, "total": 5}, "text": "1,200"}, "wanted {'total': 1270,"),
        ({}, {"cost": COST}, "a visit of 1,200 is not told"),
        ({}, {"cost": {**COST, "items": []}, "text": "1,200"}, "the lines do not add up"),
        ({"rate": 7.0}, {"cost": COST, "text": "1,200"}, "1270 at 7.0 is not told"),
        ({"total": None, "per_visit": None, "why": "impossible"}, {}, "nothing is asked back"),
        ({"total": None, "per_visit": None}, BACK, "a question is asked back"),
    ],
)
def test_a_sum_is_right_or_what_is_wrong_is_told(case: dict[str, Any], reply: dict[str, Any], why: str) -> None:
    verdict = right(CostCase.model_validate({**CASE, **case}), make_told(reply))
    assert verdict.outcome == ("missed" if why else "met")
    assert verdict.why.startswith(why)
