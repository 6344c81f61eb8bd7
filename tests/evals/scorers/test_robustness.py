"""Noisy questions against the clean one."""

from typing import Any

import pytest
from telling import make_told

from evals.noise import NOISES
from evals.scorers.robustness import CLEAN, READ, same, same_claims
from evals.told import SHORT, Told

CLEARLY = {"uses": ["a"], "labels": [("a", "approved", "")]}


def told(**noisy: dict[str, Any]) -> Told:
    """Make what was told of a question of which some noisy forms are understood otherwise."""
    read = {READ + kind: noisy.get(kind, CLEARLY) for kind in (CLEAN, *NOISES)}
    return make_told(beside=read)


def test_all_forms_are_counted_or_one_kind() -> None:
    other = told(emoji={**CLEARLY, "uses": ["b"]}, voice={**CLEARLY, "labels": []})
    assert same("uses")(None, other)[:2] == (9, 10)
    assert same("labels")(None, other)[:3] == (8, 10, "other labels: emoji; other labels: voice")
    assert same("uses", ("emoji",))(None, other)[:2] == (0, 1)
    assert same("labels")(None, told()).outcome == "met"


@pytest.mark.parametrize(("passages", "hits"), [("a", 10), ("b", 9)])
def test_a_noisy_question_is_answered_from_the_same_passages(passages: str, hits: int) -> None:
    def reply(name: str) -> dict[str, Any]:
        sentence = {"text": "t", "citations": [1], "section": SHORT}
        return dict(make_told({"sentences": [sentence], "citations": [{"n": 1, "passage_id": name}]}).reply)

    forms = {kind: reply("a") for kind in NOISES} | {"voice": reply(passages)}
    assert same_claims(None, Told(reply("a"), beside=forms))[:2] == (hits, 10)
