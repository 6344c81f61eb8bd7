"""The figures of other languages: what counts as heard, as a false alarm, as recognised, as taken for foreign."""

from typing import Any

import pytest
from samples import make_sign

from chatbot.assistant import Assistant
from chatbot.domain import CareCard, Spoken, UrgencyLevel
from chatbot.reply import Asked, Declined, Reason, Reply, Smalltalk, Stamp, Urgent
from evals.cases import LanguageCase, language_cases
from evals.languages import Row, heard, is_foreign, run, summary, wrong
from evals.shares import Share

NOW, TODAY, TELL = UrgencyLevel
LEVELS = {"fit": NOW, "urine": TODAY}
ASKED, STAMP = Asked(question="q", standalone="q"), Stamp(timings_ms={})
SPANISH = Spoken(code="es", name="español", right_to_left=False, text="Solo en inglés.")


def case(**changes: Any) -> LanguageCase:
    return LanguageCase.model_validate({"id": "a", "language": "es", "kind": "question", "question": "¿q?", **changes})


def row(level: UrgencyLevel | None = None, language: str = "es", *, declined: bool = False, **changes: Any) -> Row:
    return Row(case(**changes), level, language, declined)


@pytest.mark.parametrize(
    ("signs", "level", "right"),
    [
        (["fit"], NOW, True),
        (["fit"], TODAY, False),
        (["urine"], TODAY, True),
        (["urine"], NOW, True),
        (["fit", "urine"], TODAY, True),
        (["fit"], None, False),
    ],
)
def test_a_sign_is_heard_when_the_card_is_urgent_enough(
    signs: list[str], level: UrgencyLevel | None, *, right: bool
) -> None:
    assert heard(row(level, signs=signs, kind="urgent"), LEVELS) is right


@pytest.mark.parametrize(
    ("language", "declined", "foreign"), [("en", False, False), ("en", True, True), ("es", False, True)]
)
def test_english_is_taken_as_foreign_when_declined_or_replied_to_in_another_language(
    language: str, *, declined: bool, foreign: bool
) -> None:
    assert is_foreign(row(language=language, declined=declined)) is foreign


def test_shares_are_counted_by_language() -> None:
    rows = [
        row(NOW, kind="urgent", signs=["fit"]),
        row(None, kind="urgent", signs=["fit"]),
        row(TODAY, "en"),
        row(NOW, kind="mixed", signs=["fit"]),
    ]
    shares = dict(summary([*rows, Row(case(language="en"), None, "en", declined=True)], LEVELS))
    assert shares["es"] == {"signs heard": Share(1, 2), "false alarms": Share(1, 1), "recognised": Share(2, 3)}
    assert shares["mixed"] == {"signs heard": Share(1, 1)}
    assert shares["en"] == {"taken as foreign": Share(1, 1)}


def test_what_is_wrong_is_named() -> None:
    rows = [row(None, kind="urgent", signs=["fit"]), row(TODAY), row(NOW, kind="urgent", signs=["fit"]), row()]
    rows.append(Row(case(language="en"), None, "es", declined=False))
    assert [problem.split(": ")[1].split(" (")[0] for problem in wrong(rows, LEVELS)] == [
        "not heard",
        "false alarm",
        "taken as es",
    ]


class Scripted(Assistant):
    """An assistant that gives one reply after the other."""

    def __init__(self, replies: list[Reply]) -> None:
        self._replies = iter(replies)

    def reply(self, *_: Any, **__: Any) -> Reply:
        return next(self._replies)


def test_a_reply_is_read_for_its_level_and_its_language() -> None:
    card = CareCard(level=NOW, signs=(make_sign("fit"),), text="Call.", spoken=SPANISH)
    replies: list[Reply] = [
        Urgent(asked=ASKED, text="Call.", stamp=STAMP, card=card, citations=()),
        Declined(asked=ASKED, text="No.", stamp=STAMP, reason=Reason.LANGUAGE, spoken=SPANISH),
        Declined(asked=ASKED, text="No.", stamp=STAMP, reason=Reason.UNCLEAR),
        Smalltalk(asked=ASKED, text="Hello.", stamp=STAMP),
    ]
    rows = run(Scripted(replies), [case()] * 4)
    assert [(r.level, r.language, r.declined) for r in rows] == [
        (NOW, "es", False),
        (None, "es", True),
        (None, "en", False),
        (None, "en", False),
    ]


def test_the_cases_are_many_and_of_one_file_or_all() -> None:
    assert len(language_cases("a")) < len(language_cases())
    assert sum(case.language == "en" for case in language_cases("a")) >= 120
