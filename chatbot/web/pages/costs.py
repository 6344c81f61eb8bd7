"""The page of costs: the calculator as a form; the same sum as in the chat and on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from chatbot.answering.costs import cost as add_up
from chatbot.answering.costs import doubt, priced
from chatbot.domain import Cost, CostLine, CostPlan, Rate
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.library import Library
from chatbot.understanding.amounts import Amounts
from chatbot.web.costs import table
from chatbot.web.markup import esc
from chatbot.web.parts import Site
from chatbot.web.shell import Shell

LONGEST = 40
"""Characters of one field that are read."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a reader filled in, as it was written."""

    weight: str = ""
    visits: str = ""
    tests: bool = True
    rate: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A form as it was read: a plan, or what is wrong by the name of the field."""

    plan: CostPlan | None
    wrong: Mapping[str, str] = field(default_factory=dict)


def pages(site: Site, shell: Shell) -> APIRouter:
    """Return `/costs`; only for a library that holds a price list."""
    router, library = APIRouter(default_response_class=HTMLResponse), site.library
    prices = library.costs[0]

    @router.get("/costs")
    def form(
        weight: str = "", visits: str = "", tests: str = "", rate: str = "", currency: str = "", sent: str = ""
    ) -> HTMLResponse:
        filled = Form(
            weight=weight[:LONGEST],
            visits=visits[:LONGEST],
            tests=tests == "yes" or not sent,
            rate=rate[:LONGEST],
            currency=currency[:LONGEST],
        )
        read = read_form(filled, prices, library) if sent or weight else Read(None)
        made = add_up(prices, read.plan, library.wording) if read.plan else None
        return shell.page(
            "costs",
            "costs",
            prices=prices,
            source=library.sources[prices.source],
            form=filled,
            wrong=read.wrong,
            cost=made,
            table=_table(made, library) if made else "",
        )

    return router


def read_form(form: Form, prices: CostsRecord, library: Library) -> Read:
    """Read a form; what cannot be is told at its field, in the words of the engine's own questions."""
    weight = _weight(form.weight, prices, library)
    visits = _whole(form.visits)
    per_one = _number(form.rate)
    currency = form.currency.strip().upper()
    wrong = {
        "weight": weight is None,
        "visits": bool(form.visits.strip()) and visits is None,
        "rate": bool(form.rate.strip()) and per_one is None,
        "currency": bool(form.rate.strip()) and not currency,
    }
    if weight is None or any(wrong.values()):
        return Read(None, {name: _why(name, prices, library) for name, bad in wrong.items() if bad})
    rate = Rate(currency=currency, per_one=per_one) if currency else None
    plan = CostPlan(weight_kg=weight, visits=visits, tests=form.tests, rate=rate)
    if name := doubt(prices, plan):
        return Read(None, {name: _why(name, prices, library)})
    return Read(plan)


def _why(name: str, prices: CostsRecord, library: Library) -> str:
    if name == "currency":
        return library.wording("site.costs.no_currency")
    rules = prices.rules
    told = {"most_kg": rules.most_weight_kg, "most_visits": rules.visits.up_to, "money": prices.money}
    return library.wording(f"cost.doubt.{name}", **told)


def _weight(text: str, prices: CostsRecord, library: Library) -> float | None:
    """A bare figure is in kg; with a unit it is read as in a message."""
    bare = _number(text)
    if bare is not None:
        return bare
    weights = Amounts(library.reading.amounts).read(text, prices.currency).weights
    return weights[0] if len(weights) == 1 else None


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _table(made: Cost, library: Library) -> str:
    """The table of a sum; each line names the page of its source."""

    sources = list(dict.fromkeys(line.source for line in priced(made)))

    def cite(line: CostLine) -> str:
        source = library.sources[line.source]
        name = esc(library.wording("site.costs.stated_by", publisher=source.publisher, what=line.what))
        number = sources.index(line.source) + 1
        return f'<a class="cite" href="/library/{esc(source.id)}" aria-label="{name}">{number}</a>'

    return table(made, cite, library.wording)
