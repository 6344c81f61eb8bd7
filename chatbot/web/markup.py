"""Small pieces of HTML that every part of the page is made of; whatever is shown goes through `esc`."""

import html
import re
from collections.abc import Iterable
from datetime import date

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BULLET = "- "


def esc(text: object) -> str:
    """Escape a text, so that nothing in it is ever read as HTML."""
    return html.escape(str(text), quote=True)


def esc_template(text: object) -> str:
    """Escape a text that stands in a Gradio template, where braces, backticks and dollars are code."""
    return re.sub(r"[{}`$\\]", lambda m: f"&#{ord(m[0])};", esc(text))


def day(when: date) -> str:
    """Write a date in words, since 03/04 is read in two ways."""
    return f"{when.day} {when:%B %Y}"


def join(parts: Iterable[str]) -> str:
    """Put pieces of HTML one after the other."""
    return "".join(parts)


def paragraph(text: str, css: str = "") -> str:
    """Wrap HTML in a paragraph; no text, no paragraph."""
    return f'<p class="{css}">{text}</p>' if text else ""


def bullets(items: Iterable[str], css: str = "") -> str:
    """Make a list of pieces of HTML; no items, no list."""
    made = join(f"<li>{item}</li>" for item in items)
    return f'<ul class="{css}">{made}</ul>' if made else ""


def fold(summary: str, body: str, css: str = "") -> str:
    """Fold HTML behind its summary; an empty body leaves nothing to fold."""
    if not body:
        return ""
    return f'<details class="fold {css}"><summary>{summary}</summary><div class="folded">{body}</div></details>'


def prose(text: str) -> str:
    """Show the plain part of Markdown: paragraphs, bullets, headings as bold lines, and bold words."""
    return join(_block(block.strip().splitlines()) for block in text.split("\n\n") if block.strip())


def _block(lines: list[str]) -> str:
    if all(line.startswith(_BULLET) for line in lines):
        return bullets(_inline(line.removeprefix(_BULLET)) for line in lines)
    listed = next((i for i, line in enumerate(lines) if line.startswith(_BULLET)), 0)
    if listed and all(line.startswith(_BULLET) for line in lines[listed:]):
        return _block(lines[:listed]) + _block(lines[listed:])
    if lines[0].startswith("#"):
        return paragraph(f"<strong>{_inline(lines[0].lstrip('# '))}</strong>") + join(map(_line, lines[1:]))
    return paragraph("<br>".join(map(_inline, lines)))


def _line(line: str) -> str:
    return paragraph(_inline(line))


def _inline(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", esc(text))
