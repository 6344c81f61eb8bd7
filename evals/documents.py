"""Figures of taking documents in: tables, hostile files, stops on the way, labels linked by name."""

import os
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import sync_playwright

from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals import gold_tables, linking, office
from evals import hostile as hostility
from evals import stops as stopping
from evals import tables as reading
from evals.shares import Share


@click.command()
def tables() -> None:
    """Tables in PDFs of several producers: cells read under their heads, and every one that was missed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        made = list(gold_tables.all_made(browser))
        browser.close()
    if office.installed():
        made += office.made_by_office(gold_tables.GOLDS)
    else:
        click.echo("  LIBREOFFICE IS NOT HERE: the tables that it makes are not measured (install libreoffice-writer)")
    rows = reading.run(made)
    for row in rows:
        click.echo(f"  {row.name:42} {row.right:3} of {row.cells}{'' if row.captioned else '   without its caption'}")
        for missed in row.missed:
            click.echo(f"    missed: {missed}")
    right, cells = sum(row.right for row in rows), sum(row.cells for row in rows)
    click.echo(f"  {len(rows)} tables: {Share(right, cells)} of the cells with their heads")


@click.command()
@click.option("--mutated", default=hostility.MUTATED, help="How many files with bytes changed, beside those crafted.")
def hostile(mutated: int) -> None:
    """Files made to harm a reader: how each ended, and every one without a clear report in time."""
    ended = list(hostility.run(hostility.all_files(mutated)))
    told = Counter(why for end in ended for why in end.told or ("read",))
    click.echo(f"  {sum(end.clear for end in ended)} of {len(ended)} ended in a clear report in time")
    ways = ", ".join(f"{why}: {count}" for why, count in told.most_common())
    click.echo(f"  longest {max(end.seconds for end in ended):.1f} s; {ways}")
    for end in ended:
        if not end.clear:
            click.echo(f"  {end.name}: {end.seconds:.1f} s, {end.parts} parts, told {end.told or 'nothing'}")


@click.command()
@click.option("--documents", default=1000, show_default=True, help="How many documents the folder holds.")
@click.option("--pages", default=300, show_default=True, help="How many pages the PDF has.")
@click.option("--kills", default=20, show_default=True, help="How often a command is killed on its way.")
@click.option("--seed", default=1, show_default=True, help="Of the made texts and the random moments.")
@click.option(
    "--given",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file to add with the folder, such as a saved web page; may be given several times.",
)
def stops(documents: int, pages: int, kills: int, seed: int, given: tuple[Path, ...]) -> None:
    """Many documents and a long PDF added and indexed, killed at random moments: what each stop broke, and the end.

    All is made in a temporary folder. CHATBOT_CORPUS says beside which library; a small one saves minutes.
    """
    random = Random(seed)  # noqa: S311  the same moments each time
    with TemporaryDirectory() as place:
        folder = Path(place)
        settings = replace(Settings.read(os.environ), data=folder / "data")
        made = stopping.make(folder, documents, pages, random, given)
        found = list(stopping.run(folder, settings, kills, random))
        for line in stopping.figures(found, stopping.after(settings, made, given)):
            click.echo(line)


@click.command(name="linking")
@click.option("--misses", is_flag=True, help="Tell every passage of the half for tuning that is linked otherwise.")
def linked(misses: bool) -> None:  # noqa: FBT001
    """Uses and topics linked to passages as documents are, against the labels given by hand."""
    corpus = Settings.read(os.environ).corpus
    library = read_library(corpus)
    for what, rows in zip(("uses", "topics"), linking.linked(library, corpus, linking.read_gold(library)), strict=True):
        tuned = [row for row in rows if row.tuned]
        rest = [row for row in rows if not row.tuned]
        click.echo(f"  {what} of {len(rest)} passages: {linking.figures(rest)}")
        click.echo(f"    of the {len(tuned)} that rules were chosen on: {linking.figures(tuned)}")
        for row in tuned if misses else ():
            if row.by_hand != row.found:
                lacks, more = sorted(row.by_hand - row.found), sorted(row.found - row.by_hand)
                click.echo(f"    {row.passage.record}: lacks {lacks}, has besides {more}")


COMMANDS = (tables, hostile, stops, linked)
