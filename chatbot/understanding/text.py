"""Text as readers type it into plain tokens."""

import re
import unicodedata
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[&/+%]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s+")


class Token(NamedTuple):
    """A word as typed and as compared."""

    typed: str
    plain: str


def clean(text: str) -> str:
    """Drop control and direction marks, make quotes plain, fold white space and compatibility forms."""
    if text.isascii():  # most of it is, and needs the least
        return _SPACE.sub(" ", _CONTROL.sub(" ", text).replace("`", "'")).strip()
    return _SPACE.sub(" ", _CONTROL.sub(" ", unicodedata.normalize("NFKC", text)).translate(_QUOTES)).strip()


def plain(word: str) -> str:
    """Fold case and accents, so that 'Café' and 'cafe' are one."""
    if word.isascii():
        return word.casefold().replace("'", "")
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(ch for ch in decomposed if not unicodedata.combining(ch)).replace("'", "")


def tokens(text: str) -> list[Token]:
    """Cut cleaned text into tokens; hyphens part words."""
    return [Token(word, plain(word)) for word in _TOKEN.findall(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each token of cleaned text begins and ends."""
    return [match.span() for match in _TOKEN.finditer(text)]


def key(text: str) -> tuple[str, ...]:
    """Return a name as the tuple of its plain tokens."""
    return tuple(map(plain, _TOKEN.findall(clean(text))))
