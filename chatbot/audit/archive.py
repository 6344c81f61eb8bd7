"""Reads what is kept: one answer with all that belongs to it, lists of answers, and streams of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from chatbot.audit.chain import Chain, Verified
from chatbot.audit.database import Database
from chatbot.audit.models import Answer, AnswerUse, Edit, Feedback, Purge, Score
from chatbot.audit.packing import unpacked
from chatbot.audit.records import iso

BATCH = 200
LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which answers are wanted; None is any."""

    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None
    reason: str | None = None
    use: str | None = None
    country: str | None = None
    origin: str | None = None
    helpful: bool | None = None
    """With a reader's feedback that says so."""


class Listed(NamedTuple):
    """An answer in a list."""

    number: int
    at: datetime
    origin: str
    kind: str
    reason: str | None
    urgency: str | None
    country: str | None
    confidence: float | None
    library_version: str
    question: str
    standalone: str

    def to_json(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return {**self._asdict(), "at": iso(self.at)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer with its whole record, and what was thought of it."""

    listed: Listed
    record: dict[str, Any]
    """Question, history, country, reply, what was removed, passages considered, stages, versions."""
    feedback: tuple[dict[str, Any], ...] = ()
    scores: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        beside = {"feedback": list(self.feedback), "scores": list(self.scores)}
        return {**self.listed.to_json(), "record": self.record, **beside}


class Archive:
    """Everything that is kept in one database."""

    def __init__(self, database: Database, chain: Chain, seal: Callable[[str], str]) -> None:
        self.database = database
        self.chain = chain
        self.seal = seal

    def get(self, which: int | str) -> Kept | None:
        """Return an answer by its number or by the reply's own id; of one given several times, the newest."""
        found = Answer.seq == which if isinstance(which, int) else Answer.answer_id == self.seal(which)
        with self.database.begin() as session:
            answer = session.scalars(select(Answer).where(found).order_by(Answer.seq.desc()).limit(1)).first()
            return _kept(session, answer) if answer else None

    def holds_answer(self, answer_id: str, origin: str) -> bool:
        """Tell whether an answer, by the reply's own id, is kept under an origin."""
        found = select(Answer.seq).where(Answer.answer_id == self.seal(answer_id), Answer.origin == origin).limit(1)
        with self.database.begin() as session:
            return session.scalar(found) is not None

    def list(self, wanted: Filter, limit: int = LISTED) -> list[Listed]:
        """Return the newest answers that fit, newest first."""
        columns = [Answer.seq, *(getattr(Answer, name) for name in Listed._fields[1:])]
        chosen = _where(select(*columns), wanted).order_by(Answer.seq.desc()).limit(limit)
        with self.database.begin() as session:
            return [Listed(*row) for row in session.execute(chosen)]

    def stream(self, wanted: Filter) -> Iterator[Kept]:
        """Yield every answer that fits, oldest first; memory does not grow with their number."""
        chosen = _where(select(Answer), wanted).order_by(Answer.seq).execution_options(yield_per=BATCH)
        with self.database.begin() as session:
            for some in session.scalars(chosen).partitions(BATCH):
                yield from _all_kept(session, some)

    def verify(self) -> Verified:
        """Walk along the chain."""
        with self.database.begin() as session:
            return self.chain.verify(session)

    def holds(self, hash_: str) -> bool:
        """Tell whether a hash that was written down is still one of the chain's."""
        with self.database.begin() as session:
            return self.chain.holds(session, hash_)

    def purge(self, before: datetime) -> Purge | None:
        """Take out what was written before a moment; None where there is nothing."""
        with self.database.begin() as session:
            return self.chain.purge(session, before)


def corrected(score: Score, edits: Sequence[Edit]) -> dict[str, Any]:
    """Return a score with its edits applied, and the edits beside it."""
    row = {"number": score.seq, **score.content()}
    for edit in edits:
        row[edit.field] = edit.new
    return {**row, "edits": [edit.content() for edit in edits]}


def _where(chosen: Select[Any], wanted: Filter) -> Select[Any]:
    same = {Answer.kind: wanted.kind, Answer.reason: wanted.reason}
    same |= {Answer.country: wanted.country, Answer.origin: wanted.origin}
    tests: list[ColumnElement[bool]] = [column == value for column, value in same.items() if value is not None]
    if wanted.since is not None:
        tests.append(Answer.at >= wanted.since)
    if wanted.until is not None:
        tests.append(Answer.at < wanted.until)
    if wanted.use is not None:
        tests.append(Answer.seq.in_(select(AnswerUse.seq).where(AnswerUse.use == wanted.use)))
    if wanted.helpful is not None:
        told = select(Feedback.answer_id).where(Feedback.helpful == wanted.helpful)
        tests.append(Answer.answer_id.in_(told))
    return chosen.where(*tests)


def _kept(session: Session, answer: Answer) -> Kept:
    return next(_all_kept(session, [answer]))


def _all_kept(session: Session, answers: Sequence[Answer]) -> Iterator[Kept]:
    """Bring to each answer of a batch what belongs to it."""
    ids, numbers = {answer.answer_id for answer in answers}, [answer.seq for answer in answers]
    told = session.scalars(select(Feedback).where(Feedback.answer_id.in_(ids)).order_by(Feedback.seq)).all()
    scores = session.scalars(select(Score).where(Score.answer.in_(numbers)).order_by(Score.seq)).all()
    edits = session.scalars(
        select(Edit).where(Edit.score.in_([score.seq for score in scores])).order_by(Edit.seq)
    ).all()
    for answer in answers:
        yield Kept(
            listed=Listed(answer.seq, *(getattr(answer, name) for name in Listed._fields[1:])),
            record=unpacked(answer.record),
            feedback=tuple({"number": one.seq, **one.content()} for one in told if one.answer_id == answer.answer_id),
            scores=tuple(
                corrected(score, [edit for edit in edits if edit.score == score.seq])
                for score in scores
                if score.answer == answer.seq
            ),
        )
