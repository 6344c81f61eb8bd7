"""A question's whole way to its reply."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from chatbot.answering.composing import Composer
from chatbot.answering.refusing import Refuser
from chatbot.answering.rendering import Renderer
from chatbot.domain import Jurisdiction
from chatbot.finding.coverage import Coverage, Verdict
from chatbot.finding.encoding import Encoder
from chatbot.finding.finder import Finder, Found, Query
from chatbot.reply import Answered, Reply, Stamp, stamped
from chatbot.settings import country as read_country
from chatbot.understanding.boundary import Boundary
from chatbot.understanding.question import Question, Reader
from chatbot.understanding.tongues import Tongues
from chatbot.understanding.triage import Manner, Triage

LONGEST = 4_000
"""A message with more characters is not read as a question."""
LIMIT = 40
"""How many passages finding brings to choose from."""


class Parts(NamedTuple):
    """Everything an assistant is made of."""

    encoder: Encoder
    reader: Reader
    tongues: Tongues
    triage: Triage
    boundary: Boundary
    finder: Finder
    coverage: Coverage
    composer: Composer
    refuser: Refuser
    renderer: Renderer
    library_version: str


class Assistant:
    """Answers questions from one library; the same question, history and country give the same reply."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def reply(
        self,
        question: str,
        history: Sequence[str] = (),
        country: Jurisdiction | str | None = None,
        id: str | None = None,
    ) -> Reply:
        """Return the reply to a question with the reader's earlier turns."""
        started = time.perf_counter()
        place = read_country(country)
        read = self._parts.reader.read(question[:LONGEST], history, place)
        reply = self._reply(read, history) if len(question) <= LONGEST else self._parts.refuser.too_long(read)
        stamp = Stamp(
            answer_id=_answer_id(read, history, self._parts.library_version),
            library_version=self._parts.library_version,
            timings_ms={"total": round((time.perf_counter() - started) * 1000, 3)},
        )
        done = stamped(replace(reply, asked=replace(reply.asked, id=id)), stamp)
        return replace(done, text=self._parts.renderer.answer(done)) if isinstance(done, Answered) else done

    def explained(self, reply: Reply) -> str:
        """Return the reply's text with each hard word explained in brackets where it first stands."""
        return self._parts.renderer.answer(reply, explain=True) if isinstance(reply, Answered) else reply.text

    def find(self, question: str, limit: int = LIMIT) -> Found:
        """Return what finding brings for a question, without answering it."""
        read = self._parts.reader.read(question[:LONGEST], (), None)
        vector = self._parts.encoder.encode([read.search])[0]
        return self._parts.finder.find(Query(read.search, vector, read.uses, read.topics), limit)

    def _reply(self, question: Question, history: Sequence[str]) -> Reply:
        """Triage, boundary, finding, answering: whichever comes first to a reply."""
        parts = self._parts
        if early := parts.refuser.unreadable(question):
            return early
        if foreign := parts.refuser.overheard(question, parts.tongues.hear(question.asked, history)):
            return foreign
        vectors = parts.encoder.encode(list(dict.fromkeys([question.message, question.search])))
        if signs := parts.triage.find(question.message, vectors[0], question.manner):
            return parts.refuser.urgent(question, signs)
        if kind := parts.boundary.find(question.standalone, vectors[0], general=question.manner is Manner.GENERAL):
            return parts.refuser.other_kind(question, kind)
        found = parts.finder.find(Query(question.search, vectors[-1], question.uses, question.topics), LIMIT)
        verdict = parts.coverage.judge(
            question.search, found, names_use=bool(question.uses), names_treatment=question.names_treatment
        )
        if verdict is not Verdict.COVERED:
            return parts.refuser.uncovered(question, verdict, found)
        return parts.composer.compose(question, found)


def _answer_id(question: Question, history: Sequence[str], version: str) -> str:
    """Identify an answer by all that decides it."""
    everything = json.dumps([question.asked, list(history), question.country, version], ensure_ascii=False)
    return hashlib.sha256(everything.encode()).hexdigest()[:16]
