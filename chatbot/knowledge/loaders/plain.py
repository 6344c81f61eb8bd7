"""Plain text into parts: paragraphs, lists that a person can see, and short lines that stand as headings."""

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from chatbot.knowledge.loaders.decoding import decode
from chatbot.knowledge.loaders.parts import Part, Reading, whole, with_leads

_BULLET = re.compile(r"^(?:[-–•*·▪◦●]|\(?\d{1,2}[.)])(?:\s+|$)")
_DOT = re.compile(r"^[-–•*·▪◦●]\s*$")
_UNDERLINE = re.compile(r"^([=\-~*_#])\1{2,}$")
_TRAILING_DOT = re.compile(r"\s+[-–•]$")
"""A dot of the next list item that was saved at the end of the line before."""
WRAPPED = range(40, 101)
"""Longest line, in characters, of a text whose lines were broken by hand."""
MOST_HEADING_WORDS = 10


def load(path: Path) -> Reading:
    """Read a text file."""
    text, told = decode(path.read_bytes())
    return whole(from_lines(text.splitlines()), 0, told)


def from_lines(lines: Sequence[str]) -> list[Part]:
    """Make parts of lines as a person sees them."""
    return with_leads(list(_headed(_unwrapped(chunk) for chunk in _chunks(lines))))


def _chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines between empty ones; a dot alone on its line belongs to the next line."""
    chunk: list[str] = []
    dot = False
    for line in [*(" ".join(line.split()) for line in lines), ""]:
        if _DOT.match(line):
            dot = True
        elif _UNDERLINE.match(line):
            continue
        elif line:
            bare = _TRAILING_DOT.sub("", line)
            chunk.append(f"- {bare}" if dot else bare)
            dot = bare != line
        elif chunk and not dot:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _unwrapped(chunk: list[str]) -> list[str]:
    """Join lines that were only broken at the margin."""
    longest = max(map(len, chunk))
    inner = [line for line, after in itertools.pairwise(chunk) if not _BULLET.match(after)]
    if longest not in WRAPPED or not inner or min(map(len, inner)) < 0.55 * longest:
        return chunk
    made: list[str] = []
    for line in chunk:
        if made and not _BULLET.match(line):
            made[-1] += f" {line}"
        else:
            made.append(line)
    return made


def _headed(chunks: Iterator[list[str]]) -> Iterator[Part]:
    for chunk in chunks:
        for place, line in enumerate(chunk):
            above, below = chunk[place - 1] if place else ".", chunk[place + 1 : place + 2]
            between = above.endswith((".", "!", "?")) and bool(below) and not looks_like_heading(below[0])
            alone = len(chunk) == 1 or place == 0 or between or len(chunk) > 3
            numbered = _numbered_heading(line)
            if _BULLET.match(line) and not numbered:
                yield Part(kind="item", text=_BULLET.sub("", line))
            elif numbered or (alone and looks_like_heading(line)):
                yield Part(kind="heading", text=line)
            else:
                yield Part(kind="text", text=line)


def _numbered_heading(line: str) -> bool:
    """Tell '1. What It Is For' from a numbered step: every long word of it begins large."""
    bare = _BULLET.sub("", line)
    words = [word for word in bare.split() if len(word) > 3]
    return (
        line[:1].isdigit()
        and bool(words)
        and len(words) > 1
        and all(w[0].isupper() for w in words)
        and looks_like_heading(bare)
    )


def looks_like_heading(line: str) -> bool:
    """Tell whether a line is short, begins large, holds no figure and does not end as a sentence does."""
    words = line.split()
    bare = _BULLET.sub("", line)
    ends = line[-1:] in ".!;:,…" or len(words) > MOST_HEADING_WORDS or any(ch.isdigit() for ch in bare)
    return not ends and line[:1].isupper() and not any(ch in line for ch in "=|≈") and any(ch.isalpha() for ch in line)
