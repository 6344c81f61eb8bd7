import re
from typing import Any

import pytest
from pydantic import ValidationError
from samples import make_language

from chatbot.domain import UrgencyLevel
from chatbot.knowledge.records import (
    AmbiguousRecord,
    DisagreementRecord,
    EvidenceRecord,
    FactRecord,
    GlossaryRecord,
    LookalikeRecord,
    PlanRecord,
    Record,
    UseRecord,
)

PLAN = PlanRecord.model_validate({"id": "cost", "name": "Cost"})


@pytest.mark.parametrize(
    ("record", "key"),
    [
        (PLAN, "cost"),
        (AmbiguousRecord(term="KF", uses=("a", "b"), note="both"), "KF"),
        (GlossaryRecord(term="sham", meaning="a dummy"), "sham"),
        (LookalikeRecord(text="how common", looks_like="a", kind="general"), "how common"),
        (DisagreementRecord(what="They differ.", how_to_present="Both."), "They differ."),
    ],
)
def test_a_record_goes_by_its_id_or_by_what_stands_for_it(record: Record, key: str) -> None:
    assert record.key == key


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        PLAN.name = "Price"


def test_texts_are_stripped_and_never_empty() -> None:
    assert GlossaryRecord(term="  sham ", meaning="a dummy").term == "sham"
    with pytest.raises(ValidationError, match="at least 1 character"):
        GlossaryRecord(term="   ", meaning="a dummy")


@pytest.mark.parametrize("bad", ["Two Words", "a--b", "-a", "a-", "a_b", "ä", ""])
def test_an_id_is_small_letters_figures_and_hyphens(bad: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        PlanRecord.model_validate({"id": bad, "name": "Cost"})


def test_a_name_that_is_not_ambiguous_is_refused_as_such() -> None:
    with pytest.raises(ValidationError, match="at least 2 items"):
        AmbiguousRecord(term="KF", uses=("a",), note="one")


def test_an_evidence_level_is_one_of_six() -> None:
    with pytest.raises(ValidationError, match="'strong', 'moderate'"):
        EvidenceRecord.model_validate({"level": "good", "why": "so", "sources": ["a"]})


def test_an_ask_says_yes_only_in_quotes() -> None:
    fact = {"id": "a", "text": "T.", "topics": ["t"], "uses": [], "source": "s", "locator": "1", "strength": "expert"}
    asks = [{"ask": "is it", "says": "yes"}, "or not"]
    assert len(FactRecord.model_validate({**fact, "asks": asks}).asks) == 2
    with pytest.raises(ValidationError, match="says"):
        FactRecord.model_validate({**fact, "asks": [{"ask": "is it", "says": True}]})


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"emergency": "Llame."}, "must hold {numbers} once"),
        ({"emergency": "Llame: {numbers}, {name}."}, "must hold {numbers} once"),
        ({"urgent": {"emergency-now": "Ya: {numbers}."}}, "urgent-today"),
        ({"urgent": {"emergency-now": "Ya.", "urgent-today": "Hoy: {numbers}."}}, "must hold {numbers} once"),
        ({"countries": {"US": "EE. UU."}}, "must name exactly US, EU, UK, CA, AU, CN"),
        ({"code": "spanish"}, "code"),
        ({"signs": []}, "at least 1 item"),
        ({"signs": [{"sign": "leg", "rules": [[]]}]}, "at least 1 item"),
        ({"signs": [{"sign": "leg", "rules": [[[]]]}]}, "at least 1 item"),
        ({"signs": [{"sign": "leg", "rules": []}]}, "at least 1 item"),
        ({"signs": [{"sign": "leg", "rules": [[[38]]]}]}, "valid string"),
    ],
)
def test_a_language_has_every_text_with_its_placeholder_and_no_empty_rule(change: dict[str, Any], what: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(what)):
        make_language(**change)


def test_a_language_goes_by_its_code_and_has_words_for_urgent_levels_alone() -> None:
    record = make_language()
    assert record.key == "es"
    assert record.first_words(UrgencyLevel.EMERGENCY_NOW) == "Urgente. Llame ya: {numbers}."
    assert record.first_words(UrgencyLevel.URGENT_TODAY) == "Hoy. Llame: {numbers}."
    assert record.first_words(UrgencyLevel.TELL_TEAM) is None


def test_a_summary_leans_on_sources_of_its_own_record_alone() -> None:
    record = {
        "id": "hiccups",
        "name": "Hiccups",
        "phrase": "hiccups",
        "synonyms": [],
        "status": {},
        "guidance": [],
        "evidence": {"level": "limited", "why": "Few.", "sources": ["a-book"]},
        "summary": "Little is known.",
        "sources": ["a-book"],
        "checked": "2026-11-01",
    }
    assert UseRecord.model_validate({**record, "summary_sources": ["a-book"]}).summary_sources == ("a-book",)
    with pytest.raises(ValidationError, match="names a-page, which is not among sources"):
        UseRecord.model_validate({**record, "summary_sources": ["a-page"]})
