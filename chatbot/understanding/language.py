"""Which language a message is written in, without a network; home of py3langid.

Most messages are short, misspelt English full of names, on which every detector errs. So the detector alone is not
believed: common words of English speak against it, and common words of the other language speak for it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from chatbot.understanding.spelling import english
from chatbot.understanding.text import clean, key, plain

ENGLISH = "en"
TOLD_APART = (
    *("ar", "bn", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "gu", "he", "hi", "hu", "id"),
    *("it", "ja", "ko", "mr", "ne", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sq", "sr", "sv"),
    *("sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh"),
)
"""Languages that are told apart, so that one without words is not taken for one that a library has words for."""
FREQUENT = 400
"""A word among this many most frequent English ones tells of English."""
SHARED = 2_000
"""A word among this many does not tell of another language."""
KNOWN = 30_000
"""A message without a word beyond this many is nothing but English."""
NEVER = 10**9
SURE = 0.4
"""By how much more than in English the detector must believe in a language of which a common word stands there."""
SURE_ALONE = 0.9
"""By how much where none stands there."""
ENOUGH = 3
"""Fewer words are too few for the detector alone."""
MIXED = 0.15
"""From this share of frequent English words on a message is read as English."""
NEARLY = 0.5
"""A language of the library this much as likely as the likeliest goes before it."""
CERTAIN = 0.9
"""How likely a language must be for no other to be thought of."""
SPOKEN_FOR = 0.4
"""From this share of a language's common words on no detector is needed."""
LETTERS_OF_A_WORD = 4
LETTERS_OF_UNSPACED = 2
LEAST = 0.5
"""A lone Greek letter is no word."""

_LETTER = r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
_LATIN_LETTER = re.compile(_LETTER)
_LATIN = re.compile(rf"(?<![^\W_]){_LETTER}+(?:['’]{_LETTER}+)*(?!\w)")
"""A word; what has figures in it ('vo2max') is of no language."""
_CONTRACTED = re.compile(
    r".+['’](?:d|ll|m|re|s|t|ve)|i(?:m|ve)|(?:you|we|they)(?:re|ve|ll)|(?:he|she|it|that|what|who|how)(?:s|ll)"
    r"|(?:do|does|did|is|are|was|were|wo|ca|could|would|should|have|has|had)nt",
    re.IGNORECASE,
)
"""What English alone makes of two words, typed with its apostrophe or without ('I'm', 'im')."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter that is a syllable or a word of its own."""

Rank = Callable[[str], Sequence[tuple[str, float]]]
"""Text in; languages with their likelihood out, the likeliest first."""


class Written(NamedTuple):
    """What a message is written in."""

    language: str
    """A two-letter code; English for what cannot be told."""
    only_english: bool = False
    """Every word is an English one or a name."""
    traces: frozenset[str] = frozenset()
    """Languages of which at least a word may stand there; none beside the one that it is certainly in."""

    @property
    def foreign(self) -> bool:
        """Whether it is in another language than English."""
        return self.language != ENGLISH


@lru_cache(maxsize=4)
def detector(codes: tuple[str, ...]) -> Rank:
    """Return py3langid's ranking of some languages; its model comes with it and is read once."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([ENGLISH, *codes])

    def rank(text: str) -> Sequence[tuple[str, float]]:
        return [(str(code), float(likelihood)) for code, likelihood in identifier.rank(text)]

    return rank


class _Belief(NamedTuple):
    """A language that the detector believes in: how likely it is, and by how much more than English."""

    language: str
    likelihood: float
    lead: float


class Languages:
    """Tells the language of messages; `words` are common words of each language, `names` belong to none."""

    def __init__(self, words: Mapping[str, Collection[str]], names: Iterable[str], rank: Rank) -> None:
        self._words = {code: frozenset(map(plain, listed)) for code, listed in words.items()}
        common = frozenset[str]().union(*self._words.values())
        parts = {word for name in names for word in key(name)}
        self._names = frozenset(word for word in parts - common if _rank_in_english(word) > SHARED)
        self._rank = rank

    def of(self, text: str) -> Written:
        """Return what a message is written in."""
        rest = _LATIN.sub(lambda word: " " if plain(word.group()) in self._names else word.group(), clean(text))
        typed = [word for word in _LATIN.findall(rest) if not _CONTRACTED.fullmatch(word)]
        words = [plain(word) for word in typed]
        others = _words_of_other_scripts(rest)
        if not others and all(word.isascii() and _rank_in_english(plain(word)) < KNOWN for word in typed):
            return Written(ENGLISH, only_english=True)
        traces = frozenset(code for code in self._words if others or self._own(code, words))
        if others >= max(len(words), LEAST):
            believed = self._likeliest(_LATIN.sub(" ", rest))
            return _written(believed.language, believed, traces)
        believed = self._likeliest(rest)
        return _written(self._of_latin(believed, words), believed, traces)

    def _of_latin(self, believed: _Belief, words: Sequence[str]) -> str:
        """Return what the detector believes, or else the language of which many common words stand there."""
        spoken = max(self._words, key=lambda code: self._own(code, words), default=ENGLISH)
        own = self._own(spoken, words)
        if self._believable(believed, words):
            meant = believed.language
        else:
            meant = spoken if own > 1 and own >= SPOKEN_FOR * len(words) else ENGLISH
        return meant if self._against(meant, words) < MIXED * len(words) else ENGLISH

    def _believable(self, believed: _Belief, words: Sequence[str]) -> bool:
        if self._own(believed.language, words):
            return believed.lead >= SURE
        return believed.lead >= SURE_ALONE and len(words) >= ENOUGH

    def _likeliest(self, text: str) -> _Belief:
        """Return what the detector believes.

        A language of the library goes before one that is hardly likelier: they are mixed up in short messages.
        """
        ranked = self._rank(text)
        near = (pair for pair in ranked if pair[1] >= NEARLY * ranked[0][1])
        code, likelihood = next((pair for pair in near if pair[0] in self._words), ranked[0])
        return _Belief(code, likelihood, likelihood - dict(ranked)[ENGLISH])

    def _own(self, code: str, words: Sequence[str]) -> int:
        """Count common words of a language that are no frequent English ones as well."""
        listed = self._words.get(code, frozenset())
        return sum(word in listed and _rank_in_english(word) > SHARED for word in words)

    def _against(self, code: str, words: Sequence[str]) -> int:
        """Count frequent English words that the language does not have as well."""
        listed = self._words.get(code, frozenset())
        return sum(word not in listed and _rank_in_english(word) <= FREQUENT and len(word) > 1 for word in words)


def _written(language: str, believed: _Belief, traces: frozenset[str]) -> Written:
    """Leave of the traces only those that may be meant."""
    if ENGLISH != language == believed.language and believed.likelihood >= CERTAIN:
        return Written(language)
    return Written(language, traces=traces | {believed.language} if believed.lead >= SURE else traces)


def _rank_in_english(word: str) -> int:
    return english().get(word, NEVER)


def _words_of_other_scripts(text: str) -> float:
    """Count about how many words of a text are in another script than the Latin one."""
    letters = [letter for letter in text if letter.isalpha() and not _LATIN_LETTER.match(letter)]
    unspaced = sum(bool(_UNSPACED.match(letter)) for letter in letters)
    return unspaced / LETTERS_OF_UNSPACED + (len(letters) - unspaced) / LETTERS_OF_A_WORD
