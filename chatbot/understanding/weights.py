"""Which body weights a message tells of: kilograms, pounds, stones and pounds."""

import re
from collections.abc import Callable, Iterator

from chatbot.knowledge.amounts import UnitRecord, WeightsRecord
from chatbot.understanding.figures import NUMBER, Span, any_of, span, taken

Elsewhere = Callable[[str, int], bool]
"""Tells whether what begins at a place of a text is an amount of something else."""


class WeightWords:
    """Finds body weights in a text with figures; `ends` is the pattern of a figure or a range."""

    def __init__(self, record: WeightsRecord, ends: str, elsewhere: Elsewhere) -> None:
        self._units = [_Unit(unit, ends) for unit in record.units]
        self._not_before = re.compile(record.not_before)
        self._not_after = re.compile(record.not_after)
        self._never = re.compile(record.never)
        self._weighs = re.compile(record.weighs)
        self._bare_not_after = re.compile(record.bare_not_after)
        self._figure = re.compile(rf"{NUMBER}(?![a-z])")
        self._elsewhere = elsewhere

    def take(self, text: str) -> tuple[list[float], str]:
        """Return the weights told, in kg, and the text without them."""
        spans = [one for unit in self._units for one in self._with_unit(unit, text)]
        spans = [one for one in spans if not any(other.start < one.start < other.end for other in spans)]
        if not spans:
            found = [(unit, m) for unit in self._units for m in unit.apart.finditer(text)]
            spans = [span(m, unit.kg) for unit, m in found if not self._elsewhere(text, m.start(m.lastindex or 0))]
        return taken(spans, text)

    def bare(self, text: str) -> bool:
        """Tell whether a weight is told without its unit."""
        found = (m for m in self._figure.finditer(text) if self._weighs.search(text[: m.start()]))
        free = (m for m in found if not self._bare_not_after.search(text[m.end() :]))
        return any(not self._elsewhere(text, m.start()) for m in free)

    def _with_unit(self, unit: "_Unit", text: str) -> Iterator[Span]:
        for match in unit.beside.finditer(text):
            whole = unit.grown(span(match, unit.kg), text, self._elsewhere)
            if self._never.search(match[0]):
                continue
            if not self._not_before.search(text[: match.start()]) and not self._not_after.search(text[whole.end :]):
                yield whole


class _Unit:
    """One unit: how a figure stands beside it, and what smaller unit may follow."""

    def __init__(self, record: UnitRecord, ends: str) -> None:
        names = any_of(record.names)
        self.kg = record.kg
        self.beside = re.compile(rf"{ends} ?-?(?:{names})\b\.?(?! ?/)")
        self.apart = re.compile(rf"{ends}[^.;?!\d]{{1,40}}\((?:{names})\)|\b(?:{names})\b\)?(?: is|:|=)? ?{ends}")
        self._smaller = record
        self._then = re.compile(rf" ?(?:and )?(\d{{1,2}})(?: ?(?:{any_of(record.then_names)})\b|\b(?![.,]\d))")

    def grown(self, told: Span, text: str, elsewhere: Elsewhere) -> Span:
        """Return a weight with the smaller unit that follows it, as in 5 stone 3."""
        then = self._then.match(text, told.end) if self._smaller.then_kg else None
        if not then or int(then[1]) > self._smaller.then_at_most or elsewhere(text, then.start(1)):
            return told
        more = int(then[1]) * (self._smaller.then_kg or 0)
        return Span(tuple(value + more for value in told.values), told.start, then.end())
