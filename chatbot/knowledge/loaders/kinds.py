"""Which loader reads a file: by what it holds, not by what it is called."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from chatbot.knowledge.loaders import markdown, pdf, plain, web, word
from chatbot.knowledge.loaders.parts import Reading, Unread, unreadable

MOST_BYTES = 100_000_000
"""Of a file as given."""
MOST_PARTS = 100_000
"""Paragraphs, headings, items and tables of one reading: a book of a thousand pages has some 20,000."""
SUFFIXES: Mapping[str, str] = {
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    ".docx": "word",
}
"""The kinds of file that are read."""
LOADERS: Mapping[str, Callable[[Path], Reading]] = {
    "html": web.load,
    "markdown": markdown.load,
    "text": plain.load,
    "word": word.load,
}
_BINARY = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
    b"MZ",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)


class Slice(NamedTuple):
    """Some pages of a file that has pages."""

    first: int
    most: int
    ocr: bool = False
    """Whether pages that are pictures of text are read by OCR."""


def load(path: Path, part: Slice) -> Reading:
    """Read a file, or a slice of it where it has pages; whatever it holds ends in a reading."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        what = f"it has {size // 1_000_000} MB and at most {MOST_BYTES // 1_000_000} are read; split it"
        return unreadable(Unread(where="file", why="too-large", what_to_do=what))
    kind, told = kind_of(path)
    if kind is None:
        return unreadable(told[0])
    read = pdf.load(path, part.first, part.most, ocr=part.ocr) if kind == "pdf" else LOADERS[kind](path)
    if len(read.parts) > MOST_PARTS:
        what = f"it has {len(read.parts):,} paragraphs and at most {MOST_PARTS:,} are read; split it"
        return unreadable(Unread(where="file", why="too-large", what_to_do=what))
    return _told(read, told) if part.first == 0 else read


def kind_of(path: Path) -> tuple[str | None, list[Unread]]:
    """Tell a file's kind, and what must be told where its name says something else."""
    named = SUFFIXES.get(path.suffix.casefold())
    with path.open("rb") as file:
        start = file.read(2048)
    held = _held(path, start, named)
    if held is None:
        what = f"files of this kind are not read; save it as one of {', '.join(sorted(SUFFIXES))}"
        return None, [Unread(where="file", why="unknown-kind", what_to_do=what)]
    if named != held:
        what = f"its name ends in {path.suffix or 'nothing'} and it is {held}, as which it was read; rename it"
        return held, [Unread(where="name of the file", why="unknown-kind", what_to_do=what)]
    return held, []


def _held(path: Path, start: bytes, named: str | None) -> str | None:
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "word" if _is_word(path) else None
    if start.startswith(_BINARY):
        return None
    head = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")[:300].lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")) and named != "markdown":
        return "html"
    if named in {"pdf", "word"}:
        return named
    return named


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return "word/document.xml" in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _told(read: Reading, told: list[Unread]) -> Reading:
    if not told:
        return read
    first, *rest = read.pages
    return replace(read, pages=(replace(first, unread=(*told, *first.unread)), *rest))
