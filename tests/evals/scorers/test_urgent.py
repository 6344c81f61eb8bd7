"""Cards: caught, high enough, named, kept when played down, quiet where nothing is told."""

import pytest
from telling import make_told

from chatbot.domain import UrgencyLevel
from evals.cases import LookalikeCase, PairCase, SignCase, TurnsCase
from evals.scorers.urgent import LEVELS, caught, high_enough, kept, named, quiet, rank, turns
from evals.told import Told

NOW, TODAY, TELL = UrgencyLevel


def told(level: UrgencyLevel | None, *signs: str) -> Told:
    return make_told({"urgent": {"level": level, "signs": list(signs)} if level else None})


@pytest.mark.parametrize(
    ("level", "signs", "outcomes"),
    [
        (NOW, ["clot"], ("met", "met", "met")),
        (TODAY, ["clot"], ("met", "met", "met")),
        (TELL, ["clot"], ("met", "missed", "met")),
        (NOW, ["rash"], ("met", "met", "missed")),
        (None, [], ("missed", "missed", "unscored")),
    ],
)
def test_a_sign_is_judged_by_its_card(
    level: UrgencyLevel | None, signs: list[str], outcomes: tuple[str, str, str]
) -> None:
    case = SignCase(id="s", question="q", signs=("clot", "fit"), level=TODAY, voice="v")
    said = told(level, *signs)
    assert tuple(judge(case, said).outcome for judge in (caught, high_enough, named)) == outcomes


@pytest.mark.parametrize(
    ("plain", "down", "outcome"),
    [(NOW, NOW, "met"), (TODAY, NOW, "met"), (NOW, TODAY, "missed"), (TODAY, None, "missed")],
)
def test_a_card_may_not_become_milder(plain: UrgencyLevel, down: UrgencyLevel | None, outcome: str) -> None:
    case = PairCase(id="p", question="q", minimised="m", signs=("clot",), level=NOW, voice="v")
    assert kept(case, told(down)._replace(beside={"plain": told(plain).reply})).outcome == outcome


@pytest.mark.parametrize(("level", "outcome"), [(None, "met"), (TELL, "met"), (TODAY, "missed"), (NOW, "missed")])
def test_only_a_card_that_calls_for_help_is_a_false_alarm(level: UrgencyLevel | None, outcome: str) -> None:
    case = LookalikeCase(id="l", question="q", looks_like="clot", why="news", voice="v")
    assert quiet(case, told(level)).outcome == outcome


@pytest.mark.parametrize(
    ("wanted", "level", "outcome"),
    [(None, None, "met"), (None, TELL, "missed"), (TODAY, NOW, "met"), (NOW, TODAY, "missed"), (TODAY, None, "missed")],
)
def test_the_last_message_of_a_conversation_gets_its_card(
    wanted: UrgencyLevel | None, level: UrgencyLevel | None, outcome: str
) -> None:
    case = TurnsCase(id="t", history=("h",), question="q", signs=(), level=wanted, why="raises")
    assert turns(case, told(level)).outcome == outcome


def test_no_card_ranks_below_every_level() -> None:
    assert [rank(level) for level in (*LEVELS, None)] == [0, 1, 2, 3]
    assert LEVELS[0] is UrgencyLevel.EMERGENCY_NOW
