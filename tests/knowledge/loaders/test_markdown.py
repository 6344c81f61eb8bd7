"""Markdown files; what becomes of shipped documents is in test_documents."""

from pathlib import Path

from chatbot.knowledge.loaders.markdown import load
from chatbot.knowledge.loaders.parts import page_text


def test_each_part_keeps_its_heading_lead_and_range(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# Prices\n\nWe charge:\n\n| Item | Price |\n| - | - |\n| Room | 5 |\n\n```\ncode\n```\n"
    )
    read = load(tmp_path / "a.md")
    assert [(part.kind, part.text) for part in read.parts] == [
        ("heading", "Prices"),
        ("text", "We charge:"),
        ("row", "We charge. Item: Room; Price: 5."),
        ("text", "code"),
    ]
    text = page_text(read.parts, None)
    assert [text[part.start : part.end] for part in read.parts] == [part.text for part in read.parts]
    assert {part.heading for part in read.parts} == {"Prices"}
    assert (read.tables, read.unread) == (1, ())


def test_html_inside_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One.\n\n<table><tr><td>9</td></tr></table>")
    assert [(what.where, what.why) for what in load(tmp_path / "a.md").unread] == [("line 3", "embedded")]
