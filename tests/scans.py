"""Scanned pages to test with: pictures of text, bound as a PDF."""

import io
from collections.abc import Sequence

import font_roboto
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

SIZE = (1100, 620)
"""Pixels of a page: the upper part of one, so that it is read in a second or two."""
LETTER = 30
Word = tuple[int, int, str]
"""Where a text begins, and the text."""


def picture(words: Sequence[Word], size: tuple[int, int] = SIZE, letter: int = LETTER) -> Image.Image:
    """Draw texts on white paper."""
    paper = Image.new("L", size, 255)
    draw, font = ImageDraw.Draw(paper), ImageFont.truetype(font_roboto.font_files["Roboto"], letter)
    for x, y, text in words:
        draw.text((x, y), text, font=font, fill=0)
    return paper


def scan(*pages: Image.Image | str) -> bytes:
    """Make a PDF of pictures, each on a page of its own, and of pages that hold text as such."""
    made = FPDF(unit="pt")
    made.set_font("Helvetica", size=11)
    for page in pages:
        if isinstance(page, str):
            made.add_page()
            made.multi_cell(0, 14, page)
            continue
        wide, high = page.width / 2, page.height / 2
        made.add_page(format=(wide, high))
        file = io.BytesIO()
        page.save(file, "PNG")
        made.image(file, x=0, y=0, w=wide, h=high)
    return bytes(made.output())
