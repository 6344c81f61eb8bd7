"""Numbers written in words into figures, so that 'thirty-two and a half' and '32.5' are read in one way."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from chatbot.knowledge.amounts import NumbersRecord

NUMBER = r"(?<![\w.,])-?\d+(?:\.\d+|,\d{1,2})?(?!\d|,\d)"
"""A figure as it stands in a text that was written out; a comma may part the decimals."""
TAKEN = " ; "
"""Stands where something told was taken out of a text, so that nothing grows together."""
_TENS = 10
_QUARTERS = re.compile(r"(?<!\d)(?:(\d+) )?(\d)/(2|4)(?!\d)|(?<!\d)(\d*)(\d)⁄(\d)")
"""4 1/2, and 4½ as it stands once compatibility forms are folded."""


def any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of the names, the longest first."""
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))


def number(figures: str) -> float:
    """Return the value of a figure."""
    return float(figures.replace(",", "."))


class Figures:
    """Writes the numbers of a text in figures, in small letters."""

    def __init__(self, record: NumbersRecord) -> None:
        self._values = record.words
        tens = any_of(w for w, value in record.words.items() if value >= 2 * _TENS)
        ones = any_of(w for w, value in record.words.items() if 0 < value < _TENS)
        every, article = any_of(record.words), any_of(record.article)
        small = f"(?:(?:{tens})(?:[ -](?:{ones}))?|{every})"
        more = rf"(?: (?:(?:{any_of(record.joint)}) )?({small}))?"
        self._hundred = re.compile(rf"\b(?:({ones}|{article}) )?(?:{any_of(record.hundred)}){more}\b")
        self._small = re.compile(rf"\b{small}\b")
        self._phrases = {phrase: str(value) for phrase, value in record.phrases.items()}
        self._phrase = re.compile(rf"\b(?:{any_of(record.phrases)})\b")
        self._minus = re.compile(rf"\b(?:{any_of(record.minus)}) (?=\d)")
        self._point = re.compile(rf"(?<=\d) (?:{any_of(record.point)}) (?=\d)")
        self._half = re.compile(rf"(?<=\d) (?:{any_of(record.half_more)})\b")

    def write(self, text: str) -> str:
        """Return the text in small letters with its numbers in figures."""
        text = self._phrase.sub(lambda m: self._phrases[m[0]], text.casefold())
        text = self._hundred.sub(self._of_hundred, text)
        text = self._small.sub(lambda m: str(self._value(m[0])), text)
        text = _QUARTERS.sub(_of_quarters, text)
        return self._minus.sub("-", self._half.sub(".5", self._point.sub(".", text)))

    def _value(self, words: str) -> int:
        return sum(self._values[word] for word in re.split("[ -]", words))

    def _of_hundred(self, match: re.Match[str]) -> str:
        return str(self._values.get(match[1] or "", 1) * 100 + (self._value(match[2]) if match[2] else 0))


def _of_quarters(match: re.Match[str]) -> str:
    whole, above, below = match[1] or match[4] or "0", match[2] or match[5], match[3] or match[6]
    return f"{int(whole) + int(above) / int(below):g}" if below != "0" else match[0]


class Span(NamedTuple):
    """Values told, and where they stand in a text."""

    values: tuple[float, ...]
    start: int
    end: int


def ends(record: NumbersRecord) -> str:
    """Return a pattern for a figure, or for the two ends of a range, with one group for each end."""
    return rf"(?:({NUMBER}) ?(?:-|/|{any_of(record.ranges)}) ?)?({NUMBER})"


def span(match: re.Match[str], times: float = 1) -> Span:
    """Return the figures that a match holds in its groups, each taken so many times."""
    return Span(tuple(number(figures) * times for figures in match.groups() if figures), *match.span())


def taken(spans: Iterable[Span], text: str) -> tuple[list[float], str]:
    """Return the values of all spans in the order of the text, and the text without them."""
    values: list[float] = []
    rest, at = "", 0
    for one in sorted(spans, key=lambda one: one.start):
        values += one.values
        rest, at = rest + text[at : one.start] + TAKEN, max(at, one.end)
    return values, rest + text[at:]
