"""Web pages as people save them."""

from pathlib import Path

import pytest

from chatbot.knowledge.loaders.parts import Part, Reading
from chatbot.knowledge.loaders.web import load

SPANNED = """<table><thead><tr><th rowspan=2>Effect<th colspan=2>People</tr><tr><th>drug<th>placebo</tr></thead>
<tr><td>Headache<td>24<td>11</tr><tr><td rowspan=2>Fever<td>5<td>1</tr><tr><td>6<td>2</tr></table>"""


def _load(folder: Path, body: str) -> Reading:
    (folder / "a.html").write_text(body, encoding="utf-8")
    return load(folder / "a.html")


def _said(parts: tuple[Part, ...]) -> list[tuple[str, str, str]]:
    return [(part.kind, part.text, part.marks) for part in parts]


def test_a_page_is_read_in_order_and_what_is_set_apart_keeps_its_marks(tmp_path: Path) -> None:
    page = """<html><head><title>x</title><style>p{}</style></head><body><nav class="Main-Menu"><a>Home</a></nav>
    <h1>Your <b>infusion</b></h1><p>It is <i>slow</i>.<br>Sit down.</p><ul><li>book<li>water</ul>
    <div id=comments><p>Me too!</p></div><p hidden>secret</p><script>alert(1)</script><footer>End</footer>"""
    assert _said(_load(tmp_path, page).parts) == [
        ("text", "Home", "nav main menu"),
        ("heading", "Your infusion", ""),
        ("text", "It is slow.", ""),
        ("text", "Sit down.", ""),
        ("item", "book", ""),
        ("item", "water", ""),
        ("text", "Me too!", "comments"),
        ("text", "secret", "hidden"),
        ("text", "End", "footer"),
    ]


def test_cells_stand_under_all_their_heads(tmp_path: Path) -> None:
    read = _load(tmp_path, f"<p>How often:</p>{SPANNED}")
    assert read.tables == 1
    assert [part.text for part in read.parts if part.kind == "row"] == [
        "How often. Effect: Headache; People drug: 24; People placebo: 11.",
        "How often. Effect: Fever; People drug: 5; People placebo: 1.",
        "How often. Effect: Fever; People drug: 6; People placebo: 2.",
    ]


@pytest.mark.parametrize(
    ("content", "text", "why"),
    [
        (b"<meta charset=latin1><p>caf\xe9 is open.", "café is open.", []),
        ("<p>café is open.".encode(), "café is open.", []),
        (b"<p>caf\xe9 is open.", "café is open.", ["encoding"]),
        (b"\xff\xfe" + "<p>café is open.".encode("utf-16-le"), "café is open.", []),
        (b"<p>one.<iframe src=http://example.org></iframe>", "one.", ["embedded"]),
    ],
)
def test_encodings_and_frames_are_told(content: bytes, text: str, why: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(content)
    read = load(tmp_path / "a.html")
    assert [part.text for part in read.parts] == [text]
    assert [what.why for what in read.unread] == why


def test_a_page_nested_too_deep_is_told(tmp_path: Path) -> None:
    read = _load(tmp_path, f"<p>First words.</p>{'<div>' * 5000}<p>inside</p>")
    assert read.parts[0].text == "First words."
    assert "inside" in {part.text for part in read.parts} or "broken" in {what.why for what in read.unread}
