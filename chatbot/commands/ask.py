"""`chatbot ask`: one question on the command line, or many as lines of JSON."""

import json
import sys
from collections.abc import Iterator
from typing import IO, Any

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from chatbot.assemble import load
from chatbot.assistant import Assistant
from chatbot.commands.shared import country_option, progress_bar, settings, told
from chatbot.domain import Jurisdiction
from chatbot.errors import QuestionError


class Line(BaseModel):
    """One question of a JSONL file."""

    model_config = ConfigDict(extra="forbid")

    id: str | int | None = None
    question: str
    history: list[str] = []
    country: Jurisdiction | None = None


@click.command()
@click.argument("question", required=False)
@country_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole reply as one JSON object.")
@click.option(
    "--jsonl",
    "lines",
    type=click.File("r", encoding="utf-8"),
    is_flag=False,
    flag_value="-",
    help='Read questions as JSON lines, {"id", "question", "history", "country"}, from FILE or standard input; '
    "write one reply a line, in order.",
)
@told
def ask(question: str | None, country: str | None, as_json: bool, lines: IO[str] | None) -> None:  # noqa: FBT001
    """Answer a QUESTION from the library, with labels, citations and how sure it is.

    \b
    chatbot ask "Does IVIG work for autism?"
    chatbot ask "Is it approved for CIDP?" --country UK --json
    chatbot ask --jsonl questions.jsonl > replies.jsonl
    """
    if lines is None and question is None:
        raise click.UsageError("give a question in quotes, or --jsonl FILE")
    with progress_bar("Building the index") as progress:
        chosen = settings()
        assistant = load(chosen, progress)
    if lines is not None:
        for answered in _answered(lines, assistant, country):
            click.echo(json.dumps(answered, ensure_ascii=False))
            sys.stdout.flush()
        return
    reply = assistant.reply(question or "", country=country or chosen.country)
    click.echo(json.dumps(reply.to_json(), ensure_ascii=False, indent=2) if as_json else reply.text)


def _answered(lines: IO[str], assistant: Assistant, country: str | None) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        line = _read(text, number)
        place = line.country or country
        id_ = str(line.id) if line.id is not None else None
        yield assistant.reply(line.question, line.history, place, id=id_).to_json()


def _read(text: str, number: int) -> Line:
    try:
        return Line.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise QuestionError(f"line {number}: {where}: {first['msg']}; correct the line") from error
