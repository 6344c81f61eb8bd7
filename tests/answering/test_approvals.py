"""For what the treatment is approved: lists from the statuses alone."""

import pytest

from chatbot.answering.approvals import Approvals
from chatbot.answering.headline import SECTION
from chatbot.domain import Jurisdiction, Origin
from chatbot.knowledge.labels import approved_in
from chatbot.knowledge.library import Library


@pytest.fixture
def approvals(tiny_library: Library) -> Approvals:
    return Approvals(tiny_library.uses, tiny_library.by_record, tiny_library.wording, "Lists")


def test_a_country_s_list_holds_what_is_approved_there_and_nothing_else(
    approvals: Approvals, tiny_library: Library
) -> None:
    (claim,) = approvals.first(Jurisdiction.US)
    for use in tiny_library.uses.values():
        held = not use.treatment and Jurisdiction.US in approved_in(use)
        assert (use.phrase in claim.text) is held
    assert claim.section == SECTION
    assert all(p.origin is Origin.STATUS and p.jurisdiction is Jurisdiction.US for p in claim.passages)


def test_without_a_country_what_all_have_in_common_comes_first_and_then_each_list(approvals: Approvals) -> None:
    (claim,) = approvals.first(None)
    listed = approvals.by_country(None)
    assert {one.section for one in listed} == {"Lists"}
    assert len(listed) > 1
    assert {p.record for p in claim.passages} == set.intersection(*({p.record for p in one.passages} for one in listed))


def test_a_country_without_an_approval_has_no_list_and_the_chosen_one_is_not_told_twice(approvals: Approvals) -> None:
    assert approvals.first(Jurisdiction.AU) == []
    assert len(approvals.by_country(Jurisdiction.US)) == len(approvals.by_country(None)) - 1
