"""Replies that are no answer: fixed words, a next step, and never a sentence of a passage."""

from dataclasses import replace
from typing import Any

import pytest
from replies import make_found, make_question
from samples import make_passage

from chatbot.answering.refusing import Refuser
from chatbot.domain import Ask, CostPlan, Jurisdiction, Passage, Rate, UrgencyLevel
from chatbot.finding.coverage import Verdict
from chatbot.knowledge.library import Library, read_library
from chatbot.reply import Declined, Reason, Smalltalk, Urgent
from chatbot.settings import ROOT
from chatbot.understanding.sums import SumAsked
from chatbot.understanding.tongues import Overheard

PRICES = read_library(ROOT / "tests" / "tiny").costs[0]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("", False),
        ("?!... 12", False),
        ("😀😀", False),
        ("😀 does it help?", True),
        ("它有用吗", True),
        ("a", True),
        ("它" * 60, True),
        ("x" * 45, True),
        ("x" * 46, False),
        ("x" * 46 + " help", True),
    ],
)
def test_what_holds_no_word_is_unclear(tiny_library: Library, asked: str, *, read: bool) -> None:
    reply = Refuser(tiny_library).unreadable(make_question(asked))
    assert (reply is None) is read
    assert reply is None or reply.reason is Reason.UNCLEAR


def overheard(library: Library, **changes: Any) -> Overheard:
    spanish = next(record for record in library.languages if record.code == "es")
    return Overheard(**{"foreign": True, "language": spanish, **changes})


def test_english_gets_no_reply_of_its_own(tiny_library: Library) -> None:
    assert Refuser(tiny_library).overheard(make_question(), Overheard()) is None


@pytest.mark.parametrize(
    ("country", "numbers"), [(Jurisdiction.UK, "999."), (None, "911 (EE. UU.), 112 (Unión Europea), 999 (Reino Unido)")]
)
def test_another_language_is_answered_in_it_with_the_emergency_number(
    tiny_library: Library, country: Jurisdiction | None, numbers: str
) -> None:
    reply = Refuser(tiny_library).overheard(make_question("¿qué es?", country=country), overheard(tiny_library))
    assert isinstance(reply, Declined)
    assert reply.reason is Reason.LANGUAGE
    assert reply.text.startswith("Esta es una biblioteca sobre la diálisis.")
    assert numbers in reply.text
    assert reply.spoken
    assert (reply.spoken.code, reply.spoken.text) == ("es", reply.text)


@pytest.mark.parametrize(
    ("country", "numbers"), [(Jurisdiction.UK, "999"), (None, "911 (the US), 112 (the EU), 999 (the UK)")]
)
def test_a_language_without_words_is_answered_in_english_with_the_emergency_number(
    tiny_library: Library, country: Jurisdiction | None, numbers: str
) -> None:
    heard = Overheard(foreign=True)
    reply = Refuser(tiny_library).overheard(make_question("hoeveel kost het", country=country), heard)
    assert isinstance(reply, Declined)
    assert reply.text.startswith(tiny_library.wording("declined.language"))
    assert numbers in reply.text
    assert reply.spoken is None


def test_a_sign_told_in_another_language_brings_its_card_in_both(tiny_library: Library) -> None:
    bleeding = next(sign for sign in tiny_library.signs if sign.id == "access-bleeding")
    question = make_question("sangre", country=Jurisdiction.EU)
    reply = Refuser(tiny_library).overheard(question, overheard(tiny_library, signs=(bleeding,)))
    assert isinstance(reply, Urgent)
    assert reply.text == reply.card.text
    assert reply.text.startswith("Esto puede ser una emergencia. Llame ahora al 112.")
    assert bleeding.sign in reply.text
    assert "Call 112 now." in reply.text
    assert [citation.source.id for citation in reply.citations] == ["ward-leaflet", "kidney-guideline"]


def test_a_sign_without_words_of_a_language_brings_the_card_in_english(tiny_library: Library) -> None:
    heard = Overheard(signs=tiny_library.signs[:1])
    reply = Refuser(tiny_library).overheard(make_question("blood"), heard)
    assert reply == Refuser(tiny_library).urgent(make_question("blood"), tiny_library.signs[:1])


def test_too_long_a_message_is_told_so(tiny_library: Library) -> None:
    reply = Refuser(tiny_library).too_long(make_question("a" * 41))
    assert reply.reason is Reason.UNCLEAR
    assert reply.text == "That is too long to read as one question. Please ask in a few sentences."


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("personal-start-stop", Reason.PERSONAL_ADVICE),
        ("off-subject", Reason.OUT_OF_SCOPE),
        ("unsafe-supply", Reason.UNSAFE_REQUEST),
        ("unclear", Reason.UNCLEAR),
    ],
)
def test_another_kind_of_message_is_declined_for_its_reason(tiny_library: Library, kind: str, reason: Reason) -> None:
    record = next(record for record in tiny_library.kinds_of_message if record.id == kind)
    reply = Refuser(tiny_library).other_kind(make_question("should we stop?"), record)
    assert isinstance(reply, Declined)
    assert reply.reason is reason
    assert reply.text.startswith(tiny_library.wording(f"declined.{reason}"))


def test_a_greeting_is_answered_as_one(tiny_library: Library) -> None:
    greeting = next(record for record in tiny_library.kinds_of_message if record.id == "greeting")
    reply = Refuser(tiny_library).other_kind(make_question("hi"), greeting)
    assert isinstance(reply, Smalltalk)
    assert reply.text == tiny_library.wording("smalltalk.greeting")


@pytest.mark.parametrize(
    ("topics", "questions"),
    [
        (("does-it-work",), ("What would we see if it works?", "What are the other options?")),
        (("cost", "does-it-work"), ("Who pays for it?",)),
        ((), ()),
    ],
)
def test_personal_advice_is_answered_with_questions_for_the_team(
    tiny_library: Library, topics: tuple[str, ...], questions: tuple[str, ...]
) -> None:
    record = next(record for record in tiny_library.kinds_of_message if record.id == "personal-start-stop")
    reply = Refuser(tiny_library).other_kind(make_question("should we stop?", topics=topics), record)
    assert isinstance(reply, Declined)
    assert reply.questions_to_ask == questions
    assert reply.text.endswith(" ".join(questions) or tiny_library.wording("next.no-questions"))


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [(Verdict.NO_SOURCE, Reason.NO_SOURCE), (Verdict.OUT_OF_SCOPE, Reason.OUT_OF_SCOPE)],
)
def test_what_is_not_covered_is_declined_without_quoting(
    tiny_library: Library, verdict: Verdict, reason: Reason
) -> None:
    found = make_found(tiny_library.by_record["cramps-common"])
    reply = Refuser(tiny_library).uncovered(make_question(), verdict, found)
    assert reply.reason is reason
    assert reply.to_json()["citations"] == []
    assert "low blood pressure" not in reply.text.casefold()


def asked_for_by(record: str, *asks: str) -> Passage:
    return replace(make_passage(record, "Text."), asks=tuple(Ask(text=ask) for ask in asks))


def test_a_question_without_an_answer_is_shown_what_is_answered_near_to_it(tiny_library: Library) -> None:
    near = [asked_for_by("one", "how long is it", "length?"), asked_for_by("none"), asked_for_by("one", "again")]
    found = make_found([*near, asked_for_by("two", "Is it far?")])
    refuser = Refuser(tiny_library)
    shown = ("How long is it?", "Is it far?")
    assert refuser.uncovered(make_question(), Verdict.NO_SOURCE, found).choices == shown
    assert refuser.uncovered(make_question(), Verdict.OUT_OF_SCOPE, found).choices == ()
    kinds = {record.id: record for record in tiny_library.kinds_of_message}
    for kind, choices in (("personal-start-stop", shown), ("unsafe-supply", ()), ("off-subject", ())):
        reply = refuser.other_kind(make_question("should we stop?"), kinds[kind], found)
        assert isinstance(reply, Declined)
        assert (reply.choices, reply.choices_are) == (choices, "near")


def test_an_illness_that_the_library_holds_is_offered_first(tiny_library: Library) -> None:
    found = make_found(
        [asked_for_by("one", "how long is it"), asked_for_by("two", "Is it far?"), asked_for_by("x", "x")]
    )
    asked = make_question("psoriasis, is it far", uses=("psoriasis",))
    reply = Refuser(tiny_library).uncovered(asked, Verdict.NO_SOURCE, found)
    assert reply.choices == ("What is known about dialysis for psoriasis?", "How long is it?", "Is it far?")
    assert "cover nearby: dialysis for psoriasis," in reply.text
    assert Refuser(tiny_library).uncovered(asked, Verdict.OUT_OF_SCOPE, found).choices == ()


def test_no_source_names_the_topics_nearby_the_commonest_first(tiny_library: Library) -> None:
    records = ("seller-price", "cramps-common", "access-infection", "session-four-hours")
    found = make_found([p for record in records for p in tiny_library.by_record[record]])
    reply = Refuser(tiny_library).uncovered(make_question(), Verdict.NO_SOURCE, found)
    assert "side effects, cost, the session." in reply.text


def test_an_illness_that_nothing_speaks_of_is_named_first(tiny_library: Library) -> None:
    reply = Refuser(tiny_library).uncovered(make_question(), Verdict.NO_SOURCE, make_found(()), "gallstones")
    assert reply.reason is Reason.NO_SOURCE
    assert reply.text.startswith(tiny_library.wording("illness_not_held", illness="gallstones"))
    assert tiny_library.wording("declined.no-source") in reply.text
    off = Refuser(tiny_library).uncovered(make_question(), Verdict.OUT_OF_SCOPE, make_found(()), "gallstones")
    assert "gallstones" not in off.text


def test_with_nothing_nearby_the_first_topics_are_named(tiny_library: Library) -> None:
    found = make_found([replace(make_passage("none", "Nothing."), subject="weather")])
    reply = Refuser(tiny_library).uncovered(make_question(), Verdict.NO_SOURCE, found)
    assert "is it approved, does it work, what dialysis is." in reply.text


def test_a_warning_sign_brings_its_card_with_its_sources(tiny_library: Library) -> None:
    bleeding = next(sign for sign in tiny_library.signs if sign.id == "access-bleeding")
    reply = Refuser(tiny_library).urgent(make_question("blood!", country=Jurisdiction.EU), [bleeding])
    assert reply.card.level is UrgencyLevel.EMERGENCY_NOW
    assert reply.text == reply.card.text
    assert "Call 112 now." in reply.text
    assert [(c.n, c.source.id, c.passage.text) for c in reply.citations] == [
        (1, "ward-leaflet", bleeding.advice),
        (2, "kidney-guideline", bleeding.advice),
    ]


def test_only_the_signs_on_the_card_are_cited(tiny_library: Library) -> None:
    reply = Refuser(tiny_library).urgent(make_question("blood and fever!"), tiny_library.signs[:2])
    assert {c.passage.record for c in reply.citations} == {"access-bleeding"}


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (SumAsked(prices=PRICES, plan=CostPlan(weight_kg=900)), "a body weight above 0 and up to 80 kg."),
        (SumAsked(prices=PRICES, plan=CostPlan(weight_kg=40, visits=0)), "is for 1 to 2 whole visits."),
        (SumAsked(prices=PRICES, plan=CostPlan(weight_kg=40, rate=Rate(currency="EUR", per_one=0))), "much dollars do"),
        (SumAsked(prices=PRICES, plan=None, doubt="no-unit"), "in kilograms, pounds or stone?"),
        (SumAsked(prices=PRICES, plan=None, doubt="several-weights"), "one weight at a time."),
        (SumAsked(prices=PRICES, plan=None, doubt="several-visits"), "one number of visits at a time."),
        (SumAsked(prices=PRICES, plan=None, doubt="parts"), "with 3 days of infusions in each."),
    ],
)
def test_what_is_told_for_a_sum_and_cannot_be_is_asked_back(tiny_library: Library, asked: SumAsked, text: str) -> None:
    reply = Refuser(tiny_library).unsure_sum(make_question(sum=asked))
    assert reply
    assert reply.reason is Reason.UNCLEAR
    assert text in reply.text
    assert reply.text.endswith("?")


@pytest.mark.parametrize("asked", [None, SumAsked(prices=PRICES, plan=CostPlan(weight_kg=40))])
def test_a_sum_that_can_be_is_not_asked_back(tiny_library: Library, asked: SumAsked | None) -> None:
    assert Refuser(tiny_library).unsure_sum(make_question(sum=asked)) is None
