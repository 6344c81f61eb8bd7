from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import make_guidance, make_source, make_status, make_use

from chatbot.domain import (
    COUNTRIES,
    EvidenceLevel,
    Jurisdiction,
    LabelByHand,
    LabelName,
    Position,
    UseLabel,
)
from chatbot.knowledge.labels import approved_in, label_name, labels, not_approved_in
from chatbot.knowledge.library import Library

US, EU, UK, INT = Jurisdiction.US, Jurisdiction.EU, Jurisdiction.UK, Jurisdiction.INT
APPROVED, OFF_LABEL = LabelName.APPROVED, LabelName.OFF_LABEL
EXPERIMENTAL, NOT_RECOMMENDED = LabelName.EXPERIMENTAL, LabelName.NOT_RECOMMENDED
NEGATIVE, STRONG = EvidenceLevel.NEGATIVE, EvidenceLevel.STRONG


@pytest.mark.parametrize(
    ("approved", "positions", "evidence", "expected"),
    [
        ({US: True}, [], STRONG, APPROVED),
        ({US: True}, [Position.AGAINST], NEGATIVE, APPROVED),
        ({US: False}, [Position.RECOMMENDED], NEGATIVE, NOT_RECOMMENDED),
        ({US: False, EU: True}, [], NEGATIVE, NOT_RECOMMENDED),
        ({US: False}, [Position.RECOMMENDED], STRONG, OFF_LABEL),
        ({US: False}, [Position.RESTRICTED], STRONG, OFF_LABEL),
        ({US: False}, [Position.EXCEPTIONAL_ONLY], STRONG, OFF_LABEL),
        ({US: False}, [Position.AGAINST, Position.RESTRICTED], STRONG, OFF_LABEL),
        ({US: False, EU: True}, [], STRONG, OFF_LABEL),
        ({EU: True}, [], STRONG, OFF_LABEL),
        ({US: None}, [Position.RECOMMENDED], STRONG, OFF_LABEL),
        ({US: False}, [Position.NOT_ROUTINE], STRONG, EXPERIMENTAL),
        ({US: False}, [Position.AGAINST], STRONG, EXPERIMENTAL),
        ({US: False}, [Position.SILENT], STRONG, EXPERIMENTAL),
        ({US: False, EU: False}, [], STRONG, EXPERIMENTAL),
        ({INT: True}, [], STRONG, EXPERIMENTAL),
        ({}, [], EvidenceLevel.NONE_FOUND, EXPERIMENTAL),
    ],
)
def test_the_first_rule_that_holds_names_the_label(
    approved: dict[Jurisdiction, bool | None],
    positions: list[Position],
    evidence: EvidenceLevel,
    expected: LabelName,
) -> None:
    assert label_name(make_use(approved, positions, evidence), US) is expected


def test_a_label_by_hand_goes_before_the_rules_and_rests_on_its_own_source() -> None:
    notice = make_source("notice")
    hand = LabelByHand(label=NOT_RECOMMENDED, reason="A notice warns.", source=notice)
    (label,) = labels(make_use({US: True}, by_hand=hand), US)
    assert (label.name, label.source) == (NOT_RECOMMENDED, notice)


def test_with_no_country_one_label_speaks_for_all_when_all_are_alike() -> None:
    (label,) = labels(make_use({US: False, EU: False}), None)
    assert (label.name, label.country) == (EXPERIMENTAL, None)
    assert label.not_approved_in == (US, EU)


def test_with_no_country_each_is_told_where_they_differ() -> None:
    told = labels(make_use({EU: True, US: False, UK: None}), None)
    assert [(label.country, label.name) for label in told] == [(US, OFF_LABEL), (EU, APPROVED)]


def test_with_no_country_and_no_status_there_is_one_label_that_knows_no_status() -> None:
    (label,) = labels(make_use({}), None)
    assert (label.name, label.country, label.known) == (EXPERIMENTAL, None, False)


@pytest.mark.parametrize(
    ("approved", "known"), [({US: True}, True), ({US: False}, True), ({US: None}, False), ({EU: True}, False)]
)
def test_a_status_that_nobody_read_is_not_known(approved: dict[Jurisdiction, bool | None], *, known: bool) -> None:
    (label,) = labels(make_use(approved), US)
    assert label.known is known


def test_silence_is_neither_approved_nor_not_approved() -> None:
    use = make_use({US: None, EU: True, UK: False})
    assert (approved_in(use), not_approved_in(use)) == ((EU,), (UK,))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": {US: make_status(US, approved=False, source=make_source("us-label"))}}, "us-label"),
        ({"status": {EU: make_status(EU, approved=True, source=make_source("eu-label"))}}, "leaflet"),
        ({"status": {EU: make_status(EU, approved=True, source=make_source("eu-label"))}, "guidance": ()}, "eu-label"),
        ({"guidance": (make_guidance(Position.AGAINST),)}, "record"),
    ],
    ids=["its country's status", "guidance that supports it", "another country's status", "the record's first source"],
)
def test_a_label_rests_on_the_nearest_source(changes: dict[str, Any], expected: str) -> None:
    supported = {"guidance": (make_guidance(Position.RECOMMENDED),), "sources": (make_source("record"),)}
    (label,) = labels(make_use(**{**supported, **changes}), US)
    assert label.source.id == expected


def test_guidance_against_a_use_comes_with_its_label() -> None:
    (label,) = labels(make_use({US: False}, [Position.AGAINST, Position.SILENT]), US)
    assert [guidance.position for guidance in label.against] == [Position.AGAINST]


@given(
    approved=st.dictionaries(st.sampled_from(Jurisdiction), st.none() | st.booleans()),
    positions=st.lists(st.sampled_from(Position), max_size=3),
    evidence=st.sampled_from(EvidenceLevel),
    country=st.none() | st.sampled_from(COUNTRIES),
)
def test_nothing_is_called_approved_where_no_approval_is_known(
    approved: dict[Jurisdiction, bool | None],
    positions: list[Position],
    evidence: EvidenceLevel,
    country: Jurisdiction | None,
) -> None:
    for label in labels(make_use(approved, positions, evidence), country):
        places = [label.country] if label.country else [c for c in COUNTRIES if c in approved]
        read = [approved[place] for place in places if approved.get(place) is not None]
        assert (label.name is APPROVED) == (bool(read) and all(read))


@pytest.mark.parametrize("country", [None, *COUNTRIES])
def test_every_use_of_the_corpus_is_approved_only_where_its_record_says_so(
    library: Library, country: Jurisdiction | None
) -> None:
    def right(label: UseLabel) -> bool:
        places = [label.country] if label.country else [*label.approved_in, *label.not_approved_in]
        status = [label.use.status[place].approved for place in places if place in label.use.status]
        return (label.name is APPROVED) == (bool(status) and all(status)) or label.use.by_hand is not None

    assert [label.use.id for use in library.uses.values() for label in labels(use, country) if not right(label)] == []
