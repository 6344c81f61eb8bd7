from contextlib import suppress
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image
from samples import SOURCE

from chatbot.domain import Origin, Passage, Strength
from chatbot.errors import DocumentError
from chatbot.knowledge.documents import MOST_WORDS, cut, read_document
from chatbot.knowledge.library import Library
from chatbot.knowledge.make_pdf import make_pdf, read_blocks
from chatbot.knowledge.records import DocumentRecord

LONG = "Word " * 70 + "end."


def _record(file: str, **headings: list[str]) -> DocumentRecord:
    """Register a file, each heading with its topics."""
    sections = [{"heading": name, "topics": topics} for name, topics in headings.items()]
    fields = {"id": "guide", "file": file, "source": "leaflet", "topics": ["all"], "strength": "expert"}
    return DocumentRecord.model_validate({**fields, "sections": sections})


def _read(path: Path, content: str | bytes, **headings: list[str]) -> list[Passage]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    record = _record(path.name, **headings)
    return list(cut(read_document(path, record), record, SOURCE))


def _texts(path: Path, content: str | bytes, **headings: list[str]) -> list[str]:
    return [passage.text for passage in _read(path, content, **headings)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One line\nand another.\n\nA second.", ["One line and another.", "A second."]),
        ("- first\n- **second** `one`", ["first", "second one"]),
        ("1. first\n   - inside\n2. second", ["first inside", "second"]),
        ("- first\n\n  goes on", ["first goes on"]),
        ("> quoted\n>\n> - item", ["quoted", "item"]),
        ("A [link](https://example.org) and ![a picture](x.png).", ["A link and a picture."]),
        ("| Dose | Price |\n| --- | --- |\n| one | 5 |\n| two | 9 |", ["Dose: one; Price: 5.", "Dose: two; Price: 9."]),
        ("Before.\n\n---\n\nAfter.", ["Before.", "After."]),
        (f"Short one. {LONG} Last one.", ["Short one.", LONG, "Last one."]),
    ],
    ids=["paragraphs", "bullets", "nested", "loose", "quote", "links", "table", "rule", "long sentence"],
)
def test_markdown_becomes_passages(markdown: str, expected: list[str], tmp_path: Path) -> None:
    assert _texts(tmp_path / "a.md", markdown) == expected


def test_what_is_not_read_is_refused_and_never_dropped(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"a\.md: line 3: HTML inside Markdown is not read"):
        _read(tmp_path / "a.md", "Text.\n\n<table><tr><td>9</td></tr></table>")


def test_a_passage_takes_its_topics_and_place_from_its_heading(tmp_path: Path) -> None:
    text = "# Guide\n\nBy a hospital.\n\n## Prices\n\nIt is free.\n\n## More\n\nCall us."
    free, call = _read(tmp_path / "a.md", text, Guide=[], Prices=["cost"])
    assert (free.text, free.locator) == ("It is free.", "section 'Prices'")
    assert free.topics == {"cost"}
    assert (call.text, call.uses) == ("Call us.", ())
    assert call.topics == {"all"}


def test_a_passage_carries_what_its_document_says_of_itself(tmp_path: Path) -> None:
    (made,) = _read(tmp_path / "a.md", "It is free. Call us.")
    assert (made.record, made.source, made.strength) == ("guide", SOURCE, Strength.EXPERT)
    assert (made.origin, made.sentences) == (Origin.DOCUMENT, ("It is free.", "Call us."))


def test_the_id_of_a_passage_changes_only_with_its_text_and_heading(tmp_path: Path) -> None:
    first = {p.text: p.id for p in _read(tmp_path / "a.md", "# H\n\nOne.\n\nTwo.")}
    second = {p.text: p.id for p in _read(tmp_path / "a.md", "# H\n\nOne.\n\nNew.\n\nTwo.\n\n# I\n\nThree.")}
    assert first.items() <= second.items()
    assert len(set(second.values())) == 4


def test_long_text_is_cut_between_sentences(tmp_path: Path) -> None:
    text = " ".join(f"This is the plain sentence of number {n}." for n in range(30))
    made = _texts(tmp_path / "a.md", text)
    assert " ".join(made) == text
    assert max(len(piece.split()) for piece in made) <= MOST_WORDS < len(text.split())


def test_a_pdf_keeps_page_and_heading(tmp_path: Path) -> None:
    paragraphs = "\n\n".join(f"The hospital says that this is its paragraph {n}. {LONG}" for n in range(9))
    pdf = make_pdf(read_blocks(f"# Guide\n\nLeft out here.\n\n## Prices\n\nIt is free.\n\n- Call us.\n\n{paragraphs}"))
    made = _read(tmp_path / "a.PDF", pdf, Guide=[], Prices=["cost"])
    assert [p.text for p in made[:2]] == ["It is free.", "Call us."]
    assert {p.locator for p in made} >= {"page 1, 'Prices'", "page 2, 'Prices'"}
    assert not any("Page 1" in p.text or p.text == "Guide" for p in made)


def _scan(folder: Path, *pages: str) -> bytes:
    """Make a PDF with a page for each text, and a picture alone where the text is empty."""
    Image.new("RGB", (20, 20)).save(folder / "scan.png")
    pdf = FPDF()
    pdf.set_font("Helvetica")
    for text in pages:
        pdf.add_page()
        pdf.cell(text=text) if text else pdf.image(folder / "scan.png")
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("pages", "what"),
    [
        (["It is free for all of us.", "", "Call us.", ""], "page 2: only a picture of text"),
        ([""], "page 1: only a picture of text"),
    ],
)
def test_a_scanned_page_is_told(pages: list[str], what: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=what):
        _read(tmp_path / "a.pdf", _scan(tmp_path, *pages))


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.docx", b"PK", r"files of this kind are not read; use \.md, \.pdf"),
        ("a.md", b"", "no text could be read"),
        ("a.md", b"# Only a heading", "no text could be read"),
        ("a.md", b"\xe9\xe8 text", "save the file as UTF-8"),
        ("a.pdf", b"", "is no PDF that can be read"),
        ("a.pdf", b"no PDF at all", "is no PDF that can be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(name: str, content: bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=rf"^{name}: .*{what}"):
        _read(tmp_path / name, content)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="there is no such file"):
        read_document(tmp_path / "a.md", _record("a.md"))


def _damaged(pdf: bytes, old: bytes, new: bytes) -> bytes:
    assert old in pdf
    return pdf.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"trailer\n<<", b"trailer\n0<"), (b"trailer", b""), (b"/Pages", b"/Wages"), (b"%PDF-1", b"%TXT-1")],
)
def test_a_damaged_pdf_fails_in_no_other_way(old: bytes, new: bytes, tiny_corpus: Path, tmp_path: Path) -> None:
    whole = (tiny_corpus / "documents" / "overview.pdf").read_bytes()
    with suppress(DocumentError):
        assert _texts(tmp_path / "a.pdf", _damaged(whole, old, new))


def test_the_second_corpus_is_read_from_both_kinds_of_file(tiny_library: Library) -> None:
    leaflet, overview = tiny_library.by_record["leaflet"], tiny_library.by_record["overview"]
    assert "Kind of dialysis: machine at home; Sessions a week: 5; Hours in a session: 2." in {p.text for p in leaflet}
    assert {p.locator for p in overview} == {"page 1, 'The belly kind'"}
