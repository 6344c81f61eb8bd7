"""`python -m evals`: the figures that the README quotes."""

import os

import click

from chatbot.assemble import load
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals import answers as answering
from evals import finding as finding_
from evals import languages as speaking
from evals import speed as timing
from evals.cases import Half, answer_cases, kind_cases, language_cases

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
@click.option("--file", default="*", help="One file of cases, by its letter; without it all.")
@click.option("--wrong", is_flag=True, help="Show every case that is replied to wrongly.")
def languages(*, file: str, wrong: bool) -> None:
    """Other languages: recognised, warning signs heard, false alarms, English taken as foreign."""
    settings = Settings.read(os.environ)
    levels = {sign.id: sign.level for sign in read_library(settings.corpus).signs}
    rows = speaking.run(load(settings), language_cases(file))
    for language, shares in speaking.summary(rows, levels):
        click.echo(f"  {language:6}" + "   ".join(f"{what}: {share}" for what, share in shares.items()))
    for problem in speaking.wrong(rows, levels) if wrong else ():
        click.echo(f"  {problem}")


@main.command()
def speed() -> None:
    """Embedding, reply, index build, cold start and memory, in one run."""
    timing.main(Settings.read(os.environ))


def _halves(half: Half | None) -> list[Half]:
    return [half] if half else ["tune", "report"]


if __name__ == "__main__":
    main()
