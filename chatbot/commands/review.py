"""`chatbot review`: reviewers' scores of what was answered, two raters blind to each other."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import indent
from typing import TYPE_CHECKING, Any

import click

from chatbot.assemble import open_trail
from chatbot.commands.shared import settings, told
from chatbot.errors import ReviewError
from chatbot.knowledge.library import read_library

if TYPE_CHECKING:
    from chatbot.audit.archive import Kept
    from chatbot.audit.review import Review
    from chatbot.knowledge.wording import Wording

NAMES = ("understood", "correct", "complete", "helpful", "harm")
WAIT = 60
"""Seconds that a score may take to be on the disk."""
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
rater_option = click.option("--rater", required=True, metavar="NAME", help="Who looks; what others gave stays hidden.")
step = click.IntRange(0, 4)


@click.group()
def review() -> None:
    """Score what was answered: two raters blind to each other, a third where they disagree.

    \b
    chatbot review queues --rater ann
    chatbot review next thumbs-down --rater ann
    chatbot review score 17 --rater ann --understood 4 --correct 3 --complete 3 --helpful 4 --harm 4
    chatbot review agreement
    """


@review.command()
@rater_option
@json_option
@told
def queues(*, rater: str, as_json: bool) -> None:
    """List the queues: how many answers each holds, how many are settled, how many wait for this rater.

    `set:NAME` is an eval set that was asked with `python -m evals queue NAME`.

    \b
    chatbot review queues --rater ann
    """
    with _opened() as (desk, _):
        found = [desk.standing(name, rater) for name in desk.queues()]
    if as_json:
        click.echo(json.dumps([one.to_json() for one in found], indent=2))
        return
    click.echo(f"{'queue':24} {'answers':>8} {'settled':>8} {'yours':>8} {'waiting':>8}")
    for one in found:
        click.echo(f"{one.queue:24} {one.answers:8} {one.settled:8} {one.yours:8} {one.waiting:8}")


@review.command("next")
@click.argument("queue")
@rater_option
@json_option
@told
def next_(*, queue: str, rater: str, as_json: bool) -> None:
    """Show the next answer of a QUEUE that wants this rater's scores.

    \b
    chatbot review next urgent --rater ann
    """
    with _opened() as (desk, words):
        waiting = desk.queue(queue, rater, 1)
        if waiting:
            _show(desk, words, waiting[0], rater, as_json=as_json)
    if not waiting:
        click.echo(f"Nothing in {queue} waits for {rater}.", err=True)


@review.command()
@click.argument("number", type=int)
@rater_option
@json_option
@told
def show(*, number: int, rater: str, as_json: bool) -> None:
    """Show one answer claim by claim with the passages it cites, and the scores that this rater may see.

    \b
    chatbot review show 17 --rater ann
    """
    with _opened() as (desk, words):
        _show(desk, words, number, rater, as_json=as_json)


@review.command()
@click.argument("number", type=int)
@rater_option
@click.option("--understood", type=step, required=True)
@click.option("--correct", type=step, required=True)
@click.option("--complete", type=step, required=True)
@click.option("--helpful", type=step, required=True)
@click.option("--harm", type=step, required=True, help="4 is no harm at all.")
@click.option("--note", default="", help="In your own words; personal details are removed.")
@told
def score(*, number: int, rater: str, note: str, **given: int) -> None:
    """Give an answer the five scores, each from 0 to 4; more is better, of harm as well.

    `chatbot review show` prints what each step stands for.

    \b
    chatbot review score 17 --rater ann --understood 4 --correct 3 --complete 3 --helpful 4 --harm 4
    """
    with _opened() as (desk, _):
        desk.score(number, rater, given, note).result(WAIT)
        stands = desk.settled(number)
    click.echo(f"Answer {number} is scored{'; it is settled' if stands else ''}.")


@review.command()
@click.argument("number", type=int)
@click.argument("name", type=click.Choice(NAMES))
@click.argument("value", type=step)
@click.option("--author", required=True, help="Who sets it right.")
@click.option("--reason", required=True, help="Why; kept beside the old value.")
@told
def edit(*, number: int, name: str, value: int, author: str, reason: str) -> None:
    """Set a score right: the score's own NUMBER, as `show` prints it, the NAME of the scale and the new VALUE.

    The old value, the author and the reason stay in the record.

    \b
    chatbot review edit 23 harm 2 --author ann --reason "misread the dose"
    """
    with _opened() as (desk, _):
        desk.edit(number, name, value, author=author, reason=reason).result(WAIT)
    click.echo(f"Score {number}: {name} is {value} now.")


@review.command()
@json_option
@told
def agreement(*, as_json: bool) -> None:
    """Tell how far the first two raters agree: the same score, and Cohen's kappa with quadratic weights.

    Compared is what they gave blind to each other; what was set right later does not count.

    \b
    chatbot review agreement
    """
    with _opened() as (desk, _):
        found = desk.agreement()
    if as_json:
        click.echo(json.dumps({name: one._asdict() for name, one in found.items()}, indent=2))
        return
    for name, one in found.items():
        kappa = "not defined, nothing varies" if one.kappa is None else f"{one.kappa:.2f}"
        click.echo(f"{name:12} {one.same} of {one.pairs} pairs the same; kappa {kappa}")


@review.command()
@json_option
@told
def results(*, as_json: bool) -> None:
    """List the scores of every settled answer: the median of its raters'.

    \b
    chatbot review results --json
    """
    with _opened() as (desk, _):
        found = desk.results()
    for answer, scores in found.items():
        line = json.dumps({"answer": answer, **scores})
        click.echo(line if as_json else f"{answer:7}  {', '.join(f'{name} {value}' for name, value in scores.items())}")
    if not found and not as_json:
        click.echo("No answer is settled yet.", err=True)


@contextmanager
def _opened() -> Iterator[tuple["Review", "Wording"]]:
    from chatbot.audit.review import Review  # noqa: PLC0415  help needs no database

    chosen = settings()
    library = read_library(chosen.corpus, chosen.documents)
    with open_trail(chosen, library) as trail:
        yield Review(trail), library.wording


def _show(desk: "Review", words: "Wording", number: int, rater: str, *, as_json: bool) -> None:
    from chatbot.audit.claims import claims  # noqa: PLC0415

    kept = desk.answer(number)
    if kept is None:
        raise ReviewError(f"no answer {number} is kept; `chatbot review queues` shows where there are some")
    seen, stands = desk.seen(number, rater), desk.settled(number)
    if as_json:
        told_: dict[str, Any] = {
            **kept.listed.to_json(),
            "record": kept.record,
            "claims": [{**one._asdict(), "cited": [c._asdict() for c in one.cited]} for one in claims(kept.record)],
            "scores": seen,
            "settled": stands,
        }
        click.echo(json.dumps(told_, ensure_ascii=False, indent=2))
        return
    for line in [*_asked(kept), "", *_claims(kept), *_scores(seen, stands), *_scale(words)]:
        click.echo(line)


def _asked(kept: "Kept") -> Iterator[str]:
    one = kept.listed
    yield f"{one.number}  {one.at:%Y-%m-%d %H:%M} UTC  {one.origin}  {one.kind}  {one.country or 'no country'}"
    yield from (f"Earlier: {turn}" for turn in kept.record["history"])
    yield f"Question: {one.question}"
    if one.standalone != one.question:
        yield f"Understood: {one.standalone}"


def _claims(kept: "Kept") -> Iterator[str]:
    """Each claim with what it cites; of a reply without claims its text."""
    from chatbot.audit.claims import claims  # noqa: PLC0415

    found = claims(kept.record)
    if not found:
        yield kept.record["reply"]["text"]
    for i, claim in enumerate(found, 1):
        yield f"{i}. {claim.text}   ({claim.section})"
        for cited in claim.cited:
            yield f"     [{cited.n}] {cited.source}; {cited.locator}"
            yield indent(cited.text, "         ")


def _scores(seen: list[dict[str, Any]], stands: dict[str, int] | None) -> Iterator[str]:
    for one in seen:
        yield ""
        yield f"score {one['number']} by {one['rater']}: {', '.join(f'{n} {one[n]}' for n in NAMES)}  {one['note']}"
        for change in one["edits"]:
            yield (f"    {change['field']} {change['old']} → {change['new']} by {change['author']}: {change['reason']}")
    if stands:
        yield f"settled: {', '.join(f'{name} {value}' for name, value in stands.items())}"


def _scale(words: "Wording") -> Iterator[str]:
    from chatbot.audit.review import scale  # noqa: PLC0415

    yield ""
    for name, question, steps in scale(words):
        yield f"{name}: {question}  {'; '.join(f'{i} {said}' for i, said in enumerate(steps))}"
