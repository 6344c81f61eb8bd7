"""The sum over a seller's price list: pure arithmetic on records, the same for the chat, the command line and a form.

The list counts doses for whole steps of body weight and does not say how it rounds. Between two steps both sums are
given, below the first step the sum of one step as the most; a weight is never rounded here.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from chatbot.domain import Cost, CostLine, CostPlan
from chatbot.knowledge.cost_records import CostItemRecord, CostsRecord
from chatbot.knowledge.cost_words import case, counted
from chatbot.knowledge.wording import Wording

BY_WEIGHT = "dose"
"""What an item is priced by when its number depends on the body weight."""


def doubt(prices: CostsRecord, plan: CostPlan) -> str | None:
    """Name what of a plan cannot be: its weight, its visits or its rate; None when all can."""
    if not 0 < plan.weight_kg <= prices.rules.most_weight_kg:
        return "weight"
    if plan.visits is not None and not 0 < plan.visits <= prices.rules.visits.up_to:
        return "visits"
    per_one = plan.rate.per_one if plan.rate else None
    return "rate" if per_one is not None and not 0 < per_one < math.inf else None


def cost(prices: CostsRecord, plan: CostPlan, wording: Wording) -> Cost:
    """Add up the list for a plan; raise ValueError for a plan that cannot be."""
    if name := doubt(prices, plan):
        raise ValueError(f"no sum for this {name}: {plan}")
    return _Sum(prices, plan, wording).made()


def shown(amount: float) -> str:
    """Write an amount with its thousands apart, and cents only where there are some."""
    return f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"


def sides(made: Cost) -> list[Cost]:
    """Return the sums that may hold: one, or where the list does not settle it those on either side."""
    return [made] if made.total is not None else [side for side in (made.low, made.high) if side]


def worded(made: Cost, amounts: Sequence[float], wording: Wording) -> str:
    """Write an amount of each side of a sum: one, either of two, or the most."""
    texts = [shown(amount) for amount in amounts]
    if len(texts) > 1:
        return wording("cost.either", low=texts[0], high=texts[1])
    return texts[0] if made.total is not None else wording("cost.most", amount=texts[0])


def priced(made: Cost) -> tuple[CostLine, ...]:
    """Return the lines of all that is paid for, for display and for citing: of one side where there are two."""
    return sides(made)[-1].items


class _Sum:
    """One plan over one list."""

    def __init__(self, prices: CostsRecord, plan: CostPlan, wording: Wording) -> None:
        self._prices = prices
        self._plan = plan
        self._wording = wording
        self._visits = prices.rules.visits.usual if plan.visits is None else plan.visits
        self._case = case(prices, plan, wording)
        self._scope = wording(
            "cost.scope",
            scope=prices.scope,
            checked=prices.checked,
            left_out="; ".join(prices.not_stated),
            **self._case,
        )

    def made(self) -> Cost:
        """Return the sum, or the sums on either side where the list does not settle it."""
        steps = self._plan.weight_kg / self._prices.rules.doses_per_day.per_kg
        below, above = math.floor(steps), math.ceil(steps)
        if below == above:
            return self._told(self._at(below))
        low, high = self._side(below) if below else None, self._side(above)
        settled = tuple(self._line(item, above) for item in self._counted() if item.per != BY_WEIGHT)
        return self._told(
            Cost(items=settled, total=None, currency=high.currency, scope=self._scope, low=low, high=high)
        )

    def _at(self, steps: int) -> Cost:
        """Add up as for a weight of whole steps."""
        lines = tuple(self._line(item, steps) for item in self._counted())
        total = sum(line.sum for line in lines)
        once = sum(line.sum for item, line in zip(self._counted(), lines, strict=True) if item.per == "plan")
        per_visit = (total - once) // self._visits
        return Cost(
            items=lines,
            total=total,
            currency=self._prices.currency,
            scope=self._scope,
            per_visit=per_visit,
            counted_kg=steps * self._prices.rules.doses_per_day.per_kg,
        )

    def _side(self, steps: int) -> Cost:
        """The sum as if the weight were counted as whole steps."""
        counted_as = self._wording(
            "cost.counted_as",
            weight=f"{self._plan.weight_kg:g}",
            step=steps * self._prices.rules.doses_per_day.per_kg,
            doses=counted("doses", steps * self._prices.rules.doses_per_day.doses, self._wording),
        )
        return replace(self._at(steps), scope=f"{counted_as} {self._scope}")

    def _counted(self) -> list[CostItemRecord]:
        return [item for item in self._prices.items if item.per != "plan" or self._plan.tests]

    def _line(self, item: CostItemRecord, steps: int) -> CostLine:
        rules = self._prices.rules
        doses, days = steps * rules.doses_per_day.doses, rules.infusion_days_per_visit.value
        each = {"plan": 1, BY_WEIGHT: doses * days, "night": rules.nights_per_visit.value, "visit": 1}[item.per]
        times = each * (1 if item.per == "plan" else self._visits)
        how = self._wording(
            f"cost.line.{item.per}",
            doses=counted("doses", doses, self._wording),
            days=counted("days", days, self._wording),
            nights=counted("nights", rules.nights_per_visit.value, self._wording),
            visits=counted("visits", self._visits, self._wording),
        )
        return CostLine(
            what=item.what,
            how=self._wording("cost.about", how=how) if item.approximate else how,
            amount=item.amount,
            currency=item.currency,
            times=times,
            sum=item.amount * times,
            source=item.source,
            fact=item.fact,
        )

    # What is told of the sum

    def _told(self, made: Cost) -> Cost:
        """Add the sum in sentences, and what must be known beside it."""
        money = self._prices.money
        totals, visits = (
            worded(made, amounts, self._wording)
            for amounts in zip(*((side.total or 0, side.per_visit or 0) for side in sides(made)), strict=True)
        )
        first = self._wording("cost.said", name=self._prices.name, amount=totals, money=money, **self._case)
        each = self._wording("cost.said_visit", amount=visits, money=money)
        open_, changed = self._unsettled(made), [*self._converted(made)]
        own_rate = changed if self._plan.rate and self._plan.rate.per_one else []
        return replace(
            made,
            said=(first, *open_[:1], *own_rate, each),
            notes=(*open_[1:], *self._of_the_page(), *changed),
        )

    def _unsettled(self, made: Cost) -> list[str]:
        """That the list leaves the sum open, in short and in full; nothing where it settles it."""
        if made.total is not None:
            return []
        where = "between" if made.low else "below"
        told = {"weight": self._case["weight"], "step": self._prices.rules.doses_per_day.per_kg}
        return [self._wording(f"cost.said_open.{where}", **told), self._wording(f"cost.open.{where}", **told)]

    def _of_the_page(self) -> Iterator[str]:
        """The page's own total where this is its example; else that its totals do not add up exactly."""
        example, plan = self._prices.worked_example, self._plan
        wholes = [line for line in example.lines if line.visits and line.difference]
        same = [line for line in wholes if (line.visits, line.tests) == (self._visits, plan.tests)]
        own = plan.weight_kg == example.weight_kg and bool(same)
        for line in (same if own else wholes)[-1:]:
            yield self._wording(
                f"cost.page.{'stated' if own else 'rounded'}",
                weight=example.weight_kg,
                stated=shown(line.stated),
                computed=shown(line.computed),
                difference=shown(abs(line.difference)),
                money=self._prices.money,
                what=line.what,
            )

    def _converted(self, made: Cost) -> Iterator[str]:
        """The sum at the reader's own rate; without one, that none was told and what the page's figures imply."""
        rate = self._plan.rate
        if rate is None:
            return
        names = {"money": self._prices.money, "other": rate.currency}
        if rate.per_one is not None:
            worth = [round((side.total or 0) / rate.per_one, 2) for side in sides(made)]
            amount = worded(made, worth, self._wording)
            yield self._wording("cost.note.rate", rate=f"{rate.per_one:g}", amount=amount, **names)
            return
        yield self._wording("cost.note.no-rate", **names)
        of_page = self._prices.exchange_rates_implied
        if implied := [one.rate for one in of_page if one.rate and one.currency == rate.currency]:
            yield self._wording("cost.note.implied", least=f"{min(implied):g}", most=f"{max(implied):g}", **names)
