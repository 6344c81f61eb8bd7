"""`chatbot audit`: what was answered, for those who must be able to check it."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chatbot.assemble import load, open_archive
from chatbot.commands.shared import country_option, progress_bar, settings, told
from chatbot.errors import TrailError
from chatbot.knowledge.library import read_library

if TYPE_CHECKING:
    from chatbot.audit.archive import Filter, Kept

T = TypeVar("T")
KINDS = ("answer", "declined", "urgent", "smalltalk")
DAY = click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def filters(command: Callable[..., T]) -> Callable[..., T]:
    """Give a command the options that choose answers, and hand it the filter that they make."""

    @click.option("--since", type=DAY, help="From this day on (UTC), such as 2026-11-01.")
    @click.option("--until", type=DAY, help="Before this day (UTC).")
    @click.option("--kind", type=click.Choice(KINDS), help="The kind of reply.")
    @click.option("--reason", help="Why it was declined: no-source, personal-advice, …")
    @click.option("--use", help="A use that it is about, by its id; `chatbot uses` lists them.")
    @country_option
    @click.option("--origin", help="Where it was asked: page, ask, or set:NAME.")
    @click.option("--helpful/--not-helpful", default=None, help="With feedback of a reader that says so.")
    @wraps(command)
    def run(*, since: datetime | None, until: datetime | None, **given: Any) -> T:  # noqa: ANN401  click's own values
        from chatbot.audit.archive import Filter  # noqa: PLC0415  help needs no database

        names = ("kind", "reason", "use", "country", "origin", "helpful")
        chosen = {name: given.pop(name) for name in names}
        wanted = Filter(since=_utc(since), until=_utc(until), **chosen)
        return command(wanted=wanted, **given)

    return run


@click.group()
def audit() -> None:
    """Look at what was answered: every reply is recorded, with personal details removed from the question.

    Records stand in a chain of hashes, in the data folder or in the database of CHATBOT_DATABASE_URL, and are kept for
    CHATBOT_RETENTION_DAYS days. CHATBOT_TRAIL=off records nothing.

    \b
    chatbot audit list --kind declined --since 2026-11-01
    chatbot audit show 17
    chatbot audit replay 17
    chatbot audit export --format csv answers.csv
    chatbot audit verify
    """


@audit.command("list")
@filters
@click.option("--limit", default=50, show_default=True, help="How many at most.")
@json_option
@told
def list_(*, wanted: "Filter", limit: int, as_json: bool) -> None:
    """List the newest answers that fit, newest first: number, time, kind, country, question.

    \b
    chatbot audit list
    chatbot audit list --kind declined --reason no-source --limit 200
    chatbot audit list --use autism --country UK --not-helpful --json
    """
    for one in open_archive(settings()).list(wanted, limit):
        if as_json:
            click.echo(json.dumps(one.to_json(), ensure_ascii=False))
        else:
            what = one.kind if one.reason is None else f"{one.kind}: {one.reason}"
            where = one.country or "-"
            click.echo(f"{one.number:7} {one.at:%Y-%m-%d %H:%M} {what:24} {where:4} {one.question[:80]}")


@audit.command()
@click.argument("which")
@json_option
@told
def show(*, which: str, as_json: bool) -> None:
    """Show one answer whole: question, reply, why each stage decided as it did, passages, feedback, scores.

    WHICH is its number in the list, or the answer id that stands in the reply.

    \b
    chatbot audit show 17
    chatbot audit show 3f2a9c0d11e4b7aa --json
    """
    kept = _get(which)
    click.echo(json.dumps(kept.to_json(), ensure_ascii=False, indent=2) if as_json else _text(kept))


@audit.command()
@click.argument("path", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["csv", "jsonl", "inspect"]), default="jsonl", show_default=True)
@filters
@told
def export(*, path: Path, form: str, wanted: "Filter") -> None:
    """Write the answers that fit to a file, oldest first; '-' is standard output (not for inspect).

    All are written one answer at a time, however many there are. An Inspect log, whose name ends in .eval, opens with
    `inspect view`; it needs the package inspect-ai.

    \b
    chatbot audit export answers.jsonl
    chatbot audit export --format csv --since 2026-11-01 answers.csv
    chatbot audit export --format inspect --not-helpful logs/not-helpful.eval
    """
    from chatbot.audit.export import write  # noqa: PLC0415
    from chatbot.audit.inspect_log import to_inspect  # noqa: PLC0415

    answers = open_archive(settings()).stream(wanted)
    if form == "inspect":
        count = to_inspect(answers, path)
    elif str(path) == "-":
        count = write(form, answers, sys.stdout)
    else:
        with path.open("w", encoding="utf-8", newline="") as out:
            count = write(form, answers, out)
    click.echo(f"{count} answers written.", err=True)


@audit.command()
@click.argument("which")
@json_option
@told
def replay(*, which: str, as_json: bool) -> None:
    """Ask a recorded question again and say what is different; exit 0 when nothing is, else 1.

    The same library version gives the same bytes. Where personal details were removed, the question is asked as it is
    kept. An answer is given as on the day of the record, since some sentences depend on it.

    \b
    chatbot audit replay 17
    """
    from chatbot.audit.replaying import replay as again  # noqa: PLC0415

    kept = _get(which)
    with progress_bar("Building the index") as progress:
        assistant = load(settings(), progress, today=kept.listed.at.astimezone().date())
    done = again(kept.record, assistant.reply)
    if as_json:
        click.echo(json.dumps(done.to_json(), ensure_ascii=False, indent=2))
    else:
        click.echo(
            "The reply is the same, byte for byte." if done.same else _different(done.library_was, done.library_now)
        )
        if done.removed:
            click.echo("Personal details had been removed; the question was asked as it is kept.")
        for change in done.changes:
            click.echo(f"  {change.field}: {_short(change.was)} → {_short(change.now)}")
    if not done.same:
        raise SystemExit(1)


@audit.command()
@click.option("--expect", metavar="HASH", help="A hash that was written down before: is it still in the chain?")
@told
def verify(*, expect: str | None) -> None:
    """Walk along the chain of hashes and say where it breaks; exit 0 when it holds, else 1.

    Write down the last hash somewhere else from time to time: with --expect it shows that nothing was cut off since.

    \b
    chatbot audit verify
    chatbot audit verify --expect 5d1f…
    """
    archive = open_archive(settings())
    found = archive.verify()
    for broken in found.broken[:20]:
        click.echo(f"  {broken.seq}: {broken.what}")
    if len(found.broken) > 20:
        click.echo(f"  … and {len(found.broken) - 20} more")
    whole = not found.broken
    if expect is not None and not archive.holds(expect):
        click.echo(f"  the hash {expect} is not in the chain: what it stood for was changed or cut off")
        whole = False
    click.echo(
        f"The chain {'holds' if whole else 'is broken'}: {found.links} links, {found.purged} purged. "
        f"Last hash {found.hash}"
    )
    if not whole:
        raise SystemExit(1)


@audit.command()
@click.option("--days", type=click.IntRange(min=0), help="Keep what is younger; else CHATBOT_RETENTION_DAYS.")
@click.confirmation_option(prompt="Take out old answers and readers' feedback for good?")
@told
def purge(*, days: int | None) -> None:
    """Take out answers and readers' feedback that are older than so many days; the chain stays checkable.

    Reviewers' scores stay. The page and `chatbot ask` do the same by themselves.

    \b
    chatbot audit purge --yes
    chatbot audit purge --days 30
    """
    chosen = settings()
    if days is None and not chosen.retention_days:
        raise TrailError("answers are kept for ever (CHATBOT_RETENTION_DAYS is 0); say --days")
    before = datetime.now(UTC) - timedelta(days=chosen.retention_days if days is None else days)
    done = open_archive(chosen).purge(before)
    click.echo(f"{done.answers} answers and {done.feedback} feedbacks taken out." if done else "Nothing is that old.")


@audit.command("case")
@click.argument("which")
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of cases that it is put into; cases/reviewed.yaml of the data folder by default.",
)
@told
def case_(*, which: str, path: Path | None) -> None:
    """Make an eval case of a reviewed answer; its must-say points are prefilled from its claims.

    Cut the points down to what an answer must say, and correct the words by which each is found. The cases of the data
    folder are the set `own`: `python -m evals --set own`.

    \b
    chatbot audit case 17
    chatbot audit case 17 --to evals/cases/answers-reviewed.yaml
    """
    from chatbot.audit.casing import add, case  # noqa: PLC0415

    chosen = settings()
    made = case(_get(which), read_library(chosen.corpus, chosen.documents))
    add(made, path or chosen.cases)
    click.echo(f"{made['id']} with {len(made['must_say'])} points stands in {path or chosen.cases}.")


def _get(which: str) -> "Kept":
    number = int(which) if which.isdecimal() and len(which) < 12 else which
    kept = open_archive(settings()).get(number)
    if kept is None:
        raise TrailError(f"no answer {which} is kept; `chatbot audit list` shows those that are")
    return kept


def _text(kept: "Kept") -> str:
    one, record = kept.listed, kept.record
    lines = [f"{one.number}  {one.at:%Y-%m-%d %H:%M:%S} UTC  {one.origin}  library {one.library_version}"]
    lines += [f"Earlier: {turn}" for turn in record["history"]]
    lines += [f"Question: {record['question']}", f"Understood: {one.standalone}", ""]
    for stage in record["stages"]:
        measures = ", ".join(f"{name} {value:g}" for name, value in stage["measures"].items() if value)
        lines.append(f"{stage['name']}: {stage['decision']}{f' ({measures})' if measures else ''}")
    lines += [f"  {i}. {p} score {s:.3f} likeness {like:.3f}" for i, (p, s, like) in enumerate(record["considered"], 1)]
    lines += ["", record["reply"]["text"], ""]
    lines += [
        f"Feedback: {'helpful' if f['helpful'] else 'not helpful'} {f['reasons']} {f['note']}" for f in kept.feedback
    ]
    scored = ("understood", "correct", "complete", "helpful", "harm")
    lines += [f"{s['rater']}: {', '.join(f'{name} {s[name]}' for name in scored)} {s['note']}" for s in kept.scores]
    return "\n".join(lines).rstrip()


def _different(was: str, now: str) -> str:
    if was == now:
        return f"The reply is different although the library version is the same ({was})."
    return f"The library changed from {was} to {now}; different now:"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 100 else text[:100] + "…"


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
