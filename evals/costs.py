"""Sums over the price list: whether each case gets the right ones, or is rightly given none."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from chatbot.assistant import Assistant
from evals.cases import CostCase


class Row(NamedTuple):
    """What was replied to a case, and what is wrong with it."""

    case: CostCase
    reply: dict[str, Any]
    wrong: tuple[str, ...]


def run(assistant: Assistant, cases: Sequence[CostCase]) -> list[Row]:
    """Ask every case."""
    rows = []
    for case in cases:
        reply = assistant.reply(case.question, case.history).to_json()
        rows.append(Row(case, reply, tuple(_wrong(case, reply))))
    return rows


def by_kind(rows: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Return for each kind of case how many are right, of how many."""
    total = Counter(row.case.why for row in rows)
    right = Counter(row.case.why for row in rows if not row.wrong)
    return {why: (right[why], count) for why, count in sorted(total.items())}


def _wrong(case: CostCase, reply: dict[str, Any]) -> Iterator[str]:
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


def _total(cost: dict[str, Any] | None, name: str) -> object:
    held = cost or {}
    return held.get("total") if name == "total" else (held.get(name) or {}).get("total")


def _unconverted(case: CostCase, rate: float, text: str) -> Iterator[str]:
    for total in (case.total, case.low, case.high):
        if total and f"{total / rate:,.2f}".removesuffix(".00") not in text:
            yield f"{total} at {rate} is not told"
