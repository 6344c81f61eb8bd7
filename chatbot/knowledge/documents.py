"""Files of the library into passages that keep their page or section; home of pypdf and markdown-it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from chatbot.domain import Origin, Passage, Source
from chatbot.errors import DocumentError
from chatbot.knowledge.passages import passage_id
from chatbot.knowledge.records import DocumentRecord, DocumentSectionRecord
from chatbot.knowledge.sentences import sentences

MOST_WORDS = 60
"""Longest passage cut from running text; with a heading it stays well under the model's 256 word pieces."""


class Block(NamedTuple):
    """A paragraph or table row, with where it stands."""

    text: str
    heading: str
    locator: str


def read_document(path: Path, record: DocumentRecord, source: Source) -> list[Passage]:
    """Read a file into passages; raise DocumentError when it cannot be read or holds no text."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"{path.name}: files of this kind are not read; use {', '.join(sorted(READERS))}")
    if not path.is_file():
        raise DocumentError(f"{path.name}: there is no such file; add it or remove the record")
    sections = {section.heading: section for section in record.sections}
    made = [
        _passage(text, block, record, source, sections.get(block.heading))
        for block in reader(path, frozenset(sections))
        if block.heading not in sections or sections[block.heading].topics
        for text in _pieces(block.text)
    ]
    if not made:
        raise DocumentError(f"{path.name}: no text could be read; a scanned file needs OCR first")
    return made


def _passage(
    text: str, block: Block, record: DocumentRecord, source: Source, section: DocumentSectionRecord | None
) -> Passage:
    return Passage(
        id=passage_id(record.id, f"{block.heading}\n{text}"),
        record=record.id,
        text=text,
        source=source,
        locator=block.locator,
        strength=record.strength,
        topics=frozenset(section.topics if section else record.topics),
        uses=section.uses if section else (),
        subject=record.id,
        origin=Origin.DOCUMENT,
        jurisdiction=source.jurisdiction,
        sentences=sentences(text),
    )


def _pieces(text: str) -> Iterator[str]:
    """Group whole sentences into pieces of at most MOST_WORDS words; a longer sentence stays whole."""
    piece: list[str] = []
    for sentence in sentences(text):
        if piece and len(" ".join([*piece, sentence]).split()) > MOST_WORDS:
            yield " ".join(piece)
            piece = []
        piece.append(sentence)
    if piece:
        yield " ".join(piece)


def _markdown(path: Path, _headings: frozenset[str]) -> Iterator[Block]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path.name}: cannot be read ({error}); save it as UTF-8 text") from error
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    heading = ""
    for node in tree.children:
        if node.type == "heading":
            heading = _inline(node)
        else:
            for piece in _texts(node):
                yield Block(piece, heading, f"section '{heading}'")


def _texts(node: SyntaxTreeNode) -> Iterator[str]:
    match node.type:
        case "paragraph":
            yield _inline(node)
        case "bullet_list" | "ordered_list":
            for item in node.children:
                yield _inline(item)
        case "table":
            yield from _rows(node)
        case "blockquote":
            for child in node.children:
                yield from _texts(child)


def _rows(table: SyntaxTreeNode) -> Iterator[str]:
    """Read each row with its column heads, so that a figure never stands without them."""
    head, *body = table.children
    names = [_inline(cell) for cell in head.children[0].children]
    for part in body:
        for row in part.children:
            cells = [_inline(cell) for cell in row.children]
            yield "; ".join(f"{name}: {cell}" for name, cell in zip(names, cells, strict=False)) + "."


def _inline(node: SyntaxTreeNode) -> str:
    kinds = {"text", "code_inline", "softbreak", "hardbreak"}
    return " ".join("".join(part.content or " " for part in node.walk() if part.type in kinds).split())


def _pdf(path: Path, headings: frozenset[str]) -> Iterator[Block]:
    heading = ""
    for number, text in enumerate(_pages(path), start=1):
        paragraph: list[str] = []
        for line in [*(line.strip() for line in text.splitlines()), ""]:
            if line in headings or not line:
                yield from _flush(paragraph, heading, number)
                paragraph = []
                heading = line if line in headings else heading
            else:
                paragraph.append(line)


def _flush(lines: list[str], heading: str, page: int) -> Iterator[Block]:
    text = " ".join(lines)
    if len(text.split()) > 3:  # a page number or a running head is not a paragraph
        yield Block(text, heading, f"page {page}" + (f", '{heading}'" if heading else ""))


def _pages(path: Path) -> list[str]:
    try:
        return [page.extract_text() for page in PdfReader(path).pages]
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DocumentError(f"{path.name}: is not a PDF that can be read ({error}); export it again") from error


READERS: Mapping[str, Callable[[Path, frozenset[str]], Iterator[Block]]] = {".md": _markdown, ".pdf": _pdf}
