"""DOCX into parts; home of python-docx."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from chatbot.knowledge.loaders.parts import Part, Reading, Unread, row, unreadable, whole, with_leads

MOST_BYTES = 200_000_000
"""Of a file when unpacked."""
_ITEM_STYLES = ("list", "bullet")
_PICTURES = "picture in the document"


def load(path: Path) -> Reading:
    """Read headings, paragraphs, lists and tables in order, then headers and footers; told: pictures and text boxes."""
    with zipfile.ZipFile(path) as packed:
        size = sum(info.file_size for info in packed.infolist())
    if size > MOST_BYTES:
        what = f"it unpacks to {size // 1_000_000} MB; save the text alone as a new file"
        return unreadable(Unread(where="file", why="too-large", what_to_do=what))
    document = Document(str(path))
    unread = list(_unread(document))
    parts = with_leads([*_body(document), *_margins(document)])
    return whole(parts, len(document.tables), unread)


def _body(document: WordFile) -> Iterator[Part]:
    caption = ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from table_rows(block, caption)
            caption = ""
            continue
        for part in _paragraph(block):
            captions = part.kind == "text" and (part.text.endswith(":") or _style(block).startswith("caption"))
            caption = part.text if captions else ""
            yield part


def _paragraph(block: Paragraph) -> Iterator[Part]:
    text = " ".join(block.text.split())
    if not text:
        return
    style = _style(block)
    numbered = block._p.pPr is not None and block._p.pPr.numPr is not None
    if style.startswith(("heading", "title")):
        yield Part(kind="heading", text=text)
    elif numbered or style.startswith(_ITEM_STYLES):
        yield Part(kind="item", text=text)
    else:
        yield Part(kind="text", text=text)


def _style(block: Paragraph) -> str:
    return (block.style.name or "").casefold() if block.style is not None else ""


def table_rows(table: Table, caption: str) -> Iterator[Part]:
    """Read the rows under the first row's heads; merged cells are read once."""
    lines = [[" ".join(cell.text.split()) for cell in line.cells] for line in table.rows]
    if not lines:
        return
    heads, *body = lines
    for cells in body or [heads]:
        names = heads if body else [""] * len(cells)
        if len(cells) != len(names):
            names = (names + [""] * len(cells))[: len(cells)]
        once = [
            cell if place == 0 or cell != cells[place - 1] or names[place] != names[place - 1] else ""
            for place, cell in enumerate(cells)
        ]
        yield row(caption, names, once)


def _margins(document: WordFile) -> Iterator[Part]:
    seen: set[str] = set()
    for section in document.sections:
        for margin in (section.header, section.footer):
            for block in margin.paragraphs:
                text = " ".join(block.text.split())
                if text and text not in seen:
                    seen.add(text)
                    yield Part(kind="text", text=text, marks="running")


def _unread(document: WordFile) -> Iterator[Unread]:
    body = document.element.body
    if body.findall(f".//{qn('w:drawing')}") or body.findall(f".//{qn('w:pict')}"):
        yield Unread(
            where=_PICTURES,
            why="scanned",
            what_to_do="text in pictures and text boxes is not read; type it into the text",
        )
    if body.findall(f".//{qn('w:object')}") or body.findall(f".//{qn('w:altChunk')}"):
        yield Unread(where="embedded file", why="embedded", what_to_do="add the embedded file on its own")
