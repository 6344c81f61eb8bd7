"""A whole eval set put before reviewers: every case is asked, and its reply recorded under the set's own origin."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import NamedTuple

from chatbot.assistant import Assistant
from chatbot.audit.review import SET
from chatbot.audit.trail import Trail
from evals.choosing import Chosen

PATIENCE = 60
"""Seconds that a record may take to be on the disk."""


class Queued(NamedTuple):
    """What became of a set's replies; cases that ask the same have one reply."""

    queue: str
    new: int
    """Put into the queue."""
    before: int
    """Stood there already."""


def queue(one: Chosen, assistant: Assistant, trail: Trail, step: Callable[[], object]) -> Queued:
    """Ask every case of a set and record each reply under `set:NAME`; `step` is called after each case.

    A reply that stands in the queue already, word for word and from the same library, is not put there again.
    """
    name = f"{SET}{one.of.name}"
    new: dict[str, Future[None]] = {}
    known: set[str] = set()
    for case in one.cases:
        traced = assistant.traced(case.question, getattr(case, "history", ()), getattr(case, "country", None))
        id_ = traced.reply.stamp.answer_id
        if id_ not in new and id_ not in known:
            if trail.archive.holds_answer(id_, name):
                known.add(id_)
            else:
                new[id_] = trail.record(traced, name)
        step()
    for kept in new.values():
        kept.result(PATIENCE)
    return Queued(name, len(new), len(known))
