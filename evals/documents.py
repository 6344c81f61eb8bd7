"""Figures of taking documents in: tables, hostile files, labels linked by name."""

import os
import shutil
from collections import Counter

import click
from playwright.sync_api import sync_playwright

from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals import gold_tables, linking
from evals import hostile as hostility
from evals import tables as reading
from evals.shares import Share


@click.command()
def tables() -> None:
    """Tables in PDFs of several producers: cells read under their heads, and every one that was missed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        made = list(gold_tables.all_made(browser))
        browser.close()
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


@click.command(name="linking")
def linked() -> None:
    """Uses and topics linked to passages by the records' names, against the labels given by hand."""
    library = read_library(Settings.read(os.environ).corpus)
    for what, rows in (("uses", linking.uses(library)), ("topics", linking.topics(library))):
        click.echo(f"  {what} of {len(rows)} passages: {linking.figures(rows)}")


COMMANDS = (tables, hostile, linked)
