"""Text into sentences; made for the short, plain prose of the library's own records."""

import re
from collections.abc import Callable, Sequence

_END = re.compile(
    r"(?<=[.!?])(?<!\bRev\.)(?<!\bNo\.)(?<!\bDr\.)(?<!\bvs\.)(?<!\bSt\.)(?<!\be\.g\.)(?<!\bi\.e\.)"
    r"(?<!\bal\.)(?<!\bFig\.)(?<!\bProf\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bca\.)(?<!\bapprox\.)(?<!\bU\.S\.)(?<!\bU\.K\.)"
    r"\s+(?=[A-Z0-9'\"‘“(])"
)

_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)


def sentences(text: str) -> tuple[str, ...]:
    """Split at full stops, question and exclamation marks that are followed by a new beginning."""
    return tuple(part for part in _END.split(text.strip()) if part)


def flesch_kincaid(words: Sequence[str], sentences: int, syllables: Callable[[str], int]) -> float:
    """Return the school year in which words of so many sentences can be read; there must be words.

    0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid et al. 1975, Research Branch Report 8-75).
    """
    return 0.39 * len(words) / max(1, sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def vowel_groups(word: str) -> int:
    """Guess the syllables of a word: its groups of vowels, one at least."""
    return max(1, len(_VOWELS.findall(word)))
