"""PDFs made here: tables, lists, running heads, scans, passwords. Those that a browser prints: `python -m evals tables`."""

from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from chatbot.knowledge.loaders.apart import running
from chatbot.knowledge.loaders.pdf import load
from evals.gold_tables import GOLDS, MAKERS, Gold, Made
from evals.tables import compare

FIRST, WORDY = GOLDS[0], GOLDS[2]


@pytest.mark.parametrize("producer", MAKERS)
@pytest.mark.parametrize("gold", [FIRST, WORDY], ids=["short", "wrapped"])
def test_every_cell_stands_under_its_head(producer: str, gold: Gold, tmp_path: Path) -> None:
    made = Made(producer, gold, MAKERS[producer](gold))
    (tmp_path / "a.pdf").write_bytes(made.pdf)
    row = compare(made, load(tmp_path / "a.pdf"))
    assert (row.missed, row.captioned) == ((), True)
    assert row.right == row.cells > 10


def _pages(*pages: str, head: str = "", foot: bool = False) -> FPDF:
    made = FPDF()
    made.set_auto_page_break(auto=False)
    made.set_font("Helvetica", size=11)
    for number, text in enumerate(pages, start=1):
        made.add_page()
        if head:
            made.multi_cell(0, 6, head, new_x="LMARGIN", new_y="NEXT")
            made.ln(8)
        made.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
        if foot:
            made.set_y(-20)
            made.cell(0, 5, f"{number} of {len(pages)}", align="C")
    return made


def test_heads_that_run_along_are_told_from_text(tmp_path: Path) -> None:
    texts = [f"This is the text of page {number} and it is all its own: {'x' * number}." for number in range(1, 5)]
    (tmp_path / "a.pdf").write_bytes(_pages(*texts, head="Ward 4, Example Hospital", foot=True).output())
    read = running(load(tmp_path / "a.pdf"))
    assert [part.text for part in read.parts if part.marks != "running"] == texts
    assert sum(part.marks == "running" for part in read.parts) == 8
    assert [page.page for page in read.pages] == [1, 2, 3, 4]


def test_lists_headings_and_words_broken_at_the_margin(tmp_path: Path) -> None:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", "B", 15)
    made.multi_cell(0, 8, "What to bring", new_x="LMARGIN", new_y="NEXT")
    made.set_font("Helvetica", size=11)
    made.multi_cell(0, 6, "Bring these things:\n- a book\n- water and a\n  blanket", new_x="LMARGIN", new_y="NEXT")
    made.ln(6)
    made.multi_cell(0, 6, "The anti-\nbodies are antibodies.", new_x="LMARGIN", new_y="NEXT")
    (tmp_path / "a.pdf").write_bytes(made.output())
    assert [(part.kind, part.text) for part in load(tmp_path / "a.pdf").parts] == [
        ("heading", "What to bring"),
        ("text", "Bring these things:"),
        ("item", "a book"),
        ("item", "water and a blanket"),
        ("text", "The antibodies are antibodies."),
    ]


def _scanned(folder: Path) -> FPDF:
    made = _pages("The first page has words.")
    Image.new("RGB", (20, 20)).save(folder / "scan.png")
    made.add_page()
    made.image(folder / "scan.png", w=100)
    return made


def test_a_scanned_page_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(_scanned(tmp_path).output())
    read = load(tmp_path / "a.pdf")
    assert [part.text for part in read.parts] == ["The first page has words."]
    (told,) = read.unread
    assert (told.where, told.why) == ("page 2", "scanned")
    assert "OCR" in told.what_to_do


def test_a_password_is_told(tmp_path: Path) -> None:
    made = _pages("Secret words.")
    made.set_encryption(owner_password="owner", user_password="user")
    (tmp_path / "a.pdf").write_bytes(made.output())
    read = load(tmp_path / "a.pdf")
    assert (read.parts, [what.why for what in read.unread]) == ((), ["encrypted"])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<", b"not a PDF"])
def test_what_is_no_pdf_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    read = load(tmp_path / "a.pdf")
    assert (read.parts, [what.why for what in read.unread]) == ((), ["broken"])


def test_a_heading_across_a_ruled_table_stays_one_cell(tmp_path: Path) -> None:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=10)
    with made.table(col_widths=(40, 30, 30), text_align="LEFT") as table:
        for line in (("Reaction", "Product", "Placebo"), ("Chills", "9", "2")):
            row = table.row()
            for cell in line:
                row.cell(cell)
        table.row().cell("Reactions that came later than on the day of the infusion", colspan=3)
        row = table.row()
        for cell in ("Rash", "5", "1"):
            row.cell(cell)
    (tmp_path / "a.pdf").write_bytes(made.output())
    read = load(tmp_path / "a.pdf")
    held = [part.cells for part in read.parts if part.kind == "row"]
    assert ("Chills", "9", "2") in held
    assert ("Rash", "5", "1") in held
    across = "Reactions that came later than on the day of the infusion"
    assert any(across in part.text or across in " ".join(part.cells) for part in read.parts)
