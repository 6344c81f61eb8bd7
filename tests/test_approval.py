"""The promise of the whole: no use is called approved where it is not, whatever it is called and wherever one asks."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from conftest import TODAY
from fakes import RememberingListener

from chatbot.assemble import assemble
from chatbot.domain import COUNTRIES, Jurisdiction, LabelName, Use, UseLabel
from chatbot.finding.encoding import MiniLM, RememberingEncoder
from chatbot.finding.index import Index
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Answered, Reply
from chatbot.understanding.listening import Listener
from chatbot.understanding.question import Reader

QUESTIONS = ("is IVIG approved for {}?", "does IVIG work for {}?", "can my child get IVIG for {}?")
IN_EVERY_COUNTRY = 2
"""How many names of each use are asked about in every country; the others in none and in one, by rotation."""
APPROVAL = re.compile(r"\b(?:approv\w*|licen[sc]ed|authori[sz]ed|on-label)\b", re.IGNORECASE)
NEGATION = re.compile(
    r"\b(?:not|no|never|none|nothing|neither|nor|without|(?:is|was|are|were|has|have|had|does|do|did)n't|cannot|off-label|unapproved)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?;])\s")


class Asked(NamedTuple):
    """A question about a use by one of its names."""

    use: Use
    name: str
    question: str
    country: Jurisdiction | None


class Told(NamedTuple):
    """What of the reply to it bears on an approval; the rest is not kept, there are ten thousand."""

    asked: Asked
    kind: str
    uses: tuple[str, ...]
    labels: tuple[UseLabel, ...]
    approving: tuple[str, ...]


def asks(library: Library) -> Iterator[Asked]:
    """Ask about every use by each of its names."""
    for use in library.uses.values():
        for i, name in enumerate(dict.fromkeys((use.name, *use.synonyms))):
            for j, question in enumerate(QUESTIONS):
                places = COUNTRIES if i < IN_EVERY_COUNTRY else (COUNTRIES[(i + j) % len(COUNTRIES)],)
                yield from (Asked(use, name, question.format(name), place) for place in (None, *places))


def approving(reply: Answered) -> Iterator[str]:
    """Yield each sentence of an answer that words an approval and does not turn it round."""
    texts = [*(claim.text for claim in reply.claims), *(caveat.text for caveat in reply.caveats), reply.sure]
    for sentence in (sentence for text in texts for sentence in SENTENCE.split(text)):
        if APPROVAL.search(sentence) and not NEGATION.search(sentence):
            yield sentence


def tell(asked: Asked, reply: Reply) -> Told:
    """Keep what bears on an approval."""
    kind, uses = type(reply).__name__, reply.asked.uses
    if not isinstance(reply, Answered):
        return Told(asked, kind, uses, (), ())
    return Told(asked, kind, uses, reply.labels, tuple(approving(reply)))


@pytest.fixture(scope="module")
def told(library: Library, real_encoder: MiniLM, real_index: Index, real_listener: Listener) -> list[Told]:
    encoder = RememberingEncoder(real_encoder)
    listener = RememberingListener(real_listener)
    assistant = assemble(library, encoder, real_index, listener, "approval", TODAY)
    asked, reader = list(asks(library)), Reader(library)
    read = [reader.read(question, (), None) for question in dict.fromkeys(a.question for a in asked)]
    encoder.read([text for question in read for text in (question.search, *question.said.texts)])
    return [tell(a, assistant.reply(a.question, country=a.country)) for a in asked]


def test_every_name_of_every_use_is_answered(told: list[Told]) -> None:
    assert [(t.asked.question, t.asked.country, t.kind) for t in told if t.kind != "Answered"] == []


def test_every_name_is_understood_as_its_use_alone(told: list[Told]) -> None:
    assert {t.asked.question: t.uses for t in told if t.uses != (t.asked.use.id,)} == {}


def test_every_answer_bears_the_computed_label_with_its_source_and_date(told: list[Told]) -> None:
    def right(t: Told) -> bool:
        shown = tuple(label for label in t.labels if label.use.id == t.asked.use.id)
        return shown == labels(t.asked.use, t.asked.country) and all(label.source and label.checked for label in shown)

    assert [(t.asked.question, t.asked.country) for t in told if t.labels and not right(t)] == []


def names(t: Told) -> set[LabelName]:
    """The labels of the uses in question, for the country or the list asked about."""
    return {label.name for label in t.labels if label.use.id in t.uses}


def test_what_is_nowhere_approved_is_never_worded_as_approved(told: list[Told]) -> None:
    nowhere = [t for t in told if names(t) and LabelName.APPROVED not in names(t)]
    assert {(t.asked.question, t.asked.country): t.approving for t in nowhere if t.approving} == {}
    assert len({t.asked.use.id for t in nowhere}) > len({t.asked.use.id for t in told}) / 2


def test_the_check_itself_finds_a_sentence_that_approves(told: list[Told]) -> None:
    """Where a use is approved, answers do say so: the patterns above are not blind."""
    approved = [t for t in told if names(t) == {LabelName.APPROVED}]
    assert approved
    assert [t.asked.question for t in approved if not t.approving] == []
