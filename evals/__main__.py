"""`python -m evals`: the figures that the README quotes, the report, and what is accepted as the new measure."""

import os
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from tqdm import tqdm

from chatbot.assemble import load, open_encoder, open_trail
from chatbot.audit.redaction import kept_names
from chatbot.commands.shared import told
from chatbot.knowledge.library import Library, read_library
from chatbot.settings import Settings
from evals import accepting, counting, fitting, printing, queueing, ranks
from evals import redaction as redacting
from evals import retrieval as comparing
from evals import speed as timing
from evals import trail as recording
from evals.asking import asking
from evals.cases import Half, answer_cases
from evals.choosing import Choice, Chosen, choose
from evals.collection import read_collection
from evals.documents import COMMANDS
from evals.examples import example_rows
from evals.importing import imported
from evals.importing import write as write_cases
from evals.progress import Progress
from evals.report import NO_LINES
from evals.sets import GROUPS, all_sets
from evals.shares import Share

ALIASES = (*GROUPS, "labels", "absence", "followups", "costs", "attacks", "languages", "robustness")
"""Commands that are `--set` of the same name."""
half_option = click.option(
    "--half", type=click.Choice(["tune", "report"]), help="One half of the cases; without it both, one after the other."
)
worst_option = click.option("--worst", default=0, help="Show the N cases of each set that lack most.")
wrong_option = click.option("--wrong", "--misses", is_flag=True, help="Show every case that lacks something.")
ALL = 100_000


@click.group(invoke_without_command=True)
@click.option("--set", "sets", multiple=True, help="One set, or 'urgent' for all of warning signs; may be repeated.")
@click.option("--only", multiple=True, help="One case, by its id; may be repeated.")
@click.option("--fast", is_flag=True, help="Some cases of every set, in under 3 minutes.")
@half_option
@worst_option
@wrong_option
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Folder for the report of this run.")
@click.pass_context
def main(  # noqa: PLR0913  one for each option
    context: click.Context, *, sets: tuple[str, ...], only: tuple[str, ...], fast: bool, half: Half | None, worst: int,
    wrong: bool, keep: Path | None,
) -> None:  # fmt: skip
    """Measure the assistant on the cases in evals/cases.

    \b
    python -m evals                      every set, the report, and what changed since the accepted run
    python -m evals --fast               some cases of every set
    python -m evals --set labels --only cidp
    python -m evals urgent --half report --wrong
    python -m evals coverage | speed     the line of coverage; times
    python -m evals counts               how many cases there are of each kind
    python -m evals import sheet.xlsx    a reviewer's questions as a set
    python -m evals --set own            the answers that reviewers here took as cases
    python -m evals --set costs --keep DIR   report, figures and progress of a part, in a folder
    python -m evals queue answers        a set put before reviewers
    python -m evals accept --who NAME --why TEXT
    """
    if context.invoked_subcommand is None:
        _measure(Choice(sets, only, half, fast), ALL if wrong else worst, keep)


@told
def _measure(choice: Choice, worst: int, out: Path | None = None) -> None:
    """Run, print, report and compare; a regression of a whole or a fast run ends with exit code 1."""
    settings = Settings.read(os.environ)
    library = read_library(settings.corpus, settings.documents)
    chosen = _chosen(choice, settings, library)
    progress = Progress(out, sum(len(one.cases) for one in chosen)) if out else None
    from evals.running import chosen_display, run  # noqa: PLC0415  Inspect takes seconds to load, and most commands need it not

    logs = (out or accepting.OUT) / "logs"
    with asking(settings, library, _today(), chosen) as asked:
        results = run(chosen, asked.ask, logs, chosen_display(), progress.step if progress else lambda: None)
        version = asked.version
        lines = accepting.lines_of(library, asked.covered()) if choice.whole else NO_LINES
    for line in printing.lines(results, choice.half, worst):
        click.echo(line)
    found = accepting.compared(results)
    for change in found:
        click.echo(f"  {'REGRESSION ' if change.regressed else ''}{change}")
    if out:
        accepting.keep(results, version, found, out, lines)
    elif choice.whole:
        accepting.keep_whole(results, library, version, found, lines)
    if out or choice.whole:
        click.echo(f"\nReport: {(out or accepting.OUT) / accepting.REPORT}; logs: inspect view --log-dir {logs}")
    if (choice.whole or choice.fast) and any(change.regressed for change in found):
        sys.exit(1)


def _chosen(choice: Choice, settings: Settings, library: Library) -> list[Chosen]:
    return choose(all_sets(library, _today(), settings.cases.parent), choice, library)


def _today() -> date:
    return date.today()  # noqa: DTZ011  a review date is a local day


def _alias(name: str) -> click.Command:
    @click.command(name=name, help=f"The same as --set {name}.")
    @half_option
    @worst_option
    @wrong_option
    def command(*, half: Half | None, worst: int, wrong: bool) -> None:
        _measure(Choice((name,), half=half), ALL if wrong else worst)

    return command


for alias in ALIASES:
    main.add_command(_alias(alias))


@main.command()
@half_option
@worst_option
@wrong_option
@click.option("--data", type=click.Path(path_type=Path), help="A question set in BEIR's form, to compare on.")
@click.option("--kind", help="With --data: only queries of one kind.")
@click.option("--vectors", type=click.Path(path_type=Path), help="With --data: folder to keep the set's vectors in.")
@told
def finding(
    *, half: Half | None, worst: int, wrong: bool, data: Path | None, kind: str | None, vectors: Path | None
) -> None:
    """The same as --set finding, and ranks by words, by meaning and by both; or our finder beside its peers.

    \b
    python -m evals finding                               on our own library
    python -m evals finding --data DIR --half report      on a question set, with every peer that is installed
    """
    if data:
        _compare(data, half, kind, vectors)
        return
    if kind or vectors:
        raise click.UsageError("--kind and --vectors go with --data")
    _measure(Choice(("finding",), half=half), ALL if wrong else worst)
    ranker = ranks.Ranker.open(Settings.read(os.environ))
    halves: list[Half] = [half] if half else ["tune", "report"]
    for name in halves:
        click.echo(f"\n{name} half")
        for line in ranks.table(ranker, answer_cases(name)):
            click.echo(f"  {line}")
    click.echo(comparing.told_room(ranker.room))


def _compare(data: Path, half: Half | None, kind: str | None, vectors: Path | None) -> None:
    """Print one table over a question set: our finder and each peer."""
    settings = Settings.read(os.environ)
    collection = read_collection(data, half, kind)
    with TemporaryDirectory() as beside:
        work, encoding = comparing.prepare(collection, settings, Path(beside), vectors)
        click.echo(
            f"{len(collection.documents)} documents in {len(work.passages)} passages; {len(collection.queries)} queries"
            f" ({half or 'both halves'}; {collection.unjudged} more have no good document and are left out);"
            f" found means a gain of {collection.relevant} or more"
        )
        click.echo(
            f"{encoding.new} passages encoded in {encoding.seconds:.1f} s, once for all systems and apart from their"
            f" index times; {len(work.passages) - encoding.new} taken over"
        )
        for line in comparing.report(collection, list(comparing.run(work))):
            click.echo(line)


@main.command()
@half_option
@told
def coverage(half: Half | None) -> None:
    """The curve between refusing what is covered and answering what is not, for shifts of the line in use."""
    assistant, line = load(), read_library(Settings.read(os.environ).corpus).lines["covered"]
    halves: list[Half] = [half] if half else ["tune", "report"]
    for name in halves:
        rows = fitting.covered_rows(assistant, name)
        click.echo(f"\n{name} half ({len(rows)} questions)   covered, refused   not covered, declined")
        for shift, refused, declined in fitting.curve(rows, fitting.Line(line.weights, line.offset)):
            click.echo(f"  line moved by {shift:+.1f} {refused:26.1%} {declined:24.1%}")


@main.command()
@click.argument("names", nargs=-1, type=click.Choice(["alarm", "alarm-apart", "covered"]))
@told
def fit(names: tuple[str, ...]) -> None:
    """Fit the lines of corpus/lines.yaml anew to the tuning half, and write them there.

    \b
    python -m evals fit            every line
    python -m evals fit covered    one of them
    """
    settings = Settings.read(os.environ)
    library, assistant = read_library(settings.corpus), load(settings)
    lines = {name: fitting.Line(line.weights, line.offset) for name, line in library.lines.items()}
    if "alarm" in (names or lines):
        examples = example_rows(library, open_encoder(settings))
        lines["alarm"] = fitting.fit([*examples, *fitting.alarm_rows(assistant, "tune")], fitting.MOST_FALSE)
        fitting.write(lines, settings.corpus / "lines.yaml")
        assistant = load(settings)  # the next line is drawn over what this one lets pass
    if "alarm-apart" in (names or lines):
        lines["alarm-apart"] = fitting.fit(fitting.apart_rows(assistant, "tune"), fitting.MOST_FALSE_APART)
    if "covered" in (names or lines):
        rows = [*fitting.covered_rows(assistant, "tune"), *fitting.follow_up_rows(assistant, "tune")]
        lines["covered"] = fitting.fit(rows, fitting.MOST_REFUSED)
    fitting.write(lines, settings.corpus / "lines.yaml")
    click.echo(f"Fitted {', '.join(names or lines)}; run 'chatbot index' and look at the report half.")


@main.command()
@click.option("--wrong", is_flag=True, help="Show each message that went wrong.")
def redaction(*, wrong: bool) -> None:
    """Personal details: planted ones removed, messages without any left as they are."""
    settings = Settings.read(os.environ)
    redact = redacting.redactor(read_library(settings.corpus), settings)
    rows, more = redacting.run(redact, redacting.redaction_cases()), redacting.ordinary(redact)
    for what, share in redacting.figures(rows).items():
        click.echo(f"  {what:40} {share}")
    click.echo(f"  {'questions of the answer cases':40} {Share(sum(not r.changed for r in more), len(more))}")
    for row in (*rows, *more) if wrong else ():
        if row.left or (row.changed and not row.case.planted):
            click.echo(f"  {', '.join(row.left) or 'changed'}: {row.case.question}\n    {row.text}")


@main.command()
@told
def counts() -> None:
    """How many cases there are of each kind, beside how many there should be; exit code 1 where some are missing."""
    settings = Settings.read(os.environ)
    library = read_library(settings.corpus)
    found = list(counting.counts(all_sets(library, _today()), library))
    for one in found:
        click.echo(str(one))
    if any(one.short for one in found):
        sys.exit(1)


@main.command()
@click.option("--count", default=100_000, show_default=True, help="How many answers.")
def trail(count: int) -> None:
    """The record of replies: time to list, filter, verify and write out many answers, the memory of that, and kills."""
    settings = Settings.read(os.environ)
    library = read_library(settings.corpus, settings.documents)
    traced = load(settings, None, library).traced(answer_cases()[0].question)
    recording.main(count, settings.database_url, kept_names(library, settings.corpus), traced)


@main.command()
@told
def speed() -> None:
    """Embedding, reply, index build, cold start and memory, in one run."""
    timing.main(Settings.read(os.environ))


@main.command()
def pages() -> None:
    """First paint of every page and the time to an answer, in a real browser."""
    from evals import browsing  # noqa: PLC0415  the page takes seconds to load

    browsing.times(Settings.read(os.environ))


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def screenshots(folder: Path) -> None:
    """Write pictures of every page at 360, 768 and 1280 px, in light and dark, into FOLDER."""
    from evals import browsing  # noqa: PLC0415  as above

    browsing.screenshots(Settings.read(os.environ), folder)


@main.command("queue")
@click.argument("name")
@click.option("--only", multiple=True, help="One case, by its id; may be repeated.")
@click.option("--fast", is_flag=True, help="Some cases of the set.")
@told
def queue_(*, name: str, only: tuple[str, ...], fast: bool) -> None:
    """Put a whole set before reviewers: ask its cases and record each reply in the review queue set:NAME.

    \b
    python -m evals queue answers
    chatbot review queues --rater ann
    """
    settings = Settings.read(os.environ)
    library = read_library(settings.corpus, settings.documents)
    chosen = _chosen(Choice((name,), only, None, fast), settings, library)
    assistant = load(settings, None, library)
    with open_trail(settings, library) as trail:
        for one in chosen:
            with tqdm(total=len(one.cases), desc=one.of.name, unit="case") as bar:
                done = queueing.queue(one, assistant, trail, bar.update)
            click.echo(f"{done.queue}: {done.new} replies recorded, {done.before} stood there already")


@main.command("import")
@click.argument("sheet", type=click.Path(path_type=Path))
@told
def import_(sheet: Path) -> None:
    """Make a set of a .csv or .xlsx file with the columns question, must-say, must-not and label.

    Points stand between semicolons, and choices of words between upright strokes: 'plasma|donors; hours'. A label is
    'use: label', such as 'cidp: approved'.
    """
    found = imported(sheet, read_library(Settings.read(os.environ).corpus))
    click.echo(f"{len(found)} cases in {write_cases(sheet, found)}; python -m evals --set reviewed")


@main.command()
@click.option("--who", required=True, help="Who accepts the figures.")
@click.option("--why", required=True, help="Why they are the new measure, and why what is worse may be.")
@told
def accept(who: str, why: str) -> None:
    """Take the last whole run as the new measure; what got worse by it is written down."""
    taken = accepting.accept(who, why, _today())
    click.echo(f"Accepted by {taken.who}: {taken.why}")
    for line in taken.worse or ("Nothing got worse.",):
        click.echo(f"  {line}")


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
