"""A sum over a price list as a table: each line with its source, and one sum, or the two that may hold."""

from collections.abc import Callable, Sequence

from chatbot.answering.costs import sides, worded
from chatbot.domain import Cost, CostLine
from chatbot.knowledge.wording import Wording
from chatbot.web.markup import esc, join, paragraph

Cite = Callable[[CostLine], str]
"""Makes the buttons that open where a line's price is stated, as HTML."""


def table(cost: Cost, cite: Cite, wording: Wording) -> str:
    """Return the sum as a section: table, what must be known beside it, and its scope."""
    shown = sides(cost)
    columns = [wording("page.cost_what"), wording("page.cost_source"), *_sums(cost, shown, wording)]
    head = join(f'<th scope="col"><span>{esc(column)}</span></th>' for column in columns)
    rows = join(_row(lines, cite, wording) for lines in zip(*(side.items for side in shown), strict=True))
    totals = join(f"<td>{_total(cost, side, wording)}</td>" for side in shown)
    foot = f'<th scope="row" colspan="2">{esc(wording("page.cost_total"))}</th>{totals}'
    notes = join(paragraph(esc(note), "note") for note in (*cost.notes, cost.scope))
    return (
        f'<section class="cost"><h3>{esc(wording("page.cost"))}</h3><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot><tr>{foot}</tr></tfoot></table>{notes}</section>"
    )


def _sums(cost: Cost, shown: Sequence[Cost], wording: Wording) -> list[str]:
    """The heads of the columns of sums."""
    if cost.total is not None:
        return [wording("page.cost_sum")]
    return [wording("page.cost_as", step=side.counted_kg) for side in shown]


def _row(lines: Sequence[CostLine], cite: Cite, wording: Wording) -> str:
    """One item: how its sum comes about stands under its name, or under each sum where they differ."""
    first = lines[0]
    same = all(line == first for line in lines)
    under = _each(first, wording) if same else ""
    cells = join(
        f"<td>{_money(line.sum, line.currency, wording)}{'' if same else _each(line, wording)}</td>" for line in lines
    )
    return f'<tr><th scope="row">{esc(first.what)}{under}</th><td class="cites">{cite(first)}</td>{cells}</tr>'


def _each(line: CostLine, wording: Wording) -> str:
    times = f"{_money(line.amount, line.currency, wording)} × {line.times}"
    how = f"{esc(line.how)}: " if line.how else ""
    return f'<span class="each">{how}{times}</span>'


def _total(cost: Cost, side: Cost, wording: Wording) -> str:
    amount = worded(cost, [side.total or 0], wording) if len(sides(cost)) == 1 else f"{side.total:,}"
    return esc(wording("page.money", amount=amount, currency=side.currency))


def _money(amount: int, currency: str, wording: Wording) -> str:
    return esc(wording("page.money", amount=f"{amount:,}", currency=currency))
