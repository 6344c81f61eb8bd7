import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from chatbot.errors import DocumentError
from chatbot.knowledge.make_pdf import Block, main, make_pdf, read_blocks

TEXT = "# Title\n\nOne line\nand another.\n\n## Part\n\n- first\n  goes on\n- second"


def _pages(markdown: str) -> list[list[str]]:
    reader = PdfReader(io.BytesIO(make_pdf(read_blocks(markdown))))
    return [[line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in reader.pages]


def test_a_text_is_read_as_blocks() -> None:
    assert read_blocks(TEXT) == (
        Block("title", "Title"),
        Block("paragraph", "One line and another."),
        Block("heading", "Part"),
        Block("bullet", "first goes on"),
        Block("bullet", "second"),
    )


def test_every_block_stands_on_the_page_in_order() -> None:
    (lines,) = _pages(TEXT)
    assert lines == ["Title", "One line and another.", "Part", "- first goes on", "- second", "Page 1"]


def test_the_same_text_gives_the_same_bytes() -> None:
    assert make_pdf(read_blocks(TEXT)) == make_pdf(read_blocks(TEXT))


@pytest.mark.parametrize("lines", range(24, 34))
def test_a_heading_stays_with_what_follows_it(lines: int) -> None:
    filling = "\n\n".join("A paragraph." for _ in range(lines))
    pages = _pages(f"# Title\n\n{filling}\n\n## Part\n\nIts first words.")
    (page,) = [page for page in pages if "Part" in page]
    assert "Its first words." in page


@pytest.mark.parametrize(
    "line",
    ["### deeper", "| a | b |", "> quote", "* star", "+ plus", "1. number", "a **bold** word", "`code`", "a [b](c)"],
)
def test_what_cannot_be_set_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(DocumentError, match=r"^line 3 is not a heading, paragraph or bullet"):
        read_blocks(f"# Title\n\n{line}")


@pytest.mark.parametrize("line", ["a snow man ☃", "a → b", "a tab\there", "zero\u200bwidth"])
def test_a_character_that_cannot_be_set_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(DocumentError, match=r"^line 2 has a character outside Latin-1"):
        read_blocks(f"# Title\n{line}")


def test_a_text_without_a_title_is_refused() -> None:
    with pytest.raises(DocumentError, match="begin it with a line '# Title'"):
        make_pdf(read_blocks("Only a paragraph."))


@pytest.mark.parametrize("folder", ["corpus", "tests/tiny"])
def test_each_committed_pdf_is_what_the_text_beside_it_makes(folder: str, corpus: Path) -> None:
    sources = sorted((corpus.parent / folder / "documents").glob("*.src.md"))
    stale = [
        source.name
        for source in sources
        if make_pdf(read_blocks(source.read_text(encoding="utf-8")))
        != source.with_name(source.name.replace(".src.md", ".pdf")).read_bytes()
    ]
    assert (bool(sources), stale) == (True, [])


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    assert main([str(tmp_path / "a.md"), str(tmp_path / "a.pdf")]) == 0
    assert (tmp_path / "a.pdf").read_bytes() == make_pdf(read_blocks(TEXT))


@pytest.mark.parametrize(
    ("content", "what"), [("> quote", "line 1 is not"), (None, "No such file"), ("no title", "begin it with")]
)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    content: str | None, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content:
        (tmp_path / "a.md").write_text(content, encoding="utf-8")
    assert main([str(tmp_path / "a.md"), str(tmp_path / "a.pdf")]) == 1
    assert what in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()
