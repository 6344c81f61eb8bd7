"""Small pieces of HTML that every part of the page is made of; whatever is shown goes through `esc`."""

import html
import re
from collections.abc import Iterable

from chatbot.domain import Spoken


def esc(text: object) -> str:
    """Escape a text, so that nothing in it is ever read as HTML."""
    return html.escape(str(text), quote=True)


def esc_template(text: object) -> str:
    """Escape a text that stands in a Gradio template, where braces, backticks and dollars are code."""
    return re.sub(r"[{}`$\\]", lambda m: f"&#{ord(m[0])};", esc(text))


def in_tongue(spoken: Spoken) -> str:
    """Return the attributes that say in which language, and which way, a text is read."""
    return f' lang="{esc(spoken.code)}" dir="{"rtl" if spoken.right_to_left else "ltr"}"'


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
    folded = f'<div class="folded">{body}</div>'
    return f'<details class="fold {css}"><summary>{summary}</summary>{folded}</details>' if body else ""


def prose(text: str) -> str:
    """Show a text as paragraphs, cut where it has an empty line."""
    return join(paragraph(esc(part.strip())) for part in text.split("\n\n") if part.strip())
