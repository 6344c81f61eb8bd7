"""Other languages: heard, quiet, recognised, English left alone."""

from collections.abc import Callable
from typing import Any

import pytest
from telling import make_told

from chatbot.domain import UrgencyLevel
from evals.cases import LanguageCase
from evals.scorers.languages import english, heard, of, quiet, recognised
from evals.told import Told
from evals.verdict import Verdict

NOW, TODAY, _ = UrgencyLevel
LEVELS = {"fit": NOW, "urine": TODAY}


def case(**changes: Any) -> LanguageCase:
    return LanguageCase.model_validate({"id": "a", "language": "es", "kind": "question", "question": "¿q?", **changes})


def told(level: UrgencyLevel | None = None, language: str = "es", reason: str | None = None) -> Told:
    return make_told({"urgent": {"level": level, "signs": []} if level else None, "reason": reason}, language=language)


@pytest.mark.parametrize(
    ("signs", "level", "outcome"),
    [
        (["fit"], NOW, "met"),
        (["fit"], TODAY, "missed"),
        (["urine"], TODAY, "met"),
        (["fit", "urine"], TODAY, "met"),
        (["fit"], None, "missed"),
        ([], None, "unscored"),
    ],
)
def test_a_sign_is_heard_when_the_card_is_urgent_enough(
    signs: list[str], level: UrgencyLevel | None, outcome: str
) -> None:
    assert heard(LEVELS)(case(signs=signs, kind="urgent"), told(level)).outcome == outcome


MIXED, ENGLISH = {"kind": "mixed", "signs": ["fit"]}, {"language": "en"}


@pytest.mark.parametrize(
    ("judge", "changes", "said", "outcome"),
    [
        (quiet, {}, told(), "met"),
        (quiet, {}, told(TODAY), "missed"),
        (quiet, MIXED, told(TODAY), "unscored"),
        (recognised, {}, told(), "met"),
        (recognised, {}, told(language="fr"), "missed"),
        (recognised, MIXED, told(), "unscored"),
        (english, ENGLISH, told(language="en"), "met"),
        (english, ENGLISH, told(language="es"), "missed"),
        (english, ENGLISH, told(language="en", reason="language"), "missed"),
        (english, {}, told(), "unscored"),
    ],
)
def test_each_thing_is_judged_of_the_languages_that_it_is_about(
    judge: Callable[[LanguageCase, Told], Verdict], changes: dict[str, Any], said: Told, outcome: str
) -> None:
    assert judge(case(**changes), said).outcome == outcome


def test_messages_in_two_languages_count_by_themselves() -> None:
    assert (of(case()), of(case(**MIXED))) == ("es", "mixed")
