"""What an answer shows: the best, both sides of a disagreement, in the plan's order; nothing that looks like approval."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from replies import make_hit
from samples import make_passage, make_use

from chatbot.answering.selecting import GAP, Guard, place, select
from chatbot.domain import Jurisdiction, Origin, Passage, Position, Strength
from chatbot.finding.finder import Hit
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import PlanRecord, SectionRecord

US, EU = Jurisdiction.US, Jurisdiction.EU
SELLER = make_passage("seller", "It helps, we say.", strength=Strength.COMMERCIAL_CLAIM)
TRIAL = make_passage("trial", "It did not help.", strength=Strength.RCT)
GUIDELINE = make_passage("guideline", "It is not for this.", strength=Strength.GUIDELINE)
PLAIN = make_passage("plain", "It takes an hour.")
AGAINST = {"seller": (TRIAL, GUIDELINE), "trial": (SELLER,), "guideline": (SELLER,)}


def others(passage: Passage) -> Sequence[Passage]:
    return AGAINST.get(passage.record, ())


def chosen(passages: Sequence[Passage], room: int = 12) -> list[str]:
    return [hit.passage.record for hit in select([make_hit(p) for p in passages], others, room)]


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("It cleans the blood.", True),
        ("It is approved for this.", False),
        ("It is NOT approved for this.", True),
        ("It is not dangerous. It is approved.", False),
        ("It is not dangerous; it is approved.", False),
        ("Licensed here and licensed there.", False),
        ("No approval is known.", True),
        ("The label says so!", False),
        ("", True),
    ],
)
def test_an_approval_passes_only_when_turned_round_in_its_own_sentence(
    tiny_library: Library, text: str, *, through: bool
) -> None:
    assert Guard(tiny_library.reading).lets_through(text) is through


@pytest.mark.parametrize(
    ("approved", "country", "shown"),
    [
        ({US: True, EU: True}, None, True),
        ({US: False, EU: True}, None, True),
        ({US: False, EU: True}, US, False),
        ({US: False}, None, False),
        ({}, None, False),
    ],
)
def test_beside_a_use_that_is_nowhere_approved_no_approval_is_shown(
    tiny_library: Library, approved: dict[Jurisdiction, bool | None], country: Jurisdiction | None, *, shown: bool
) -> None:
    told = labels(make_use(approved, [Position.RECOMMENDED]), country)
    approving = make_passage("other", "It is approved for something else.")
    may_show = Guard(tiny_library.reading).for_labels(told)
    assert (may_show(approving), may_show(PLAIN)) == (shown, True)


def test_without_a_use_in_question_everything_may_be_shown(tiny_library: Library) -> None:
    assert Guard(tiny_library.reading).for_labels(())(make_passage("other", "It is approved."))


def test_the_best_are_chosen_as_far_as_the_room_goes() -> None:
    passages = [make_passage(str(i), f"Number {i}.") for i in range(5)]
    assert chosen(passages, room=3) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("origin", "shown"), [(Origin.FACT, False), (Origin.EVIDENCE, True), (Origin.SUMMARY, True), (Origin.STATUS, False)]
)
def test_what_is_far_below_the_best_is_left_out_but_for_the_use_itself(origin: Origin, *, shown: bool) -> None:
    far = make_passage("far", "Far.", origin=origin)
    made = select([make_hit(PLAIN, GAP + 2), make_hit(far, 1)], others, 12)
    assert ("far" in [hit.passage.record for hit in made]) is shown


@pytest.mark.parametrize(
    ("found", "room", "expected"),
    [
        ([SELLER, PLAIN], 12, ["seller", "guideline", "plain"]),
        ([TRIAL, SELLER], 12, ["trial", "seller"]),
        ([SELLER, TRIAL], 12, ["seller", "guideline", "trial"]),
        ([PLAIN, SELLER], 2, ["plain"]),
        ([PLAIN, TRIAL], 2, ["plain", "trial"]),
        ([SELLER], 0, []),
    ],
    ids=["the strongest", "there already", "one of two", "no room: no seller", "no room: a trial stands", "no room"],
)
def test_the_other_side_of_a_disagreement_is_shown(
    found: Sequence[Passage], room: int, expected: Sequence[str]
) -> None:
    assert chosen(found, room) == expected


@pytest.mark.parametrize(
    ("said", "found", "room", "expected"),
    [
        ([SELLER], [PLAIN], 12, ["guideline", "plain"]),
        ([SELLER], [PLAIN, TRIAL], 2, ["guideline", "plain"]),
        ([SELLER, TRIAL], [PLAIN], 12, ["plain"]),
        ([TRIAL], [PLAIN], 12, ["plain"]),
        ([SELLER], [PLAIN], 0, []),
    ],
    ids=["the strongest", "before the best", "said too", "nothing weaker", "no room"],
)
def test_the_other_side_of_what_was_said_is_shown(
    said: Sequence[Passage], found: Sequence[Passage], room: int, expected: Sequence[str]
) -> None:
    made = select([make_hit(p) for p in found], others, room, said)
    assert [hit.passage.record for hit in made] == expected


@given(st.lists(st.sampled_from([SELLER, TRIAL, GUIDELINE, PLAIN]), max_size=6), st.integers(0, 5))
def test_a_seller_never_stands_without_the_other_side(found: list[Passage], room: int) -> None:
    made = chosen(found, room)
    assert len(made) == len(set(made)) <= room
    assert "seller" not in made or {"trial", "guideline"} & set(made)


PLAN = PlanRecord(
    id="work",
    name="Does it work",
    sections=(
        SectionRecord(heading="Guidance", strengths=(Strength.GUIDELINE, Strength.LABEL)),
        SectionRecord(heading="Children", words=("child",), at_most=1),
        SectionRecord(heading="Day", subjects=("day",), topics=("session",)),
    ),
)
DAY = replace(make_passage("day", "Bring socks.", topics=["session"]), subject="day")


@pytest.mark.parametrize(
    ("passage", "heading"),
    [
        (GUIDELINE, "Guidance"),
        (replace(GUIDELINE, text="A child may have it."), "Guidance"),
        (make_passage("child", "A CHILD may have it."), "Children"),
        (DAY, "Day"),
        (replace(DAY, topics=frozenset({"cost"})), "More"),
        (replace(DAY, subject="night"), "More"),
        (PLAIN, "More"),
    ],
)
def test_a_passage_goes_to_the_first_section_that_takes_it(passage: Passage, heading: str) -> None:
    (placed,) = place([make_hit(passage)], [PLAN], "More")
    assert placed.heading == heading


def test_a_full_section_leaves_the_next_to_the_rest() -> None:
    children = [make_hit(make_passage(str(i), f"Child {i}.")) for i in range(3)]
    assert [placed.heading for placed in place(children, [PLAN], "More")] == ["Children", "More", "More"]


def _hits(*passages: Passage) -> list[Hit]:
    return [make_hit(passage, score) for score, passage in enumerate(passages)]


def test_sections_stand_in_the_order_of_the_plans_and_the_rest_last() -> None:
    second = PlanRecord(id="cost", name="Cost", sections=(SectionRecord(heading="Hours", words=("hour",)),))
    placed = place(_hits(SELLER, PLAIN, DAY, GUIDELINE), [PLAN, second], "More")
    assert [p.heading for p in placed] == ["Guidance", "Day", "Hours", "More"]


def test_in_a_section_stronger_statements_speak_first_and_then_better_ones() -> None:
    expert, better = make_passage("expert", "Perhaps."), make_passage("better", "Surely.")
    placed = place(_hits(SELLER, expert, better, TRIAL, GUIDELINE), [], "More")
    assert [p.hit.passage.record for p in placed] == ["guideline", "trial", "better", "expert", "seller"]
