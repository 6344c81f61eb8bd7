"""The share of noisy questions that are understood."""

import pytest

from chatbot.knowledge.library import Library
from evals.cases import AnswerCase
from evals.noise import NOISES
from evals.robustness import Row, run, shares


def case(question: str, **labels: str) -> AnswerCase:
    point = {"point": "p", "facts": ["rest"], "words": [["w"]]}
    row = {"id": "a", "question": question, "voice": "v", "topics": [], "must_say": [point], "labels": labels}
    return AnswerCase.model_validate(row)


def test_only_questions_with_a_label_are_asked_in_every_noisy_form(tiny_library: Library) -> None:
    cases = [case("does dialysis work for kidney failure?", kidney="approved"), case("what is dialysis?")]
    rows = run(tiny_library, cases)
    assert [row.kind for row in rows] == list(NOISES)
    by_kind = {row.kind: row for row in rows}
    assert by_kind["no punctuation"].same_uses
    assert by_kind["no punctuation"].same_labels
    assert by_kind["capitals"].same_uses


def test_shares_are_of_each_kind_and_of_all() -> None:
    rows = [Row(kind, "t", same_uses=kind != "emoji", same_labels=False) for kind in NOISES]
    figures = shares(rows)
    assert figures["emoji"] == (0.0, 0.0)
    assert figures["voice"] == (1.0, 0.0)
    assert figures["all"] == pytest.approx((0.9, 0.0))
