"""Warning signs told in another language, by the rules of its record.

A rule is a list of groups of alternatives; it holds where one alternative of every group stands in a sentence, not far
apart. Case, accents, forms of a letter and, where a script has none, spaces are folded away on both sides. A denial
beside a part switches a rule off, and so does a sentence that asks in general or tells of what is over, unless it says
that it is happening now.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.knowledge.records import LanguageRecord

_STOP = re.compile(r"(?<!\d)\.|\.(?!\d)|[!?؟。।॥…۔\n]+")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)|[،、;؛:()]")
_APOSTROPHE = re.compile(r"['’ʼ׳״]")
_DOUBLED = re.compile(r"([a-z\u0400-\u04ff])\1+")
"""A letter typed twice, by mistake or for stress, is one."""
SPACE, COMMA, EDGE = " ", ",", "_"


class Fold:
    """Folds texts of a language, so that one thing is written in one way."""

    def __init__(self, same: Mapping[str, str], *, spaces: bool, marks: bool) -> None:
        self._same = str.maketrans(dict(same))
        self._spaces = spaces
        self._marks = marks

    def sentences(self, text: str) -> list[str]:
        """Cut a text into folded sentences, with a space at both ends and around commas."""
        pieces = [self._folded(_COMMA.sub(f" {COMMA} ", piece)) for piece in _STOP.split(text)]
        return [f" {piece} " if self._spaces else piece.replace(SPACE, "") for piece in pieces if piece]

    def phrase(self, text: str) -> str:
        """Fold what is looked for; a `_` in it is the edge of a word."""
        if not self._spaces:
            return self._folded(text.replace(EDGE, SPACE)).replace(SPACE, "")
        return SPACE.join(self._folded(piece) for piece in text.split(EDGE))

    def _folded(self, text: str) -> str:
        text = _APOSTROPHE.sub("", text.casefold())
        text = unicodedata.normalize("NFKC", text) if self._marks else _without_marks(text)
        kept = "".join(ch if _is_text(ch) else SPACE for ch in text.translate(self._same))
        return SPACE.join(_DOUBLED.sub(r"\1", kept).split())


def _without_marks(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))


def _is_text(ch: str) -> bool:
    """Letters with their dependent signs, figures, and what stands inside figures."""
    return ch in ",." or unicodedata.category(ch)[0] in "LMN"


class _Part(NamedTuple):
    """Where an alternative stands in a sentence."""

    start: int
    end: int


class _Rule(NamedTuple):
    sign: str
    groups: tuple[tuple[str, ...], ...]


class _Phrases(NamedTuple):
    """What switches rules off, folded."""

    denials: tuple[str, ...]
    denials_after: tuple[str, ...]
    no_denials: tuple[str, ...]
    openers: tuple[str, ...]
    harmless: tuple[str, ...]
    over: tuple[str, ...]
    now: tuple[str, ...]


class Told(NamedTuple):
    """Names of signs, each once."""

    signs: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    """Those whose words stand there, and which are denied or only spoken about."""


class ForeignSigns:
    """Finds the signs that a text tells in one language."""

    def __init__(self, record: LanguageRecord) -> None:
        self._folded = _Rules(record, marks=False)
        self._marked = _Rules(record, marks=True) if record.marks else self._folded

    def find(self, text: str) -> Told:
        """Return the names of the signs that are told, and of those that are denied or only spoken about."""
        return (self._folded if text.isascii() else self._marked).find(text)


class _Rules:
    """The rules of a record, folded in one way."""

    def __init__(self, record: LanguageRecord, *, marks: bool) -> None:
        self._fold = Fold(record.same, spaces=record.spaces, marks=marks)
        self._reach, self._near = record.reach, record.near
        self._off = _Phrases(*(self._phrases(getattr(record, name)) for name in _Phrases._fields))
        self._rules = [
            _Rule(told.sign, tuple(self._phrases(group) for group in rule))
            for told in record.signs
            for rule in told.rules
        ]

    def _phrases(self, texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(self._fold.phrase, texts))

    def find(self, text: str) -> Told:
        held = [
            (rule.sign, verdict)
            for sentence in self._fold.sentences(text)
            for rule in self._rules
            if (verdict := self._holds(rule, sentence)) is not None
        ]
        told = dict.fromkeys(sign for sign, verdict in held if verdict)
        return Told(tuple(told), frozenset(sign for sign, _ in held) - told.keys())

    def _holds(self, rule: _Rule, sentence: str) -> bool | None:
        """Tell whether a sentence holds a rule: None when its words are not there, False when it is switched off."""
        choices = []
        for group in rule.groups:
            places = list(_places(group, sentence))
            if not places:
                return None
            choices.append(places)
        near = [parts for parts in _together(choices) if parts[-1].end - parts[0].start <= self._reach]
        if not near:
            return None
        return any(not self._harmless(parts, sentence) and not self._denied(parts, sentence) for parts in near)

    def _harmless(self, parts: Sequence[_Part], sentence: str) -> bool:
        """Tell whether a sentence asks in general, or tells of what is over."""
        if any(phrase in sentence for phrase in self._off.over):
            return True
        if any(phrase in sentence for phrase in self._off.now):
            return False
        before = sentence[: parts[0].start + 1]
        return any(p in sentence for p in self._off.harmless) or any(p in before for p in self._off.openers)

    def _denied(self, parts: Sequence[_Part], sentence: str) -> bool:
        if self._denied_after(sentence[parts[-1].end :]):
            return True
        ends = [0, *(part.end for part in parts)]
        return any(
            self._denied_before(sentence[max(end for end in ends if end <= max(0, part.start)) : part.start])
            for part in parts
        )

    def _denied_before(self, text: str) -> bool:
        """Tell whether a denial stands at the end of what stands before a part."""
        clause = SPACE + text.rpartition(COMMA)[2].strip() + SPACE
        for phrase in self._off.no_denials:
            clause = clause.replace(phrase, EDGE * len(phrase))
        ends = (clause.rfind(denial) + len(denial) for denial in self._off.denials if denial in clause)
        return any(len(clause) - end <= self._near for end in ends)

    def _denied_after(self, text: str) -> bool:
        """Tell whether a denial stands at the beginning of what follows the last part."""
        clause = SPACE + text.partition(COMMA)[0].strip() + SPACE
        return any(0 <= clause.find(denial) <= self._near for denial in self._off.denials_after)


def _places(group: Sequence[str], sentence: str) -> Iterator[_Part]:
    for phrase in group:
        start = sentence.find(phrase)
        while start >= 0:
            yield _Part(start, start + len(phrase))
            start = sentence.find(phrase, start + 1)


def _together(choices: Sequence[Sequence[_Part]]) -> Iterator[Sequence[_Part]]:
    """Yield for each place of the first group the nearest places of the others, in the order of the sentence."""
    for first in choices[0]:
        nearest = (min(places, key=lambda place: abs(place.start - first.start)) for places in choices[1:])
        yield sorted([first, *nearest])
