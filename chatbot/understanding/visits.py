"""How many visits a message tells of."""

import re

from chatbot.knowledge.amounts import VisitsRecord
from chatbot.understanding.figures import NUMBER, Span, any_of, span, taken


class VisitWords:
    """Finds numbers of visits in a text with figures; `ends` is the pattern of a figure or a range."""

    def __init__(self, record: VisitsRecord, ends: str) -> None:
        names, between = any_of(record.names), any_of(record.between)
        self._counted = re.compile(rf"{ends}[ -]?(?:(?:{between})[ -])*(?:{names})\b")
        self._after_name = re.compile(rf"\b(?:{names}) ?[:=] ?{ends}")
        self._not_after = re.compile(record.not_after)
        self._other = [(re.compile(one.pattern), float(one.visits)) for one in record.counted]
        self._parts = re.compile(rf"{NUMBER}[ -](?:(?:{between})[ -])*(?:{any_of(record.parts)})\b")

    def take(self, text: str) -> tuple[list[float], str]:
        """Return the numbers told, and the text without them."""
        spans = [span(m) for m in self._counted.finditer(text) if not self._not_after.search(text[m.end() :])]
        spans = spans or [span(m) for m in self._after_name.finditer(text)]
        if not spans:
            found = ((pattern.search(text), visits) for pattern, visits in self._other)
            spans = [Span((visits,), *match.span()) for match, visits in found if match][:1]
        return taken(spans, text)

    def begins(self, text: str, position: int) -> bool:
        """Tell whether a number of visits begins at a place."""
        return bool(self._counted.match(text, position))

    def parts(self, text: str) -> bool:
        """Tell whether a number is told of what a visit is made of."""
        return bool(self._parts.search(text))
