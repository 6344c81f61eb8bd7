"""What a sum is for, in the corpus's words: '32 kg, 3 visits, with the tests'."""

from typing import TypedDict

from chatbot.domain import CostPlan
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.wording import Wording


class Case(TypedDict):
    """The parts of a plan as words."""

    weight: str
    visits: str
    tests: str


def case(prices: CostsRecord, plan: CostPlan, wording: Wording) -> Case:
    """Return what a plan is for; where no number of visits was told it is called the usual one."""
    usual = counted("usual_visits", prices.rules.visits.usual, wording)
    return Case(
        weight=f"{plan.weight_kg:g}",
        visits=usual if plan.visits is None else counted("visits", plan.visits, wording),
        tests=wording(f"cost.tests.{'with' if plan.tests else 'without'}"),
    )


def counted(what: str, number: int, wording: Wording) -> str:
    """Return a number of visits, doses, days or nights."""
    return wording(f"cost.count.{what}.{'one' if number == 1 else 'more'}", n=number)
