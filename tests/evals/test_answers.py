"""The figures over answers: what was said, which labels are wrong, which kind a reply was."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from replies import STAMP, make_answer
from samples import make_passage, make_use

from chatbot.assistant import Assistant
from chatbot.domain import Claim, Jurisdiction
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Asked, Declined, Reason, Reply
from evals.answers import Row, kinds, run, summary, wrong_labels
from evals.cases import AnswerCase, KindCase

US, EU = Jurisdiction.US, Jurisdiction.EU
FREE = {"point": "it is free", "facts": ["rest"], "words": [["free"]]}
SLOW = {"point": "it is slow", "facts": ["rest"], "words": [["slow"]]}
SHORT, LONGER = make_passage("short", "Rest is free."), make_passage("longer", "Rest is slow.")


def case(**changes: Any) -> AnswerCase:
    given = {"id": "a", "question": "q?", "voice": "parent", "topics": [], "must_say": [FREE, SLOW]}
    return AnswerCase.model_validate({**given, **changes})


def answer(**changes: Any) -> dict[str, Any]:
    claims = (Claim(SHORT.text, (SHORT,), "short-answer"), Claim(LONGER.text, (LONGER,), "More"))
    return make_answer([SHORT, LONGER], claims=claims, **changes).to_json()


def row(of: AnswerCase, **changes: Any) -> Row:
    return Row(of, answer(**changes), SHORT.text, f"{SHORT.text} {LONGER.text}")


DECLINED = Declined(asked=Asked(question="q", standalone="q"), text="No.", stamp=STAMP, reason=Reason.NO_SOURCE)


def test_points_are_counted_in_the_short_answer_and_in_the_whole() -> None:
    made = row(case())
    assert (made.said_short, made.said) == (1, 2)


@pytest.mark.parametrize(
    ("approved", "wanted", "wrong"),
    [
        ({US: False}, "experimental", 0),
        ({US: False}, "off-label", 1),
        ({US: True, EU: False}, {"US": "approved", "EU": "off-label"}, 0),
        ({US: True, EU: False}, {"US": "approved"}, 1),
        ({US: True, EU: False}, "approved", 1),
    ],
)
def test_a_label_is_right_when_it_is_the_one_wanted_in_every_country(
    approved: dict[Jurisdiction, bool | None], wanted: str | dict[str, str], wrong: int
) -> None:
    of = case(labels={"hiccups": wanted})
    assert len(list(wrong_labels([row(of, labels=labels(make_use(approved), None))]))) == wrong


def test_a_label_that_an_answer_lacks_is_wrong_and_a_refusal_needs_none() -> None:
    of = case(labels={"hiccups": "approved"})
    assert list(wrong_labels([row(of)])) == ["a: hiccups: wanted approved, got none"]
    assert list(wrong_labels([Row(of, DECLINED.to_json(), "", "")])) == []


def test_the_figures_of_a_run(tiny_library: Library) -> None:
    use = make_use({US: False})
    rows = [
        row(case(labels={"hiccups": "experimental"}, must_not_say=["Is FREE"]), labels=labels(use, None)),
        row(case(labels={"hiccups": "approved"}), labels=labels(use, None)),
        Row(case(), DECLINED.to_json(), "", ""),
    ]
    figures = summary(rows, tiny_library)
    expected = {
        "cases": 3,
        "answered": 2 / 3,
        "must-say in the whole reply": 4 / 6,
        "must-say in the short answer": 2 / 6,
        "claims with a citation": 1.0,
        "labels right": 0.5,
        "must-not-say said": 1.0,
        "claims per answer, mean": 2.0,
        "claims per answer, most": 2,
        "words in the short answer, most": 3,
    }
    assert {name: figures[name] for name in expected} == pytest.approx(expected)


@dataclass
class Scripted:
    """An assistant that replies the same to everything, and keeps what it was asked."""

    says: Reply
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def reply(self, question: str, country: str | None = None) -> Reply:
        """Return the script's reply."""
        self.asked.append((question, country))
        return self.says


def test_a_case_is_asked_in_its_country(tiny_assistant: Assistant) -> None:
    asked = case(question="does dialysis work for liver failure?", country="EU")
    (made,) = run(tiny_assistant, [asked])
    assert [label["country"] for label in made.reply["labels"]][:1] == ["EU"]
    assert "Albumin dialysis is approved" in made.short
    assert made.short in made.whole


@pytest.mark.parametrize(
    ("question", "wanted", "right"),
    [
        ("透析是什么", {"kind": "declined", "reason": "language"}, 1),
        ("透析是什么", {"kind": "declined", "reason": "unclear"}, 0),
        ("透析是什么", {"kind": "answer"}, 0),
        ("blood is pouring out of his fistula", {"kind": "urgent", "level": "emergency-now"}, 1),
        ("blood is pouring out of his fistula", {"kind": "urgent", "level": "urgent-today"}, 0),
        ("hello", {"kind": "smalltalk"}, 1),
    ],
)
def test_a_kind_is_right_with_its_reason_or_level(
    tiny_assistant: Assistant, question: str, wanted: dict[str, str], right: int
) -> None:
    one = KindCase.model_validate({"id": "k", "question": question, **wanted})
    name = " ".join(wanted.values())
    assert kinds(tiny_assistant, [one]) == {name: (right, 1)}
