"""What counts as answered as well as the question asked alone."""

from typing import Any

import pytest
from telling import make_told

from evals.cases import FollowupCase
from evals.scorers.followups import as_well, same_labels, same_uses, topics_overlap
from evals.told import SHORT, Told

CASE = FollowupCase(id="a", history=("h",), question="q", twin="t", uses=(), topics=(), why="person")


def reply(passages: str, *, short: str = "", **changes: Any) -> dict[str, Any]:
    """Make a reply that cites one passage a letter; those in `short` in its short answer."""
    citations = [{"n": n, "passage_id": name} for n, name in enumerate(passages, start=1)]
    sentences = [{"citations": [c["n"]], "section": SHORT if c["passage_id"] in short else "More"} for c in citations]
    return {"citations": citations, "sentences": sentences, **changes}


def told(one: dict[str, Any], twin: dict[str, Any]) -> Told:
    return make_told(one, beside={"twin": make_told(twin).reply})


@pytest.mark.parametrize(
    ("one", "twin", "outcome"),
    [
        (reply("abc"), reply("abcde", short="abcde"), "met"),
        (reply("ab"), reply("abcde", short="abcde"), "missed"),
        (reply("b"), reply("abc", short="b"), "met"),
        (reply("", kind="declined", reason="no-source"), reply("", kind="declined", reason="no-source"), "met"),
        (reply("", kind="declined", reason="unclear"), reply("", kind="declined", reason="no-source"), "missed"),
        (reply("", kind="urgent"), reply("a", short="a"), "missed"),
    ],
)
def test_a_reply_is_as_good_with_most_of_what_the_twin_s_short_answer_stands_on(
    one: dict[str, Any], twin: dict[str, Any], outcome: str
) -> None:
    assert as_well(CASE, told(one, twin)).outcome == outcome


def label(use: str, name: str, country: str | None = None) -> dict[str, str | None]:
    return {"use": use, "label": name, "country": country}


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (reply("", uses=["x"], labels=[label("x", "approved", "US")]), "met"),
        (reply("", uses=["x"], labels=[label("x", "approved")]), "missed"),
        (reply("", uses=[]), "missed"),
    ],
)
def test_labels_are_compared_for_the_uses_in_question(one: dict[str, Any], outcome: str) -> None:
    twin = reply("", uses=["x"], labels=[label("x", "approved", "US"), label("y", "off-label")])
    assert same_labels(CASE, told(one, twin)).outcome == outcome


def test_uses_are_compared_whatever_their_order() -> None:
    assert same_uses(CASE, told({"uses": ["x", "y"]}, {"uses": ["y", "x"]})).outcome == "met"
    assert same_uses(CASE, told({"uses": ["x"]}, {"uses": ["y"]})).outcome == "missed"


@pytest.mark.parametrize(
    ("one", "other", "outcome"), [(["a", "b"], ["b"], "met"), ([], [], "met"), (["a"], [], "missed")]
)
def test_topics_overlap_or_both_have_none(one: list[str], other: list[str], outcome: str) -> None:
    assert topics_overlap(CASE, told({"topics": one}, {"topics": other})).outcome == outcome
