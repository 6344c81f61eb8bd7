"""Frequent questions: bound to answers, stale as soon as something under them moves, approved for one answer alone."""

from dataclasses import replace
from datetime import date

import pytest
from replies import STAMP, make_answer
from samples import make_passage

from chatbot.domain import CareCard, Caveat, EvidenceLevel, UrgencyLevel
from chatbot.errors import EntryError
from chatbot.faq import Faq, State, approve, bind, build, replaced
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Answered, Asked, Declined, Reason, Reply, Smalltalk, Urgent

TODAY = date(2026, 11, 25)
QUESTION = "Does dialysis help?"
CARD = CareCard(level=UrgencyLevel.EMERGENCY_NOW, signs=(), text="Call.")
ASKED = Asked(question=QUESTION, standalone=QUESTION)


def entry(name: str = "help") -> FaqRecord:
    return FaqRecord(id=name, topic="what-is", question=QUESTION)


@pytest.fixture
def answer(tiny_library: Library) -> Answered:
    """An answer from two passages of the tiny library, with the label of a use."""
    passages = tiny_library.passages[:2]
    return make_answer(passages, labels=labels(tiny_library.uses["kidney-failure"], None), caveats=())


@pytest.fixture
def bound(answer: Answered) -> FaqRecord:
    (made,) = build([entry()], lambda _question: answer)
    return made


def test_building_asks_every_question_and_counts(answer: Answered) -> None:
    asked: list[str] = []
    steps: list[tuple[int, int]] = []

    def ask(question: str) -> Reply:
        asked.append(question)
        return answer

    build([entry("a"), entry("b")], ask, lambda done, total: steps.append((done, total)))
    assert (asked, steps) == ([QUESTION, QUESTION], [(1, 2), (2, 2)])


def test_a_bound_entry_holds_passages_and_labels_and_no_text(bound: FaqRecord, answer: Answered) -> None:
    assert bound.bound is not None
    assert bound.bound.passages == tuple(claim.passages[0].id for claim in answer.claims)
    assert [label.partition(":")[0] for label in bound.bound.labels] == ["kidney-failure"] * len(answer.labels)
    assert not any(claim.text in bound.model_dump_json() for claim in answer.claims)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Declined(asked=ASKED, text="No.", stamp=STAMP, reason=Reason.NO_SOURCE), "no-source"),
        (Urgent(asked=ASKED, text="Call.", stamp=STAMP, card=CARD, citations=()), "urgent"),
        (make_answer(urgent=CARD), "urgent"),
        (Smalltalk(asked=ASKED, text="Hello.", stamp=STAMP), "smalltalk"),
    ],
)
def test_what_is_no_plain_answer_binds_nothing_and_is_a_problem(tiny_library: Library, reply: Reply, why: str) -> None:
    (made,) = build([entry()], lambda _question: reply)
    (problem,) = Faq(tiny_library).problems(made)
    assert made.bound is None
    assert f"({why})" in problem.what


def test_an_entry_that_was_never_asked_is_a_problem(tiny_library: Library) -> None:
    (problem,) = Faq(tiny_library).problems(entry())
    assert "chatbot faq build" in str(problem)
    assert "chatbot" not in problem.what


def test_a_current_entry_awaits_a_clinician(tiny_library: Library, bound: FaqRecord, answer: Answered) -> None:
    assert Faq(tiny_library).state(bound) is State.WAITING
    assert Faq(tiny_library).state(bound, answer) is State.WAITING


def test_a_passage_that_changed_or_went_makes_an_entry_stale(tiny_library: Library, bound: FaqRecord) -> None:
    first, second, *rest = tiny_library.passages
    reworded = make_passage(first.record, first.text + " More.")
    changed = Faq(replace(tiny_library, passages=(reworded, second, *rest)))
    gone = Faq(replace(tiny_library, passages=(second, *rest)))
    assert [next(shelf.problems(bound)).what for shelf in (changed, gone)] == [
        f"the passage {first.id} changed",
        f"the passage {first.id} is gone",
    ]
    assert changed.state(bound) is State.STALE


def test_a_label_that_changed_makes_an_entry_stale(tiny_library: Library, bound: FaqRecord) -> None:
    use = replace(tiny_library.uses["kidney-failure"], evidence=EvidenceLevel.NONE_FOUND)
    shelf = Faq(replace(tiny_library, uses={**tiny_library.uses, use.id: use}))
    (problem,) = shelf.problems(bound)
    assert problem.what == "the label of kidney-failure changed"


def test_what_has_nothing_to_do_with_an_entry_leaves_it_current(tiny_library: Library, bound: FaqRecord) -> None:
    more = (*tiny_library.passages[:2], make_passage("new", "A new fact."))
    others = {name: use for name, use in tiny_library.uses.items() if name == "kidney-failure"}
    assert Faq(replace(tiny_library, passages=more, uses=others)).state(bound) is State.WAITING


@pytest.mark.parametrize("field", ["claims", "sure", "caveats"])
def test_another_answer_from_the_same_passages_is_seen_when_asked(
    tiny_library: Library, bound: FaqRecord, answer: Answered, field: str
) -> None:
    new = {
        "claims": answer.claims[::-1],
        "sure": "How sure: not at all.",
        "caveats": (Caveat("disagree", "Sources disagree.", ()),),
    }
    other = replace(answer, **{field: new[field]})
    (problem,) = Faq(tiny_library).problems(bound, other)
    assert "another answer" in problem.what


@pytest.mark.parametrize("name", ["old", "overdue"])
def test_time_alone_changes_no_binding(answer: Answered, name: str) -> None:
    assert bind(replace(answer, caveats=(Caveat(name, "Old.", ()),))) == bind(answer)


def test_an_approval_holds_for_its_answer_alone(tiny_library: Library, bound: FaqRecord, answer: Answered) -> None:
    shelf = Faq(tiny_library)
    approved = approve(bound, answer, " Dr A. Name ", TODAY)
    assert approved.approved is not None
    assert (approved.approved.who, approved.approved.on) == ("Dr A. Name", TODAY)
    assert shelf.state(approved) is State.APPROVED
    (again,) = build([approved], lambda _question: replace(answer, sure="How sure: less."))
    assert (again.approved, shelf.state(again)) == (approved.approved, State.WAITING)


def test_only_the_bound_answer_can_be_approved_and_by_a_name(bound: FaqRecord, answer: Answered) -> None:
    with pytest.raises(EntryError, match="not the one that the entry is bound to"):
        approve(bound, replace(answer, sure="How sure: less."), "Dr A. Name", TODAY)
    with pytest.raises(EntryError, match="the name"):
        approve(bound, answer, "  ", TODAY)
    with pytest.raises(EntryError, match="not the one"):
        approve(entry(), make_answer(urgent=CARD), "Dr A. Name", TODAY)


def test_an_entry_is_found_by_its_id(tiny_library: Library) -> None:
    shelf = Faq(tiny_library)
    assert shelf.entry("machine-price").topic == "cost"
    with pytest.raises(EntryError, match="'no-such'"):
        shelf.entry("no-such")


def test_one_entry_is_replaced_and_the_others_stay(bound: FaqRecord) -> None:
    assert replaced([entry("a"), entry()], bound) == (entry("a"), bound)


# The committed entries


def test_the_committed_entries_are_enough_cover_every_topic_and_are_current(library: Library) -> None:
    shelf = Faq(library)
    assert len(shelf.entries) >= 80
    assert {entry.topic for entry in shelf.entries} == library.plans.keys()
    assert {entry.id: list(shelf.problems(entry)) for entry in shelf.entries if any(shelf.problems(entry))} == {}
