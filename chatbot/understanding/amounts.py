"""What a message tells for a sum over a price list: body weight, visits, tests or not, an exchange rate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.domain import Jurisdiction, Rate
from chatbot.knowledge.amounts import AmountsRecord
from chatbot.understanding.figures import TAKEN, Figures, ends
from chatbot.understanding.rates import RateWords
from chatbot.understanding.visits import VisitWords
from chatbot.understanding.weights import WeightWords

SAME = 0.02
"""Weights that differ by no more than this share are one weight told in two units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one message tells; several weights or numbers of visits are kept, for nobody may choose among them."""

    weights: tuple[float, ...] = ()
    """In kg, rounded to hundredths."""
    no_unit: bool = False
    """A weight is told, but not whether in kg, pounds or stones."""
    visits: tuple[float, ...] = ()
    parts: bool = False
    """A number is told of what a visit is made of, and none of visits."""
    tests: bool | None = None
    rate: Rate | None = None
    text: str = ""
    """The message in small letters with figures."""
    rest: str = ""
    """The same without what was told."""

    @property
    def anything(self) -> bool:
        """Whether anything was told."""
        return bool(self.weights or self.no_unit or self.visits or self.parts or self.rate) or self.tests is not None


class Amounts:
    """Reads amounts with the words of one library."""

    def __init__(self, record: AmountsRecord) -> None:
        self._figures = Figures(record.numbers)
        figure = ends(record.numbers)
        self._visits = VisitWords(record.visits, figure)
        self._weights = WeightWords(record.weights, figure, self._visits.begins)
        self._rates = RateWords(record.rates, {name for unit in record.weights.units for name in unit.names})
        self._tests = [(_compiled(record.without_tests), False), (_compiled(record.with_tests), True)]
        self._places = {place: re.compile(pattern) for place, pattern in record.places.items()}

    def read(self, message: str, currency: str) -> Told:
        """Return what a message tells; `currency` is that of the price list."""
        text = self._figures.write(message)
        rate, rest = self._rates.take(text, currency)
        tests, rest = self._take_tests(rest)
        weights, rest = self._weights.take(rest)
        no_unit = not weights and self._weights.bare(rest)
        visits, rest = self._visits.take(rest)
        return Told(
            weights=_different(weights),
            no_unit=no_unit,
            visits=tuple(dict.fromkeys(visits)),
            parts=not visits and self._visits.parts(rest),
            tests=tests,
            rate=rate,
            text=text,
            rest=rest,
        )

    def places(self, told: Told) -> tuple[Jurisdiction, ...]:
        """Return the countries that a message names; 'Australian dollars' names none."""
        text = self._rates.without_money(told.text)
        return tuple(place for place, pattern in self._places.items() if pattern.search(text))

    def _take_tests(self, text: str) -> tuple[bool | None, str]:
        for patterns, tests in self._tests:
            if any(pattern.search(text) for pattern in patterns):
                for pattern in patterns:
                    text = pattern.sub(TAKEN, text)
                return tests, text
        return None, text


def _compiled(patterns: Sequence[str]) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in patterns]


def _different(weights: Sequence[float]) -> tuple[float, ...]:
    """The weights, rounded, without those that only say another one again."""
    kept: list[float] = []
    for weight in weights:
        if all(abs(weight - other) > SAME * abs(other) for other in kept):
            kept.append(round(weight, 2))
    return tuple(kept)
