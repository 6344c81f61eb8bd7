"""Bytes into text: the encoding that the file names, UTF-8, or a guess that is told."""

import codecs
import re
import unicodedata

from chatbot.knowledge.loaders.parts import Unread

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_STRANGE = frozenset({"Cc", "Co", "Cn"})
_GUESS = "cp1252"
_SAVE_AGAIN = "save the file as UTF-8 and add it again"
MOST_STRANGE = 0.02
"""More than this share of characters that mean nothing is no text."""


def decode(content: bytes, *, markup: bool = False) -> tuple[str, list[Unread]]:
    """Return the text and what must be told about its encoding; an empty text when it is none."""
    named = _by_mark(content) or (_by_name(content) if markup else None)
    for encoding in filter(None, (named, "utf-8")):
        try:
            return _text(content.decode(encoding), [])
        except (UnicodeDecodeError, LookupError):
            continue
    told = Unread(where="file", why="encoding", what_to_do=f"read as {_GUESS}, a guess; {_SAVE_AGAIN}")
    return _text(content.decode(_GUESS, errors="replace"), [told])


def strange(text: str) -> float:
    """Return the share of characters that no readable text has: control, private and unknown ones."""
    if not text:
        return 0.0
    odd = (ch for ch in set(text) if ch == "\ufffd" or (unicodedata.category(ch) in _STRANGE and ch not in "\n\r\t\f"))
    return sum(text.count(ch) for ch in odd) / len(text)


def _by_mark(content: bytes) -> str | None:
    return next((encoding for mark, encoding in _BOMS if content.startswith(mark)), None)


def _by_name(content: bytes) -> str | None:
    found = _NAMED.search(content[:4096])
    return found[1].decode("ascii", "ignore") if found else None


def _text(text: str, told: list[Unread]) -> tuple[str, list[Unread]]:
    if strange(text) > MOST_STRANGE:
        return "", [
            Unread(
                where="file", why="unknown-letters", what_to_do=f"this is no text in a known encoding; {_SAVE_AGAIN}"
            )
        ]
    return text.lstrip("\ufeff").replace("\x00", ""), told
