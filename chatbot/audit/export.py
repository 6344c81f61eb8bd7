"""Writes answers out, one after the other: as CSV and as lines of JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from chatbot.audit.acts import Done
from chatbot.audit.archive import Kept, Listed
from chatbot.audit.records import iso

COLUMNS = (*Listed._fields, "uses", "text", "citations", "removed", "feedback", "scores")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(answers: Iterable[Kept]) -> Iterator[str]:
    """Yield the heading, and then a row for each answer."""
    return _table(COLUMNS, map(_row, answers))


def csv_acts(acts: Iterable[Done]) -> Iterator[str]:
    """Yield the heading, and then a row for each act."""
    return _table(Done._fields, ({**act._asdict(), "at": iso(act.at)} for act in acts))


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield lines of CSV; a cell that a spreadsheet would take for a formula gets an apostrophe before it."""
    line = io.StringIO()
    writer = csv.DictWriter(line, columns)
    writer.writeheader()
    for row in rows:
        yield _taken(line)
        writer.writerow({name: _cell(value) for name, value in row.items()})
    yield _taken(line)


def json_lines(answers: Iterable[Kept]) -> Iterator[str]:
    """Yield each answer with all that belongs to it as a line of JSON."""
    for kept in answers:
        yield json.dumps(kept.to_json(), ensure_ascii=False) + "\n"


LINES: Mapping[str, Callable[[Iterable[Kept]], Iterator[str]]] = {"csv": csv_lines, "jsonl": json_lines}
"""The forms that are text, as pieces of one answer at a time."""


def write(form: str, answers: Iterable[Kept], out: IO[str]) -> int:
    """Write answers in a form of LINES, one at a time; return how many."""
    count = 0

    def counted() -> Iterator[Kept]:
        nonlocal count
        for kept in answers:
            count += 1
            yield kept

    out.writelines(LINES[form](counted()))
    return count


def _taken(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


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
