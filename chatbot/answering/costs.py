"""The sum over a seller's price list for one body weight: whole steps only, as the list does not say how it rounds."""

import re
from typing import NamedTuple

from chatbot.domain import Cost, CostLine
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.wording import Wording

POUND_IN_KG = 0.45359237
"""International avoirdupois pound, exact by definition."""
_WEIGHT = re.compile(r"\b(\d{1,3}(?:\.\d+)?) ?-?(kg|kgs|kilos?|kilograms?|lbs?|pounds)\b")


class Plan(NamedTuple):
    """What is counted: body weight, visits, and whether the tests come with it."""

    weight_kg: float
    visits: int
    tests: bool = True


def weight_in(text: str) -> float | None:
    """Read a body weight in kg from a question; pounds are turned into kg. None when none is told."""
    match = _WEIGHT.search(text.casefold())
    if match is None:
        return None
    value = float(match.group(1))
    return value * POUND_IN_KG if match.group(2).startswith(("lb", "pound")) else value


def cost(record: CostsRecord, plan: Plan, wording: Wording) -> Cost | None:
    """Add up the list for a plan; None for a weight that is not a whole step, or out of the list's range."""
    step = record.rules.doses_per_day.per_kg
    if plan.weight_kg % step or not step <= plan.weight_kg <= record.rules.most_weight_kg:
        return None
    doses = int(plan.weight_kg // step) * record.rules.doses_per_day.doses * record.rules.infusion_days_per_visit.value
    per = {
        "plan": 1 if plan.tests else 0,
        "dose": doses * plan.visits,
        "night": record.rules.nights_per_visit.value * plan.visits,
        "visit": plan.visits,
    }
    lines = tuple(
        CostLine(what=i.what, amount=i.amount, currency=i.currency, times=per[i.per], sum=i.amount * per[i.per])
        for i in record.items
        if per[i.per]
    )
    total = sum(line.sum for line in lines)
    return Cost(items=lines, total=total, currency=record.currency, scope=_scope(record, plan, wording))


def _scope(record: CostsRecord, plan: Plan, wording: Wording) -> str:
    return wording(
        "cost.scope",
        weight=f"{plan.weight_kg:g}",
        visits=plan.visits,
        scope=record.scope,
        checked=record.checked,
        left_out="; ".join(record.not_stated),
    )
