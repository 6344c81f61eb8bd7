"""`python -m evals`: the figures that the README quotes."""

import os
from pathlib import Path

import click

from chatbot.assemble import load
from chatbot.finding.encoding import MiniLM
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals import answers as answering
from evals import attacks as attacking
from evals import browsing, fitting
from evals import costs as costing
from evals import finding as finding_
from evals import followups as following
from evals import languages as speaking
from evals import robustness as robust
from evals import speed as timing
from evals import urgent as alarms
from evals.cases import AttackCase, Half, answer_cases, cases, cost_cases, followup_cases, kind_cases, language_cases
from evals.examples import example_rows

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
@click.option("--wrong", is_flag=True, help="Show each case that went wrong.")
def urgent(*, half: Half | None, wrong: bool) -> None:
    """Warning signs: recall by level, flips when played down, false alarms, turns; with exact intervals."""
    assistant = load()
    for name in _halves(half):
        report = alarms.run(assistant, name)
        click.echo(f"\n{name} half")
        for what, share in report.figures.items():
            click.echo(f"  {what:40} {share}")
        for what, missed in report.wrong.items() if wrong else ():
            click.echo(f"\n  {what}")
            for case in missed:
                click.echo(f"    {case.id}: {case.text}\n      wanted {case.wanted}; got {case.got}")


@main.command()
@half_option
def coverage(half: Half | None) -> None:
    """The curve between refusing what is covered and answering what is not, for shifts of the line in use."""
    assistant, line = load(), read_library(Settings.read(os.environ).corpus).lines["covered"]
    for name in _halves(half):
        rows = fitting.covered_rows(assistant, name)
        click.echo(f"\n{name} half ({len(rows)} questions)   covered, refused   not covered, declined")
        for shift, refused, declined in fitting.curve(rows, fitting.Line(line.weights, line.offset)):
            click.echo(f"  line moved by {shift:+.1f} {refused:26.1%} {declined:24.1%}")


@main.command()
@click.argument("names", nargs=-1, type=click.Choice(["alarm", "covered"]))
def fit(names: tuple[str, ...]) -> None:
    """Fit the lines of corpus/lines.yaml anew to the tuning half, and write them there.

    \b
    python -m evals fit            both lines
    python -m evals fit covered    one of them
    """
    settings = Settings.read(os.environ)
    library, assistant = read_library(settings.corpus), load(settings)
    lines = {name: fitting.Line(line.weights, line.offset) for name, line in library.lines.items()}
    if "alarm" in (names or lines):
        examples = example_rows(library, MiniLM(settings.model, settings.model_sha256))
        lines["alarm"] = fitting.fit([*examples, *fitting.alarm_rows(assistant, "tune")], fitting.MOST_FALSE)
    if "covered" in (names or lines):
        lines["covered"] = fitting.fit(fitting.covered_rows(assistant, "tune"), fitting.MOST_REFUSED)
    fitting.write(lines, settings.corpus / "lines.yaml")
    click.echo(f"Fitted {', '.join(names or lines)}; run 'chatbot index' and look at the report half.")


@main.command()
def costs() -> None:
    """Sums over the price list: right of all for each kind of case, and every wrong one."""
    rows = costing.run(load(), cost_cases())
    for why, (right, total) in costing.by_kind(rows).items():
        click.echo(f"  {why:42} {right:3} of {total}")
    click.echo(f"  {'all':42} {sum(not row.wrong for row in rows):3} of {len(rows)}")
    for row in rows:
        if row.wrong:
            click.echo(f"\n  {row.case.id} ({row.case.why}): {' / '.join((*row.case.history, row.case.question))}")
            click.echo(f"    {'; '.join(row.wrong)}")


@main.command()
def attacks() -> None:
    """Messages that try to bend the answer: how many held, and what each other one did."""
    library, assistant = read_library(Settings.read(os.environ).corpus), load()
    rows = attacking.run(assistant, library, cases(AttackCase, "attacks-*.yaml"))
    click.echo(f"  held {sum(not row.broken for row in rows)} of {len(rows)}")
    for row in rows:
        for what in row.broken:
            click.echo(f"  {row.case.id} ({row.case.why}): {what}")


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


@main.command()
def pages() -> None:
    """First paint of every page and the time to an answer, in a real browser."""
    browsing.times(Settings.read(os.environ))


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def screenshots(folder: Path) -> None:
    """Write pictures of every page at 360, 768 and 1280 px, in light and dark, into FOLDER."""
    browsing.screenshots(Settings.read(os.environ), folder)


def _halves(half: Half | None) -> list[Half]:
    return [half] if half else ["tune", "report"]


if __name__ == "__main__":
    main()
