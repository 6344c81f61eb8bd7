"""Writes answers out, one after the other: as CSV and as lines of JSON."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Any

from chatbot.audit.archive import Kept, Listed
from chatbot.audit.records import iso

COLUMNS = (*Listed._fields, "uses", "text", "citations", "removed", "feedback", "scores")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(answers: Iterable[Kept], out: IO[str]) -> int:
    """Write a row for each answer; return how many.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    rows = csv.DictWriter(out, COLUMNS)
    rows.writeheader()
    count = 0
    for count, kept in enumerate(answers, start=1):  # noqa: B007  the last one is the number
        rows.writerow({name: _cell(value) for name, value in _row(kept).items()})
    return count


def to_jsonl(answers: Iterable[Kept], out: IO[str]) -> int:
    """Write each answer with all that belongs to it as a line of JSON; return how many."""
    count = 0
    for count, kept in enumerate(answers, start=1):  # noqa: B007
        out.write(json.dumps(kept.to_json(), ensure_ascii=False) + "\n")
    return count


LINES: Mapping[str, Callable[[Iterable[Kept], IO[str]], int]] = {"csv": to_csv, "jsonl": to_jsonl}
"""The forms that are written one answer at a time."""


def _row(kept: Kept) -> Mapping[str, Any]:
    reply = kept.record["reply"]
    return {
        **kept.listed._asdict(),
        "at": iso(kept.listed.at),
        "uses": " ".join(reply["uses"]),
        "text": reply["text"],
        "citations": " ".join(dict.fromkeys(citation["source_id"] for citation in reply["citations"])),
        "removed": " ".join(f"{kind.replace(' ', '-')}:{n}" for kind, n in kept.record["removed"].items()),
        "feedback": json.dumps(list(kept.feedback)) if kept.feedback else "",
        "scores": json.dumps(list(kept.scores)) if kept.scores else "",
    }


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
