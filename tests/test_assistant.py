"""The assistant over the real corpus: what every reply keeps, whatever is asked."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY
from markdown_it import MarkdownIt

from chatbot.answering.selecting import MOST_CLAIMS
from chatbot.answering.short import MOST_SENTENCES, MOST_WORDS
from chatbot.assistant import LONGEST, Assistant
from chatbot.domain import Citation, SourceKind, Strength
from chatbot.errors import SettingsError
from chatbot.finding.index import Index
from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences
from chatbot.reply import Answered, Declined, Reason, Reply, Smalltalk, Urgent
from chatbot.settings import ROOT
from evals.cases import answer_cases, kind_cases

SAMPLE = 80
OTHER_KINDS = 60
CLUELESS = [Reason.UNCLEAR, Reason.NO_SOURCE, Reason.OUT_OF_SCOPE]


def _every(count: int, cases: Sequence[Any]) -> list[Any]:
    """Take a count of the cases, evenly over all of them."""
    return list(cases)[:: max(1, len(cases) // count)][:count]


@pytest.fixture(scope="module")
def replies(real_assistant: Assistant) -> list[Reply]:
    """Replies to a sample of the cases that want an answer."""
    return [real_assistant.reply(c.question, country=c.country) for c in _every(SAMPLE, answer_cases())]


@pytest.fixture(scope="module")
def answers(replies: list[Reply]) -> list[Answered]:
    return [reply for reply in replies if isinstance(reply, Answered)]


@pytest.fixture(scope="module")
def others(real_assistant: Assistant) -> list[Reply]:
    """Replies to a sample of the cases that want another kind of reply."""
    asked = [case.question for case in _every(OTHER_KINDS, kind_cases())]
    return [real_assistant.reply(question) for question in ["hello", "who are you?", *asked]]


# What every answer keeps


def test_nearly_every_case_that_wants_an_answer_gets_one(replies: list[Reply], answers: list[Answered]) -> None:
    assert len(replies) == SAMPLE
    assert len(answers) >= 0.9 * SAMPLE


def own(reply: Answered) -> list[Citation]:
    """The citations of an answer itself, without those of the care card before it."""
    return [c for c in reply.citations if not (reply.urgent and c.passage.subject == "signs")]


def test_a_short_answer_is_short(answers: list[Answered]) -> None:
    for reply in answers:
        short = " ".join(claim.text for claim in reply.claims if claim.section == "short-answer")
        assert 0 < len(short.split()) <= MOST_WORDS, reply.asked.question
        assert len(sentences(short)) <= MOST_SENTENCES, short


def test_an_answer_has_few_claims_each_with_a_citation(answers: list[Answered]) -> None:
    for reply in answers:
        assert 0 < len(reply.claims) <= MOST_CLAIMS
        assert all(reply.numbers(claim) for claim in reply.claims)
        cited = {n for claim in reply.claims for n in reply.numbers(claim)}
        assert cited == {citation.n for citation in own(reply)}


def test_every_passage_cited_is_the_library_s_to_the_letter(answers: list[Answered], library: Library) -> None:
    passages = {passage.id: passage for passage in library.passages}
    for reply in answers:
        for citation in own(reply):
            assert passages[citation.passage.id] == citation.passage
            assert library.sources[citation.source.id] == citation.source


def test_no_passage_is_said_twice(answers: list[Answered]) -> None:
    for reply in answers:
        details = [claim.passages for claim in reply.claims if claim.section != "short-answer"]
        assert len(details) == len(set(details))


def test_every_use_named_or_told_of_has_its_label(answers: list[Answered]) -> None:
    for reply in answers:
        told = {use for claim in reply.claims for passage in claim.passages for use in passage.uses}
        assert {*reply.asked.uses, *told} == {label.use.id for label in reply.labels}
        assert all(label.source and label.checked for label in reply.labels)


def test_every_answer_says_how_sure_it_is(answers: list[Answered]) -> None:
    assert [reply.asked.question for reply in answers if not reply.sure.startswith("How sure: ")] == []


# Caveats


def _sellers(reply: Answered) -> list[bool]:
    cited = {passage for claim in reply.claims for passage in claim.passages}
    return [p.source.kind is SourceKind.COMMERCIAL or p.strength is Strength.COMMERCIAL_CLAIM for p in cited]


def test_sellers_are_told_of_where_they_are_cited_and_only_there(answers: list[Answered]) -> None:
    for reply in answers:
        told = {caveat.name for caveat in reply.caveats} & {"only-sellers", "some-sellers"}
        wanted = {"only-sellers"} if all(_sellers(reply)) else {"some-sellers"} if any(_sellers(reply)) else set()
        assert told == wanted, reply.asked.question


def test_a_caveat_rests_on_what_the_answer_cites(answers: list[Answered]) -> None:
    seen = {caveat.name for reply in answers for caveat in reply.caveats}
    assert seen >= {"some-sellers", "no-controlled-trial", "disagree"}
    for reply in answers:
        cited = {citation.passage.id for citation in reply.citations}
        assert all({passage.id for passage in caveat.because} <= cited for caveat in reply.caveats)


def test_a_seller_who_is_contradicted_never_stands_alone(answers: list[Answered]) -> None:
    for reply in answers:
        cited = [citation.passage for citation in reply.citations]
        records = {passage.record for passage in cited}
        for seller in (p for p in cited if p.strength is Strength.COMMERCIAL_CLAIM and p.disagrees_with):
            assert records & set(seller.disagrees_with), (reply.asked.question, seller.record)


# Other kinds of reply


def test_a_reply_that_is_no_answer_cites_nothing_but_a_card_s_sources(others: list[Reply]) -> None:
    kinds = {type(reply) for reply in others}
    assert {Declined, Urgent, Smalltalk} <= kinds
    for reply in others:
        made = reply.to_json()
        if isinstance(reply, Declined | Smalltalk):
            assert made["citations"] == made["sentences"] == made["labels"] == made["caveats"] == []
        elif isinstance(reply, Urgent):
            assert {c.passage.record for c in reply.citations} == {sign.id for sign in reply.card.signs}
            assert made["sentences"] == []


def test_a_refusal_quotes_no_passage(others: list[Reply], library: Library) -> None:
    said = {sentence for p in library.passages for sentence in p.sentences if len(sentence.split()) > 4}
    for reply in others:
        if isinstance(reply, Declined):
            assert said.isdisjoint(sentences(reply.text))


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


def test_a_follow_up_gets_the_answer_of_the_question_it_stands_for(real_assistant: Assistant) -> None:
    follow = real_assistant.reply("and for CIDP?", ["does IVIG work for autism?"])
    whole = real_assistant.reply(follow.asked.standalone)
    assert follow.asked.standalone.casefold().startswith("does ivig work for cidp")
    assert isinstance(follow, Answered)
    assert isinstance(whole, Answered)
    assert (follow.labels, follow.sure, follow.sections) == (whole.labels, whole.sure, whole.sections)
    assert follow.claims[0].passages == whole.claims[0].passages
    assert whole.claims[0].text.endswith(follow.claims[0].text)


def test_a_question_with_a_subject_of_its_own_forgets_earlier_turns(real_assistant: Assistant) -> None:
    question = "is IVIG approved for CIDP?"
    alone, later = real_assistant.reply(question), real_assistant.reply(question, ["does it help autism?", "and ITP?"])
    assert alone.text == later.text
    assert alone.stamp.answer_id != later.stamp.answer_id


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


# The contract


NESTED = {
    "urgent": {"level", "signs", "text"},
    "labels": {"use", "label", "country", "evidence", "source", "checked"},
    "sentences": {"text", "citations", "section"},
    "citations": {
        "n", "source_id", "title", "publisher", "kind", "year", "interest", "url", "locator", "passage_id", "passage",
    },
    "cost": {"items", "total", "currency", "scope"},
}  # fmt: skip


def test_the_json_has_the_keys_of_the_contract_and_no_other(replies: list[Reply], others: list[Reply]) -> None:
    plain = {
        "id", "kind", "reason", "question", "standalone", "uses", "topics", "caveats", "questions_to_ask", "text",
        "answer_id", "library_version", "timings_ms",
    }  # fmt: skip
    for made in (reply.to_json() for reply in [*replies, *others]):
        assert made.keys() == plain | NESTED.keys()
        assert made["timings_ms"].keys() == {"total"}
        for name, keys in NESTED.items():
            parts = made[name] if isinstance(made[name], list) else [made[name]] if made[name] else []
            assert all(part.keys() == keys for part in parts)


def test_an_id_is_given_back(real_assistant: Assistant) -> None:
    assert real_assistant.reply("hello", id="q1").to_json()["id"] == "q1"
    assert real_assistant.reply("hello").to_json()["id"] is None


WILD = [
    "<script>alert(1)</script> is IVIG approved for CIDP?",
    "<img src=x onerror=alert(1)> does IVIG work for autism?",
    "![x](http://evil.example/x.png) [click](javascript:alert(1)) is IVIG approved for CIDP?",
]


def _tokens(text: str) -> list[tuple[str, str]]:
    """Every token of a text read as Markdown in which HTML is allowed, with where it leads."""
    blocks = MarkdownIt("commonmark").parse(text)
    parts = [token for block in blocks for token in (block, *(block.children or ()))]
    return [(token.type, str(token.attrs.get("href", ""))) for token in parts]


def test_a_text_is_markdown_without_html_or_links_but_those_of_sources(
    real_assistant: Assistant, replies: list[Reply], others: list[Reply]
) -> None:
    wild = [real_assistant.reply(question) for question in WILD]
    wild += [real_assistant.reply("and is it approved?", [question]) for question in WILD]
    for reply in [*wild, *replies, *others]:
        found = _tokens(reply.text)
        assert {"html_inline", "html_block", "image"}.isdisjoint(kind for kind, _ in found), reply.text
        own = {citation["url"] for citation in reply.to_json()["citations"]}
        assert {href for kind, href in found if kind == "link_open"} <= own


def test_a_text_shows_the_answer_whole(answers: list[Answered]) -> None:
    for reply in answers:
        shown = MarkdownIt("commonmark").render(reply.text)
        assert "Short answer" in shown
        assert all(f"[{citation.n}]" in reply.text for citation in own(reply))
        assert reply.urgent is None or reply.urgent.text in reply.text
        assert reply.sure in reply.text
        assert reply.stamp.library_version in reply.text


# Beside replying


def test_hard_words_are_explained_on_demand(real_assistant: Assistant, answers: list[Answered]) -> None:
    explained = [real_assistant.explained(reply) for reply in answers]
    longer = [len(text) > len(reply.text) for text, reply in zip(explained, answers, strict=True)]
    assert sum(longer) > len(answers) / 2
    declined = real_assistant.reply("")
    assert real_assistant.explained(declined) == declined.text


@pytest.mark.parametrize("limit", [1, 5])
def test_finding_alone_brings_at_most_what_is_asked_for(real_assistant: Assistant, limit: int) -> None:
    hits = real_assistant.find("how long does an infusion take?", limit).hits
    assert len(hits) == limit
    assert hits[0].passage.subject == "infusion-day"


def test_the_index_of_the_library_stood_ready_or_was_built_once(real_index: Index, library: Library) -> None:
    texts = [entry for entry in real_index.entries if entry.part == "text"]
    assert [entry.id for entry in texts] == [passage.id for passage in library.passages]
