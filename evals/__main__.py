"""`python -m evals`: the figures that the README quotes."""

import os

import click

from chatbot.assemble import load
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals import answers as answering
from evals import finding as finding_
from evals import followups as following
from evals import robustness as robust
from evals import speed as timing
from evals.cases import Half, answer_cases, followup_cases, kind_cases

half_option = click.option(
    "--half", type=click.Choice(["tune", "report"]), help="One half of the cases; without it both, one after the other."
)


@click.group()
def main() -> None:
    """Measure the assistant on the dev cases in evals/cases."""


@main.command()
@half_option
@click.option("--worst", default=0, help="Show the N cases with the fewest points said.")
def answers(half: Half | None, worst: int) -> None:
    """Must-say points, labels, citations, lengths and reading grades."""
    settings = Settings.read(os.environ)
    library, assistant = read_library(settings.corpus), load(settings)
    for name in _halves(half):
        rows = answering.run(assistant, answer_cases(name))
        click.echo(f"\n{name} half")
        for what, figure in answering.summary(rows, library).items():
            click.echo(f"  {what:42} {figure:8.3f}")
        for problem in answering.wrong_labels(rows):
            click.echo(f"  label {problem}")
        for what, (right, total) in answering.kinds(assistant, kind_cases(name)).items():
            click.echo(f"  {what:42} {right:3} of {total}")
        for row in sorted(rows, key=lambda row: row.said / len(row.case.must_say))[:worst]:
            click.echo(f"\n  {row.case.id}: {row.case.question}")
            click.echo(f"    said {row.said} of {len(row.case.must_say)}: {row.short}")


@main.command()
@half_option
def finding(half: Half | None) -> None:
    """Share of must-say points whose passage finding brings among the first 3, 5 and 10."""
    assistant = load()
    for name in _halves(half):
        shares = finding_.recall(assistant, answer_cases(name))
        said = ", ".join(f"in the first {depth}: {share:.3f}" for depth, share in shares.items())
        click.echo(f"{name} half: {said}")


@main.command()
@half_option
@click.option("--misses", is_flag=True, help="Show each follow-up that is answered less well than the question alone.")
def followups(half: Half | None, *, misses: bool) -> None:
    """Follow-ups against the same questions asked alone, by kind."""
    assistant = load()
    for name in _halves(half):
        rows = following.run(assistant, followup_cases(name))
        click.echo(f"\n{name} half{'':17}" + "".join(f"{check.replace('_', ' '):>17}" for check in following.CHECKS))
        for kind, checks in following.summary(rows).items():
            figures = [f"{right} of {total}" for right, total in checks.values()]
            click.echo(f"  {kind:24}" + "".join(f"{figure:>17}" for figure in figures))
        for line in following.misses(rows) if misses else ():
            click.echo(f"  {line}")


@main.command()
@click.option("--misses", is_flag=True, help="Show each noisy question that is not understood.")
def robustness(*, misses: bool) -> None:
    """Questions about a use in ten noisy forms: the same uses, the same labels."""
    library = read_library(Settings.read(os.environ).corpus)
    rows = robust.run(library, answer_cases())
    click.echo(f"{len(rows)} noisy questions{'':8}same uses   same labels")
    for kind, (uses, labels) in robust.shares(rows).items():
        click.echo(f"  {kind:24}{uses:12.3f}{labels:14.3f}")
    for row in rows if misses else ():
        if not row.same_uses:
            click.echo(f"  {row.kind}: {row.text}")


@main.command()
def speed() -> None:
    """Embedding, reply, index build, cold start and memory, in one run."""
    timing.main(Settings.read(os.environ))


def _halves(half: Half | None) -> list[Half]:
    return [half] if half else ["tune", "report"]


if __name__ == "__main__":
    main()
