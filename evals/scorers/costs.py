"""Sums over the price list: the right ones, told as readers see them, or rightly none."""

from collections.abc import Iterator

from evals.cases import CostCase
from evals.told import Json, Told
from evals.verdict import Verdict, judge


def right(case: CostCase, told: Told) -> Verdict:
    """The sum is the one worked out by hand, its lines add up, and it is told; what cannot be is asked back."""
    wrong = list(_wrong(case, told.reply))
    return judge(holds=not wrong, why="; ".join(wrong))


def _wrong(case: CostCase, reply: Json) -> Iterator[str]:
    cost = reply["cost"]
    got = {name: _total(cost, name) for name in ("total", "low", "high")}
    wanted = {"total": case.total, "low": case.low, "high": case.high}
    if got != wanted:
        yield f"wanted {wanted}, got {got} in a reply of kind {reply['kind']} {reply['reason'] or ''}".rstrip()
    if case.asks_back != (reply["kind"] == "declined" and reply["reason"] == "unclear"):
        yield "nothing is asked back" if case.asks_back else "a question is asked back"
    if case.per_visit and f"{case.per_visit:,}" not in reply["text"]:
        yield f"a visit of {case.per_visit:,} is not told"
    if case.rate:
        yield from _unconverted(case, case.rate, reply["text"])
    if cost and case.total is not None and sum(item["sum"] for item in cost["items"]) != case.total:
        yield "the lines do not add up"


def _total(cost: Json | None, name: str) -> object:
    held = cost or {}
    return held.get("total") if name == "total" else (held.get(name) or {}).get("total")


def _unconverted(case: CostCase, rate: float, text: str) -> Iterator[str]:
    for total in (case.total, case.low, case.high):
        if total and f"{total / rate:,.2f}".removesuffix(".00") not in text:
            yield f"{total} at {rate} is not told"
