"""What a message takes along from the conversation."""

from collections import Counter

import pytest

from chatbot.understanding.carrying import BRIEF, ENOUGH, NOBODY, Bearings, Carrying, Thread
from chatbot.understanding.people import Person
from chatbot.understanding.question import Reader
from chatbot.understanding.turns import Name

NAMES = (Name("lupus", ("lupus",), 0, 5),)
HELD = Counter({("lupus", "vaccines"): ENOUGH, ("lupus", "side-effects"): ENOUGH - 1})
CARRYING = Carrying(
    Bearings(
        companions=frozenset(),
        asks_of_use=frozenset({"does-it-work", "is-it-approved"}),
        weighed=frozenset({"clinic-programme"}),
        held=HELD,
        topic_names={},
    )
)


def carried(reader: Reader, text: str, *, fresh: bool = True) -> bool:
    return bool(CARRYING.names(reader.hearing.hear(text), Thread(names=NAMES, fresh=fresh)))


@pytest.mark.parametrize(
    ("text", "carries"),
    [
        ("does ivig really work", True),
        ("and the side effects?", True),
        ("how long does it take", True),
        ("can she swim on the day after a drip", True),
        ("kidney risk?", True),
        ("which brand", True),
        ("dose?", True),
        ("which live vaccines must wait for months after an infusion", True),
        ("how is an allergic reaction treated", False),
        ("how are donors tested", False),
        ("difference between scig and ivig", False),
        ("what is ivig made of", False),
        ("what is bitcoin", False),
    ],
)
def test_a_message_that_leaves_its_use_out_is_about_the_one_in_question(
    reader: Reader, text: str, *, carries: bool
) -> None:
    assert carried(reader, text) is carries


@pytest.mark.parametrize(
    ("text", "carries"),
    [
        ("is it approved", True),
        ("can she have a live vaccine", True),
        ("can she swim on the day", False),
        ("and the cost?", False),
    ],
)
def test_after_another_subject_only_what_is_surely_about_the_use_takes_it_along(
    reader: Reader, text: str, *, carries: bool
) -> None:
    assert carried(reader, text, fresh=False) is carries


def test_there_is_nothing_to_carry_without_a_use(reader: Reader) -> None:
    assert CARRYING.names(reader.hearing.hear("is it approved"), Thread()) == ()


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("can she go to school", Person(age="6", weight="20 kg")),
        ("she is 7, can she go to school", NOBODY),
        ("what does the clinic programme cost", Person(weight="20 kg")),
        ("how are donors tested", NOBODY),
    ],
)
def test_facts_about_a_person_are_for_that_person_and_weight_for_prices(
    reader: Reader, text: str, person: Person
) -> None:
    thread = Thread(person=Person(age="6", weight="20 kg", group="kids"))
    assert CARRYING.person(reader.hearing.hear(text), thread) == person


def test_the_limits_are_small() -> None:
    assert ENOUGH > 1
    assert BRIEF < 5
