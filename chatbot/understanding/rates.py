"""Which exchange rate a message tells, and which currency it wants a sum in. None is ever assumed."""

import re
from collections.abc import Iterable, Set

from chatbot.domain import Rate
from chatbot.knowledge.amounts import RatesRecord
from chatbot.understanding.figures import NUMBER, TAKEN, any_of, number


class RateWords:
    """Finds an exchange rate in a text with figures; names in `also_units` are money only beside the list's own."""

    def __init__(self, record: RatesRecord, also_units: Set[str]) -> None:
        self._codes = {name: one.code for one in record.currencies for name in (*one.names, *one.signs)}
        self._codes |= {one.code.casefold(): one.code for one in record.currencies}
        self._also_units = also_units
        money = _words(self._codes)
        n, of, unit = rf"(?P<n>{NUMBER})", f"(?P<of>{money})", f"(?P<unit>{money})"
        per, alone, one, equals = (_words(x) for x in (record.per, record.per_alone, record.one, record.equals))
        self._told = [
            re.compile(rf"{n} ?{of} ?(?:{per}) ?(?:{one})? ?1? ?{unit}"),  # 7.1 yuan to the dollar
            re.compile(rf"{n} (?:{alone}) ?{unit}(?P<of>)"),  # 7.1 to the dollar
            re.compile(rf"{unit}(?: ?1\b)? ?(?:{equals}) ?{of} ?{n}"),  # $1 = ¥7.1
            re.compile(rf"{unit} ?[/-] ?{of}[^\d-]{{0,12}}{n}"),  # dollar/yuan 7.1
            re.compile(rf"{unit}(?: ?1\b)? ?(?:{equals}) ?{n}(?: ?{of})?"),  # 1 dollar = 7.1 yuan
        ]
        self._bare = re.compile(record.rate)
        self._figure = re.compile(NUMBER)
        self._money = re.compile(money)
        self._into = re.compile(rf"\b(?:{any_of(record.into)}) (?:the )?({money})")

    def take(self, text: str, currency: str) -> tuple[Rate | None, str]:
        """Return the rate to the list's currency, or the currency wanted, and the text without them."""
        for pattern in self._told:
            for match in pattern.finditer(text):
                if rate := self._rate(match, currency):
                    return rate, _without(match, text)
        codes = (self._codes[match[1]] for match in self._into.finditer(text))
        wanted = next((code for code in codes if code != currency), None)
        if wanted is None:
            return None, text
        bare = next((m for m in self._figure.finditer(text) if self._bare.search(text[: m.start()])), None)
        if bare is None:
            return Rate(currency=wanted, per_one=None), text
        return Rate(currency=wanted, per_one=number(bare[0])), _without(bare, text)

    def without_money(self, text: str) -> str:
        """Return the text without names of currencies, so that no country is read into one."""
        return self._money.sub(TAKEN, text)

    def _rate(self, match: re.Match[str], currency: str) -> Rate | None:
        of, unit, n = self._codes.get(match["of"] or "", currency), self._codes[match["unit"]], number(match["n"])
        if of == unit or currency not in {of, unit} or (not match["of"] and match["unit"] in self._also_units):
            return None
        other = unit if of == currency else of
        # With a stroke both orders are in use; a figure above one is taken as the list's currency for one of the other.
        straight = of == currency or ("/" in match[0] and n >= 1)
        return Rate(currency=other, per_one=n if straight or n <= 0 else 1 / n)


def _words(names: Iterable[str]) -> str:
    """A pattern for any of the names; those that are words stand by themselves."""
    words = [name for name in names if name[-1:].isalpha()]
    signs = [name for name in names if not name[-1:].isalpha()]
    whole = rf"(?<![a-z])(?:{any_of(words)})(?![a-z])"
    return f"(?:{whole}|{any_of(signs)})" if signs else whole


def _without(match: re.Match[str], text: str) -> str:
    return text[: match.start()] + TAKEN + text[match.end() :]
