"""The reply's JSON: the contract with everything outside, its keys always all there."""

import json
from datetime import date
from typing import Any

import pytest
from replies import PASSAGE, STAMP, make_answer
from samples import make_passage, make_use

from chatbot.domain import (
    CareCard,
    Caveat,
    Citation,
    Claim,
    Cost,
    CostLine,
    EvidenceLevel,
    Jurisdiction,
    Sign,
    UrgencyLevel,
)
from chatbot.knowledge.labels import labels
from chatbot.reply import Answered, Asked, Declined, Reason, Reply, Smalltalk, Stamp, Urgent, cost_json, stamped

KEYS = (
    "id", "kind", "reason", "urgent", "question", "standalone", "uses", "topics", "labels", "sentences", "caveats",
    "questions_to_ask", "citations", "cost", "text", "answer_id", "library_version", "timings_ms",
)  # fmt: skip
EMPTY: dict[str, Any] = {
    "reason": None,
    "urgent": None,
    "labels": [],
    "sentences": [],
    "caveats": [],
    "questions_to_ask": [],
    "citations": [],
    "cost": None,
}
ASKED = Asked(id="q1", question="and that?", standalone="does that help?", uses=("hiccups",), topics=("work",))
SIGN = Sign(
    id="bleeding",
    sign="Bleeding",
    say_it_like=(),
    possible_cause="",
    level=UrgencyLevel.URGENT_TODAY,
    advice="Press.",
    sources=(PASSAGE.source,),
    locator="page 1",
)
CARD = CareCard(level=SIGN.level, signs=(SIGN,), text="Call today.")
CITED = (Citation(n=1, source=PASSAGE.source, passage=PASSAGE),)
DECLINED = Declined(asked=ASKED, text="No.", stamp=STAMP, reason=Reason.PERSONAL_ADVICE, questions_to_ask=("Why?",))
URGENT = Urgent(asked=ASKED, text=CARD.text, stamp=STAMP, card=CARD, citations=CITED)
HELLO = Smalltalk(asked=ASKED, text="Hello.", stamp=STAMP)
CITATION = {
    "n": 1,
    "source_id": "leaflet",
    "title": "A leaflet",
    "publisher": "A hospital",
    "kind": "patient-information",
    "year": 2024,
    "interest": "none known",
    "url": "https://example.org/leaflet",
    "locator": "page 1",
    "passage_id": PASSAGE.id,
    "passage": "Rest helps. It is free.",
}


@pytest.mark.parametrize("reply", [make_answer(), DECLINED, URGENT, HELLO], ids=lambda reply: type(reply).__name__)
def test_every_kind_has_every_key_and_no_other(reply: Reply) -> None:
    assert tuple(reply.to_json()) == KEYS
    assert json.loads(json.dumps(reply.to_json())) == reply.to_json()


@pytest.mark.parametrize(
    ("reply", "kind", "parts"),
    [
        (DECLINED, "declined", {"reason": "personal-advice", "questions_to_ask": ["Why?"]}),
        (
            URGENT,
            "urgent",
            {
                "urgent": {"level": "urgent-today", "signs": ["bleeding"], "text": "Call today."},
                "citations": [CITATION],
            },
        ),
        (HELLO, "smalltalk", {}),
    ],
)
def test_what_a_kind_does_not_have_is_empty(reply: Reply, kind: str, parts: dict[str, Any]) -> None:
    made = reply.to_json()
    assert made == {
        **EMPTY,
        "id": "q1",
        "kind": kind,
        "question": "and that?",
        "standalone": "does that help?",
        "uses": ["hiccups"],
        "topics": ["work"],
        "text": reply.text,
        "answer_id": "a1",
        "library_version": "v1",
        "timings_ms": {"total": 1.0},
        **parts,
    }


def whole_answer() -> Answered:
    use = make_use({Jurisdiction.US: False}, evidence=EvidenceLevel.LIMITED)
    line = CostLine(what="a bed", amount=3075, currency="CNY", times=6, sum=18450)
    return make_answer(
        labels=(*labels(use, Jurisdiction.US), *labels(use, None)),
        caveats=(Caveat("old", "It is old.", (PASSAGE,)),),
        questions_to_ask=("Why?",),
        cost=Cost(items=(line,), total=18450, currency="CNY", scope="a week"),
        urgent=CARD,
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "answer"),
        ("sentences", [{"text": "Rest helps. It is free.", "citations": [1], "section": "short-answer"}]),
        ("caveats", ["It is old.", "How sure: hardly."]),
        ("questions_to_ask", ["Why?"]),
        ("citations", [CITATION]),
        ("urgent", {"level": "urgent-today", "signs": ["bleeding"], "text": "Call today."}),
        (
            "cost",
            {
                "items": [{"what": "a bed", "amount": 3075, "currency": "CNY", "times": 6, "sum": 18450}],
                "total": 18450,
                "currency": "CNY",
                "scope": "a week",
            },
        ),
        (
            "labels",
            [
                {
                    "use": "hiccups",
                    "label": "experimental",
                    "country": country,
                    "evidence": "limited",
                    "source": "leaflet",
                    "checked": date(2026, 11, 1).isoformat(),
                }
                for country in ("US", None)
            ],
        ),
    ],
)
def test_an_answer_tells_all_its_parts(key: str, value: object) -> None:
    assert whole_answer().to_json()[key] == value


def test_a_claim_is_numbered_by_every_source_of_its_passages() -> None:
    one, two = make_passage("one", "One."), make_passage("two", "Two.")
    cited = tuple(Citation(n=n, source=p.source, passage=p) for n, p in enumerate((one, two, one), start=1))
    answer = make_answer(citations=cited)
    assert answer.numbers(Claim("One.", (one,))) == (1, 3)
    assert answer.numbers(Claim("Both.", (two, one))) == (1, 2, 3)
    assert answer.numbers(Claim("Neither.", (PASSAGE,))) == ()


def test_a_sum_that_is_open_has_two_sides_and_no_total() -> None:
    line = CostLine(what="a bed", how="2 nights", amount=10, currency="CNY", times=2, sum=20)
    low, high = (Cost(items=(line,), total=total, currency="CNY", scope="as") for total in (20, 30))
    told = cost_json(Cost(items=(), total=None, currency="CNY", scope="open", notes=("Why.",), low=low, high=high))
    assert list(told) == ["items", "total", "currency", "scope", "low", "high"]
    assert (told["total"], told["scope"], told["items"]) == (None, "open Why.", [])
    assert told["low"] == {
        "items": [{"what": "a bed, 2 nights", "amount": 10, "currency": "CNY", "times": 2, "sum": 20}],
        "total": 20,
        "currency": "CNY",
        "scope": "as",
    }
    assert told["high"]["total"] == 30
    below = cost_json(Cost(items=(), total=None, currency="CNY", scope="open", high=high))
    assert (below["low"], below["high"]) == (None, told["high"])


@pytest.mark.parametrize("reply", [make_answer(), DECLINED, URGENT, HELLO], ids=lambda reply: type(reply).__name__)
def test_a_stamp_changes_nothing_else(reply: Reply) -> None:
    stamp = Stamp(answer_id="a2", library_version="v2", timings_ms={})
    made, before = stamped(reply, stamp).to_json(), reply.to_json()
    assert (made["answer_id"], made["library_version"], made["timings_ms"]) == ("a2", "v2", {})
    assert {k for k in KEYS if made[k] != before[k]} == {"answer_id", "library_version", "timings_ms"}
