"""Which plans shape an answer."""

from collections.abc import Sequence

import pytest
from replies import make_hit, make_question
from samples import make_passage

from chatbot.answering.planning import JOINED, Planner
from chatbot.domain import Passage
from chatbot.knowledge.records import PlanRecord

WORK = PlanRecord(id="work", name="Work", draws_on=("evidence",), use_first=True, default_for_use=True)
COST = PlanRecord(id="cost", name="Cost", draws_on=("cost",), subjects=("money",))
DAY = PlanRecord(id="day", name="Day", draws_on=("day",), subjects=("days",))
PLANNER = Planner({plan.id: plan for plan in (WORK, COST, DAY)})
MONEY = make_passage("money", "It costs much.", topics=["cost"])
MY_MONEY = make_passage("mine", "It costs much.", topics=["cost"], uses=("cramps",))
MY_USE = make_passage("use", "It costs much.", topics=["uses"], uses=("cramps",))
A_DAY = make_passage("day", "It takes a day.", topics=["day"])


def planned(passages: Sequence[Passage], topics: tuple[str, ...] = (), uses: tuple[str, ...] = ()) -> list[str]:
    question = make_question(topics=topics, uses=uses)
    return [plan.id for plan in PLANNER.plans(question, [make_hit(p) for p in passages])]


@pytest.mark.parametrize("topics", [("cost",), ("day", "cost"), ("work", "cost", "day")])
def test_the_topics_asked_are_the_plans_in_their_order(topics: tuple[str, ...]) -> None:
    assert planned([MONEY], topics) == list(topics)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([MONEY, A_DAY, MONEY], ["cost"]),
        ([A_DAY, A_DAY, MONEY], ["day"]),
        ([A_DAY, MONEY], ["cost"]),
        ([*[A_DAY] * JOINED, *[MONEY] * (JOINED + 1)], ["day"]),
        ([make_passage("none", "It is blue.", topics=["colour"])], []),
        ([], []),
    ],
    ids=["most", "most of another", "a tie: the first plan", "only the best count", "of no plan", "nothing found"],
)
def test_with_no_topic_the_plan_of_most_that_was_found(found: Sequence[Passage], expected: Sequence[str]) -> None:
    assert planned(found) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([MY_MONEY, MONEY], ["cost"]),
        ([MONEY], ["cost", "work"]),
        ([MY_USE], ["cost", "work"]),
        ([*[MONEY] * JOINED, MY_MONEY], ["cost", "work"]),
    ],
    ids=["a fact joins both", "of another use", "of the use without the topic", "too far down"],
)
def test_where_nothing_joins_use_and_topic_the_plan_of_any_use_speaks_too(
    found: Sequence[Passage], expected: Sequence[str]
) -> None:
    assert planned(found, ("cost",), ("cramps",)) == expected


def test_a_plan_that_begins_with_the_use_needs_nothing_before_it() -> None:
    assert planned([MONEY], ("work",), ("cramps",)) == ["work"]
    assert planned([MONEY], ("cost", "work"), ("cramps",)) == ["cost", "work"]
