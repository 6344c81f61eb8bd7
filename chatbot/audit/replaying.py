"""Asks a recorded question again and says what, if anything, is different."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chatbot.domain import Jurisdiction
from chatbot.reply import Reply

Respond = Callable[[str, Sequence[str], Jurisdiction | None], Reply]
UNCOMPARED = ("id", "timings_ms")
"""What differs from time to time, and who asked."""


class Change(NamedTuple):
    """A field of the reply that is different now; None where there is none."""

    field: str
    was: object
    now: object


class Replayed(NamedTuple):
    """What became of a question that was asked again."""

    same: bool
    """Byte for byte, timings aside."""
    removed: bool
    """Personal details had been removed: what was asked again is what was kept."""
    library_was: str
    library_now: str
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return {**self._asdict(), "changes": [change._asdict() for change in self.changes]}


def replay(record: Mapping[str, Any], respond: Respond) -> Replayed:
    """Ask a record's question again, with its history and country."""
    country = Jurisdiction(record["country"]) if record["country"] else None
    reply = respond(record["question"], tuple(record["history"]), country).to_json()
    removed = bool(record["removed"])
    left_out = {*UNCOMPARED, *(["answer_id"] if removed else [])}
    was, now = (
        {name: value for name, value in one.items() if name not in left_out} for one in (record["reply"], _plain(reply))
    )
    return Replayed(
        same=json.dumps(was) == json.dumps(now),
        removed=removed,
        library_was=record["reply"]["library_version"],
        library_now=reply["library_version"],
        changes=tuple(changes(was, now)),
    )


def changes(was: object, now: object, field: str = "") -> Iterator[Change]:
    """Yield each innermost field in which two JSON values differ."""
    pairs: Iterator[tuple[str, object, object]]
    if isinstance(was, dict) and isinstance(now, dict):
        pairs = ((name, was.get(name), now.get(name)) for name in dict.fromkeys([*was, *now]))
    elif isinstance(was, list) and isinstance(now, list):
        longest = max(len(was), len(now))
        pairs = ((str(i), _at(was, i), _at(now, i)) for i in range(longest))
    else:
        if was != now:
            yield Change(field, was, now)
        return
    for name, one, other in pairs:
        yield from changes(one, other, f"{field}.{name}" if field else name)


def _plain(reply: dict[str, Any]) -> dict[str, Any]:
    """As it comes back from JSON."""
    made: dict[str, Any] = json.loads(json.dumps(reply))
    return made


def _at(values: Sequence[object], i: int) -> object:
    return values[i] if i < len(values) else None
