"""A sum as a table: each line with its source, one sum or the two that may hold."""

from html.parser import HTMLParser

import pytest

from chatbot.answering.costs import cost
from chatbot.domain import Cost, CostLine, CostPlan, Rate
from chatbot.knowledge.library import Library
from chatbot.web.costs import table


class Table(HTMLParser):
    """The cells of a table, row by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in {"th", "td"}

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


def shown(library: Library, weight: float) -> Table:
    made = cost(library.costs[0], CostPlan(weight_kg=weight, visits=1), library.wording)
    return Table(table(made, lambda line: f"<b>{line.fact}</b>", library.wording))


def test_a_settled_sum_has_one_column_of_sums(tiny_library: Library) -> None:
    assert shown(tiny_library, 40).rows == [
        ["Item", "Source", "Sum"],
        ["a check of the bloodonce: 70 USD × 1", "seller-price", "70 USD"],
        ["a bag of fluid4 doses a day, 3 days a visit, 1 visit: 5 USD × 12", "seller-price", "60 USD"],
        ["a room2 nights a visit, 1 visit; the page says about: 40 USD × 2", "seller-price", "80 USD"],
        ["a nurse1 visit: 100 USD × 1", "seller-price", "100 USD"],
        ["Total", "310 USD"],
    ]


def test_an_open_sum_has_a_column_for_each_side_and_tells_where_they_differ(tiny_library: Library) -> None:
    head, check, bag, *_, total = shown(tiny_library, 41).rows
    assert head == ["Item", "Source", "If counted as 40 kg", "If counted as 60 kg"]
    assert check == ["a check of the bloodonce: 70 USD × 1", "seller-price", "70 USD", "70 USD"]
    assert bag[2:] == [
        "60 USD4 doses a day, 3 days a visit, 1 visit: 5 USD × 12",
        "90 USD6 doses a day, 3 days a visit, 1 visit: 5 USD × 18",
    ]
    assert total == ["Total", "310 USD", "340 USD"]


def test_below_the_first_step_the_sum_is_the_most(tiny_library: Library) -> None:
    head, *_, total = shown(tiny_library, 5).rows
    assert head == ["Item", "Source", "If counted as 20 kg"]
    assert total == ["Total", "at most 280 USD"]


@pytest.mark.parametrize("weight", [40, 41, 5])
def test_every_row_has_as_many_cells_as_the_head(tiny_library: Library, weight: float) -> None:
    head, *body, foot = shown(tiny_library, weight).rows
    assert {len(row) for row in body} == {len(head)}
    assert len(foot) == len(head) - 1


def test_what_must_be_known_and_the_scope_stand_under_the_table(library: Library) -> None:
    plan = CostPlan(weight_kg=32, rate=Rate(currency="USD", per_one=7.1))
    made = cost(library.costs[0], plan, library.wording)
    html = table(made, lambda _: "", library.wording)
    under = html.partition("</table>")[2]
    assert all(note.replace("'", "&#x27;") in under for note in (*made.notes, made.scope))


def test_a_line_is_shown_as_text(library: Library) -> None:
    line = CostLine(what="<b>", how="<i>", amount=1, currency="<s>", times=1, sum=1)
    html = table(Cost(items=(line,), total=1, currency="<s>", scope="<u>"), lambda _: "", library.wording)
    assert not {"<b>", "<i>", "<s>", "<u>"} & set(html.replace(">", "> ").split())
