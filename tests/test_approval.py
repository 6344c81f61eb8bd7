"""The promise of the whole: no use is called approved where it is not, whatever it is called and wherever one asks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest
from conftest import TODAY
from fakes import RememberingEncoder

from chatbot.assemble import assemble
from chatbot.domain import COUNTRIES, Jurisdiction, LabelName, Use
from chatbot.finding.encoding import MiniLM
from chatbot.finding.index import Index
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Answered, Reply
from chatbot.understanding.question import Reader

QUESTIONS = ("is IVIG approved for {}?", "does IVIG work for {}?", "can my child get IVIG for {}?")
IN_EVERY_COUNTRY = 2
"""How many names of each use are asked about in every country; the others in none and in one, by rotation."""
APPROVAL = re.compile(r"\b(?:approv\w*|licen[sc]ed|authori[sz]ed|on-label)\b", re.IGNORECASE)
NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|isn't|hasn't|doesn't|cannot|off-label|unapproved)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[.!?;])\s")


class Asked(NamedTuple):
    """A question about a use by one of its names."""

    use: Use
    name: str
    question: str
    country: Jurisdiction | None


class Told(NamedTuple):
    """What was replied to it."""

    asked: Asked
    reply: Reply


def asks(library: Library) -> Iterator[Asked]:
    """Ask about every use by each of its names."""
    for use in library.uses.values():
        for i, name in enumerate(dict.fromkeys((use.name, *use.synonyms))):
            for j, question in enumerate(QUESTIONS):
                places = COUNTRIES if i < IN_EVERY_COUNTRY else (COUNTRIES[(i + j) % len(COUNTRIES)],)
                yield from (Asked(use, name, question.format(name), place) for place in (None, *places))


@pytest.fixture(scope="module")
def told(library: Library, real_encoder: MiniLM, real_index: Index) -> list[Told]:
    encoder = RememberingEncoder(real_encoder)
    assistant = assemble(library, encoder, real_index, "approval", TODAY)
    asked, reader = list(asks(library)), Reader(library)
    read = [reader.read(question, (), None) for question in dict.fromkeys(a.question for a in asked)]
    encoder.encode([text for question in read for text in (question.search, question.message)])
    return [Told(a, replace(assistant.reply(a.question, country=a.country), text="")) for a in asked]


def test_every_name_of_every_use_is_answered(told: list[Told]) -> None:
    assert [(t.asked.question, type(t.reply).__name__) for t in told if not isinstance(t.reply, Answered)] == []


def test_every_name_is_understood_as_its_use_alone(told: list[Told]) -> None:
    wrong = {t.asked.question: t.reply.asked.uses for t in told if t.reply.asked.uses != (t.asked.use.id,)}
    assert wrong == {}


def test_every_answer_bears_the_computed_label_with_its_source_and_date(told: list[Told]) -> None:
    def right(asked: Asked, reply: Answered) -> bool:
        shown = tuple(label for label in reply.labels if label.use.id == asked.use.id)
        return shown == labels(asked.use, asked.country) and all(label.source and label.checked for label in shown)

    assert [a[2:] for a, reply in told if isinstance(reply, Answered) and not right(a, reply)] == []


def approving(reply: Answered) -> Iterator[str]:
    """Yield each sentence of an answer that words an approval and does not turn it round."""
    texts = [*(claim.text for claim in reply.claims), *(caveat.text for caveat in reply.caveats), reply.sure]
    for sentence in (sentence for text in texts for sentence in SENTENCE.split(text)):
        if APPROVAL.search(sentence) and not NEGATION.search(sentence):
            yield sentence


def nowhere_approved(reply: Answered) -> bool:
    """Tell whether none of the uses in question is approved in the country or the list asked about."""
    named = [label.name for label in reply.labels if label.use.id in reply.asked.uses]
    return bool(named) and LabelName.APPROVED not in named


def test_what_is_nowhere_approved_is_never_worded_as_approved(told: list[Told]) -> None:
    answers = [t for t in told if isinstance(t.reply, Answered) and nowhere_approved(t.reply)]
    bad = {(t.asked.question, t.asked.country): list(approving(t.reply)) for t in answers if approving(t.reply)}
    assert {asked: said for asked, said in bad.items() if said} == {}
    assert {t.asked.use.id for t in answers} >= {"autism-spectrum-disorder"}


def test_the_check_itself_finds_a_sentence_that_approves(told: list[Told]) -> None:
    """Where a use is approved, answers do say so: the patterns above are not blind."""
    answers = [t.reply for t in told if isinstance(t.reply, Answered) and t.reply.labels]
    approved = [reply for reply in answers if {label.name for label in reply.labels} == {LabelName.APPROVED}]
    assert approved
    assert all(any(approving(reply)) for reply in approved)
