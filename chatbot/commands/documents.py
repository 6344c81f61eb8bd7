"""`chatbot corpus add`, `show`, `replace`, `rename`, `remove`, `resolve`, `refresh`: documents of one's own."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from chatbot.commands.shared import progress_bar, settings, told
from chatbot.domain import Jurisdiction, SourceKind
from chatbot.errors import DocumentError
from chatbot.finding.encoding import word_pieces
from chatbot.knowledge.added import Judged
from chatbot.knowledge.intake import Intake, Outcome
from chatbot.knowledge.library import read_library
from chatbot.knowledge.loaders.apart import readers
from chatbot.knowledge.loaders.parts import Reading
from chatbot.knowledge.provenance import NEEDED, Given, read_register
from chatbot.knowledge.shelf import Document, Shelf

ocr_option = click.option(
    "--ocr/--no-ocr",
    default=None,
    help="Read pages that are pictures of text by OCR, which an extra brings; by default as CHATBOT_OCR says.",
)
INDEX = "Run 'chatbot index' to answer from it; a page in service notices."
HELP: Mapping[str, str] = {
    "title": "Its title.",
    "publisher": "Who published it.",
    "kind": f"One of {', '.join(SourceKind)}.",
    "jurisdiction": f"Where it holds: one of {', '.join(Jurisdiction)}.",
    "year": "When it was published; 'none' when it does not say.",
    "interest": "What the publisher stands to gain, or 'none known'.",
}


def _provenance(command: click.Command) -> click.Command:
    for name in reversed(NEEDED):
        command.params.append(click.Option([f"--{name}"], help=HELP[name]))
    command.params.append(click.Option(["--url"], help="The publisher's own address of it."))
    command.params.append(click.Option(["--id", "id_"], help="A short name; by default made from the title."))
    return command


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE…|FOLDER")
@ocr_option
@told
def add(paths: tuple[Path, ...], id_: str | None, *, ocr: bool | None, **given: str | None) -> None:
    """Add files (PDF, HTML, Markdown, text, DOCX) to the library, with who published them.

    A folder needs a register.yaml: `documents`, a list with `file` and the same fields as the options, and `all` for
    what they share. What stands already is left as it is, so that a run that was stopped is simply run again.

    \b
    chatbot corpus add leaflet.pdf --title "Your infusion" --publisher "Example Hospital" \\
      --kind patient-information --jurisdiction UK --year 2024 --interest "none known"
    chatbot corpus add our-leaflets/
    """
    told_ = {name: value for name, value in {**given, "id": id_}.items() if value}
    with _intake(ocr=ocr) as intake:
        if len(paths) == 1 and paths[0].is_dir():
            _finish(_add_folder(intake, paths[0]))
            return
        if len(paths) > 1 and (told_.keys() & {"title", "id"}):
            raise DocumentError(
                "several files cannot share a title or an id; add them one by one, or write a register.yaml"
            )
        outcomes = []
        for path in paths:
            named = told_ | ({"title": path.stem} if len(paths) > 1 else {})
            one = _asked(Given(file=path, told=named))
            with progress_bar(f"Reading {path.name}") as progress:
                outcomes.append(intake.add(one, progress=progress))
            _tell(outcomes[-1])
        _finish(outcomes)


def _asked(given: Given) -> Given:
    """Ask for what is missing, by name, where a person sits at the terminal; else it is told when it is added."""
    answers = {}
    if sys.stdin.isatty():
        answers = {
            name: click.prompt(f"{given.file.name}: {name} ({HELP[name].rstrip('.')})") for name in given.missing()
        }
    return Given(file=given.file, told={**given.told, **answers})


def _add_folder(intake: Intake, folder: Path) -> list[Outcome]:
    given = read_register(folder)
    with progress_bar("Adding documents") as progress:
        outcomes = list(intake.add_all(given, progress))
    for outcome in outcomes:
        if outcome.problem or (outcome.reading and outcome.reading.unread):
            _tell(outcome)
    return outcomes


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--all", "everything", is_flag=True, help="Show every passage, also those that are answered from.")
@told
def show(id_: str, *, everything: bool) -> None:
    """Show a document: what was read of each page, what was not and why, and what is not answered from.

    \b
    chatbot corpus show own-your-infusion
    """
    chosen = settings()
    document = Shelf(chosen.documents).document(id_)
    library = read_library(chosen.corpus, chosen.documents)
    _show_source(document)
    _show_pages(document.kept.reading, library.wording("own_document.ocr"))
    _show_passages(library.added[id_], everything=everything)


@click.command()
@click.argument("id_", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@ocr_option
@told
def replace(id_: str, file: Path, *, ocr: bool | None) -> None:
    """Put another file in the place of a document's; who published it stays.

    \b
    chatbot corpus replace own-your-infusion leaflet-2026.pdf
    """
    with _intake(ocr=ocr) as intake, progress_bar(f"Reading {file.name}") as progress:
        outcome = intake.replace(id_, file, progress)
    _tell(outcome)
    _finish([outcome])


@click.command()
@click.argument("id_", metavar="ID")
@click.argument("new")
@told
def rename(id_: str, new: str) -> None:
    """Give a document another id.

    \b
    chatbot corpus rename own-your-infusion own-infusion-leaflet
    """
    _shelf().rename(id_, new)
    click.echo(f"{id_} is now {new}. {INDEX}")


@click.command()
@click.argument("id_", metavar="ID")
@told
def remove(id_: str) -> None:
    """Take a document back: its file, its passages, and everything made from them.

    \b
    chatbot corpus remove own-your-infusion
    """
    _shelf().remove(id_)
    click.echo(f"{id_} was taken back. {INDEX}")


@click.command()
@click.argument("id_", metavar="ID")
@click.argument("passage")
@click.argument("decision", type=click.Choice(["not-a-claim", "leave-out"]))
@told
def resolve(id_: str, passage: str, decision: str) -> None:
    """Decide about a passage that is held back: it words no approval after all, or it is left out for good.

    A passage that says 'approved' rightly needs no decision: mend the status in the records of the use.

    \b
    chatbot corpus resolve own-your-infusion own-your-infusion-1a2b3c4d leave-out
    """
    chosen, shelf = settings(), _shelf()
    record = shelf.record(id_)
    known = {one.key for one in read_library(chosen.corpus, chosen.documents).added[id_]}
    if passage not in known:
        raise DocumentError(f"{id_} has no passage {passage!r}; 'chatbot corpus show {id_}' names them")
    shelf.change(record.model_copy(update={"decided": {**record.decided, passage: decision}}))
    click.echo(f"{passage}: {decision}. {INDEX}")


@click.command()
@told
def refresh() -> None:
    """Read every document's own file again, as this version of the program reads it; by OCR what was read by OCR.

    \b
    chatbot corpus refresh
    """
    shelf = Shelf(settings().documents)
    ids = shelf.ids()
    with _intake() as intake, progress_bar("Reading again") as progress:
        for number, id_ in enumerate(ids, start=1):
            intake.refresh(id_)
            progress(number, len(ids))
    click.echo(f"{len(ids)} documents were read again. {INDEX}")


COMMANDS = (_provenance(add), show, replace, rename, remove, resolve, refresh)


def _shelf() -> Shelf:
    """The shelf of the library, each change of which is noted in the trail."""
    from chatbot.assemble import open_archive  # noqa: PLC0415  help needs no database
    from chatbot.audit.acts import Acts  # noqa: PLC0415
    from chatbot.commands.noted import NotedShelf  # noqa: PLC0415

    chosen = settings()
    return NotedShelf(chosen, Acts(open_archive(chosen)))


@contextmanager
def _intake(*, ocr: bool | None = None) -> Iterator[Intake]:
    chosen = settings()
    with readers(ocr=chosen.ocr if ocr is None else ocr) as reading:
        today = date.today()  # noqa: DTZ011  a date of checking is a local day
        yield Intake(_shelf(), reading, word_pieces(chosen.model), today)


def _tell(outcome: Outcome) -> None:
    if outcome.problem:
        click.echo(outcome.problem, err=True)
        return
    if not outcome.new:
        click.echo(f"{outcome.id}: stands there already, word for word.")
        return
    assert outcome.reading is not None
    read = outcome.reading
    click.echo(f"{outcome.id}: {read.characters} characters, {read.tables} tables, {outcome.pieces} passages.")
    for what in read.unread:
        click.echo(f"  {what.where}: {what.why}: {what.what_to_do}")


def _finish(outcomes: Sequence[Outcome]) -> None:
    new = sum(outcome.new for outcome in outcomes)
    failed = [outcome for outcome in outcomes if outcome.problem]
    stood = len(outcomes) - new - len(failed)
    click.echo(f"{new} added, {stood} stood there already, {len(failed)} not added. {INDEX}")
    if failed:
        raise SystemExit(1)


def _show_source(document: Document) -> None:
    record, source = document.record, document.record.source
    click.echo(f"{record.id}: {source.title}")
    about = (source.publisher, record.kind, source.jurisdiction, source.year or "no year", source.url or "no address")
    click.echo(f"  {' · '.join(map(str, about))}")
    click.echo(f"  interest: {source.interest}")
    click.echo(
        f"  file {record.name}, added {record.added}, checked {source.checked}, next review {source.next_review}"
    )


def _show_pages(reading: Reading, by_ocr: str) -> None:
    for page in reading.pages:
        where = f"page {page.page}" if page.page is not None else "file"
        click.echo(f"  {where}: {page.characters} characters, {page.tables} tables{f', {by_ocr}' if page.ocr else ''}")
        for what in page.unread:
            click.echo(f"    {what.where}: {what.why}: {what.what_to_do}")


def _show_passages(judged: Sequence[Judged], *, everything: bool) -> None:
    quoted = sum(one.quoted for one in judged)
    click.echo(f"{len(judged)} passages, {quoted} answered from")
    for one in judged:
        note = _note(one)
        if note or everything:
            passage = one.passage
            click.echo(f"\n{one.key} · {passage.locator}{f' · {note}' if note else ''}")
            if passage.uses or passage.topics:
                click.echo(
                    f"  uses: {', '.join(passage.uses) or '-'} · topics: {', '.join(sorted(passage.topics)) or '-'}"
                )
            click.echo(f"  {passage.text}")


def _note(one: Judged) -> str:
    """Say what is special about a passage, most important first."""
    notes = []
    if one.role != "content":
        notes.append(f"{one.role} ({one.why}): never answered from")
    elif one.held == "approval":
        notes.append("HELD BACK: says 'approved' about a use that the records do not hold as approved")
    elif one.held:
        notes.append("left out by a person")
    if one.role == "content" and one.claims:
        said = "; ".join(f"{use}: {', '.join(names)}" for use, names in one.claims.items())
        seller = ", as the seller's claim" if one.passage.strength == "commercial-claim" else ""
        notes.append(f"claims a benefit{seller} ({said})")
    if one.same_as is not None:
        notes.append(f"says the same as {one.same_as.id}: cited together")
    return "; ".join(notes)
