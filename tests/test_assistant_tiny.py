"""The engine with the second corpus and no model: it knows no medicine but what its corpus says."""

from typing import Any

import pytest
from fakes import HashingEncoder

from chatbot.assemble import assemble, library_version, open_index, open_listener
from chatbot.assistant import Assistant
from chatbot.domain import COUNTRIES, Jurisdiction
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.settings import Settings

QUESTIONS = [
    "what is dialysis",
    "does dialysis work for kidney failure",
    "is dialysis approved for liver failure",
    "what are the side effects of dialysis",
    "how many sessions a week",
    "blood is pouring out of his fistula",
    "should we start dialysis next week",
    "is dialysis halal or kosher",
    "hello",
]


@pytest.fixture(scope="module")
def assistant(tiny_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    encoder = HashingEncoder()
    version = library_version(tiny_library, encoder)
    settings = Settings(data=tmp_path_factory.mktemp("hashed"))
    index = open_index(settings, tiny_library, encoder, version)
    return assemble(tiny_library, encoder, index, open_listener(settings, tiny_library, encoder), version)


def _ask(assistant: Assistant, question: str, *history: str, country: str | None = None) -> dict[str, Any]:
    return assistant.reply(question, history, country).to_json()


def _short(reply: dict[str, Any]) -> str:
    return " ".join(sentence["text"] for sentence in reply["sentences"] if sentence["section"] == "short-answer")


@pytest.mark.parametrize(
    ("use", "begins", "expected"),
    [
        ("kidney failure", "Yes. Dialysis is approved for kidney failure in the US and the EU", ["approved"]),
        ("fluid in heart failure", "Studies disagree. Dialysis is off-label for fluid in heart failure", ["off-label"]),
        ("schizophrenia", "No. Dialysis is not recommended for schizophrenia", ["not-recommended"]),
        ("schizofrenia", "No. Dialysis is not recommended for schizophrenia", ["not-recommended"]),
        ("psoriasis", "No. Dialysis is experimental for psoriasis", ["experimental"]),
        ("tiredness", "No. Dialysis is not recommended for tiredness", ["not-recommended"]),
        ("liver failure", "for liver failure is approved in the EU but off-label", ["off-label", "approved"]),
    ],
)
def test_an_answer_about_a_use_begins_with_its_label(
    assistant: Assistant, use: str, begins: str, expected: list[str]
) -> None:
    reply = _ask(assistant, f"does dialysis work for {use}")
    assert reply["kind"] == "answer"
    assert begins in _short(reply)
    assert [label["label"] for label in reply["labels"] if label["use"] in reply["uses"]] == expected


@pytest.mark.parametrize("country", [None, *COUNTRIES])
def test_every_label_told_is_the_one_that_the_record_gives(
    assistant: Assistant, tiny_library: Library, country: Jurisdiction | None
) -> None:
    for use in tiny_library.uses.values():
        reply = assistant.reply(f"does dialysis work for {use.phrase}", country=country).to_json()
        told = [(x["label"], x["country"], x["source"]) for x in reply["labels"] if x["use"] == use.id]
        assert told == [(x.name, x.country, x.source.id) for x in labels(use, country)]


@pytest.mark.parametrize(
    ("question", "first", "source"),
    [
        ("what is dialysis", "Dialysis cleans the blood outside the body.", "ward-leaflet"),
        ("what are the side effects of dialysis", "Cramps and low blood pressure are common", "kidney-guideline"),
        ("how many sessions a week", "A session takes about four hours.", "ward-leaflet"),
        ("how much does a machine at home cost", "Example Home Machines says that a rented", "home-seller"),
        ("how many hours in a session at home", "Kind of dialysis: machine at home; Sessions a", "ward-leaflet"),
    ],
)
def test_an_answer_quotes_the_library_and_names_the_source(
    assistant: Assistant, question: str, first: str, source: str
) -> None:
    reply = _ask(assistant, question)
    assert _short(reply).startswith(first)
    assert reply["citations"][0]["source_id"] == source


def test_every_sentence_is_cited_and_every_citation_is_of_this_library(
    assistant: Assistant, tiny_library: Library
) -> None:
    passages = {passage.id: passage.text for passage in tiny_library.passages}
    for question in QUESTIONS[:5]:
        reply = _ask(assistant, question)
        numbers = {citation["n"] for citation in reply["citations"]}
        assert all(sentence["citations"] for sentence in reply["sentences"])
        assert {n for sentence in reply["sentences"] for n in sentence["citations"]} == numbers
        assert all(passages[citation["passage_id"]] == citation["passage"] for citation in reply["citations"])
        assert {citation["source_id"] for citation in reply["citations"]} <= tiny_library.sources.keys()


@pytest.mark.parametrize(
    ("message", "level", "sign"),
    [
        ("blood is pouring out of his fistula", "emergency-now", "access-bleeding"),
        ("he is shivering after dialysis and feels hot", "urgent-today", "access-fever"),
    ],
)
def test_a_warning_sign_brings_its_card_and_nothing_else(
    assistant: Assistant, tiny_library: Library, message: str, level: str, sign: str
) -> None:
    reply = _ask(assistant, message, country="UK")
    assert (reply["kind"], reply["urgent"]["level"], reply["urgent"]["signs"]) == ("urgent", level, [sign])
    assert reply["sentences"] == []
    (record,) = (known for known in tiny_library.signs if known.id == sign)
    assert record.advice in reply["text"]
    assert "999" in reply["text"]
    assert {c["source_id"] for c in reply["citations"]} == {source.id for source in record.sources}


def test_a_sentence_that_only_looks_like_a_sign_sets_off_no_alarm(assistant: Assistant) -> None:
    assert _ask(assistant, "what temperature counts as a fever on dialysis")["kind"] != "urgent"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("should we start dialysis next week", "personal-advice"),
        ("where can I buy a stolen machine", "unsafe-request"),
        ("what is the recipe for soup", "out-of-scope"),
        ("is dialysis halal or kosher", "no-source"),
        ("why", "unclear"),
        ("???", "unclear"),
        ("透析是什么", "language"),
    ],
)
def test_what_is_declined_has_its_reason_and_no_citation(assistant: Assistant, question: str, reason: str) -> None:
    reply = _ask(assistant, question)
    assert (reply["kind"], reply["reason"]) == ("declined", reason)
    assert (reply["citations"], reply["sentences"], reply["labels"]) == ([], [], [])


def test_small_talk_has_the_words_of_this_corpus(assistant: Assistant, tiny_library: Library) -> None:
    reply = _ask(assistant, "hello")
    assert (reply["kind"], reply["text"]) == ("smalltalk", tiny_library.wording("smalltalk.greeting"))


@pytest.mark.parametrize(
    ("question", "history", "uses"),
    [
        ("and for schizophrenia?", ["does dialysis work for psoriasis"], ["schizophrenia"]),
        ("is it approved?", ["does dialysis work for psoriasis"], ["psoriasis"]),
        ("does dialysis help with scales", [], ["psoriasis"]),
        ("how heavy are scales", [], []),
        ("is dialysis approved for KF", [], ["kidney-failure", "acute-kidney-injury"]),
        ("is dialysis approved for kf", [], []),
        ("does dialysis help ESRD", [], ["kidney-failure"]),
    ],
)
def test_uses_are_known_by_the_names_of_this_corpus(
    assistant: Assistant, question: str, history: list[str], uses: list[str]
) -> None:
    assert _ask(assistant, question, *history)["uses"] == uses


@pytest.mark.parametrize("country", [None, "EU"])
def test_the_same_question_gives_the_same_reply(assistant: Assistant, country: str | None) -> None:
    for question in QUESTIONS:
        first, second = _ask(assistant, question, country=country), _ask(assistant, question, country=country)
        assert {**first, "timings_ms": {}} == {**second, "timings_ms": {}}


def test_nothing_said_comes_from_the_other_corpus(assistant: Assistant, library: Library) -> None:
    said = " ".join(_ask(assistant, question)["text"] for question in QUESTIONS).casefold()
    assert [name for name in library.reading.treatment_names if name in said] == []


@pytest.mark.parametrize(("weight", "sums"), [("40 kg", (310, None, None)), ("30 kg", (None, 280, 310))])
def test_a_sum_is_added_up_from_this_corpus(assistant: Assistant, weight: str, sums: tuple[int | None, ...]) -> None:
    cost = _ask(assistant, f"how much does a machine at home cost for {weight}")["cost"]
    assert (cost["total"], *(cost.get(side, {}).get("total") for side in ("low", "high"))) == sums


def test_a_weight_that_cannot_be_is_asked_back(assistant: Assistant) -> None:
    reply = _ask(assistant, "how much does a machine at home cost for 100 kg")
    assert (reply["kind"], reply["reason"], reply["cost"], reply["citations"]) == ("declined", "unclear", None, [])
    assert "up to 80 kg" in reply["text"]
