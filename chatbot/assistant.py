"""A question's whole way to its reply."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from chatbot.answering.composing import Composer
from chatbot.answering.refusing import Refuser
from chatbot.answering.rendering import Renderer
from chatbot.domain import Jurisdiction, Sign
from chatbot.finding.coverage import Asks, Coverage, Verdict
from chatbot.finding.encoding import Encoder, Spelled, Vectors
from chatbot.finding.finder import Finder, Found, Query
from chatbot.finding.wordwise import Wordwise
from chatbot.knowledge.records import KindOfMessageRecord
from chatbot.memory import Memory
from chatbot.reply import Answered, Reply, Stamp, Urgent, stamped
from chatbot.settings import country as read_country
from chatbot.stages import Considered, Notes, Traced
from chatbot.understanding.boundary import Boundary
from chatbot.understanding.lessons import KIND, OFF_SUBJECT, UNCOVERED
from chatbot.understanding.listening import NEAREST, PHRASES, Heard, Listener
from chatbot.understanding.question import Question, Reader
from chatbot.understanding.text import key
from chatbot.understanding.tongues import Tongues
from chatbot.understanding.topics import Manner
from chatbot.understanding.triage import Triage, measures

LONGEST = 4_000
"""A message with more characters is not read as a question."""
WHOLE = 0.5
"""How much the whole of a message counts where only its question is covered."""
LIMIT = 40
"""How many passages finding brings to choose from."""


class Parts(NamedTuple):
    """Everything an assistant is made of."""

    encoder: Encoder
    reader: Reader
    listener: Listener
    tongues: Tongues
    triage: Triage
    boundary: Boundary
    finder: Finder
    coverage: Coverage
    wordwise: Wordwise | None
    """None where the words of the library were not opened: coverage then goes without these measures."""
    composer: Composer
    refuser: Refuser
    renderer: Renderer
    library_version: str


class Search(NamedTuple):
    """What a question is looked for by: its vector, and its words."""

    vector: Vectors
    words: Spelled


class Measured(NamedTuple):
    """The measures over which the lines are drawn, by name."""

    alarm: dict[str, float]
    apart: dict[str, float]
    """Of the part of the message that is most of an alarm; empty where it has but one."""
    covered: dict[str, float]


class Assistant:
    """Answers questions from one library; the same question, history and country give the same reply."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._memory = Memory()

    def reply(
        self,
        question: str,
        history: Sequence[str] = (),
        country: Jurisdiction | str | None = None,
        id: str | None = None,
    ) -> Reply:
        """Return the reply to a question with the reader's earlier turns."""
        return self.traced(question, history, country, id).reply

    def traced(
        self,
        question: str,
        history: Sequence[str] = (),
        country: Jurisdiction | str | None = None,
        id: str | None = None,
    ) -> Traced:
        """Return the reply together with why each stage decided as it did."""
        started = time.perf_counter()
        notes = Notes()
        place = read_country(country)
        read = self._parts.reader.read(question[:LONGEST], history, place)
        reply = self._reply(read, history, notes) if len(question) <= LONGEST else self._too_long(question, read)
        stamp = Stamp(
            answer_id=_answer_id(read, history, self._parts.library_version),
            library_version=self._parts.library_version,
            timings_ms={"total": round((time.perf_counter() - started) * 1000, 3)},
        )
        done = stamped(replace(reply, asked=replace(reply.asked, id=id)), stamp)
        shown = replace(done, text=self._parts.renderer.answer(done)) if isinstance(done, Answered) else done
        return notes.traced(shown, question, history, place)

    def explained(self, reply: Reply) -> str:
        """Return the reply's text with each hard word explained in brackets where it first stands."""
        return self._parts.renderer.answer(reply, explain=True) if isinstance(reply, Answered) else reply.text

    def find(self, question: str, limit: int = LIMIT) -> Found:
        """Return what finding brings for a question, without answering it."""
        return self.searched(question, limit)[1]

    def searched(self, question: str, limit: int = LIMIT) -> tuple[Question, Found]:
        """Return a question as finding was asked it, and what that brought; nothing is answered or declined."""
        read = self._parts.reader.read(question[:LONGEST], (), None)
        return read, self._find(read, limit)

    def understand(self, question: str, history: Sequence[str] = ()) -> tuple[Question, tuple[Sign, ...]]:
        """Return a question as it is understood and the warning signs that are told; nothing is looked for."""
        read = self._parts.reader.read(question[:LONGEST], history, None)
        return read, self._listen(read)[2]

    def forget(self) -> None:
        """Forget what was heard lately; it changes no reply, only how long the next one takes."""
        self._memory.clear()

    def measures(self, asked: Sequence[tuple[str, Sequence[str]]]) -> list[Measured]:
        """Return what the lines of triage and of coverage are drawn over, of questions with the turns before them.

        All in one pass.
        """
        parts = self._parts
        reads = [parts.reader.read(question[:LONGEST], history, None) for question, history in asked]
        texts = ((read.meant, *read.said.texts, *read.said.now.texts_apart) for read in reads)
        heard, _ = self._hear([text for every in texts for text in every])
        found, spelled = parts.encoder.spell([read.search for read in reads])
        searches = map(Search, found.vectors, spelled)
        return [self._measured(read, heard, search) for read, search in zip(reads, searches, strict=True)]

    def _find(self, read: Question, limit: int) -> Found:
        whole, spelled = self._parts.encoder.spell([read.search])
        return self._found(read, Search(whole.vectors[0], spelled[0]), limit)

    def _found(self, read: Question, search: Search, limit: int = LIMIT) -> Found:
        """What is found for a question, put in order word by word."""
        query = Query(read.search, search.vector, read.uses, read.topics, read.country)
        found, wordwise = self._parts.finder.find(query, max(limit, LIMIT)), self._parts.wordwise
        ordered = wordwise.ordered(search.words, found) if wordwise else found
        return ordered._replace(hits=ordered.hits[:limit])

    def _measured(self, read: Question, heard: Mapping[str, Heard], search: Search) -> Measured:
        whole, *pieces = (heard[text] for text in read.said.now.parts)
        found, asked = self._looked(read, heard[read.meant], search)
        apart = self._parts.triage.measures_apart(read.said.now, heard)
        return Measured(measures(whole, pieces), apart, self._parts.coverage.measures(asked, found))

    def _matched(self, question: Question, search: Search, found: Found) -> dict[str, float]:
        wordwise = self._parts.wordwise
        told = key(question.about.replace("'", " "))  # the model's tokenizer cuts there
        return wordwise.measures(search.words, told, search.vector, found) if wordwise else {}

    def _reply(self, question: Question, history: Sequence[str], notes: Notes) -> Reply:
        """Triage, boundary, finding, answering: whichever comes first to a reply."""
        parts = self._parts
        if early := parts.refuser.unreadable(question):
            notes.note("language", "unreadable")
            return early
        if foreign := parts.refuser.overheard(question, parts.tongues.hear(question.asked, history)):
            notes.note("language", "foreign")
            return foreign
        heard, search, signs = self._listen(question)
        whole, *pieces = (heard[text] for text in question.said.now.parts)
        notes.note("triage", " ".join(sign.id for sign in signs) or "no sign", measures(whole, pieces))
        if signs:
            return self._urgent(question, signs, heard, notes)
        return self._ordinary(question, heard[question.meant], search, notes, history)

    def _listen(self, question: Question) -> tuple[dict[str, Heard], Search, tuple[Sign, ...]]:
        """Hear a question: every text of it, what it is looked for by, and the warning signs told.

        A message that says nothing, or only asks of a use, is heard for symptoms told in plain words alone.
        """
        heard, search = self._hear([question.search, *question.said.texts])
        if question.only_asks_of_use or self._parts.boundary.says_nothing(question.asked):
            heard |= {text: heard[text].quiet() for text in question.said.now.parts}
        triage = self._parts.triage
        if apart := triage.to_be_heard_apart(question.said, heard):
            heard |= self._hear(apart)[0]
        return heard, search, triage.find(question.said, heard)

    def _too_long(self, question: str, read: Question) -> Reply:
        """Decline; but a sign that is told at the beginning or at the end of a long message gets its card."""
        parts = self._parts
        _, _, end = question[-LONGEST:].partition(" ")  # not from the middle of a word
        for part in (read, parts.reader.read(end, (), read.country)):
            foreign = parts.refuser.overheard(read, parts.tongues.hear(part.asked, ()))
            if isinstance(foreign, Urgent):
                return foreign
            if not parts.refuser.unreadable(part) and (signs := self._listen(part)[2]):
                return parts.refuser.urgent(read, signs)
        return parts.refuser.too_long(read)

    def _hear(self, texts: Sequence[str]) -> tuple[dict[str, Heard], Search]:
        """Hear every text in one pass of the model; return also what the first is looked for by.

        Those that were heard lately, as the earlier turns of a conversation were, are remembered; not so the first.
        """
        once = list(dict.fromkeys(texts))
        known = self._memory.recall(once[1:])
        new = [text for text in once if text not in known]
        read, spelled = self._parts.encoder.spell(new)
        heard = dict(zip(new, self._parts.listener.hear(new, read), strict=True))
        self._memory.keep(heard)
        return heard | known, Search(read.vectors[0], spelled[0])

    def _urgent(self, question: Question, signs: Sequence[Sign], heard: Mapping[str, Heard], notes: Notes) -> Reply:
        """The care card; with an answer after it where the message also asks something else."""
        parts = self._parts
        card = parts.refuser.urgent(question, signs)
        if any(sign.nothing_beside for sign in parts.triage.in_message(question.said.now, heard)):
            return card
        asks_of_use = bool(question.uses) and question.asks_something and parts.triage.doubts(question.said.now, heard)
        quiet = question.manner is not Manner.TELLING and not parts.triage.alarms(heard[question.message])
        whole = self._answered(question, notes) if quiet or asks_of_use else None
        beside = None if whole else self._beside(question)
        reply = whole or (self._answered(beside, notes) if beside else None)
        return parts.refuser.with_card(card, reply) if reply else card

    def _answered(self, question: Question, notes: Notes) -> Answered | None:
        """The answer to what is asked beside a sign, or None where there is none."""
        heard, search = self._hear([question.search, question.message])
        reply = self._ordinary(question, heard[question.meant], search, notes)
        return reply if isinstance(reply, Answered) else None

    def _beside(self, question: Question) -> Question | None:
        """What a message asks beside the sign that it tells, or None."""
        parts = self._parts
        pieces = parts.reader.pieces(question.asked, question.country)
        if len(pieces) < 2:
            return None
        heard, _ = self._hear([piece.message for piece in pieces])
        asks = [p for p in pieces if p.asks_something and not parts.triage.alarms(heard[p.message])]
        return asks[0] if asks else None

    def _ordinary(
        self, question: Question, heard: Heard, search: Search, notes: Notes, history: Sequence[str] = ()
    ) -> Reply:
        """Boundary, finding, answering."""
        parts = self._parts
        kind = self._other_kind(question, heard)
        if kind and (kind.firm or parts.boundary.worded(question.asked)):
            near = self._found(question, search) if kind.reason == "personal-advice" else None
            return self._not_answered(question, kind, notes, near)
        found, asked = self._looked(question, heard, search)
        if kind and not parts.coverage.told(asked, found):
            return self._not_answered(question, kind, notes, found)
        notes.note("boundary", "an ordinary question")
        if unsure := parts.refuser.unsure_sum(question):
            notes.note("sum", "asks back")
            return unsure
        notes.found(Considered(hit.passage.id, hit.score, hit.likeness) for hit in found.hits)
        verdict = self._verdict(question, asked, found)
        if verdict is not Verdict.COVERED and (focused := self._focused(question, history, asked, found)):
            question, asked, found, verdict = *focused, Verdict.COVERED
            notes.note("focus", question.standalone)
        notes.note("coverage", verdict.name.lower(), parts.coverage.weighed(asked, found))
        if verdict is not Verdict.COVERED:
            return parts.refuser.uncovered(question, verdict, found, parts.coverage.unheard(asked))
        return parts.composer.compose(question, found)

    def _looked(self, question: Question, heard: Heard, search: Search) -> tuple[Found, Asks]:
        """Look for a question; return what was found and what is known of it beside that."""
        found = self._found(question, search)
        return found, asks(question, heard, self._matched(question, search, found))

    def _focused(
        self, question: Question, history: Sequence[str], asked: Asks, found: Found
    ) -> tuple[Question, Asks, Found] | None:
        """Look for what a message asks after the story around it, where that is covered though the whole is not.

        The whole still counts: a question that may mean anything is not answered out of what it stands in.
        """
        coverage = self._parts.coverage
        if coverage.unheard(asked):
            return None
        focus = self._parts.reader.focus(question, history)
        if focus is None or (not focus.uses and self._ends_on_a_use(question)):
            return None
        heard, search = self._hear([focus.search, focus.meant])
        there, known = self._looked(focus, heard[focus.meant], search)
        if self._verdict(focus, known, there) is not Verdict.COVERED:
            return None
        alone, whole = (coverage.weighed(*pair)["beyond"] for pair in ((known, there), (asked, found)))
        return (focus, known, there) if alone + WHOLE * whole >= 0 else None

    def _ends_on_a_use(self, question: Question) -> bool:
        """Tell whether a message ends by naming a use without asking: what was asked before it leaves that out."""
        last = self._parts.reader.pieces(question.asked, question.country)[-1]
        return bool(last.uses) and not last.asks_something

    def _not_answered(
        self, question: Question, kind: KindOfMessageRecord, notes: Notes, near: Found | None = None
    ) -> Reply:
        notes.note("boundary", kind.id)
        return self._parts.refuser.other_kind(question, kind, near)

    def _other_kind(self, question: Question, heard: Heard) -> KindOfMessageRecord | None:
        """The kind of a message that is no ordinary question; one that asks for a sum is told by its words alone."""
        boundary = self._parts.boundary
        if question.sum or question.only_asks_of_use:
            kind = boundary.worded(question.asked)
        else:
            kind = boundary.find(question.standalone, heard, general=question.manner is Manner.GENERAL)
        # A few bare words that lean on an earlier turn mean more than they say: 'who pays' is no question to us then.
        leans = question.standalone != question.asked
        return None if kind and leans and (kind.kind == "smalltalk" or kind.reason == "unclear") else kind

    def _verdict(self, question: Question, asked: Asks, found: Found) -> Verdict:
        """Whether the library covers a question: what a price list comes to by the list, a label by the records."""
        if question.only_asks_of_use or question.label_there or (question.sum and question.sum.sure):
            return Verdict.COVERED
        return self._parts.coverage.judge(asked, found)


def asks(question: Question, heard: Heard, matched: Mapping[str, float]) -> Asks:
    """What is known of a question beside what was found; `matched` is how it matches that word by word."""
    return Asks(
        text=question.about,
        illnesses=tuple(illness.names for illness in question.illnesses),
        asks_of_use=question.asks_of_use,
        names_use=bool(question.uses),
        names_topic=question.topics_named,
        names_treatment=question.names_treatment,
        near_subject=question.near_subject,
        sounds_uncovered=heard.scores.get(KIND + UNCOVERED, -1.0),
        worded_uncovered=heard.scores.get(PHRASES + KIND + UNCOVERED, 0.0),
        near_uncovered=heard.scores.get(NEAREST + KIND + UNCOVERED, -1.0),
        sounds_off_subject=heard.scores.get(KIND + OFF_SUBJECT),
        matched=matched,
    )


def _answer_id(question: Question, history: Sequence[str], version: str) -> str:
    """Identify an answer by all that decides it."""
    everything = json.dumps([question.asked, list(history), question.country, version], ensure_ascii=False)
    return hashlib.sha256(everything.encode()).hexdigest()[:16]
