"""Reviewing answers: queues, two raters blind to each other, a third where they disagree, scores set right in the open.

Nothing here changes a score that was given: to set one right is a record of its own, with author, reason and old value.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select

from chatbot.audit.agreement import Agreement, agreement
from chatbot.audit.archive import Archive, Filter, Kept, corrected
from chatbot.audit.models import SCALE, SCORES, Answer, Edit, Feedback, Score
from chatbot.audit.records import iso
from chatbot.audit.trail import Trail
from chatbot.errors import ReviewError
from chatbot.knowledge.wording import Wording

RATERS = 2
APART = 2
"""Scores of two raters so many steps apart are a disagreement; of harm one step is."""
SEED = 20261125
LONGEST_NAME = 128
SET = "set:"


class Queue(StrEnum):
    """What readers asked and is to be reviewed; beside these, `set:NAME` is an eval set asked under that origin."""

    UNANSWERED = "unanswered"
    LOW_CONFIDENCE = "low-confidence"
    URGENT = "urgent"
    THUMBS_DOWN = "thumbs-down"
    RANDOM = "random"


class Standing(NamedTuple):
    """How far a queue is, as one rater sees it."""

    queue: str
    answers: int
    settled: int
    """Scored by two raters who agree, or by three."""
    yours: int
    """Scored by this rater."""
    waiting: int
    """That want this rater's scores."""

    def to_json(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return self._asdict()


class Review:
    """The reviewers' side of a trail."""

    def __init__(self, trail: Trail) -> None:
        self._trail = trail

    def queues(self) -> list[str]:
        """Return the names of all queues: the fixed ones, then each eval set that was asked."""
        asked = select(Answer.origin).where(Answer.origin.startswith(SET)).distinct().order_by(Answer.origin)
        with self._archive.database.begin() as session:
            return [*Queue, *session.scalars(asked)]

    def queue(self, name: str, rater: str, size: int = 20) -> list[int]:
        """Return numbers of answers for a rater: not yet scored by them, and not yet settled by others.

        The order of the random sample is the same for everyone; an answer that comes to it leaves the others in theirs.
        """
        scores = self._scores(None)
        return [number for number in self._numbers(name) if _wants(scores.get(number, []), rater)][:size]

    def standing(self, name: str, rater: str) -> Standing:
        """Return how far a queue is, as a rater sees it; raise ReviewError for a queue that there is not."""
        numbers, scores = self._numbers(name), self._scores(None)
        given = [scores.get(number, []) for number in numbers]
        return Standing(
            queue=name,
            answers=len(numbers),
            settled=sum(_settled(some) is not None for some in given),
            yours=sum(any(score["rater"] == rater for score in some) for some in given),
            waiting=sum(_wants(some, rater) for some in given),
        )

    def answer(self, number: int) -> Kept | None:
        """Return an answer to be reviewed, without anybody's scores; None where it is not kept."""
        kept = self._archive.get(number)
        return replace(kept, scores=()) if kept else None

    def score(self, answer: int, rater: str, scores: Mapping[str, int], note: str = "") -> Future[None]:
        """Keep a rater's scores; raise ReviewError where they are not whole, or the rater has none to give."""
        if scores.keys() != set(SCORES) or not set(scores.values()) <= set(SCALE):
            raise ReviewError(f"give {', '.join(SCORES)}, each from {SCALE[0]} to {SCALE[-1]}")
        if not rater.strip() or len(rater) > LONGEST_NAME:
            raise ReviewError(f"a rater needs a name of at most {LONGEST_NAME} characters")
        if self._archive.get(answer) is None:
            raise ReviewError(f"no answer {answer} is kept; take one of a queue")
        if not self.wants(answer, rater):
            raise ReviewError(f"answer {answer} was scored by {rater} already, or by {RATERS} raters who agree")
        content = {"answer": answer, "rater": rater, "at": iso(datetime.now(UTC)), **scores, "note": note}
        return self._trail.writer.put(lambda: self._trail.maker.score(content))

    def edit(self, score: int, field: str, new: int, *, author: str, reason: str) -> Future[None]:
        """Set a score right, named by its own number; the old value, the author and the reason are kept."""
        if field not in SCORES or new not in SCALE or not author.strip() or not reason.strip():
            raise ReviewError("a score is set right with its name, a step of the scale, an author and a reason")
        with self._archive.database.begin() as session:
            found = session.get(Score, score)
            edits = session.scalars(select(Edit).where(Edit.score == score).order_by(Edit.seq)).all()
            if found is None:
                raise ReviewError(f"there is no score {score}")
            old = corrected(found, edits)[field]
        content = {"score": score, "at": iso(datetime.now(UTC)), "author": author, "reason": reason}
        return self._trail.writer.put(
            lambda: self._trail.maker.edit({**content, "field": field, "old": old, "new": new})
        )

    def wants(self, answer: int, rater: str) -> bool:
        """Tell whether an answer wants the scores of a rater: the first two, or a third where those disagree."""
        return _wants(self._scores([answer]).get(answer, []), rater)

    def seen(self, answer: int, rater: str) -> list[dict[str, Any]]:
        """Return the scores of an answer that a rater may see: their own, and all once two have given theirs."""
        return _visible(self._scores([answer]).get(answer, []), rater)

    def stream(self, wanted: Filter, rater: str) -> Iterator[Kept]:
        """Yield every answer that fits, oldest first, each with the scores that a rater may see."""
        given = self._scores(None)
        for kept in self._archive.stream(wanted):
            yield replace(kept, scores=tuple(_visible(given.get(kept.listed.number, []), rater)))

    def settled(self, answer: int) -> dict[str, int] | None:
        """Return an answer's scores as they stand: the median of its raters', two of whom agree or three who rated."""
        return _settled(self._scores([answer]).get(answer, []))

    def results(self) -> dict[int, dict[str, int]]:
        """Return the scores of every answer that is settled, by its number."""
        stand = {answer: _settled(scores) for answer, scores in self._scores(None).items()}
        return {answer: scores for answer, scores in stand.items() if scores is not None}

    def agreement(self) -> dict[str, Agreement]:
        """Return how far the first two raters of each answer agree, score by score.

        Compared is what they gave blind to each other: to set a score right later makes no rater agree any better.
        """
        pairs = [scores[:RATERS] for scores in self._scores(None, edited=False).values() if len(scores) >= RATERS]
        return {name: agreement([a[name] for a, _ in pairs], [b[name] for _, b in pairs]) for name in SCORES}

    @property
    def _archive(self) -> Archive:
        return self._trail.archive

    def _numbers(self, name: str) -> list[int]:
        """The numbers of a queue's answers in its order."""
        with self._archive.database.begin() as session:
            numbers = list(session.scalars(_chosen(name)))
        return sorted(numbers, key=_drawn) if name == Queue.RANDOM else numbers

    def _scores(self, answers: Sequence[int] | None, *, edited: bool = True) -> dict[int, list[dict[str, Any]]]:
        """The scores of answers, set right or as they were given, in the order of giving; of all with None."""
        wanted = select(Score) if answers is None else select(Score).where(Score.answer.in_(answers))
        with self._archive.database.begin() as session:
            scores = session.scalars(wanted.order_by(Score.answer, Score.seq)).all()
            edits = session.scalars(select(Edit).order_by(Edit.score, Edit.seq)).all() if scores and edited else []
        of = {score: list(some) for score, some in groupby(edits, key=lambda edit: edit.score)}
        rows = (corrected(score, of.get(score.seq, [])) for score in scores)
        return {answer: list(some) for answer, some in groupby(rows, key=lambda row: row["answer"])}


def scale(wording: Wording) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each score with its question and the words of its steps, from worst to best."""
    usual, harm = wording.under("review.scale"), wording.under("review.harm_scale")
    for name in SCORES:
        steps = harm if name == "harm" else usual
        yield name, wording(f"review.{name}"), [steps[str(step)] for step in SCALE]


def _chosen(name: str) -> Select[Any]:
    """The answers of a queue, newest first; the least confident first where that is what counts."""
    numbers = select(Answer.seq)
    if name.startswith(SET):
        return numbers.where(Answer.origin == name).order_by(Answer.seq)
    if name not in set(Queue):
        raise ReviewError(f"there is no queue {name}; use one of {', '.join(Queue)}, or {SET}NAME")
    asked = numbers.where(~Answer.origin.startswith(SET))
    if name == Queue.LOW_CONFIDENCE:
        return asked.where(Answer.kind == "answer", Answer.confidence.is_not(None)).order_by(Answer.confidence)
    if name == Queue.RANDOM:
        return asked
    tests: dict[str, ColumnElement[bool]] = {
        Queue.UNANSWERED: Answer.kind == "declined",
        Queue.URGENT: Answer.urgency.is_not(None),
        Queue.THUMBS_DOWN: Answer.answer_id.in_(select(Feedback.answer_id).where(~Feedback.helpful)),
    }
    return asked.where(tests[name]).order_by(Answer.seq.desc())


def _drawn(number: int) -> bytes:
    """The place of an answer in the random sample; it tells nothing of the answer."""
    return sha256(f"{SEED} {number}".encode()).digest()


def _wants(scores: Sequence[Mapping[str, Any]], rater: str) -> bool:
    """Whether an answer wants the scores of a rater: the first two, or a third where those disagree."""
    if any(score["rater"] == rater for score in scores):
        return False
    return len(scores) < RATERS or (len(scores) == RATERS and _disagree(scores))


def _visible(scores: Sequence[dict[str, Any]], rater: str) -> list[dict[str, Any]]:
    """The scores that a rater may see: their own, and all once two have given theirs and no third is to come."""
    done = len(scores) >= RATERS
    third = done and not any(score["rater"] == rater for score in scores)
    return [score for score in scores if score["rater"] == rater or (done and not (third and _disagree(scores)))]


def _disagree(scores: Sequence[Mapping[str, Any]]) -> bool:
    first, second = scores[:RATERS]
    return any(abs(first[name] - second[name]) >= (1 if name == "harm" else APART) for name in SCORES)


def _settled(scores: Sequence[Mapping[str, Any]]) -> dict[str, int] | None:
    if len(scores) < RATERS or (_disagree(scores) and len(scores) == RATERS):
        return None
    return {name: sorted(score[name] for score in scores)[(len(scores) - 1) // 2] for name in SCORES}
