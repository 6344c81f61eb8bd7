"""Writes answers as a log that Inspect's viewer shows, one answer at a time; home of inspect-ai.

Inspect's own writer wants every sample in memory. Its logs are archives with a file for each sample, so the samples are
written here one after the other, each in Inspect's own form, and the head of the log is what Inspect writes.
"""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from chatbot.audit.archive import Kept
from chatbot.audit.models import SCORES
from chatbot.errors import TrailError

if TYPE_CHECKING:
    from inspect_ai.log import EvalSample

ENDING = ".eval"
HEADS = ("_journal/start.json", "header.json")
SUMMARIES = "summaries.json"
NEVER = "1970-01-01T00:00:00+00:00"


def to_inspect(answers: Iterable[Kept], path: Path) -> int:
    """Write a log of Inspect, each answer a sample with its reviewers' scores; return how many.

    Of an answer that is written only its name in the archive stays in memory. Raise TrailError for a name that does not
    end in .eval, or where Inspect is not installed.
    """
    if path.suffix != ENDING:
        raise TrailError(f"{path.name}: the name of an Inspect log ends in {ENDING}")
    try:
        from inspect_ai.log import EvalLog  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise TrailError("an Inspect log needs Inspect: pip install -e '.[dev]' (inspect-ai)") from error
    with TemporaryDirectory() as name, ZipFile(path, "w", ZIP_DEFLATED) as log:
        summaries = Path(name) / SUMMARIES
        count, newest = _samples(answers, log, summaries)
        log.write(summaries, SUMMARIES)
        for head, content in _heads(count, newest, Path(name) / f"head{ENDING}"):
            log.writestr(head, content)
    return count


def _samples(answers: Iterable[Kept], log: ZipFile, summaries: Path) -> tuple[int, str]:
    """Write each sample, and beside the log the summaries of all; return how many and the time of the newest."""
    count, newest = 0, NEVER
    with summaries.open("w", encoding="utf-8") as out:
        out.write("[")
        for count, kept in enumerate(answers, start=1):
            sample = _sample(kept)
            log.writestr(f"samples/{sample.id}_epoch_1.json", sample.model_dump_json(exclude_none=True))
            out.write("," if count > 1 else "")
            out.write(sample.summary().model_dump_json(exclude_none=True))
            newest = max(newest, str(sample.metadata["at"]))
        out.write("]")
    return count, newest


def _heads(count: int, created: str, beside: Path) -> list[tuple[str, bytes]]:
    """The files at the head of a log, as Inspect writes them for one without samples."""
    from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSpec, write_eval_log  # noqa: PLC0415

    spec = EvalSpec(
        created=created,
        task="trail",
        dataset=EvalDataset(name="trail", samples=count),
        model="none",
        config=EvalConfig(),
    )
    write_eval_log(EvalLog(eval=spec, status="success", samples=[]), str(beside))
    with ZipFile(beside) as written:
        return [(name, written.read(name)) for name in HEADS]


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
