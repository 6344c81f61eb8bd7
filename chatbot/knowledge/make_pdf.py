"""Makes a PDF from a short Markdown text: `python -m chatbot.knowledge.make_pdf SRC.md OUT.pdf`.

Headings, paragraphs and one level of bullets; anything else is refused rather than lost. The same
text gives the same bytes: the date is fixed and nothing is compressed.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Literal, cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from chatbot.errors import DocumentError

AUTHOR = "The editors of this library"
CREATED = datetime(2026, 11, 20, tzinfo=UTC)
FONT = "Helvetica"
MARGIN_MM = 25.0
BULLET_INDENT_MM = 6.0

Kind = Literal["title", "heading", "bullet", "paragraph"]

PREFIXES: tuple[tuple[str, Kind], ...] = (("# ", "title"), ("## ", "heading"), ("- ", "bullet"))
NOT_HANDLED = re.compile(r"^(#{3}|[|>*+]|\d+\. )|\*\*|__|`|\]\(")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that is set in one way."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of block is set: size in points, weight, line height and space in millimetres."""

    size: float
    bold: bool
    line: float
    before: float
    after: float


STYLES: dict[Kind, Style] = {
    "title": Style(size=20, bold=True, line=9, before=0, after=5),
    "heading": Style(size=15, bold=True, line=7, before=4, after=2),
    "bullet": Style(size=12, bold=False, line=6.2, before=0, after=1.5),
    "paragraph": Style(size=12, bold=False, line=6.2, before=0, after=3),
}


class Page(FPDF):
    """A4 pages with their number at the foot."""

    def footer(self) -> None:
        """Write the page number, under an empty line that keeps it apart from the text."""
        self.set_y(-20)
        self.cell(0, 5, " ", new_x="LMARGIN", new_y="NEXT")
        self.set_font(FONT, size=9)
        self.cell(0, 5, f"Page {self.page_no()}", align="C")


def read_blocks(markdown: str) -> tuple[Block, ...]:
    """Cut a Markdown text into blocks, or say which line cannot be set."""
    return tuple(_join(_lines(markdown)))


def _lines(markdown: str) -> Iterator[Block | None]:
    for number, line in enumerate(markdown.splitlines(), start=1):
        text = line.strip()
        if NOT_HANDLED.search(text):
            raise DocumentError(f"line {number} is not a heading, paragraph or bullet; rewrite it: {text!r}")
        if not text.isprintable() or text.encode("latin-1", "replace").decode("latin-1") != text:
            raise DocumentError(f"line {number} has a character outside Latin-1; replace it: {text!r}")
        yield _block(text) if text else None


def _block(line: str) -> Block:
    for prefix, kind in PREFIXES:
        if line.startswith(prefix):
            return Block(kind, line.removeprefix(prefix).strip())
    return Block("paragraph", line)


def _join(lines: Iterator[Block | None]) -> Iterator[Block]:
    """Join the lines of one paragraph or bullet, which an empty line or a new prefix ends."""
    open_block: Block | None = None
    for line in lines:
        if line and open_block and _goes_on(open_block, line):
            open_block = Block(open_block.kind, f"{open_block.text} {line.text}")
            continue
        if open_block:
            yield open_block
        open_block = line
    if open_block:
        yield open_block


def _goes_on(block: Block, line: Block) -> bool:
    return line.kind == "paragraph" and block.kind in {"paragraph", "bullet"}


def make_pdf(blocks: Sequence[Block]) -> bytes:
    """Set the blocks on A4 pages and return the file's bytes."""
    title = next((block.text for block in blocks if block.kind == "title"), None)
    if title is None:
        raise DocumentError("the text has no title; begin it with a line '# Title'")
    page = Page(format="A4")
    page.set_compression(False)
    page.set_creation_date(CREATED)
    page.set_title(title)
    page.set_author(AUTHOR)
    page.set_lang("en")
    page.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
    page.set_auto_page_break(auto=True, margin=MARGIN_MM)
    page.add_page()
    for block, follower in zip_longest(blocks, blocks[1:]):
        _set(page, block, follower)
    return bytes(page.output())


def _set(page: FPDF, block: Block, follower: Block | None) -> None:
    """Write a block, on a new page if it does not fit; a heading stays with what follows it."""
    style = STYLES[block.kind]
    height = _height(page, block)
    if style.bold and follower:
        height += style.after + _height(page, follower)
    page.ln(style.before)
    if page.will_page_break(min(height, page.eph / 2)):
        page.add_page()
    indent = _use_style(page, block)
    page.set_x(page.l_margin + indent)
    page.multi_cell(page.epw - indent, style.line, _shown(block), align="L", new_x="LMARGIN", new_y="NEXT")
    _leave_space(page, style.after)


def _leave_space(page: FPDF, height: float) -> None:
    """Go down with an empty line of text, which keeps paragraphs apart when the text is read."""
    if not page.will_page_break(height):
        page.cell(0, height, " ", new_x="LMARGIN", new_y="NEXT")


def _height(page: FPDF, block: Block) -> float:
    indent = _use_style(page, block)
    line = STYLES[block.kind].line
    height = page.multi_cell(page.epw - indent, line, _shown(block), dry_run=True, output=MethodReturnValue.HEIGHT)
    return cast("float", height)


def _use_style(page: FPDF, block: Block) -> float:
    """Choose the block's type and return its indent."""
    style = STYLES[block.kind]
    page.set_font(FONT, style="B" if style.bold else "", size=style.size)
    return BULLET_INDENT_MM if block.kind == "bullet" else 0.0


def _shown(block: Block) -> str:
    return f"- {block.text}" if block.kind == "bullet" else block.text


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the PDF named on the command line and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m chatbot.knowledge.make_pdf", description=make_pdf.__doc__)
    parser.add_argument("source", type=Path, metavar="SRC.md")
    parser.add_argument("target", type=Path, metavar="OUT.pdf")
    given = parser.parse_args(arguments)
    try:
        given.target.write_bytes(make_pdf(read_blocks(given.source.read_text(encoding="utf-8"))))
    except (DocumentError, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"{given.source}: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
