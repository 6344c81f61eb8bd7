"""Facts about a person, as typed."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.understanding.people import GROWN, People, Person


@pytest.fixture(scope="module")
def people(library: Library) -> People:
    return People(library.reading.follow_ups)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("shes 4", Person(age="4")),
        ("my 9 year old", Person(age="9")),
        ("what if he is 71", Person(age="71")),
        ("Would that hold for a nine-year-old?", Person(age="nine")),
        ("she is 12 and weighs 32 kg", Person(age="12", weight="32 kg")),
        ("an 18.5 kilos boy", Person(weight="18.5 kilos")),
        ("is that also for adults", Person(group="adults")),
        ("a toddler i mean", Person(group="a toddler")),
        ("grown ups or just kids", Person()),
        ("how long is 6 hours", Person()),
        ("he is 6 months late", Person()),
        ("2 g/kg for each 10 kg more", Person()),
        ("the dose was 2 years ago", Person()),
        ("", Person()),
    ],
)
def test_age_weight_and_group_are_found_as_typed(people: People, text: str, person: Person) -> None:
    assert people.find(text) == person


def test_new_facts_go_before_earlier_ones_and_another_age_is_another_person() -> None:
    child = Person(age="4", weight="18 kg")
    assert Person(weight="20 kg").after(child) == Person(age="4", weight="20 kg")
    assert Person().after(child) == child
    assert Person(age="82").after(child) == Person(age="82")


def test_who_is_grown_is_told_by_the_age_in_figures() -> None:
    assert [Person(age=age).grown for age in (str(GROWN - 1), str(GROWN), "nine", "")] == [False, True, False, False]


@pytest.mark.parametrize(
    ("text", "points"), [("is it safe for her", True), ("can he drive", True), ("is it safe", False)]
)
def test_a_text_may_point_at_a_person(people: People, text: str, *, points: bool) -> None:
    assert people.points(text) is points


def test_a_group_is_replaced_and_facts_are_left_out(people: People) -> None:
    assert people.moved("side effects in Kids", "adults") == "side effects in adults"
    assert people.moved("side effects", "adults") is None
    assert people.without("She is 4 and 18 kg, a toddler").split() == ["she", "and", ","]
