"""A seller's price list added up for one body weight: exact on whole steps, both sides between them, nothing invented."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answering.costs import cost, doubt, priced, shown, sides, worded
from chatbot.domain import Cost, CostPlan, Rate
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.library import Library


def add_up(library: Library, weight_kg: float, visits: int | None = None, **plan: Any) -> Cost:
    """Add up the first list of a library."""
    return cost(library.costs[0], CostPlan(weight_kg=weight_kg, visits=visits, **plan), library.wording)


def totals(made: Cost) -> list[int | None]:
    return [made.total, *(side.total if side else None for side in (made.low, made.high))]


# Whole steps


def test_the_sum_is_the_list_s_own_prices_times_what_its_rules_count(tiny_library: Library) -> None:
    made = add_up(tiny_library, 40, 2)
    assert [(line.what, line.how, line.amount, line.times, line.sum) for line in made.items] == [
        ("a check of the blood", "once", 70, 1, 70),
        ("a bag of fluid", "4 doses a day, 3 days a visit, 2 visits", 5, 2 * 2 * 3 * 2, 120),
        ("a room", "2 nights a visit, 2 visits; the page says about", 40, 2 * 2, 160),
        ("a nurse", "2 visits", 100, 2, 200),
    ]
    assert (made.total, made.currency, made.per_visit, made.counted_kg) == (550, "USD", 240, 40)
    assert (made.low, made.high) == (None, None)


def test_every_line_names_the_records_that_state_its_price(library: Library) -> None:
    facts = {passage.record for passage in library.passages}
    for line, item in zip(add_up(library, 30).items, library.costs[0].items, strict=True):
        assert (line.source, line.fact) == (item.source, item.fact)
        assert line.fact in facts


def test_the_fact_of_each_item_says_its_price(library: Library) -> None:
    for item in library.costs[0].items:
        (passage,) = library.by_record[item.fact]
        assert f"{item.amount:,}" in passage.text
        assert item.source in {source.id for source in passage.sources}


def test_the_page_s_example_and_the_rows_of_the_record_come_out(library: Library) -> None:
    prices = library.costs[0]
    for row in prices.computed_by_weight.rows:
        usual = add_up(library, row.weight_kg)
        most = add_up(library, row.weight_kg, prices.rules.visits.up_to)
        assert (usual.per_visit, usual.total) == (row.per_visit, row.usual_visits_with_tests)
        assert most.total == row.most_visits_with_tests
    for line in prices.worked_example.lines:
        assert line.difference == abs(line.stated - line.computed)
        if line.visits:
            made = add_up(library, prices.worked_example.weight_kg, line.visits, tests=line.tests)
            assert made.total == line.computed


def test_tests_are_counted_once_and_left_out_when_they_do_not_come_with_it(tiny_library: Library) -> None:
    made, without = add_up(tiny_library, 20, 2), add_up(tiny_library, 20, 2, tests=False)
    assert [line.what for line in without.items] == ["a bag of fluid", "a room", "a nurse"]
    assert (made.total or 0) - (without.total or 0) == 70
    assert made.per_visit == without.per_visit


def test_where_no_visits_are_told_the_usual_number_counts_and_is_called_so(library: Library) -> None:
    usual, told = add_up(library, 30), add_up(library, 30, 3)
    assert usual.total == told.total == 106165
    assert "the usual 3 visits" in usual.scope
    assert "the usual" not in told.scope


def test_the_scope_tells_for_what_and_what_is_left_out(tiny_library: Library) -> None:
    assert add_up(tiny_library, 20.0, 1).scope == (
        "Worked out for 20 kg, 1 visit, with the tests, from the price list of a course of dialysis on holiday; a "
        "seller's own price list; checked 2026-11-20. Not included: travel."
    )


# Between two steps and below the first


@pytest.mark.parametrize(
    ("weight", "wanted"),
    [
        (32, [None, 106165, 133840]),
        (30.01, [None, 106165, 133840]),
        (29.99, [None, 78490, 106165]),
        (30, [106165, None, None]),
        (6, [None, None, 50815]),
        (0.5, [None, None, 50815]),
        (145, [None, 410590, 438265]),
    ],
)
def test_between_two_steps_both_sums_are_given_and_below_the_first_the_most(
    library: Library, weight: float, wanted: list[int | None]
) -> None:
    assert totals(add_up(library, weight)) == wanted


@pytest.mark.parametrize("weight", [32, 6])
def test_the_lines_of_an_open_sum_are_those_that_do_not_depend_on_the_weight(library: Library, weight: float) -> None:
    made = add_up(library, weight)
    assert made.high
    assert len(made.items) == len(made.high.items) - 1
    assert set(made.items) == set(made.high.items) & set((made.low or made.high).items) - {made.high.items[2]}
    assert priced(made) == made.high.items


def test_each_side_says_as_what_the_weight_is_counted(library: Library) -> None:
    low, high = sides(add_up(library, 32))
    assert low.scope.startswith("The sum if 32 kg is counted as 30 kg, 3 doses a day. Worked out for 32 kg")
    assert high.scope.startswith("The sum if 32 kg is counted as 40 kg, 4 doses a day. Worked out for 32 kg")
    assert (low.counted_kg, high.counted_kg) == (30, 40)


@pytest.mark.parametrize(
    ("weight", "note"),
    [
        (32, "32 kg lies between two steps of 10 kg; the page does not say how it rounds, so both sums are given."),
        (6, "The page names no price for less than 10 kg, so this is the sum of one step and the most it can be."),
    ],
)
def test_an_open_sum_says_why(library: Library, weight: float, note: str) -> None:
    made = add_up(library, weight)
    assert made.notes[0] == note
    assert any(text.startswith("The page") for text in made.said)


# What cannot be


@pytest.mark.parametrize(
    ("plan", "what"),
    [
        ({"weight_kg": 0}, "weight"),
        ({"weight_kg": -5}, "weight"),
        ({"weight_kg": 900}, "weight"),
        ({"weight_kg": 150.5}, "weight"),
        ({"weight_kg": math.nan}, "weight"),
        ({"weight_kg": math.inf}, "weight"),
        ({"weight_kg": 20, "visits": 0}, "visits"),
        ({"weight_kg": 20, "visits": -2}, "visits"),
        ({"weight_kg": 20, "visits": 7}, "visits"),
        ({"weight_kg": 20, "rate": Rate(currency="USD", per_one=0)}, "rate"),
        ({"weight_kg": 20, "rate": Rate(currency="USD", per_one=-7)}, "rate"),
        ({"weight_kg": 20, "rate": Rate(currency="USD", per_one=math.nan)}, "rate"),
        ({"weight_kg": 20, "rate": Rate(currency="USD", per_one=None)}, None),
        ({"weight_kg": 150, "visits": 6}, None),
        ({"weight_kg": 0.1, "visits": 1}, None),
    ],
)
def test_a_plan_that_cannot_be_has_a_name_and_no_sum(library: Library, plan: dict[str, Any], what: str | None) -> None:
    prices, made = library.costs[0], CostPlan(**plan)
    assert doubt(prices, made) == what
    if what:
        with pytest.raises(ValueError, match=what):
            cost(prices, made, library.wording)
    else:
        assert cost(prices, made, library.wording).said


# What is told beside the sum


@pytest.mark.parametrize(
    ("visits", "tests", "note"),
    [
        (3, True, "The page itself writes 79,060 yuan for this case. Its own prices add up to 78,490."),
        (None, True, "The page itself writes 79,060 yuan for this case. Its own prices add up to 78,490."),
        (3, False, "The page itself writes 72,000 yuan for this case. Its own prices add up to 71,430."),
        (1, False, "The page itself writes 24,000 yuan for this case. Its own prices add up to 23,810."),
        (6, True, "The page's own totals do not add up exactly. For 20 kg (whole plan) it writes 79,060 yuan"),
    ],
)
def test_the_page_s_own_total_stands_beside_ours(
    library: Library, visits: int | None, *, tests: bool, note: str
) -> None:
    (told,) = add_up(library, 20, visits, tests=tests).notes
    assert told.startswith(note)


def test_a_list_whose_totals_add_up_has_nothing_to_say_of_them(tiny_library: Library) -> None:
    prices = tiny_library.costs[0]
    exact = [line.model_copy(update={"difference": 0}) for line in prices.worked_example.lines]
    example = prices.worked_example.model_copy(update={"lines": tuple(exact)})
    made = cost(prices.model_copy(update={"worked_example": example}), CostPlan(weight_kg=40), tiny_library.wording)
    assert made.notes == ()


@pytest.mark.parametrize(
    ("weight", "told"),
    [
        (30, "At your own rate of 7.1 yuan to one USD that is 14,952.82 USD."),
        (32, "At your own rate of 7.1 yuan to one USD that is 14,952.82 or 18,850.70 USD."),
        (6, "At your own rate of 7.1 yuan to one USD that is at most 7,157.04 USD."),
    ],
)
def test_a_sum_is_changed_at_the_reader_s_own_rate_and_stays_in_its_currency(
    library: Library, weight: float, told: str
) -> None:
    plain, changed = add_up(library, weight), add_up(library, weight, rate=Rate(currency="USD", per_one=7.1))
    assert told in changed.said
    assert told in changed.notes
    assert replace(changed, said=plain.said, notes=plain.notes) == plain


@pytest.mark.parametrize(("currency", "implied"), [("USD", ["7.27 to 7.32 yuan to one USD"]), ("GBP", [])])
def test_no_rate_is_invented_and_the_page_s_own_is_called_so(
    library: Library, currency: str, implied: list[str]
) -> None:
    made = add_up(library, 30, rate=Rate(currency=currency, per_one=None))
    assert "You gave no exchange rate, so the sum stays in yuan." in " ".join(made.notes)
    assert [
        text for text in implied if f"The page's own {currency} figures imply {text}" in " ".join(made.notes)
    ] == implied
    assert ("imply" in " ".join(made.notes)) == bool(implied)
    assert made.said == add_up(library, 30).said


@pytest.mark.parametrize(
    ("weight", "first"),
    [
        (
            30,
            "For 30 kg, the prices of the clinic programme in Beijing add up to 73,130 yuan for 2 visits, with the tests.",
        ),
        (
            32,
            "For 32 kg, the prices of the clinic programme in Beijing add up to 73,130 or 91,580 yuan for 2 visits, with the tests.",
        ),
        (
            6,
            "For 6 kg, the prices of the clinic programme in Beijing add up to at most 36,230 yuan for 2 visits, with the tests.",
        ),
    ],
)
def test_the_sum_is_said_first(library: Library, weight: float, first: str) -> None:
    assert add_up(library, weight, 2).said[0] == first


@pytest.mark.parametrize(("amount", "text"), [(1000, "1,000"), (1000.5, "1,000.50"), (0, "0"), (12.0, "12")])
def test_an_amount_is_written_with_thousands_and_cents_where_there_are_some(amount: float, text: str) -> None:
    assert shown(amount) == text


def test_an_amount_of_each_side_is_worded_by_what_is_open(library: Library) -> None:
    texts = [
        worded(add_up(library, weight), [1, 2][: 2 if weight == 32 else 1], library.wording) for weight in (30, 32, 6)
    ]
    assert texts == ["1", "1 or 2", "at most 1"]


# Properties

WEIGHTS = st.floats(0.1, 150, allow_nan=False)
VISITS = st.one_of(st.none(), st.integers(1, 6))


def _bounds(made: Cost) -> tuple[int, int]:
    """The least and the most that a sum can be."""
    low, high = (made, made) if made.total is not None else (made.low, made.high)
    return (low.total or 0) if low else 0, (high.total or 0) if high else 0


def test_lines_always_add_up(library: Library, tiny_library: Library) -> None:
    @given(st.sampled_from([library, tiny_library]), WEIGHTS, VISITS, st.booleans())
    def holds(held: Library, weight: float, visits: int | None, tests: bool) -> None:  # noqa: FBT001  drawn
        plan = CostPlan(weight_kg=weight, visits=visits, tests=tests)
        if doubt(held.costs[0], plan):
            return
        for side in sides(cost(held.costs[0], plan, held.wording)):
            assert side.total == sum(line.sum for line in side.items)
            assert all(line.sum == line.amount * line.times and line.times > 0 for line in side.items)

    holds()


def test_the_low_sum_is_never_above_the_high_one_and_both_are_one_step_apart(library: Library) -> None:
    prices = library.costs[0]

    @given(WEIGHTS, VISITS, st.booleans())
    def holds(weight: float, visits: int | None, tests: bool) -> None:  # noqa: FBT001  drawn
        made = cost(prices, CostPlan(weight_kg=weight, visits=visits, tests=tests), library.wording)
        low, high = _bounds(made)
        assert low <= high
        if made.low and made.high and made.low.counted_kg and made.high.counted_kg:
            assert made.low.counted_kg < weight < made.high.counted_kg
            assert made.high.counted_kg - made.low.counted_kg == prices.rules.doses_per_day.per_kg

    holds()


def test_more_weight_or_more_visits_never_cost_less(library: Library) -> None:
    def bounds(weight: float, visits: int) -> tuple[int, int]:
        return _bounds(cost(library.costs[0], CostPlan(weight_kg=weight, visits=visits), library.wording))

    @given(WEIGHTS, WEIGHTS, st.integers(1, 6), st.integers(1, 6))
    def holds(one: float, other: float, few: int, many: int) -> None:
        light, heavy, few, many = min(one, other), max(one, other), min(few, many), max(few, many)
        for less, more in [(bounds(light, few), bounds(heavy, few)), (bounds(light, few), bounds(light, many))]:
            assert less[0] <= more[0]
            assert less[1] <= more[1]

    holds()


def test_only_what_is_paid_for_every_visit_grows_with_the_visits(library: Library) -> None:
    @given(st.integers(1, 15), st.integers(1, 6))
    def holds(steps: int, visits: int) -> None:
        made, one = add_up(library, steps * 10, visits), add_up(library, steps * 10, 1)
        assert (made.total or 0) - (one.total or 0) == (visits - 1) * (made.per_visit or 0)

    holds()


def test_the_same_plan_gives_the_same_sum(library: Library) -> None:
    prices: CostsRecord = library.costs[0]
    plan = CostPlan(weight_kg=32.66, visits=4, rate=Rate(currency="GBP", per_one=9.3))
    assert cost(prices, plan, library.wording) == cost(prices, plan, library.wording)
