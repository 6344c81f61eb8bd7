"""Each caveat by what makes it true and what does not; always with the passages that do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from samples import make_passage, make_source

from chatbot.answering.caveats import RULES, Shown, caveats
from chatbot.domain import Jurisdiction, Passage, SourceKind, Strength
from chatbot.knowledge.library import Library

TODAY = date(2026, 11, 21)


def passage(name: str, text: str = "It is so.", strength: Strength = Strength.EXPERT, **changes: Any) -> Passage:
    """A recent passage of an international source, of which no caveat is true; changes are its source's."""
    given = {"jurisdiction": Jurisdiction.INT, **changes}
    return replace(make_passage(name, text, strength=strength), source=make_source(name, **given))


PLAIN = passage("plain")
CLINIC = passage("clinic", kind=SourceKind.COMMERCIAL)
CLAIM = passage("claim", strength=Strength.COMMERCIAL_CLAIM)
RCT, REPORT = passage("rct", strength=Strength.RCT), passage("report", strength=Strength.UNCONTROLLED)
US, ALSO_US = passage("us", jurisdiction=Jurisdiction.US), passage("also-us", jurisdiction=Jurisdiction.US)
UK = passage("uk", jurisdiction=Jurisdiction.UK)
ONE, OTHER = replace(PLAIN, disagrees_with=("other",)), passage("other")
OLD, OLDER = passage("old", year=2015), passage("older", year=1999)
UNDATED = passage("undated", year=None)
ABSTRACT = passage("abstract", strength=Strength.RCT, read="abstract")
SECONDARY = passage("secondary", strength=Strength.META_ANALYSIS, read="secondary")
ADULTS, CHILDREN = passage("adults", "40 adults took part."), passage("children", "Children and adults took part.")
LATE = passage("late", next_review=date(2026, 11, 20))
DUE = passage("due", next_review=TODAY)


@pytest.mark.parametrize(
    ("rule", "passages", "because", "asked"),
    [
        ("only-sellers", [CLINIC, CLAIM], [CLINIC, CLAIM], {}),
        ("only-sellers", [CLINIC, PLAIN], [], {}),
        ("some-sellers", [CLINIC, PLAIN, CLAIM], [CLINIC, CLAIM], {}),
        ("some-sellers", [CLINIC], [], {}),
        ("some-sellers", [PLAIN], [], {}),
        ("disagree", [ONE, OTHER], [ONE], {}),
        ("disagree", [ONE, REPORT], [], {}),
        ("disagree", [replace(OTHER, disagrees_with=("plain",)), ONE], [replace(OTHER, disagrees_with=("plain",)), ONE], {}),
        ("no-controlled-trial", [REPORT, PLAIN], [REPORT, PLAIN], {"about_evidence": True}),
        ("no-controlled-trial", [REPORT, PLAIN], [], {}),
        ("no-controlled-trial", [REPORT, RCT], [], {"about_evidence": True}),
        ("no-controlled-trial", [SECONDARY], [], {"about_evidence": True}),
        ("adults-only", [ADULTS, PLAIN], [ADULTS], {"about_child": True}),
        ("adults-only", [ADULTS], [], {}),
        ("adults-only", [ADULTS, CHILDREN], [], {"about_child": True}),
        ("adults-only", [PLAIN], [], {"about_child": True}),
        ("abstract-only", [ABSTRACT, SECONDARY, PLAIN], [ABSTRACT, SECONDARY], {}),
        ("abstract-only", [ABSTRACT, RCT], [], {}),
        ("abstract-only", [replace(PLAIN, source=ABSTRACT.source)], [], {}),
        ("one-country", [US, ALSO_US], [US, ALSO_US], {}),
        ("one-country", [US, UK], [], {}),
        ("one-country", [PLAIN], [], {}),
        ("one-country", [US, replace(UK, jurisdiction=Jurisdiction.US)], [US, replace(UK, jurisdiction=Jurisdiction.US)], {}),
        ("old", [OLD, OLDER, UNDATED], [OLD, OLDER], {}),
        ("old", [passage("ten", year=2016)], [], {}),
        ("old", [OLD, PLAIN], [], {}),
        ("old", [UNDATED], [], {}),
        ("overdue", [LATE, DUE], [LATE], {}),
        ("overdue", [DUE], [], {}),
    ],
)  # fmt: skip
def test_a_caveat_is_true_for_its_reasons_only(
    tiny_library: Library, rule: str, passages: Sequence[Passage], because: Sequence[Passage], asked: dict[str, bool]
) -> None:
    given = {"about_evidence": False, "about_child": False, **asked}
    shown = Shown(passages=passages, today=TODAY, reading=tiny_library.reading, **given)
    assert list(RULES[rule](shown)[0]) == because


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ([PLAIN, RCT], []),
        (
            [replace(CLINIC, source=replace(CLINIC.source, jurisdiction=Jurisdiction.CN, year=2015))],
            [
                "Everything cited here comes from someone who sells or advertises; no independent source was found.",
                "No controlled trial is among these passages, so they cannot prove what the treatment did.",
                "All of this comes from China; rules elsewhere may differ.",
                "The newest dated source cited here is from 2015; newer work may exist.",
            ],
        ),
        ([RCT, LATE, passage("later", next_review=date(2026, 1, 2))],
         ["The review of a source cited here is overdue (due 2026-01-02)."]),
    ],
)  # fmt: skip
def test_caveats_are_worded_with_what_they_tell_in_their_fixed_order(
    tiny_library: Library, passages: Sequence[Passage], expected: Sequence[str]
) -> None:
    shown = Shown(passages, about_evidence=True, about_child=False, today=TODAY, reading=tiny_library.reading)
    made = caveats(shown, tiny_library.wording)
    assert [caveat.text for caveat in made] == expected
    assert all(caveat.because for caveat in made)
