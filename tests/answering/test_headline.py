"""The label as a sentence: the right template, the right countries, the right passages, and never a false approval."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import make_use

from chatbot.answering.headline import capital, headline, places
from chatbot.answering.selecting import Guard
from chatbot.domain import COUNTRIES, EvidenceLevel, Jurisdiction, LabelName, Origin, Position
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import from_use

US, EU, UK, CA = Jurisdiction.US, Jurisdiction.EU, Jurisdiction.UK, Jurisdiction.CA
STRONG, LIMITED, NEGATIVE = EvidenceLevel.STRONG, EvidenceLevel.LIMITED, EvidenceLevel.NEGATIVE
RECOMMENDED = (Position.RECOMMENDED,)
Approved = Mapping[Jurisdiction, bool | None]


@pytest.mark.parametrize(
    ("approved", "positions", "level", "country", "full", "short"),
    [
        (
            {US: True, EU: True}, (), STRONG, None,
            "Dialysis is approved for hiccups in the US and the EU; the evidence is strong.",
            "Dialysis is approved for hiccups in the US and the EU.",
        ),
        (
            {US: True, EU: True}, (), STRONG, EU,
            "Dialysis is approved for hiccups in the EU; the evidence is strong.",
            "Dialysis is approved for hiccups in the US and the EU.",
        ),
        (
            {US: True}, (), LIMITED, None,
            "Dialysis is approved for hiccups in the US; the evidence is limited.",
            "Dialysis is approved for hiccups in the US.",
        ),
        (
            {US: True, CA: True}, (), LIMITED, None,
            "Dialysis is approved for hiccups in the US and Canada; the evidence is limited.",
            "Dialysis is approved for hiccups in the US and Canada.",
        ),
        (
            {US: True, EU: False}, (), LIMITED, None,
            "Dialysis for hiccups is approved in the US but off-label in the EU; the evidence is limited.",
            "Dialysis for hiccups is approved in the US but off-label in the EU.",
        ),
        (
            {US: True, EU: False}, (), NEGATIVE, None,
            "Dialysis for hiccups is approved in the US but not recommended in the EU; "
            "trials did not find a benefit.",
            "Dialysis for hiccups is approved in the US but not recommended in the EU.",
        ),
        (
            {US: False, EU: False}, RECOMMENDED, LIMITED, None,
            "Dialysis is off-label for hiccups: not approved in the US and the EU, "
            "but guidance supports it in some cases; the evidence is limited.",
            "Dialysis is off-label for hiccups, not approved.",
        ),
        (
            {US: False}, RECOMMENDED, LIMITED, US,
            "Dialysis is off-label for hiccups in the US: not approved there, "
            "but guidance supports it in some cases; the evidence is limited.",
            "Dialysis is off-label for hiccups, not approved.",
        ),
        (
            {US: False, EU: True}, (), LIMITED, US,
            "Dialysis is off-label for hiccups in the US: not approved there, but approved in the EU; "
            "the evidence is limited.",
            "Dialysis is off-label for hiccups in the US, not approved there.",
        ),
        (
            {US: False}, RECOMMENDED, LIMITED, UK,
            "Whether dialysis is approved for hiccups in the UK is not known to this library, "
            "so it counts as off-label; the evidence is limited.",
            "Dialysis counts as off-label for hiccups: its approval in the UK is not known here.",
        ),
        (
            {EU: True}, (), LIMITED, UK,
            "Whether dialysis is approved for hiccups in the UK is not known to this library, "
            "so it counts as off-label there, though it is approved in the EU.",
            "Dialysis counts as off-label for hiccups: its approval in the UK is not known here.",
        ),
        (
            {US: False}, (), LIMITED, None,
            "Dialysis is experimental for hiccups: not approved in the US, and the evidence is limited.",
            "Dialysis is experimental for hiccups, not approved.",
        ),
        (
            {US: False, EU: False}, (), LIMITED, EU,
            "Dialysis is experimental for hiccups: not approved in the EU, and the evidence is limited.",
            "Dialysis is experimental for hiccups, not approved.",
        ),
        (
            {US: False}, (), LIMITED, UK,
            "Dialysis is experimental for hiccups: no approval is known to this library, "
            "and the evidence is limited.",
            "Dialysis is experimental for hiccups: no approval is known to this library.",
        ),
        (
            {US: False}, (), NEGATIVE, None,
            "Dialysis is not recommended for hiccups: trials did not find a benefit, "
            "and it is not approved in the US.",
            "Dialysis is not recommended for hiccups: trials found no benefit.",
        ),
        (
            {US: False}, (), NEGATIVE, US,
            "Dialysis is not recommended for hiccups: trials did not find a benefit, "
            "and it is not approved in the US.",
            "Dialysis is not recommended for hiccups: trials found no benefit.",
        ),
        (
            {}, (), NEGATIVE, UK,
            "Dialysis is not recommended for hiccups: trials did not find a benefit, "
            "and no approval is known to this library.",
            "Dialysis is not recommended for hiccups: trials found no benefit.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_of_a_label(
    tiny_library: Library,
    approved: Approved,
    positions: Sequence[Position],
    level: EvidenceLevel,
    country: Jurisdiction | None,
    full: str,
    short: str,
) -> None:
    use = make_use(approved, positions, level)
    passages = list(from_use(use, tiny_library.wording))
    told = [headline(labels(use, country), passages, tiny_library.wording, full=f).text for f in (True, False)]
    assert told == [full, short]


@pytest.mark.parametrize(
    ("approved", "country", "child", "said"),
    [
        ({US: True, EU: True}, None, True, "The approval in the US is for adults only."),
        ({US: True, EU: False}, None, True, "The approval in the US is for adults only."),
        ({US: True, EU: True}, US, True, "The approval in the US is for adults only."),
        ({US: True, EU: True}, EU, True, ""),
        ({US: True, EU: True}, None, False, ""),
        ({US: False, EU: True}, None, True, ""),
    ],
)
def test_an_approval_for_adults_alone_is_told_where_a_child_is_asked_about(
    tiny_library: Library, approved: Approved, country: Jurisdiction | None, *, child: bool, said: str
) -> None:
    use = make_use(approved)
    use = replace(use, status=dict(use.status) | {US: replace(use.status[US], adults_only=True)})
    passages = list(from_use(use, tiny_library.wording))
    text = headline(labels(use, country), passages, tiny_library.wording, full=True, child=child).text
    assert text.partition("adults only.")[1] == ("adults only." if said else "")
    assert said in text


@pytest.mark.parametrize(
    ("approved", "part", "said"),
    [
        ({US: True, EU: False}, "machine", True),
        ({US: True, EU: True}, "", False),
        ({US: False, EU: False}, "machine", False),
    ],
)
def test_an_approval_of_the_whole_is_told_as_such_where_a_part_is_asked_about(
    tiny_library: Library, approved: Approved, part: str, *, said: bool
) -> None:
    use = make_use(approved)
    passages = list(from_use(use, tiny_library.wording))
    text = headline(labels(use, None), passages, tiny_library.wording, full=True, part=part).text
    assert text.endswith("That is for all machines together.") is said


def test_a_companion_treatment_is_called_by_its_own_name(tiny_library: Library) -> None:
    use = make_use({US: False}, treatment="cold water")
    claim = headline(labels(use, US), list(from_use(use, tiny_library.wording)), tiny_library.wording, full=False)
    assert claim.text == "Cold water is experimental for hiccups, not approved."


@pytest.mark.parametrize(
    ("approved", "country", "carried_by"),
    [
        ({US: True, EU: True}, None, [(Origin.STATUS, US), (Origin.STATUS, EU)]),
        ({US: True, EU: True}, EU, [(Origin.STATUS, EU)]),
        ({US: True, EU: False, UK: None}, None, [(Origin.STATUS, US), (Origin.STATUS, EU)]),
        ({US: True, EU: False}, UK, [(Origin.STATUS, US), (Origin.STATUS, EU)]),
        ({}, None, []),
    ],
    ids=["all", "the country's", "those that differ", "others where the country's is missing", "none"],
)
def test_the_sentence_is_carried_by_the_statuses_it_tells_and_the_evidence(
    tiny_library: Library,
    approved: Approved,
    country: Jurisdiction | None,
    carried_by: list[tuple[Origin, Jurisdiction]],
) -> None:
    use = make_use(approved, RECOMMENDED)
    passages = list(from_use(use, tiny_library.wording))
    claim = headline(labels(use, country), passages, tiny_library.wording, full=True)
    *statuses, last = claim.passages
    assert [(p.origin, p.jurisdiction) for p in statuses] == carried_by
    assert last.origin is Origin.EVIDENCE


def test_no_sentence_says_more_of_an_approval_than_the_record(tiny_library: Library) -> None:
    wording, guard = tiny_library.wording, Guard(tiny_library.reading)

    @given(
        approved=st.dictionaries(st.sampled_from(COUNTRIES), st.none() | st.booleans()),
        positions=st.lists(st.sampled_from(Position), max_size=2),
        level=st.sampled_from(EvidenceLevel),
        country=st.none() | st.sampled_from(COUNTRIES),
        full=st.booleans(),
    )
    def holds(
        approved: Approved,
        positions: Sequence[Position],
        level: EvidenceLevel,
        country: Jurisdiction | None,
        *,
        full: bool,
    ) -> None:
        use = make_use(approved, positions, level)
        made = labels(use, country)
        text = headline(made, list(from_use(use, wording)), wording, full=full).text
        assert LabelName.APPROVED in {label.name for label in made} or guard.lets_through(text)
        assert False in approved.values() or "not approved" not in text
        assert True in approved.values() or "is approved" not in text.removeprefix("Whether dialysis is approved")
        assert re.search(r"[{}]|  | in[,;.]|approved in but", text) is None

    holds()


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        ((), ""),
        ((US,), "the US"),
        ((US, EU), "the US and the EU"),
        ((US, EU, CA), "the US, the EU and Canada"),
    ],
)
def test_countries_are_listed_as_in_a_sentence(
    tiny_library: Library, countries: Sequence[Jurisdiction], expected: str
) -> None:
    assert places(countries, tiny_library.wording) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("", ""), ("dialysis helps", "Dialysis helps"), ("pH falls", "PH falls"), ("Éa", "Éa")]
)
def test_a_sentence_begins_with_a_capital(text: str, expected: str) -> None:
    assert capital(text) == expected
