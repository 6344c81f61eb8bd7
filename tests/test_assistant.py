"""The assistant over the real corpus: messages of every kind, conversations, the same bytes each time."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY

from chatbot.assistant import LONGEST, Assistant
from chatbot.domain import Jurisdiction
from chatbot.errors import SettingsError
from chatbot.finding.index import Index
from chatbot.knowledge.labels import approved_in
from chatbot.knowledge.library import Library
from chatbot.reply import Answered, Declined, Reason, Reply, Smalltalk, Urgent
from chatbot.settings import ROOT

CLUELESS = [Reason.UNCLEAR, Reason.NO_SOURCE, Reason.OUT_OF_SCOPE]


# Kinds of message


@pytest.mark.parametrize(
    ("message", "kind", "reasons"),
    [
        ("", Declined, [Reason.UNCLEAR]),
        ("   \n\t ", Declined, [Reason.UNCLEAR]),
        ("\x00\x07\x1b\u202e\u200b", Declined, [Reason.UNCLEAR]),
        ("?!?!?", Declined, [Reason.UNCLEAR]),
        ("12345", Declined, [Reason.UNCLEAR]),
        ("😀💉🩸", Declined, [Reason.UNCLEAR]),
        ("does IVIG work for autism? " * 3_704, Declined, [Reason.UNCLEAR]),
        ("a" * 100_000, Declined, [Reason.UNCLEAR]),
        ("asdf " * (LONGEST // 5), Declined, CLUELESS),
        ("is IVIG approved for CIDP? ".ljust(LONGEST), Answered, []),
        ("is IVIG approved for CIDP? ".ljust(LONGEST + 1), Declined, [Reason.UNCLEAR]),
        ("Помогает ли иммуноглобулин при аутизме?", Declined, [Reason.LANGUAGE]),
        ("丙种球蛋白对自闭症有效吗？", Declined, [Reason.LANGUAGE]),
        ("هل يساعد الغلوبولين المناعي في التوحد؟", Declined, [Reason.LANGUAGE]),
        ("क्या यह ऑटिज़्म में मदद करता है?", Declined, [Reason.LANGUAGE]),
        ("<b></b><br/>", Declined, CLUELESS),
        ("asdf qwer zxcv uiop", Declined, CLUELESS),
        ("hello", Smalltalk, []),
        ("he cannot breathe and his lips are swelling during the infusion", Urgent, []),
        ("is IVIG approved for CIDP? 😀💉", Answered, []),
        ("is\x00 IVIG\u200b approved\u202e for CIDP?", Answered, []),
        ("ＩＳ ＩＶＩＧ ＡＰＰＲＯＶＥＤ ＦＯＲ ＣＩＤＰ？", Answered, []),
        ("<script>alert(1)</script> is IVIG approved for CIDP?", Answered, []),
    ],
)
def test_whatever_is_typed_gets_a_clear_reply_of_the_right_kind(
    real_assistant: Assistant, message: str, kind: type[Reply], reasons: list[Reason]
) -> None:
    reply = real_assistant.reply(message)
    assert type(reply) is kind
    assert not isinstance(reply, Declined) or reply.reason in reasons
    assert reply.text.strip()
    assert json.loads(json.dumps(reply.to_json(), ensure_ascii=False).encode()) == reply.to_json()


def test_a_message_that_is_too_long_is_not_given_back(real_assistant: Assistant) -> None:
    reply = real_assistant.reply("x" * 100_000, history=["y" * 100_000] * 30)
    assert len(json.dumps(reply.to_json())) < 3 * LONGEST


@pytest.mark.parametrize("place", [0, 60, 119])
def test_a_sign_anywhere_in_a_message_that_is_too_long_is_heard(real_assistant: Assistant, place: int) -> None:
    sentences = ["We like to walk in the park near the house."] * 120
    sentences[place] = "He cannot breathe and his lips are blue!"
    message = " ".join(sentences)
    assert LONGEST < len(message) < 2 * LONGEST
    assert isinstance(real_assistant.reply(message), Urgent)


@pytest.mark.parametrize(("country", "shown"), [("uk", "UK"), (" EU ", "EU"), ("", None), (None, None)])
def test_a_country_is_read_in_any_case(real_assistant: Assistant, country: str | None, shown: str | None) -> None:
    assert real_assistant.reply("is IVIG approved for CIDP?", country=country).asked.country == shown


def test_an_unknown_country_is_refused(real_assistant: Assistant) -> None:
    with pytest.raises(SettingsError, match="unknown country 'XX'"):
        real_assistant.reply("is IVIG approved for CIDP?", country="XX")


# Conversation


@pytest.mark.parametrize(
    ("history", "question", "use"),
    [
        (["does IVIG work for autism?"], "and for CIDP?", "cidp"),
        (["does IVIG work for autism?"], "what about Kawasaki disease?", "kawasaki-disease"),
        (["does IVIG work for CIDP?"], "is it approved?", "cidp"),
        (["does IVIG work for autism?", "and for CIDP?"], "is it approved in Europe?", "cidp"),
        (["hello", "does IVIG work for CIDP?"], "how strong is the evidence?", "cidp"),
        (["is IVIG approved for CIDP?"] + ["thanks"] * 5, "and for ITP?", "immune-thrombocytopenia"),
    ],
)
def test_a_follow_up_is_about_the_use_it_names_or_the_last_one(
    real_assistant: Assistant, history: list[str], question: str, use: str
) -> None:
    reply = real_assistant.reply(question, history)
    assert isinstance(reply, Answered)
    assert reply.asked.uses == (use,)
    assert reply.asked.question == question
    assert "Understood as" in reply.text


def test_what_is_remembered_of_earlier_turns_changes_no_reply(real_assistant: Assistant) -> None:
    turns = ["my son has a fever of 40 after the drip", "is a rash common?", "and for adults?", "thanks"]

    def told(at: int) -> dict[str, Any]:
        return {**real_assistant.reply(turns[at], turns[:at]).to_json(), "timings_ms": {}}

    talked = [told(at) for at in range(len(turns))]
    for at, before in enumerate(talked):
        real_assistant.forget()
        assert told(at) == before


def test_a_follow_up_gets_the_answer_of_the_question_it_stands_for(real_assistant: Assistant) -> None:
    follow = real_assistant.reply("and for CIDP?", ["does IVIG work for autism?"])
    whole = real_assistant.reply(follow.asked.standalone)
    assert follow.asked.standalone.casefold().startswith("does ivig work for cidp")
    assert isinstance(follow, Answered)
    assert isinstance(whole, Answered)
    assert (follow.labels, follow.sure, follow.sections) == (whole.labels, whole.sure, whole.sections)
    assert follow.claims[0].passages == whole.claims[0].passages
    assert whole.claims[0].text.endswith(follow.claims[0].text)


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("what is ivig approved for in the uk?", None),
        ("which illnesses is it licensed for?", Jurisdiction.US),
        ("list of approved uses", None),
    ],
)
def test_which_uses_are_approved_is_told_from_the_statuses(
    real_assistant: Assistant, library: Library, question: str, country: Jurisdiction | None
) -> None:
    reply = real_assistant.reply(question, (), country)
    assert isinstance(reply, Answered)
    told = reply.claims[0]
    place = reply.asked.country
    assert place is (country or (Jurisdiction.UK if "uk" in question else None))
    uses = [use for use in library.uses.values() if use.phrase in told.text]
    assert len(uses) > 2
    assert all(approved_in(use) if place is None else place in approved_in(use) for use in uses)


@pytest.mark.parametrize("question", ["what does FDA approved mean?", "is ivig approved for autism?"])
def test_no_list_is_told_where_none_is_asked_for(real_assistant: Assistant, question: str) -> None:
    reply = real_assistant.reply(question)
    assert isinstance(reply, Answered)
    assert not any(" is approved for immune thrombocytopenia (ITP)," in claim.text for claim in reply.claims)


def test_a_question_with_a_subject_of_its_own_forgets_earlier_turns(real_assistant: Assistant) -> None:
    question = "is IVIG approved for CIDP?"
    alone, later = real_assistant.reply(question), real_assistant.reply(question, ["does it help autism?", "and ITP?"])
    assert alone.text == later.text
    assert alone.stamp.answer_id != later.stamp.answer_id


# What is asked after a story, and of a label


def test_what_is_asked_after_a_story_is_answered_where_the_library_holds_it(real_assistant: Assistant) -> None:
    message = "we finally got a parking permit after four letters to the council. how long does an infusion take"
    reply = real_assistant.reply(message)
    assert isinstance(reply, Answered)
    assert reply.asked.question == message
    assert reply.asked.standalone == "how long does an infusion take"


@pytest.mark.parametrize(
    "message",
    [
        "my heart sank when they said lifelong. what is the weather in Paris",
        "my wife has endometriosis and hates needles. does it work",
    ],
)
def test_a_story_lends_no_answer_to_what_is_not_covered(real_assistant: Assistant, message: str) -> None:
    assert isinstance(real_assistant.reply(message), Declined)


def test_a_label_is_told_in_a_country_that_is_named_whatever_else_is_told(real_assistant: Assistant) -> None:
    reply = real_assistant.reply(
        "autoimmune encephalitis anti nmda my daughter 14 they want ivig, approved or off label in canada?"
    )
    assert isinstance(reply, Answered)
    assert reply.labels[0].country is Jurisdiction.CA
    assert not reply.labels[0].known


# The same each time

ASKED: list[tuple[str, list[str], str | None]] = [
    ("Does IVIG work for autism?", [], None),
    ("is it approved for CIDP and ITP", [], "UK"),
    ("and for CIDP?", ["does IVIG work for autism?"], "EU"),
    ("what are the side effects for a six-year-old?", [], None),
    ("What does the clinic programme cost for 20 kg?", [], "CN"),
    ("he cannot breathe and his lips are swelling", [], "US"),
    ("should we stop it", [], None),
    ("is it halal", [], None),
    ("hi", [], None),
]
APART = """
import json, sys
from datetime import date
from pathlib import Path
from chatbot.assemble import assemble, library_version, open_encoder, open_index, open_listener
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
data, today, asked = sys.argv[1], date.fromisoformat(sys.argv[2]), json.loads(sys.argv[3])
settings = Settings(data=Path(data))
library, encoder = read_library(settings.corpus), open_encoder(settings)
version = library_version(library, encoder)
index, listener = open_index(settings, library, encoder, version), open_listener(settings, library, encoder)
assistant = assemble(library, encoder, index, listener, version, today)
print(json.dumps([{**assistant.reply(*one).to_json(), "timings_ms": {}} for one in reversed(asked)]))
"""


def test_the_same_question_gives_the_same_bytes_from_assistants_built_apart(
    real_assistant: Assistant, real_data: Path
) -> None:
    """Another process with another order of sets and hashes, asked in another order, over the same library."""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-c", APART, str(real_data), TODAY.isoformat(), json.dumps(ASKED)]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True)
    here = [{**real_assistant.reply(*one).to_json(), "timings_ms": {}} for one in ASKED]
    assert json.dumps(json.loads(done.stdout)[::-1]) == json.dumps(here)


def test_an_answer_s_id_is_that_of_all_that_decides_it(real_assistant: Assistant) -> None:
    def name(*asked: Any, **more: Any) -> str:
        return real_assistant.reply(*asked, **more).stamp.answer_id

    question = "is IVIG approved for CIDP?"
    names = [name(question), name(question, country="UK"), name(question, ["hello"]), name("is IVIG approved for ITP?")]
    assert len(set(names)) == len(names)
    assert name(question) == name(question, id="q7") == names[0]


def test_an_id_is_given_back(real_assistant: Assistant) -> None:
    assert real_assistant.reply("hello", id="q1").to_json()["id"] == "q1"
    assert real_assistant.reply("hello").to_json()["id"] is None


# Beside replying


@pytest.mark.parametrize("limit", [1, 5])
def test_finding_alone_brings_at_most_what_is_asked_for(real_assistant: Assistant, limit: int) -> None:
    hits = real_assistant.find("how long does an infusion take?", limit).hits
    assert len(hits) == limit
    assert hits[0].passage.subject == "infusion-day"


def test_the_index_of_the_library_stood_ready_or_was_built_once(real_index: Index, library: Library) -> None:
    texts = [entry for entry in real_index.entries if entry.part == "text"]
    assert [entry.id for entry in texts] == [passage.id for passage in library.passages]
