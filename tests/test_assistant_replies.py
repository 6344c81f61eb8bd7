"""Replies to samples of the cases, over the real corpus: what each keeps, whatever was asked."""

from collections.abc import Sequence
from typing import Any

import pytest
from markdown_it import MarkdownIt

from chatbot.answering.selecting import MOST_CLAIMS
from chatbot.answering.short import MOST_SENTENCES, MOST_WORDS
from chatbot.assistant import Assistant
from chatbot.domain import Citation, SourceKind, Strength
from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences
from chatbot.reply import Answered, Declined, Reply, Smalltalk, Urgent
from evals.cases import answer_cases, kind_cases

SAMPLE = 80
OTHER_KINDS = 60


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
    kinds = ([case for case in kind_cases() if case.kind == kind] for kind in ("declined", "urgent", "smalltalk"))
    asked = [case.question for cases in kinds for case in _every(OTHER_KINDS // 3, cases)]
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


# Replies that are no answers


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


# Hard words


def test_hard_words_are_explained_on_demand(real_assistant: Assistant, answers: list[Answered]) -> None:
    explained = [real_assistant.explained(reply) for reply in answers]
    longer = [len(text) > len(reply.text) for text, reply in zip(explained, answers, strict=True)]
    assert sum(longer) > len(answers) / 2
    declined = real_assistant.reply("")
    assert real_assistant.explained(declined) == declined.text
