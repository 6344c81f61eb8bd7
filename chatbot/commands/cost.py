"""`chatbot cost`: what a price list comes to for one body weight; the same sum as in the chat."""

import json

import click

from chatbot.answering.costs import cost as add_up
from chatbot.answering.costs import doubt, priced
from chatbot.answering.rendering import cost_lines
from chatbot.commands.shared import settings, told
from chatbot.domain import Cost, CostPlan, Rate
from chatbot.errors import CorpusError, Problem
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.library import Library, read_library
from chatbot.reply import cost_json
from chatbot.understanding.amounts import Amounts


class _Cannot(click.ClickException):
    """Something that was asked for cannot be; told in one sentence."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002  always standard error
        click.echo(f"chatbot: {self.message}", err=True)


@click.command()
@click.option(
    "--weight", required=True, metavar="WEIGHT", help='Body weight in kg, or with its unit: 30, 66lb, "5 stone 3".'
)
@click.option("--cycles", metavar="N", help="How many visits; without it the number that the price list calls usual.")
@click.option("--no-tests", "no_tests", is_flag=True, help="Leave out the tests, which are paid once.")
@click.option("--rate", metavar="RATE", help="Your own exchange rate: how much of the list's money for one of yours.")
@click.option("--to", "other", metavar="CODE", help="Your currency, such as USD; no rate is ever assumed for it.")
@click.option("--json", "as_json", is_flag=True, help="Print the sum as one JSON object.")
@told
def cost(
    *, weight: str, cycles: str | None, no_tests: bool, rate: str | None, other: str | None, as_json: bool
) -> None:
    """Add up the clinic programme's price list for one body weight, line by line.

    The list counts one dose a day for each 10 kg and does not say how it rounds: between two steps both sums are given,
    below the first step the most. A weight, number or rate that cannot be ends with exit code 2.

    \b
    chatbot cost --weight 30 --cycles 3
    chatbot cost --weight 66lb --no-tests
    chatbot cost --weight 32 --rate 7.1 --to USD --json
    """
    library = read_library(settings().corpus, settings().documents)
    prices = _prices(library)
    plan = CostPlan(
        weight_kg=_kg(weight, prices, library),
        visits=_whole(cycles) if cycles is not None else None,
        tests=not no_tests,
        rate=_rate(rate, other),
    )
    _refuse(prices, plan)
    made = add_up(prices, plan, library.wording)
    click.echo(json.dumps(cost_json(made), ensure_ascii=False, indent=2) if as_json else _text(made, library))


def _prices(library: Library) -> CostsRecord:
    if not library.costs:
        raise CorpusError([Problem("costs.yaml", "-", "costs", "holds no price list; add one")])
    return library.costs[0]


def _kg(weight: str, prices: CostsRecord, library: Library) -> float:
    """A bare figure is in kg; with a unit it is read as in a message."""
    try:
        return float(weight)
    except ValueError:
        read = Amounts(library.reading.amounts).read(weight, prices.currency).weights
    if len(read) != 1:
        raise _Cannot(f"cannot read a weight in {weight!r}; give kg such as 30, or a unit such as 66lb.")
    return read[0]


def _whole(cycles: str) -> int:
    try:
        return int(cycles)
    except ValueError:
        raise _Cannot(f"--cycles must be a whole number, not {cycles!r}.") from None


def _rate(rate: str | None, other: str | None) -> Rate | None:
    if other is None:
        if rate is not None:
            raise _Cannot("--rate needs --to with the code of your currency, such as --to USD.")
        return None
    try:
        return Rate(currency=other.upper(), per_one=float(rate) if rate is not None else None)
    except ValueError:
        raise _Cannot(f"--rate must be a number such as 7.1, not {rate!r}.") from None


def _refuse(prices: CostsRecord, plan: CostPlan) -> None:
    """End where a plan cannot be."""
    rules = prices.rules
    complaints = {
        "weight": f"--weight must be above 0 and at most {rules.most_weight_kg} kg, not {plan.weight_kg:g}.",
        "visits": f"--cycles must be from 1 to {rules.visits.up_to}, not {plan.visits}.",
        "rate": "--rate must be above 0.",
    }
    if name := doubt(prices, plan):
        raise _Cannot(complaints[name])


def _text(made: Cost, library: Library) -> str:
    sources = list(dict.fromkeys(line.source for line in priced(made)))
    lines = cost_lines(made, lambda line: f" [{sources.index(line.source) + 1}]", library.wording)
    cited = [library.sources[name] for name in sources]
    named = [f"[{n}] {one.title}. {one.publisher}." for n, one in enumerate(cited, start=1)]
    return "\n".join([*made.said, "", *(f"- {line}" for line in lines), "", *named])
