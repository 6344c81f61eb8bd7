"""The first word of an answer to a yes/no question, said only where the records settle it."""

from dataclasses import replace
from typing import Any, Literal

import pytest
from replies import make_found, make_question
from samples import make_passage, make_use

from chatbot.answering.leads import LIKENESS, Leads
from chatbot.domain import Ask, EvidenceLevel, Jurisdiction, Passage, Position, Use, UseLabel
from chatbot.finding.finder import Found
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import PlanRecord

US, EU, UK = Jurisdiction.US, Jurisdiction.EU, Jurisdiction.UK
PLANS = {
    "approved": PlanRecord(id="approved", name="Approved", approval=True),
    "works": PlanRecord(id="works", name="Works", evidence=True),
    "cost": PlanRecord(id="cost", name="Cost"),
}
EVERYWHERE = make_use({US: True, EU: True}, evidence=EvidenceLevel.STRONG)
NOWHERE = make_use({US: False, EU: False})
OFF_LABEL = make_use({US: False}, [Position.RECOMMENDED], EvidenceLevel.MODERATE)
DIFFERS = make_use({US: False, EU: True}, evidence=EvidenceLevel.STRONG)
Says = Literal["yes", "no", "depends", "not-known"]


def lead(
    library: Library,
    plan: str,
    *uses: Use,
    country: Jurisdiction | None = None,
    found: Found | None = None,
    **asked: Any,
) -> str:
    question = make_question(**{"asked": "does it help?", "forms": ("yes-no",), "plain": True, **asked})
    groups: list[tuple[UseLabel, ...]] = [labels(use, country) for use in uses]
    plans = [PLANS[plan]] if plan else []
    return Leads(library.reading, library.wording).find(question, plans, groups, found or make_found([]))


@pytest.mark.parametrize(
    ("uses", "country", "expected"),
    [
        ([EVERYWHERE], None, "Yes."),
        ([EVERYWHERE], US, "Yes."),
        ([EVERYWHERE], UK, "That is not known."),
        ([NOWHERE], None, "No."),
        ([NOWHERE], EU, "No."),
        ([DIFFERS], None, "It depends."),
        ([DIFFERS], US, "No."),
        ([DIFFERS], EU, "Yes."),
        ([EVERYWHERE, NOWHERE], None, "It depends."),
        ([make_use({})], None, "That is not known."),
    ],
)
def test_whether_it_is_approved_is_answered_by_the_labels(
    tiny_library: Library, uses: list[Use], country: Jurisdiction | None, expected: str
) -> None:
    assert lead(tiny_library, "approved", *uses, country=country) == expected


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ([EVERYWHERE], "Yes."),
        ([OFF_LABEL], "Probably."),
        ([NOWHERE], "No."),
        ([make_use({US: True, EU: True}, evidence=EvidenceLevel.CONFLICTING)], "Studies disagree."),
        ([DIFFERS], "Yes."),
        ([EVERYWHERE, DIFFERS], "Yes."),
        ([EVERYWHERE, NOWHERE], ""),
        ([NOWHERE, EVERYWHERE], ""),
    ],
)
def test_whether_it_works_is_answered_by_label_and_evidence_where_all_uses_agree(
    tiny_library: Library, uses: list[Use], expected: str
) -> None:
    assert lead(tiny_library, "works", *uses, topics=("works",)) == expected


@pytest.mark.parametrize(
    ("plan", "changes"),
    [
        ("approved", {"forms": ("why",)}),
        ("approved", {"plain": False}),
        ("approved", {"about_child": True}),
        ("works", {"plain": False}),
        ("works", {"about_child": True}),
        ("works", {"topics_named": False}),
        ("works", {"search": "is it cold for this?"}),
        ("cost", {}),
        ("", {}),
    ],
)
def test_nothing_is_said_first_where_the_record_does_not_settle_it(
    tiny_library: Library, plan: str, changes: dict[str, Any]
) -> None:
    assert lead(tiny_library, plan, EVERYWHERE, **changes) == ""


def prepared(asked: str, says: Says | None) -> Passage:
    return replace(make_passage("cramps", "Cramps come and go."), asks=(Ask(text=asked, says=says),))


@pytest.mark.parametrize(
    ("asked", "says", "likeness", "expected"),
    [
        ("are cramps normal", "yes", 0.9, "Yes."),
        ("are cramps normal", "no", LIKENESS, "No."),
        ("are cramps normal", "not-known", 0.9, "That is not known."),
        ("are cramps normal", "depends", 0.9, ""),
        ("are cramps normal", None, 0.9, ""),
        ("are cramps normal", "yes", LIKENESS - 0.01, ""),
        ("are cramps safe", "yes", 0.9, ""),
        ("is a session normal", "yes", 0.9, ""),
        ("can cramps be normal for the legs", "yes", 0.9, "Yes."),
    ],
)
def test_a_prepared_question_lends_its_answer_when_it_is_the_one_asked(
    tiny_library: Library, asked: str, says: Says | None, likeness: float, expected: str
) -> None:
    found = make_found([prepared(asked, says)], {asked: likeness})
    assert lead(tiny_library, "cost", found=found, asked="are cramps normal in dialysis?") == expected


def test_only_the_two_best_passages_may_answer_with_a_word(tiny_library: Library) -> None:
    passage, asked = prepared("are cramps normal", "yes"), "are cramps normal?"
    other = make_passage("other", "Something else.")
    at = [make_found([*[other] * i, passage], {"are cramps normal": 0.9}) for i in range(4)]
    assert [lead(tiny_library, "cost", found=found, asked=asked) for found in at] == ["Yes.", "Yes.", "", ""]
