"""Which uses a document's text names: by the names of the library's own records.

Text of documents is spelt as print is, so that names count only as written; readers' questions are read elsewhere.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from chatbot.domain import Use
from chatbot.knowledge.notices import IntakeRecord
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.records import AmbiguousRecord
from chatbot.knowledge.sentences import sentences

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[&+]")
NEAR = 3
"""Within how many words before an everyday name it must be said that it is treated."""


LEAST_LETTERS = 6
JOINING = frozenset({"and", "or"})
"""Between two words that share the rest of a name: 'first and second kind of it'."""
BEFORE, AFTER = 40, 4
"""How many words around a name, in its sentence, tell whether it is only named in passing: a list may be long."""
NAME, HEADING = "_", "|"
"""They stand for the name among those words, and between them and the words of the heading above."""


class Name(NamedTuple):
    """What a name stands for."""

    ids: tuple[str, ...]
    written: tuple[str, ...] | None
    """Where it counts only as written."""
    everyday: bool = False


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("’", "'"))


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return _singular("".join(ch for ch in folded if not unicodedata.combining(ch)).replace("'s", "").replace("'", ""))


def _singular(word: str) -> str:
    """Take the ending of the plural from a word that is long enough for it to be one."""
    if len(word) < LEAST_LETTERS or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith("sses") else word[:-1]


class Phrases:
    """Finds names of one word or more; the longest wins, and a word belongs to one name."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, ...], Name] = {}
        self._longest: dict[str, int] = defaultdict(int)

    def add(self, name: str, found: Name) -> None:
        words = tuple(map(_plain, _words(name)))
        if words:
            old = self._names.get(words)
            if old:
                ids = tuple(dict.fromkeys((*old.ids, *found.ids)))
                found = found._replace(ids=ids, everyday=found.everyday or old.everyday)
            self._names[words] = found
            self._longest[words[0]] = max(self._longest[words[0]], len(words))

    def find(self, text: str) -> Iterator[tuple[Name, list[str], list[str]]]:
        """Yield each name with the words before it and those after it."""
        typed = _words(text)
        plain = list(map(_plain, typed))
        at = 0
        while at < len(plain):
            size = self._size(typed, plain, at)
            if not size and (shared := self._shared(plain, at)):
                yield shared, plain[max(0, at - BEFORE) : at], plain[at + 1 : at + 1 + AFTER]
            if size:
                name = self._names[tuple(plain[at : at + size])]
                yield name, plain[max(0, at - BEFORE) : at], plain[at + size : at + size + AFTER]
            at += max(size, 1)

    def _shared(self, plain: Sequence[str], at: int) -> Name | None:
        """Find a name of which a word stands here and the rest after another word that shares it."""
        if plain[at + 1 : at + 2] and plain[at + 1] in JOINING:
            for end in range(min(at + 2 + self._longest.get(plain[at], 0), len(plain)), at + 3, -1):
                name = self._names.get((plain[at], *plain[at + 3 : end]))
                if name and name.written is None:
                    return name
        return None

    def _size(self, typed: Sequence[str], plain: Sequence[str], at: int) -> int:
        for size in range(min(self._longest.get(plain[at], 0), len(plain) - at), 0, -1):
            name = self._names.get(tuple(plain[at : at + size]))
            if name and name.written in {None, tuple(typed[at : at + size])}:
                return size
        return 0


class UseFinder:
    """Finds the uses that a text names."""

    def __init__(
        self,
        uses: Mapping[str, Use],
        ambiguous: Sequence[AmbiguousRecord],
        reading: Reading,
        asides: Sequence[IntakeRecord] = (),
    ) -> None:
        """With asides, records that tell where a name is not what is treated, such names are passed over."""
        self._phrases = Phrases()
        self._treating = frozenset(reading.treating)
        self._asides = asides
        for use in uses.values():
            for name in (use.name, *use.synonyms):
                written = tuple(_words(name)) if name in use.exact_case else None
                self._phrases.add(name, Name((use.id,), written, name in use.also_everyday))
        for record in ambiguous:
            written = tuple(_words(record.term)) if len(record.term) <= NEAR else None
            self._phrases.add(record.term, Name(record.uses, written))

    def find(self, text: str, about: Sequence[str] = (), heading: str = "") -> tuple[str, ...]:
        """Return the uses in the order in which they are named; the heading above tells too what is named in passing.

        An ambiguous name counts for all that it may mean, unless one of these is named by another name, or is what
        the text is about.
        """
        sure: dict[str, None] = {}
        unsure: list[tuple[str, ...]] = []
        above = [*map(_plain, _words(heading)), HEADING] if heading else []
        for name, before, after in chain.from_iterable(map(self._phrases.find, sentences(text))):
            if self._in_passing(name, before, after, above):
                continue
            if len(name.ids) == 1:
                sure[name.ids[0]] = None
            else:
                unsure.append(name.ids)
        for ids in unsure:
            if sure.keys().isdisjoint(ids):
                sure |= dict.fromkeys([use for use in ids if use in about] or ids)
        return tuple(sure)

    def _in_passing(self, name: Name, before: Sequence[str], after: Sequence[str], above: Sequence[str]) -> bool:
        if name.everyday and self._treating.isdisjoint(before[-NEAR:]):
            return True
        around = " ".join([*above, *before, NAME, *after])
        return any(record.says(around) for record in self._asides)
