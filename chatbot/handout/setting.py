"""Sets a sheet on paper as a PDF; home of the type, of fpdf and of the code that a phone reads.

The same sheet gives the same bytes. A letter that the type does not hold is set as a box, never left out.
"""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import NamedTuple, cast

import font_roboto
import segno
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import MethodReturnValue
from fpdf.fonts import TTFFont

from chatbot.errors import HandoutError
from chatbot.handout.blocks import Block, Kind, Paper, Part, Sheet, Table

FONT = "Roboto"
MARGIN_MM = 16.0
FOOT_MM = 19.0
CODE_MM = 23.0
INDENT_MM = 7.0
ROW_MM = 9.5
UNKNOWN = "¤"
"""Stands for a letter that the type does not hold."""

Colour = tuple[int, int, int]
INK: Colour = (24, 36, 42)
SOFT: Colour = (69, 85, 93)
RED: Colour = (177, 14, 30)
WHITE: Colour = (255, 255, 255)
PALE: Colour = (253, 240, 210)
LINE: Colour = (116, 131, 138)


class Style(NamedTuple):
    """How a kind of block is set: type in points; heights, indents and padding in millimetres."""

    size: float
    line: float
    bold: bool = False
    before: float = 0.0
    after: float = 1.6
    indent: float = 0.0
    ink: Colour = INK
    ground: Colour | None = None
    framed: bool = False


STYLES: dict[Kind, Style] = {
    Kind.TITLE: Style(22, 9.2, bold=True, after=3.5),
    Kind.CARE: Style(15, 6.8, bold=True, before=2, after=0, ink=WHITE, ground=RED),
    Kind.CARE_TEXT: Style(13, 6.2, after=0, ink=WHITE, ground=RED),
    Kind.LABEL: Style(13.5, 6.4, bold=True, after=1.5, framed=True),
    Kind.LEAD: Style(15, 7.2, before=1.5, after=2.5),
    Kind.HEADING: Style(14, 6.2, bold=True, before=2.4, after=0.8),
    Kind.TEXT: Style(12.5, 5.9),
    Kind.BULLET: Style(12.5, 5.9, after=0.8, indent=INDENT_MM),
    Kind.TICK: Style(12.5, 5.8, after=1.3, indent=INDENT_MM),
    Kind.WATCH: Style(12.5, 5.4, after=0.5, indent=INDENT_MM),
    Kind.SMALL: Style(9.5, 4.4, after=0.9, ink=SOFT),
    Kind.NOTE: Style(11, 5.2, before=1.5, after=1.5, ground=PALE),
}
PADDING_MM = 1.6
CARE = {Kind.CARE, Kind.CARE_TEXT}
CARE_GAP_MM = 3.0


def make(sheet: Sheet, paper: Paper = Paper.A4) -> bytes:
    """Set a sheet and return the file: the first of its steps that fits on one page, or the last over several."""
    with closing(_Setter(sheet, paper)) as setter:
        setter.add_page()
        chosen = next((step for step in sheet.steps if setter.fits(step)), sheet.steps[-1])
        for part, follower in _with_followers(chosen):
            setter.set(part, follower)
        return bytes(setter.output())


def settable(text: str) -> bool:
    """Tell whether the type holds every letter of a text."""
    return all(ord(letter) in _letters() or letter.isspace() for letter in text)


class _Setter(FPDF):
    """One document: measures parts, sets them one under the other, and knows its masthead and foot."""

    def __init__(self, sheet: Sheet, paper: Paper) -> None:
        super().__init__(format=paper.value)
        self._sheet = sheet
        for style, name in (("", "Roboto"), ("B", "RobotoBold")):
            self.add_font(FONT, style, font_roboto.font_files[name])
        self.set_creation_date(datetime.combine(sheet.made, time(), UTC))
        self.set_title(_shown(sheet.title))
        self.set_lang("en")
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=FOOT_MM)

    def close(self) -> None:
        """Close the files of the type, which fpdf leaves open."""
        for face in self.fonts.values():
            if isinstance(face, TTFFont):
                face.ttfont.close()

    # Masthead and foot

    def header(self) -> None:
        """Set the masthead; on the first page with the code and the title beside it."""
        self._type(Style(11, 5, bold=True, ink=SOFT))
        self.cell(0, 5, _shown(self._sheet.masthead), new_x="LMARGIN", new_y="NEXT")
        self.ln(2)
        if self.page_no() > 1:
            return
        below = self._code() if self._sheet.link else self.get_y()
        style = STYLES[Kind.TITLE]
        self._type(style)
        room = self.epw - (CODE_MM + 6 if self._sheet.link else 0)
        self.multi_cell(room, style.line, _shown(self._sheet.title), align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_y(max(self.get_y() + style.after, below))

    def footer(self) -> None:
        """Set what stands at the foot of every page, and its number."""
        self.set_y(-FOOT_MM + 2)
        self.set_draw_color(*LINE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(1.5)
        self._type(Style(8.5, 4.0, ink=SOFT))
        number = self._sheet.page_of.format(n=self.page_no(), all="{nb}")
        *others, last = self._sheet.foot
        for text in (*others, f"{last} {number}"):
            self.multi_cell(self.epw, 4.0, _shown(text), align="L", new_x="LMARGIN", new_y="NEXT")

    def _code(self) -> float:
        """Draw the code at the top right, with its words under it; return where what follows may begin."""
        try:
            matrix = segno.make(self._sheet.link, error="m", micro=False).matrix
        except segno.DataOverflowError as error:
            raise HandoutError("the link is too long for a code that a phone can read; give a shorter one") from error
        side = CODE_MM / len(matrix)
        left, top = self.w - self.r_margin - CODE_MM, self.t_margin
        self.set_fill_color(0, 0, 0)
        for y, row in enumerate(matrix):
            for x, dark in enumerate(row):
                if dark:
                    self.rect(left + x * side, top + y * side, side, side, style="F")
        self.link(left, top, CODE_MM, CODE_MM, self._sheet.link)
        here = self.get_y()
        self.set_xy(left - 4, top + CODE_MM + 1)
        self._type(Style(9, 4, ink=SOFT))
        self.multi_cell(CODE_MM + 4, 4, _shown(self._sheet.link_says), align="R", new_x="LMARGIN", new_y="NEXT")
        below = self.get_y() + 1
        self.set_y(here)
        return below

    # Parts

    def fits(self, parts: Sequence[Part]) -> bool:
        """Tell whether parts have room on the page that is begun."""
        needed = sum(self._height(part) + _gap(part, follower) for part, follower in _with_followers(parts))
        return needed <= self.h - FOOT_MM - self.get_y()

    def set(self, part: Part, follower: Part | None) -> None:
        """Set a part, on a new page where it does not fit; a heading stays with what follows it."""
        height = self._height(part)
        keeps = isinstance(part, Block) and part.kind in {Kind.HEADING, Kind.CARE} and follower is not None
        needed = height + (self._height(follower) if keeps and follower else 0)
        if self.will_page_break(min(needed, self.eph / 2)):
            self.add_page()
        if isinstance(part, Table):
            self._table(part)
        else:
            self._block(part)
        self.ln(_gap(part, follower))

    def _height(self, part: Part) -> float:
        if isinstance(part, Table):
            return self._head(part) + ROW_MM * part.rows + 3
        style = STYLES[part.kind]
        return style.before + self._words(part, style, dry=True) + 2 * _padding(style) + style.after

    def _block(self, block: Block) -> None:
        style = STYLES[block.kind]
        self.ln(style.before)
        inner, pad = self._words(block, style, dry=True), _padding(style)
        if style.ground or style.framed:
            self._ground(style, inner + 2 * pad)
        self._mark(block.kind, style)
        top = self.get_y()
        self.set_y(top + pad)
        self._words(block, style, dry=False)
        self.set_y(self.get_y() + pad)
        self.ln(style.after)

    def _words(self, block: Block, style: Style, *, dry: bool) -> float:
        """Set the words of a block, or only measure them; return their height."""
        self._type(style)
        pad = _padding(style) * 1.6
        self.set_x(self.l_margin + style.indent + pad)
        said = self.multi_cell(
            self.epw - style.indent - 2 * pad,
            style.line,
            _shown(block.text),
            align="L",
            new_x="LMARGIN",
            new_y="NEXT",
            dry_run=dry,
            output=MethodReturnValue.HEIGHT,
        )
        return cast("float", said)

    def _ground(self, style: Style, height: float) -> None:
        self.set_fill_color(*(style.ground or WHITE))
        self.set_draw_color(*style.ink)
        self.set_line_width(0.6)
        self.rect(self.l_margin, self.get_y(), self.epw, height, style="DF" if style.framed else "F")
        self.set_line_width(0.2)

    def _mark(self, kind: Kind, style: Style) -> None:
        """Draw the dot of a bullet or the box of a thing to tick."""
        middle = self.get_y() + style.line / 2
        self.set_draw_color(*INK)
        if kind in {Kind.BULLET, Kind.WATCH}:
            self.set_fill_color(*INK)
            self.circle(self.l_margin + 2.8, middle, 0.8, style="F")
        elif kind is Kind.TICK:
            self.set_line_width(0.4)
            self.rect(self.l_margin + 0.6, middle - 2.1, 4.2, 4.2, style="D")
            self.set_line_width(0.2)

    def _table(self, table: Table) -> None:
        head, top = self._head(table), self.get_y()
        x = self.l_margin
        self.set_draw_color(*LINE)
        for name, width in zip(table.columns, self._widths(table), strict=True):
            self._type(Style(11, 5, bold=True))
            self.set_xy(x, top + 1)
            self.multi_cell(width, 5, _shown(name), align="L")
            for row in range(table.rows + 1):
                y = top if row == 0 else top + head + ROW_MM * (row - 1)
                self.rect(x, y, width, head if row == 0 else ROW_MM, style="D")
            x += width
        self.set_y(top + head + ROW_MM * table.rows)
        self.ln(3)

    def _head(self, table: Table) -> float:
        """The height of a table's heads."""
        self._type(Style(11, 5, bold=True))
        heights = [
            cast(
                "float",
                self.multi_cell(width, 5, _shown(name), align="L", dry_run=True, output=MethodReturnValue.HEIGHT),
            )
            for name, width in zip(table.columns, self._widths(table), strict=True)
        ]
        return max(heights) + 2

    def _widths(self, table: Table) -> list[float]:
        return [self.epw * width / sum(table.widths) for width in table.widths]

    def _type(self, style: Style) -> None:
        self.set_font(FONT, style="B" if style.bold else "", size=style.size)
        self.set_text_color(*style.ink)


def _with_followers(parts: Sequence[Part]) -> list[tuple[Part, Part | None]]:
    return list(zip(parts, [*parts[1:], None], strict=True))


def _gap(part: Part, follower: Part | None) -> float:
    """The space under a care card, whose blocks themselves touch."""
    return CARE_GAP_MM if _cares(part) and not _cares(follower) else 0.0


def _cares(part: Part | None) -> bool:
    return isinstance(part, Block) and part.kind in CARE


def _padding(style: Style) -> float:
    return PADDING_MM if style.ground or style.framed else 0.0


def _shown(text: str) -> str:
    """The text with a sign in place of each letter that the type does not hold."""
    return "".join(letter if ord(letter) in _letters() or letter.isspace() else UNKNOWN for letter in text)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    with TTFont(font_roboto.font_files["Roboto"], lazy=True) as face:
        return frozenset(face.getBestCmap())
