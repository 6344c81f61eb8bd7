"""Files of the library into passages that keep their page or section; home of pypdf."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pypdf import PageObject, PdfReader

from chatbot.domain import Origin, Passage, Source
from chatbot.errors import DocumentError
from chatbot.knowledge.loaders import markdown
from chatbot.knowledge.passages import passage_id
from chatbot.knowledge.records import DocumentRecord, DocumentSectionRecord
from chatbot.knowledge.sentences import sentences

MOST_WORDS = 60
"""Longest passage cut from running text; with a heading it stays well under the model's 256 word pieces."""


BULLET = re.compile(r"^[-–•*] +")
"""How a PDF's text shows the dot of a list."""


class Block(NamedTuple):
    """A paragraph or table row, with where it stands."""

    text: str
    heading: str
    locator: str


def read_document(path: Path, record: DocumentRecord) -> tuple[Block, ...]:
    """Read the text that answers may use; raise DocumentError when the file cannot be read or holds none."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"{path.name}: files of this kind are not read; use {', '.join(sorted(READERS))}")
    if not path.is_file():
        raise DocumentError(f"{path.name}: there is no such file; add it or remove the record")
    unused = {section.heading for section in record.sections if not section.topics}
    blocks = reader(path, frozenset(section.heading for section in record.sections))
    made = tuple(block for block in blocks if block.text and block.heading not in unused)
    if not made:
        raise DocumentError(f"{path.name}: no text could be read; a scanned file needs OCR first")
    return made


def cut(blocks: Iterable[Block], record: DocumentRecord, source: Source) -> Iterator[Passage]:
    """Cut a document's text into passages."""
    sections = {section.heading: section for section in record.sections}
    for block in blocks:
        for text in _pieces(block.text):
            yield _passage(text, block, record, source, sections.get(block.heading))


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
    read = markdown.load(path)
    for what in read.unread:
        if what.why != "empty":
            raise DocumentError(f"{path.name}: {what.where}: {what.what_to_do}")
    for part in read.parts:
        if part.kind != "heading":
            yield Block(part.text, part.heading, f"section '{part.heading}'")


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
    text = BULLET.sub("", " ".join(lines))
    # A page number or a running head is not a paragraph; a short sentence is.
    if len(text.split()) > 3 or text.endswith((".", "!", "?")):
        yield Block(text, heading, f"page {page}" + (f", '{heading}'" if heading else ""))


def _pages(path: Path) -> list[str]:
    try:
        pages = list(PdfReader(path).pages)
        texts = [page.extract_text() for page in pages]
        scans = [n for n, (page, text) in enumerate(zip(pages, texts, strict=True), start=1) if _scanned(page, text)]
    except Exception as error:  # a damaged file makes pypdf fail in any way
        raise DocumentError(f"{path.name}: is not a PDF that can be read ({error}); export it again") from error
    if scans and any(text.strip() for text in texts):
        numbers = ", ".join(map(str, scans))
        raise DocumentError(f"{path.name}: no text could be read on page {numbers}; a scanned page needs OCR first")
    return texts


def _scanned(page: PageObject, text: str) -> bool:
    resources = page.get("/Resources")
    shown = resources.get_object() if resources is not None else {}
    return not text.strip() and "/XObject" in shown


READERS: Mapping[str, Callable[[Path, frozenset[str]], Iterator[Block]]] = {".md": _markdown, ".pdf": _pdf}
