"""Every use with its label, as a table and as JSON."""

import json

import pytest
from shell import Shell

from chatbot.commands.uses import COLUMNS, rows_of
from chatbot.domain import Jurisdiction
from chatbot.knowledge.library import Library


@pytest.mark.parametrize("country", [None, Jurisdiction.US, Jurisdiction.EU])
def test_json_has_a_row_for_each_label(shell: Shell, tiny_library: Library, country: Jurisdiction | None) -> None:
    given = ["--country", country.lower()] if country else []
    rows = json.loads(shell("uses", "--json", *given).stdout)
    assert rows == list(rows_of(tiny_library, country))
    assert {row["use"] for row in rows} == set(tiny_library.uses)


@pytest.mark.parametrize(
    ("country", "labels"),
    [("US", [("US", "off-label")]), ("EU", [("EU", "approved")]), (None, [("EU", "approved"), ("US", "off-label")])],
)
def test_a_label_differs_by_country(tiny_library: Library, country: str | None, labels: list[tuple[str, str]]) -> None:
    rows = rows_of(tiny_library, Jurisdiction(country) if country else None)
    found = sorted((row["country"], row["label"]) for row in rows if row["use"] == "liver-failure")
    assert found == labels


def test_the_table_has_the_columns_and_a_line_for_each_row(shell: Shell) -> None:
    head, *rows = shell("uses").stdout.splitlines()
    starts = [head.index(column) for column in COLUMNS]
    cells = [[line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)] for line in rows]
    shown = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    assert head.split() == list(COLUMNS)
    for line, row in zip(shown, json.loads(shell("uses", "--json").stdout), strict=True):
        same = ("use", "label", "evidence", "source", "checked")
        assert {key: line[key] for key in same} == {key: row[key] for key in same}
        assert line["country"] == (row["country"] or "-")
        assert line["guidance"].startswith(row["guidance"][0] if row["guidance"] else "-")
