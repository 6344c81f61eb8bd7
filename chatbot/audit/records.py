"""Makes what is kept: personal details are removed here, before anything is written anywhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import uuid4

from chatbot.audit.chain import Entry
from chatbot.audit.packing import packed
from chatbot.audit.redaction import Redacted, Redactor
from chatbot.stages import Traced

Seal = Callable[[str], str]
"""Makes another id of an answer's, which tells nothing of the words that it was made from."""


class Maker(NamedTuple):
    """What making entries takes: how personal details are removed, how ids are sealed, and which code is at work."""

    redact: Redactor
    seal: Seal
    versions: Mapping[str, str]
    """Of the library, the rules and the code."""

    def answer(self, traced: Traced, at: datetime, origin: str) -> Entry:
        """Make the entry of a reply.

        The id of an answer is a hash of the question as it was asked: it would tell whether a name that someone
        guesses is right. So answers are found by a sealed id, and a reply keeps its own where nothing was removed.
        """
        reply = traced.reply.to_json()
        said = [traced.question, reply["question"], reply["standalone"], *traced.history]
        redacted = {text: self.redact(text) for text in said}
        clean = {text: one.text for text, one in redacted.items()}
        removed = Removed(redacted.values())
        record = {
            "question": clean[traced.question],
            "history": [clean[turn] for turn in traced.history],
            "country": traced.country,
            "reply": {
                **removed.within(reply),
                "id": None,
                "question": clean[reply["question"]],
                "standalone": clean[reply["standalone"]],
                "answer_id": "" if removed else reply["answer_id"],
            },
            "removed": removed.kinds,
            "considered": [list(one) for one in traced.considered],
            "stages": [{"name": s.name, "decision": s.decision, "measures": dict(s.measures)} for s in traced.stages],
            "versions": dict(self.versions),
        }
        content = {
            **drawn(record),
            "answer_id": self.seal(reply["answer_id"]),
            "at": iso(at),
            "origin": origin,
            "record": packed(record).hex(),
        }
        return _entry("answer", content)

    def feedback(self, answer_id: str, *, helpful: bool, reasons: Sequence[str], note: str, at: datetime) -> Entry:
        """Make the entry of a reader's feedback."""
        content = {
            "answer_id": self.seal(answer_id),
            "at": iso(at),
            "helpful": helpful,
            "reasons": " ".join(reasons),
            "note": _storable(self.redact(note).text),
        }
        return _entry("feedback", content)

    def score(self, content: Mapping[str, Any]) -> Entry:
        """Make the entry of a reviewer's scores; the note is redacted.

        Its id is the same for the same answer and rater: given twice at once, it is kept once.
        """
        uid = sha256(f"score {content['answer']} {content['rater']}".encode()).hexdigest()[:32]
        return Entry("score", uid, {**content, "note": _storable(self.redact(content["note"]).text)})

    def edit(self, content: Mapping[str, Any]) -> Entry:
        """Make the entry of a score set right; the reason is redacted."""
        return _entry("edit", {**content, "reason": _storable(self.redact(content["reason"]).text)})


class Removed:
    """What was removed from a question, and from all that repeats it."""

    def __init__(self, redacted: Iterable[Redacted]) -> None:
        found = [one for some in redacted for one in some.removed]
        self._words = {one.text: f"[{one.kind}]" for one in found if one.repeated}
        self.kinds = {kind: sum(one.kind == kind for one in found) for kind in sorted({one.kind for one in found})}

    def __bool__(self) -> bool:
        """Whether anything was."""
        return bool(self.kinds)

    def within(self, value: Any) -> Any:  # noqa: ANN401  any JSON value, the same again
        """Remove the same from a JSON value."""
        match value:
            case str():
                for word in sorted(self._words, key=len, reverse=True):
                    value = value.replace(word, self._words[word])
                return value
            case list():
                return [self.within(one) for one in value]
            case dict():
                return {name: self.within(one) for name, one in value.items()}
            case _:
                return value


def drawn(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a record stands in columns of its own, to find it by."""
    reply = record["reply"]
    beyond = [stage["measures"].get("beyond") for stage in record["stages"] if stage["name"] == "coverage"]
    return {
        "kind": reply["kind"],
        "reason": reply["reason"],
        "urgency": reply["urgent"]["level"] if reply["urgent"] else None,
        "country": record["country"],
        "confidence": beyond[-1] if beyond else None,
        "library_version": reply["library_version"],
        "question": _storable(record["question"]),
        "standalone": _storable(reply["standalone"]),
    }


def iso(at: datetime) -> str:
    """Return a moment as it is kept."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _storable(text: str) -> str:
    """Return a text that every database can hold: without zero characters and halves of characters."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _entry(kind: str, content: Mapping[str, Any]) -> Entry:
    return Entry(kind, uuid4().hex, content)
