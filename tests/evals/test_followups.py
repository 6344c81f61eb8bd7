"""The figures over follow-ups: what counts as answered as well as the question asked alone."""

from typing import Any

import pytest

from chatbot.assistant import Assistant
from evals.cases import FollowupCase, followup_cases, in_half
from evals.followups import CHECKS, SHORT, Row, misses, run, summary

CASE = FollowupCase(id="a", history=("h",), question="q", twin="t", uses=(), topics=(), why="person")


def reply(passages: str, *, kind: str = "answer", short: str = "", **changes: Any) -> dict[str, Any]:
    """Make a reply that cites one passage a letter; those in `short` in its short answer."""
    citations = [{"n": n, "passage_id": name} for n, name in enumerate(passages, start=1)]
    sentences = [{"citations": [c["n"]], "section": SHORT if c["passage_id"] in short else "More"} for c in citations]
    made = {"kind": kind, "reason": None, "uses": [], "topics": [], "labels": [], "standalone": "s"}
    return {**made, "citations": citations, "sentences": sentences, **changes}


def row(one: dict[str, Any], twin: dict[str, Any]) -> Row:
    return Row(CASE, one, twin)


@pytest.mark.parametrize(
    ("one", "twin", "as_well"),
    [
        (reply("abc"), reply("abcde", short="abcde"), True),
        (reply("ab"), reply("abcde", short="abcde"), False),
        (reply("b"), reply("abc", short="b"), True),
        (reply("", kind="declined", reason="no-source"), reply("", kind="declined", reason="no-source"), True),
        (reply("", kind="declined", reason="unclear"), reply("", kind="declined", reason="no-source"), False),
        (reply("", kind="urgent"), reply("a", short="a"), False),
    ],
)
def test_a_reply_is_as_good_with_most_of_what_the_twin_s_short_answer_stands_on(
    one: dict[str, Any], twin: dict[str, Any], *, as_well: bool
) -> None:
    assert row(one, twin).as_well is as_well


def label(use: str, name: str, country: str | None = None) -> dict[str, str | None]:
    return {"use": use, "label": name, "country": country}


def test_labels_are_compared_for_the_uses_in_question() -> None:
    twin = reply("", uses=["x"], labels=[label("x", "approved", "US"), label("y", "off-label")])
    assert row(reply("", uses=["x"], labels=[label("x", "approved", "US")]), twin).same_labels
    assert not row(reply("", uses=["x"], labels=[label("x", "approved")]), twin).same_labels
    assert not row(reply("", uses=[]), twin).same_labels


def test_topics_overlap_or_both_have_none() -> None:
    assert row(reply("", topics=["a", "b"]), reply("", topics=["b"])).topics_overlap
    assert row(reply(""), reply("")).topics_overlap
    assert not row(reply("", topics=["a"]), reply("")).topics_overlap


def test_figures_are_counted_by_kind_and_together() -> None:
    rows = [row(reply("a"), reply("a", short="a")), row(reply(""), reply("a", short="a"))]
    figures = summary(rows)
    assert list(figures) == ["person", "all"]
    assert figures["person"]["as_well"] == (1, 2)
    assert set(figures["all"]) == set(CHECKS)
    assert [line.strip().split()[0] for line in misses(rows)] == ["a", "meant", "got"]


def test_a_case_is_asked_with_its_history_and_its_twin_without(tiny_assistant: Assistant) -> None:
    case = CASE.model_copy(
        update={
            "history": ("does dialysis work for kidney failure?",),
            "question": "and for heart failure?",
            "twin": "does dialysis work for heart failure?",
        }
    )
    (made,) = run(tiny_assistant, [case])
    assert made.reply["standalone"] == "Does dialysis work for heart failure?"
    assert (made.same_uses, made.as_well) == (True, True)


def test_the_further_cases_are_all_for_tuning() -> None:
    assert all(in_half(case.id, "tune") for case in followup_cases() if case.id.startswith("fb-"))
    assert sum(case.id.startswith("fu-") for case in followup_cases("report")) == 61
