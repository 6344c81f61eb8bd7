"""Tables whose cells are known, as PDFs by several producers and in several styles: what reading them is held to."""

import html
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from playwright.sync_api import Browser
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle


class Gold(NamedTuple):
    """A table: its caption, its heads and its rows."""

    name: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    """Of the columns, as shares."""


REACTIONS = Gold(
    "reactions",
    "Table 2. Adverse reactions in the trial",
    ("Adverse reaction", "Product (N=100)", "Placebo (N=98)"),
    (
        ("Headache", "24 (24%)", "11 (11%)"),
        ("Chills", "9 (9%)", "2 (2%)"),
        ("Fever", "13 (13%)", "4 (4%)"),
        ("Nausea", "10 (10%)", "5 (5%)"),
        ("Back pain", "5 (5%)", "1 (1%)"),
        ("Fast heartbeat", "3 (3%)", "0"),
    ),
    (40, 30, 30),
)
PRICES = Gold(
    "prices",
    "What it costs at this clinic:",
    ("Item", "Price", "Charged"),
    (
        ("Blood tests", "5,100 yuan", "once"),
        ("Overnight EEG", "1,960 yuan", "once"),
        ("One dose", "3,075 yuan", "for each 10 kg of body weight"),
        ("Room", "1,180 yuan", "each night"),
        ("Total of one visit", "≈ 24,000 yuan", "each visit"),
    ),
    (35, 25, 40),
)
WORDY = Gold(
    "wordy",
    "Table 4. What to watch for and what to do",
    ("What you see", "What it may be", "What to do"),
    (
        (
            "A headache that grows over a day or two, with a stiff neck",
            "Swelling of the lining of the brain without germs",
            "Call the team on the same day, also at night",
        ),
        (
            "Dark urine and tired, pale skin in the week after",
            "Red blood cells that break down too fast",
            "Call the team at once and ask for a blood test",
        ),
        (
            "A leg that swells and hurts on one side",
            "A blood clot",
            "Go to the emergency department, do not wait for the morning",
        ),
        ("Less urine than usual", "Trouble of the kidneys", "Call the team today"),
    ),
    (34, 33, 33),
)
NUMBERS = Gold(
    "numbers",
    "Table 1. Body weight and volume",
    ("Body weight (kg)", "Dose 1 (mL)", "Dose 2 (mL)", "Hours", "Rate (mL/h)"),
    tuple((str(kg), str(kg * 4), str(kg * 8), f"{kg / 10:.1f}", str(40 + kg)) for kg in range(10, 100, 10)),
    (24, 19, 19, 19, 19),
)
GOLDS = (REACTIONS, PRICES, WORDY, NUMBERS)
BEFORE = "This page holds a table. The words around it must not be taken for cells, and its cells not for words."
AFTER = "This sentence comes after the table. It says nothing that belongs to a cell."


class Made(NamedTuple):
    """A PDF and what it holds."""

    name: str
    gold: Gold
    pdf: bytes


def all_made(browser: Browser | None) -> Iterator[Made]:
    """Make every PDF; those that a browser prints only where one is given."""
    for producer, make in MAKERS.items():
        for gold in GOLDS[: 3 if producer in FEWER else 4]:
            yield Made(f"{producer}, {gold.name}", gold, make(gold))
    if browser:
        for style, css in STYLES.items():
            for gold in GOLDS[: 3 if style in FEWER else 4]:
                yield Made(f"chromium {style}, {gold.name}", gold, printed(browser, page(gold, css)))


# fpdf2


def _fpdf(layout: TableBordersLayout, *, size: int = 10) -> Callable[[Gold], bytes]:
    def make(gold: Gold) -> bytes:
        file = FPDF()
        file.add_page()
        file.set_font("Helvetica", size=size)
        file.multi_cell(0, 6, _latin(BEFORE), new_x="LMARGIN", new_y="NEXT")
        file.ln(4)
        file.multi_cell(0, 6, _latin(gold.caption), new_x="LMARGIN", new_y="NEXT")
        with file.table(
            borders_layout=layout, col_widths=gold.widths, text_align="LEFT", line_height=5, padding=1
        ) as table:
            for number, line in enumerate((gold.heads, *gold.rows)):
                row = table.row(style=FontFace(emphasis="BOLD") if not number else None)
                for cell in line:
                    row.cell(_latin(cell))
        file.ln(4)
        file.multi_cell(0, 6, _latin(AFTER))
        return bytes(file.output())

    return make


def _latin(text: str) -> str:
    return text.replace("≈", "about")


# reportlab


def _reportlab(commands: Sequence[tuple[object, ...]], *, wrapped: bool = True) -> Callable[[Gold], bytes]:
    def make(gold: Gold) -> bytes:
        styles = getSampleStyleSheet()
        out = BytesIO()
        width = 460
        cells = [
            [Paragraph(html.escape(_latin(c)), styles["BodyText"]) if wrapped else _latin(c) for c in line]
            for line in (gold.heads, *gold.rows)
        ]
        table = Table(cells, colWidths=[width * w / sum(gold.widths) for w in gold.widths], repeatRows=1)
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *commands]))
        body = [
            Paragraph(BEFORE, styles["BodyText"]),
            Spacer(0, 8),
            Paragraph(_latin(gold.caption), styles["BodyText"]),
        ]
        SimpleDocTemplate(out, pagesize=A4, invariant=1).build(
            [*body, Spacer(0, 6), table, Spacer(0, 12), Paragraph(AFTER, styles["BodyText"])]
        )
        return out.getvalue()

    return make


_ALL = ((0, 0), (-1, -1))


def _every_other_ruled(gold: Gold) -> bytes:
    """A box around all, and lines around the cells of every other row only, as a style of word processors has it."""
    ruled = (0, *range(1, len(gold.rows) + 1, 2))
    lines = [("GRID", (0, row), (-1, row), 0.5, colors.black) for row in ruled]
    return _reportlab([("BOX", *_ALL, 0.5, colors.black), *lines])(gold)


MAKERS: dict[str, Callable[[Gold], bytes]] = {
    "fpdf2 ruled": _fpdf(TableBordersLayout.ALL),
    "fpdf2 line under heads": _fpdf(TableBordersLayout.SINGLE_TOP_LINE),
    "fpdf2 unruled": _fpdf(TableBordersLayout.NONE),
    "reportlab grid": _reportlab([("GRID", *_ALL, 0.5, colors.black)]),
    "reportlab rows ruled": _reportlab([("LINEBELOW", *_ALL, 0.4, colors.grey)]),
    "reportlab every other row ruled": _every_other_ruled,
    "reportlab striped": _reportlab([("ROWBACKGROUNDS", *_ALL, [colors.white, colors.whitesmoke])]),
}


# A browser that prints

STYLES = {
    "ruled": "td,th{border:1px solid #333;padding:4px}table{border-collapse:collapse}",
    "rows ruled": "td,th{border-bottom:1px solid #999;padding:4px 12px;text-align:left}table{border-collapse:collapse}",
    "striped": "tr:nth-child(even){background:#eee}td,th{padding:4px 14px;text-align:left}table{border-spacing:0}",
}
FEWER = (
    "fpdf2 unruled",
    "reportlab striped",
    "chromium",
    "striped",
    "rows ruled",
    "reportlab rows ruled",
    "fpdf2 line under heads",
)
"""Producers that set the first three tables only."""


def page(gold: Gold, css: str) -> str:
    """Return a web page with the table."""
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in gold.heads)
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in line) + "</tr>" for line in gold.rows)
    return (
        f"<!doctype html><meta charset=utf-8><style>body{{font:14px 'DejaVu Sans'}}{css}</style><p>{BEFORE}</p>"
        f"<p>{html.escape(gold.caption)}</p><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{AFTER}</p>"
    )


def printed(browser: Browser, content: str) -> bytes:
    """Print a page as a browser does."""
    tab = browser.new_page()
    tab.set_content(content)
    made = tab.pdf(
        format="A4", margin={"top": "20mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}, print_background=True
    )
    tab.close()
    return made
