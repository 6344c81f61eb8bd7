"""`chatbot cost`: the sum of the chat on the command line, and one sentence where there can be none."""

import json

import pytest
from drafts import Draft
from shell import Shell

from chatbot.answering.costs import cost
from chatbot.domain import CostPlan
from chatbot.knowledge.library import Library
from chatbot.reply import cost_json


def test_json_is_the_contract_s_cost_object(shell: Shell, tiny_library: Library) -> None:
    made = json.loads(shell("cost", "--weight", "40", "--cycles", "2", "--json").stdout)
    plan = CostPlan(weight_kg=40, visits=2)
    assert made == cost_json(cost(tiny_library.costs[0], plan, tiny_library.wording))
    assert list(made) == ["items", "total", "currency", "scope"]
    assert (made["total"], made["currency"]) == (550, "USD")


@pytest.mark.parametrize(
    ("given", "sums"),
    [
        (["--weight", "40"], [310, None, None]),
        (["--weight", "40", "--no-tests"], [240, None, None]),
        (["--weight", "40kg"], [310, None, None]),
        (["--weight", "forty kilos"], [310, None, None]),
        (["--weight", "88 lb"], [None, 280, 310]),
        (["--weight", "41"], [None, 310, 340]),
        (["--weight", "5"], [None, None, 280]),
        (["--weight", "40", "--rate", "1.25", "--to", "eur"], [310, None, None]),
    ],
)
def test_what_is_given_is_added_up(shell: Shell, given: list[str], sums: list[int | None]) -> None:
    done = shell("cost", *given, "--json")
    assert done.exit_code == 0
    made = json.loads(done.stdout)
    sides = [(made.get(side) or {}).get("total") for side in ("low", "high")]
    assert [made["total"], *sides] == sums
    assert ("low" in made) == ("high" in made) == (sums[0] is None)


def test_the_text_has_the_sum_each_line_with_its_source_and_the_scope(shell: Shell) -> None:
    text = shell("cost", "--weight", "41", "--rate", "1.25", "--to", "EUR").stdout
    first, *rest = text.splitlines()
    assert (
        first
        == "For 41 kg, the prices of the home machine add up to 310 or 340 dollars for the usual 1 visit, with the tests."
    )
    assert "At your own rate of 1.25 dollars to one EUR that is 248 or 272 EUR." in rest
    assert (
        "- a bag of fluid (4 doses a day, 3 days a visit, 1 visit, if counted as 40 kg): 5 USD × 12 = 60 USD [1]"
        in rest
    )
    assert "- a nurse (1 visit): 100 USD × 1 = 100 USD [1]" in rest
    assert "- Together: 310 or 340 USD" in rest
    assert rest[-1].startswith("[1] ")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (["--weight", "0"], "--weight must be above 0 and at most 80 kg, not 0."),
        (["--weight", "-5"], "--weight must be above 0 and at most 80 kg, not -5."),
        (["--weight", "900"], "--weight must be above 0 and at most 80 kg, not 900."),
        (["--weight", "nan"], "--weight must be above 0 and at most 80 kg, not nan."),
        (["--weight", "heavy"], "cannot read a weight in 'heavy'; give kg such as 30, or a unit such as 66lb."),
        (
            ["--weight", "20 kg 30 kg"],
            "cannot read a weight in '20 kg 30 kg'; give kg such as 30, or a unit such as 66lb.",
        ),
        (["--weight", "40", "--cycles", "0"], "--cycles must be from 1 to 2, not 0."),
        (["--weight", "40", "--cycles", "3"], "--cycles must be from 1 to 2, not 3."),
        (["--weight", "40", "--cycles", "-1"], "--cycles must be from 1 to 2, not -1."),
        (["--weight", "40", "--cycles", "1.5"], "--cycles must be a whole number, not '1.5'."),
        (["--weight", "40", "--rate", "1.25"], "--rate needs --to with the code of your currency, such as --to USD."),
        (["--weight", "40", "--rate", "0", "--to", "EUR"], "--rate must be above 0."),
        (["--weight", "40", "--rate", "x", "--to", "EUR"], "--rate must be a number such as 7.1, not 'x'."),
    ],
)
def test_what_cannot_be_ends_with_2_and_one_sentence(shell: Shell, given: list[str], complaint: str) -> None:
    done = shell("cost", *given)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"chatbot: {complaint}\n")


def test_a_weight_is_needed(shell: Shell) -> None:
    assert shell("cost").exit_code == 2


def test_a_library_without_a_price_list_is_told(shell: Shell, draft: Draft) -> None:
    draft.write("costs.yaml", "costs: []\n")
    done = shell("cost", "--weight", "40", CORPUS=draft.folder)
    assert done.exit_code == 1
    assert "costs.yaml" in done.stderr
