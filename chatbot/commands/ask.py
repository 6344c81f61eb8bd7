"""`chatbot ask`: one question on the command line, or many as lines of JSON."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import click
from pydantic import ValidationError

from chatbot.assemble import load
from chatbot.commands.shared import country_option, progress_bar, settings, told
from chatbot.domain import Jurisdiction
from chatbot.errors import HandoutError, QuestionError
from chatbot.handout.setting import make
from chatbot.handout.sheets import Sheets, paper
from chatbot.incoming import Incoming, complaint
from chatbot.knowledge.library import Library, read_library
from chatbot.recording import recorded, recording
from chatbot.reply import Reply


@click.command()
@click.argument("question", required=False)
@country_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole reply as one JSON object.")
@click.option(
    "--jsonl",
    "lines",
    type=click.File("r", encoding="utf-8-sig"),
    is_flag=False,
    flag_value="-",
    help='Read questions as JSON lines, {"id", "question", "history", "country"}, from FILE or standard input; '
    "write one reply a line, in order.",
)
@click.option(
    "--pdf",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    metavar="FILE",
    help="Write the reply to FILE as a page to print (Letter for US and CA, else A4).",
)
@click.option("--link", default="", metavar="ADDRESS", help="With --pdf: the address that the page's code opens.")
@told
def ask(
    *,
    question: str | None,
    country: Jurisdiction | None,
    as_json: bool,
    lines: IO[str] | None,
    pdf: Path | None,
    link: str,
) -> None:
    """Answer a QUESTION from the library, with labels, citations and how sure it is.

    \b
    chatbot ask "Does IVIG work for autism?"
    chatbot ask "Is it approved for CIDP?" --country UK --json
    chatbot ask "What happens on infusion day?" --pdf page.pdf
    chatbot ask --jsonl questions.jsonl > replies.jsonl
    """
    if (lines is None) == (question is None):
        raise click.UsageError("give either a question in quotes or --jsonl FILE")
    if lines is not None and pdf is not None:
        raise click.UsageError("--pdf is for one question")
    with progress_bar("Building the index") as progress:
        chosen = settings()
        library = read_library(chosen.corpus, chosen.documents)
        assistant = load(chosen, progress, library)
    place = country or chosen.country
    with recording(chosen, library, assistant) as opened:
        respond = recorded(assistant.traced, opened, "ask")
        if lines is not None:
            for answered in _answered(lines, respond, place):
                click.echo(json.dumps(answered, ensure_ascii=False))
                sys.stdout.flush()
            return
        reply = respond(question or "", country=place)
        if pdf is not None:
            _print(reply, pdf, link, library)
        click.echo(json.dumps(reply.to_json(), ensure_ascii=False, indent=2) if as_json else assistant.explained(reply))


def _print(reply: Reply, file: Path, link: str, library: Library) -> None:
    """Write a reply as a page to print; raise HandoutError where it cannot be."""
    sheet = Sheets(library, reply.stamp.library_version).reply(reply, link)
    try:
        file.write_bytes(make(sheet, paper(reply.asked.country)))
    except OSError as error:
        raise HandoutError(f"the page cannot be written to {file} ({error}); choose another file") from error


def _answered(lines: IO[str], respond: Callable[..., Reply], country: Jurisdiction | None) -> Iterator[dict[str, Any]]:
    for number, text in enumerate(_decoded(lines), start=1):
        if text.strip():
            asked = _read(text, number)
            yield respond(asked.question, asked.history, asked.country or country, id=asked.id).to_json()


def _decoded(lines: IO[str]) -> Iterator[str]:
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise QuestionError(f"the questions are not UTF-8 ({error}); save the file as UTF-8") from error


def _read(text: str, number: int) -> Incoming:
    try:
        return Incoming.model_validate_json(text)
    except ValidationError as error:
        raise QuestionError(f"line {number}: {complaint(error)}; correct the line") from error
