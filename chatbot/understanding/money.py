"""Whether a message asks what something costs, or changes a sum that was asked for before."""

import re
from dataclasses import dataclass

from chatbot.knowledge.reading import Reading
from chatbot.understanding.amounts import Told
from chatbot.understanding.text import key

SHORTEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What a message says beside what it tells."""

    price: bool
    """It asks what something costs."""
    other_amounts: bool
    """It is about an amount of something else, such as a medicine."""
    about_prices: bool
    """It asks about prices, and not what they come to."""
    supposing: bool
    """It only puts another case."""
    asks: bool
    """It asks in words, not by a question mark alone."""
    own_words: int
    """How many words carry a meaning that is neither told nor about money."""
    rest: str


class Money:
    """Hears talk of money, with the words of one library."""

    def __init__(self, reading: Reading) -> None:
        record = reading.amounts.money
        self._sure = [re.compile(pattern) for pattern in record.sure]
        self._likely = [re.compile(pattern) for pattern in record.likely]
        self._other_amounts = re.compile(record.other_amounts)
        self._about_prices = re.compile(record.about_prices)
        self._supposing = re.compile(record.supposing)
        self._asking = [re.compile(pattern) for pattern in reading.asking]
        self._idle = frozenset(reading.stop) | frozenset(record.fillers)

    def heard(self, told: Told, rest: str) -> Spoken:
        """Return what a message says; `rest` is what is left of it without amounts and names of what is sold."""
        other = bool(self._other_amounts.search(told.text))
        likely = not other and any(pattern.search(told.text) for pattern in self._likely)
        price = likely or told.rate is not None or any(pattern.search(told.text) for pattern in self._sure)
        for pattern in (*self._sure, *self._likely):
            rest = pattern.sub(" ", rest)
        words = [word for word in key(rest) if word.isalpha() and len(word) >= SHORTEST and word not in self._idle]
        return Spoken(
            price=price,
            other_amounts=other,
            about_prices=bool(self._about_prices.search(told.text)),
            supposing=bool(self._supposing.search(told.text)),
            asks=any(pattern.search(told.text.replace("?", "")) for pattern in self._asking),
            own_words=len(words),
            rest=rest,
        )
