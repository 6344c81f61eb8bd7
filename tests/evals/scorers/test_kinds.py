"""The kind of reply, and whether it says that nothing is held."""

from collections.abc import Callable
from typing import Any

import pytest
from telling import make_told

from evals.cases import AbsenceCase, KindCase
from evals.scorers.kinds import TOLD_APART, absence, bare, covered, kind, uncovered, wanted
from evals.told import Told
from evals.verdict import Verdict

URGENT = {"kind": "urgent", "urgent": {"level": "urgent-today", "signs": []}}
NO_SOURCE = {"kind": "declined", "reason": "no-source"}


@pytest.mark.parametrize(
    ("case", "reply", "outcome"),
    [
        ({"reason": "no-source"}, NO_SOURCE, "met"),
        ({"reason": "unclear"}, NO_SOURCE, "missed"),
        ({"kind": "answer"}, NO_SOURCE, "missed"),
        ({"kind": "answer"}, {}, "met"),
        ({"kind": "urgent", "level": "urgent-today"}, URGENT, "met"),
        ({"kind": "urgent", "level": "emergency-now"}, URGENT, "missed"),
        ({"kind": "smalltalk"}, {"kind": "smalltalk"}, "met"),
    ],
)
def test_a_kind_is_right_with_its_reason_or_level(case: dict[str, Any], reply: dict[str, Any], outcome: str) -> None:
    of = KindCase.model_validate({"id": "k", "question": "q", **case})
    assert kind(of, make_told(reply)).outcome == outcome
    assert wanted(of) in kind(of, make_told({"kind": "none"})).why


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (NO_SOURCE, "met"),
        ({"kind": "declined", "reason": "unclear"}, "missed"),
        ({"caveats": ["This library holds NO STUDY of it."]}, "met"),
        ({"caveats": ["It may help."]}, "missed"),
        (URGENT, "missed"),
    ],
)
def test_an_absence_is_said_by_a_refusal_or_in_words(reply: dict[str, Any], outcome: str) -> None:
    of = AbsenceCase(id="a", question="q", about="x", says=("no study",))
    assert absence(of, make_told(reply)).outcome == outcome


def test_only_refusals_must_be_bare() -> None:
    assert bare(None, make_told(NO_SOURCE)).outcome == "met"
    assert bare(None, make_told({"citations": [{"n": 1}]})).outcome == "unscored"


@pytest.mark.parametrize(
    ("judge", "case", "reply", "outcome"),
    [
        (uncovered, {"reason": "no-source"}, NO_SOURCE, "met"),
        (uncovered, {"reason": "no-source"}, {"kind": "declined", "reason": "unclear"}, "met"),
        (uncovered, {"reason": "no-source"}, {}, "missed"),
        (uncovered, {"reason": "unclear"}, {}, "unscored"),
        (covered, {"kind": "answer"}, {}, "met"),
        (covered, {"kind": "answer"}, URGENT, "met"),
        (covered, {"kind": "answer"}, NO_SOURCE, "missed"),
        (covered, {"reason": "no-source"}, NO_SOURCE, "unscored"),
    ],
)
def test_what_is_covered_is_answered_and_nothing_else(
    judge: Callable[[KindCase, Told], Verdict], case: dict[str, Any], reply: dict[str, Any], outcome: str
) -> None:
    of = KindCase.model_validate({"id": "k", "question": "q", **case})
    assert judge(of, make_told(reply)).outcome == outcome


@pytest.mark.parametrize("voice", TOLD_APART)
def test_some_voices_are_a_group_of_their_own(voice: str) -> None:
    assert wanted(KindCase(id="k", question="q", reason="no-source", voice=voice)).endswith(voice)
    assert wanted(KindCase(id="k", question="q", reason="no-source", voice="parent")) == "declined no-source"
