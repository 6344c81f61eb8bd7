"""A seller's price list added up for one body weight; nothing where the list does not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answering.costs import Plan, cost, weight_in
from chatbot.knowledge.library import Library


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("what does it cost for a child of 20 kg?", 20.0),
        ("my 17.5kg son", 17.5),
        ("a 30-kilo child", 30.0),
        ("she weighs 25 KILOGRAMS", 25.0),
        ("100 pounds", 45.359237),
        ("he is 44lbs", 19.95806428),
        ("for 20 kg or 30 kg", 20.0),
        ("20 kittens", None),
        ("it costs 20 pounds sterling", 9.0718474),
        ("weight unknown", None),
        ("2000 kg", None),
        ("", None),
    ],
)
def test_a_body_weight_is_read_in_kg(text: str, kg: float | None) -> None:
    assert weight_in(text) == (None if kg is None else pytest.approx(kg))


def test_the_sum_is_the_lists_own_prices_times_what_its_rules_count(tiny_library: Library) -> None:
    made = cost(tiny_library.costs[0], Plan(40, 2), tiny_library.wording)
    assert made
    assert [(line.what, line.amount, line.times, line.sum) for line in made.items] == [
        ("a check of the blood", 70, 1, 70),
        ("a bag of fluid", 5, 2 * 2 * 3 * 2, 120),
        ("a room", 40, 2 * 2, 160),
        ("a nurse", 100, 2, 200),
    ]
    assert (made.total, made.currency) == (550, "USD")


def test_the_seller_s_own_worked_example_comes_out(tiny_library: Library) -> None:
    record = tiny_library.costs[0]
    made = cost(record, Plan(float(str(record.worked_example["weight_kg"])), 1), tiny_library.wording)
    assert made
    assert made.total == record.worked_example["total"]


def test_tests_are_left_out_when_they_do_not_come_with_it(tiny_library: Library) -> None:
    made = cost(tiny_library.costs[0], Plan(20, 1, tests=False), tiny_library.wording)
    assert made
    assert [line.what for line in made.items] == ["a bag of fluid", "a room", "a nurse"]


def test_the_scope_tells_for_what_and_what_is_left_out(tiny_library: Library) -> None:
    made = cost(tiny_library.costs[0], Plan(20.0, 1), tiny_library.wording)
    assert made
    assert made.scope == (
        "Worked out for 20 kg and 1 visits from a course of dialysis on holiday; a seller's own price list; "
        "checked 2026-11-20. Not included: travel."
    )


@pytest.mark.parametrize("weight", [0, 10, 19.9, 30, 50.5, 100, 999])
def test_a_weight_between_steps_or_out_of_range_has_no_sum(tiny_library: Library, weight: float) -> None:
    assert cost(tiny_library.costs[0], Plan(weight, 1), tiny_library.wording) is None


def test_lines_always_add_up(library: Library) -> None:
    @given(st.sampled_from(library.costs), st.integers(1, 150), st.integers(1, 12), st.booleans())
    def holds(record: object, weight: int, visits: int, tests: bool) -> None:  # noqa: FBT001  drawn
        made = cost(record, Plan(weight, visits, tests), library.wording)  # type: ignore[arg-type]
        if made:
            assert made.total == sum(line.sum for line in made.items)
            assert all(line.sum == line.amount * line.times and line.times > 0 for line in made.items)

    holds()
