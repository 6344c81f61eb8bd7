"""Writes answers out, one after the other: as CSV, as lines of JSON, and as a log that Inspect's viewer shows."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from chatbot.audit.archive import Kept, Listed
from chatbot.audit.models import SCORES
from chatbot.audit.records import iso
from chatbot.errors import TrailError

if TYPE_CHECKING:
    from inspect_ai.log import EvalSample

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


def to_inspect(answers: Iterable[Kept], path: Path) -> int:
    """Write a log of Inspect, each answer a sample with its reviewers' scores; return how many."""
    try:
        from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSpec, write_eval_log  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise TrailError("an Inspect log needs Inspect: pip install -e '.[dev]' (inspect-ai)") from error
    samples = [_sample(kept) for kept in answers]
    created = max((sample.metadata["at"] for sample in samples), default="")
    spec = EvalSpec(
        created=created or "1970-01-01T00:00:00+00:00",
        task="trail",
        dataset=EvalDataset(name="trail", samples=len(samples)),
        model="none",
        config=EvalConfig(),
    )
    write_eval_log(EvalLog(eval=spec, status="success", samples=samples), str(path))
    return len(samples)


def _sample(kept: Kept) -> "EvalSample":
    from inspect_ai.log import EvalSample  # noqa: PLC0415
    from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ModelOutput  # noqa: PLC0415
    from inspect_ai.scorer import Score  # noqa: PLC0415

    record = kept.record
    text = record["reply"]["text"]
    asked = [ChatMessageUser(content=turn) for turn in (*record["history"], record["question"])]
    return EvalSample(
        id=kept.listed.number,
        epoch=1,
        input=[*asked] if record["history"] else str(record["question"]),
        target="",
        messages=[*asked, ChatMessageAssistant(content=text)],
        output=ModelOutput.from_content("none", text),
        scores={
            f"{name} ({score['rater']})": Score(value=score[name], explanation=score["note"] or None)
            for score in kept.scores
            for name in SCORES
        },
        metadata={**kept.listed.to_json(), "record": record, "feedback": list(kept.feedback)},
    )


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
