"""`chatbot uses`: every use with its label, evidence level, guidance, source and date."""

import json
from collections.abc import Iterator
from typing import Any

import click

from chatbot.commands.shared import country_option, settings, told
from chatbot.domain import Jurisdiction
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library, read_library

COLUMNS = ("use", "country", "label", "evidence", "guidance", "source", "checked")


@click.command()
@country_option
@click.option("--json", "as_json", is_flag=True, help="Print the rows as a JSON list.")
@told
def uses(*, country: Jurisdiction | None, as_json: bool) -> None:
    """List every use with its computed label, evidence level, guidance, source and date.

    Without --country a use has one row, or one for each country where the labels differ.

    \b
    chatbot uses --country UK
    chatbot uses --json > uses.json
    """
    library = read_library(settings().corpus)
    rows = list(rows_of(library, country))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    shown = [[_cell(row[column]) for column in COLUMNS] for row in rows]
    widths = [max(len(line[i]) for line in [list(COLUMNS), *shown]) for i in range(len(COLUMNS))]
    for line in [list(COLUMNS), *shown]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def rows_of(library: Library, country: Jurisdiction | None) -> Iterator[dict[str, Any]]:
    """Yield one row for each label of each use."""
    for use in library.uses.values():
        for label in labels(use, country):
            yield {
                "use": use.id,
                "name": use.name,
                "group": use.group,
                "country": label.country.value if label.country else None,
                "label": label.name.value,
                "status_known": label.known,
                "evidence": use.evidence.value,
                "guidance": [f"{g.body} {g.year or ''}: {g.position}".replace("  ", " ") for g in use.guidance],
                "source": label.source.id,
                "checked": label.checked.isoformat(),
            }


def _cell(value: object) -> str:
    if isinstance(value, list):
        return value[0] + (f" (+{len(value) - 1})" if len(value) > 1 else "") if value else "-"
    return "-" if value is None else str(value)
