"""Which cases a run asks."""

from collections.abc import Sequence

import pytest
from runs import CASES, make_set

from chatbot.knowledge.library import Library
from evals.choosing import Choice, ChoiceError, choose

SETS = {name: make_set(name, of_fast=2) for name in ("labels", "signs", "minimised", "lookalikes", "turns")}


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (Choice(), list(SETS)),
        (Choice(sets=("labels",)), ["labels"]),
        (Choice(sets=("urgent",)), ["signs", "minimised", "lookalikes", "turns"]),
        (Choice(sets=("labels", "labels")), ["labels"]),
    ],
)
def test_sets_are_chosen_by_name_or_together(tiny_library: Library, choice: Choice, names: Sequence[str]) -> None:
    assert [one.of.name for one in choose(SETS, choice, tiny_library)] == names


def test_one_case_is_chosen_by_its_id(tiny_library: Library) -> None:
    (one,) = choose(SETS, Choice(sets=("labels",), only=("case-3",)), tiny_library)
    assert [case.id for case in one.cases] == ["case-3"]


def test_a_fast_run_asks_the_same_part_every_time(tiny_library: Library) -> None:
    one, other = (choose(SETS, Choice(fast=True), tiny_library) for _ in range(2))
    assert one == other
    assert 0 < len(one[0].cases) < len(CASES)


@pytest.mark.parametrize("choice", [Choice(sets=("nothing",)), Choice(only=("nothing",))])
def test_what_there_is_not_is_told(tiny_library: Library, choice: Choice) -> None:
    with pytest.raises(ChoiceError, match=r"no (?:set|case) nothing"):
        choose(SETS, choice, tiny_library)


@pytest.mark.parametrize(
    ("choice", "whole"),
    [(Choice(), True), (Choice(fast=True), False), (Choice(half="tune"), False), (Choice(only=("a",)), False)],
)
def test_only_a_run_of_everything_is_whole(choice: Choice, *, whole: bool) -> None:
    assert choice.whole is whole
