"""Words that were run together, taken apart where every part is a word of the library or a small word."""

from collections.abc import Collection, Iterator, Mapping
from math import log

SHORTEST = 5
"""A word of fewer letters is never taken apart."""
OFTEN = {3: 20, 4: 3}
"""How often the library must say a word of so many letters for it to be a part; longer ones once."""
LEAST_MEAN = 2.5
"""The least mean length of the parts: else almost any name falls into small words."""
LEAST_SMALL = 2.0
"""The same where every part is a small word."""
PER_PART = 12.0
ALONE = "i"
"""The one letter that may be a part, after a small word and before another part."""
Reading = tuple[float, tuple[int, ...]]
"""The price of a reading, and where its parts end."""


class Parting:
    """Takes words apart; the reading with few and usual parts wins."""

    def __init__(self, counts: Mapping[str, int], small: Collection[str]) -> None:
        said = {w: n for w, n in counts.items() if w.isalpha() and len(w) > 2 and n >= OFTEN.get(len(w), 1)}
        self._small = frozenset(word for word in small if len(word) > 1)
        parts = {**said, **dict.fromkeys(self._small, max(counts.values(), default=1))}
        self._price = {word: PER_PART - log(count) for word, count in parts.items()}
        self._longest = max(map(len, self._price), default=0)

    def ends(self, word: str) -> tuple[int, ...]:
        """Return where each part of a word in small letters ends; nothing where no reading is clear."""
        if len(word) < SHORTEST:
            return ()
        best: list[Reading | None] = [(0.0, ()), *[None] * len(word)]
        for end in range(2, len(word) + 1):
            best[end] = min(self._readings(word, end, best), default=None)
        ends = best[-1][1] if best[-1] else ()
        return ends if self._is_clear(word, ends) else ()

    def _readings(self, word: str, end: int, best: list[Reading | None]) -> Iterator[Reading]:
        for start in range(max(0, end - self._longest), end):
            earlier, price = best[start], self._price.get(word[start:end])
            if earlier is None:
                continue
            if price is not None:
                yield earlier[0] + price, (*earlier[1], end)
            elif word[start:end] == ALONE and end < len(word) and _last(word, start, earlier) in self._small:
                yield earlier[0] + PER_PART, (*earlier[1], end)

    def _is_clear(self, word: str, ends: tuple[int, ...]) -> bool:
        parts = [word[start:end] for start, end in zip((0, *ends), ends, strict=False)]
        small = self._small.issuperset(parts)
        if len(parts) < 2 or len(word) / len(parts) < (LEAST_SMALL if small else LEAST_MEAN):
            return False
        return small or max(map(len, parts)) > 3


def _last(word: str, end: int, reading: Reading) -> str:
    """The last part of a reading that ends here."""
    ends = reading[1]
    return word[ends[-2] if len(ends) > 1 else 0 : end]
