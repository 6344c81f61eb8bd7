"""DOCX files made here."""

from pathlib import Path

from docx import Document

from chatbot.knowledge.loaders.word import load


def test_a_document_is_read_in_order_with_its_tables_and_margins(tmp_path: Path) -> None:
    made = Document()
    made.add_heading("Your infusion", 1)
    made.add_paragraph("Bring:")
    made.add_paragraph("a book", style="List Bullet")
    made.add_paragraph("What it costs:")
    table = made.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Item", "Price", "Price"), strict=True):
        cell.text = text
    table.rows[1].cells[0].text = "Room"
    table.rows[1].cells[1].merge(table.rows[1].cells[2]).text = "5 yuan"
    made.sections[0].footer.paragraphs[0].text = "Ward 4"
    made.save(str(tmp_path / "a.docx"))
    read = load(tmp_path / "a.docx")
    assert [(part.kind, part.text, part.lead) for part in read.parts] == [
        ("heading", "Your infusion", ""),
        ("text", "Bring:", ""),
        ("item", "a book", "Bring:"),
        ("text", "What it costs:", ""),
        ("row", "What it costs. Item: Room; Price: 5 yuan.", "What it costs:"),
        ("text", "Ward 4", ""),
    ]
    assert (read.tables, read.unread, read.parts[-1].marks) == (1, (), "running")
