"""Frequent questions: each bound to the answer that the engine gives, and marked as soon as that is no longer so.

An entry is current while every passage that its answer was made from stands unchanged in the library and every label in
it is the same. That is seen from ids alone, so it can be told without asking anything. Whether the engine still gives
the very answer that was bound is seen by asking it again.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from chatbot.answering.caveats import BY_DAY
from chatbot.domain import COUNTRIES, Jurisdiction, UseLabel
from chatbot.errors import EntryError
from chatbot.knowledge.faq_records import ApprovalRecord, BindingRecord, FaqRecord
from chatbot.knowledge.labels import labels as compute_labels
from chatbot.knowledge.library import Library
from chatbot.reply import Answered, Declined, Reply

Ask = Callable[[str], Reply]
"""Asks the engine a question, with no country chosen and no turns before it."""
Progress = Callable[[int, int], None]
BUILD = "run `chatbot faq build`"


class State(StrEnum):
    """How far an entry can be relied on."""

    APPROVED = "approved"
    """A clinician approved this very answer."""
    WAITING = "waiting"
    """The answer is current, and no clinician has approved it."""
    STALE = "stale"
    """Something that the answer was made from has changed, or the engine gives no answer."""


class Against(NamedTuple):
    """Something that stands against an entry, and what to do about it at the command line; a page has its own way."""

    what: str
    command_line: str

    def __str__(self) -> str:
        return f"{self.what}; {self.command_line}"


class Faq:
    """The entries of one library, and what stands against each."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.entries = library.faq

    def entry(self, name: str) -> FaqRecord:
        """Return an entry by its id; raise EntryError for an id that is not there."""
        for entry in self.entries:
            if entry.id == name:
                return entry
        raise EntryError(f"no frequent question has the id {name!r}", command="chatbot faq list")

    def state(self, entry: FaqRecord, reply: Reply | None = None) -> State:
        """Tell how far an entry can be relied on; with the engine's reply, also whether that is what was bound."""
        if any(self.problems(entry, reply)):
            return State.STALE
        bound, approved = entry.bound, entry.approved
        return State.APPROVED if bound and approved and approved.answer == bound.answer else State.WAITING

    def problems(self, entry: FaqRecord, reply: Reply | None = None) -> Iterator[Against]:
        """Say what stands against an entry, in plain words; nothing when it is current."""
        if entry.declined:
            yield Against(
                f"the engine gives no answer to this question ({entry.declined})", "word it anew or leave it out"
            )
        elif entry.bound is None:
            yield Against("is bound to no answer yet", BUILD)
        else:
            yield from self._changed(entry.bound)
            if reply is not None and bind(reply) != entry.bound:
                yield Against("the engine now gives another answer", f"read it, then {BUILD}")

    def _changed(self, bound: BindingRecord) -> Iterator[Against]:
        for passage in bound.passages:
            if passage not in self._passages:
                record = passage.rpartition("-")[0]
                what = "changed" if record in self._stems else "is gone"
                yield Against(f"the passage {passage} {what}", f"read the new answer, then {BUILD}")
        uses = dict.fromkeys(label.partition(":")[0] for label in bound.labels)
        for use in uses:
            said = [label for label in bound.labels if label.partition(":")[0] == use]
            if said not in [self._labels(use, place) for place in (None, *COUNTRIES)]:
                yield Against(f"the label of {use} changed", f"read the new answer, then {BUILD}")

    def _labels(self, use: str, place: Jurisdiction | None) -> list[str]:
        """The labels of a use now, for a question that names this place; a label tells its place."""
        known = self._library.uses.get(use)
        return [_label(label) for label in compute_labels(known, place)] if known else []

    @cached_property
    def _passages(self) -> frozenset[str]:
        return frozenset(passage.id for passage in self._library.passages)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(passage.rpartition("-")[0] for passage in self._passages)


def build(entries: Sequence[FaqRecord], ask: Ask, progress: Progress | None = None) -> tuple[FaqRecord, ...]:
    """Ask every question and bind each entry to its answer; an approval is kept and holds for its own answer alone."""
    made = []
    for count, entry in enumerate(entries, start=1):
        made.append(_bound(entry, ask(entry.question)))
        if progress:
            progress(count, len(entries))
    return tuple(made)


def approve(entry: FaqRecord, reply: Reply, who: str, on: date) -> FaqRecord:
    """Return the entry with its present answer approved; raise EntryError where the answer is not the one bound."""
    if not who.strip():
        raise EntryError("an approval needs the name of the one who approves")
    made = bind(reply)
    if made is None or made != entry.bound:
        raise EntryError(
            f"the engine's answer to {entry.id} is not the one that the entry is bound to; "
            "read the present answer, bind the entry to it, and approve it then",
            command="chatbot faq build",
        )
    return entry.model_copy(update={"approved": ApprovalRecord(who=who.strip(), on=on, answer=made.answer)})


def replaced(entries: Iterable[FaqRecord], changed: FaqRecord) -> tuple[FaqRecord, ...]:
    """Return the entries with one of them changed."""
    return tuple(changed if entry.id == changed.id else entry for entry in entries)


def bind(reply: Reply) -> BindingRecord | None:
    """Return what a reply is made from; None where it is no plain answer, so that nothing can be bound to it."""
    if not isinstance(reply, Answered) or reply.urgent:
        return None
    labels = tuple(map(_label, reply.labels))
    passages = tuple(dict.fromkeys(passage.id for claim in reply.claims for passage in claim.passages))
    said = [
        [[claim.section, claim.text, [passage.id for passage in claim.passages]] for claim in reply.claims],
        labels,
        reply.sure,
        [caveat.text for caveat in reply.caveats if caveat.name not in BY_DAY],
    ]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    return BindingRecord(answer=digest[:16], passages=passages, labels=labels)


def _bound(entry: FaqRecord, reply: Reply) -> FaqRecord:
    bound = bind(reply)
    return entry.model_copy(update={"bound": bound, "declined": None if bound else _why(reply)})


def _why(reply: Reply) -> str:
    """Name the kind of a reply that is no plain answer."""
    return str(reply.reason) if isinstance(reply, Declined) else "urgent" if reply.to_json()["urgent"] else "smalltalk"


def _label(label: UseLabel) -> str:
    return f"{label.use.id}: {label.name} in {label.country or 'any country'}, {label.use.evidence}"
