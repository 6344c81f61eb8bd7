"""Which uses a question names: by name, lay name, abbreviation or misspelling, from the library's records."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chatbot.domain import Use
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.records import AmbiguousRecord
from chatbot.understanding.spelling import Speller, slips
from chatbot.understanding.text import Token, clean, key, tokens

AMBIGUOUS_AS_WRITTEN = 2
"""An ambiguous name of at most this many letters counts only as written, so that 'mg' is a weight."""
NEAR = 3
"""How many words before an everyday name are looked at for what is done about it: is it treated?"""
FAR = 6
"""The same for: is it only tested for?"""


class _Name(NamedTuple):
    uses: tuple[str, ...]
    written: str
    exact: bool
    everyday: bool
    sure: bool = True


class Mention(NamedTuple):
    """A name found in a question: the uses that it may mean, and the tokens where it stands."""

    uses: tuple[str, ...]
    start: int
    end: int
    sure: bool = True
    """False for an ambiguous name, unless it is of one illness."""
    written: str = ""
    """The name as the library writes it."""


class UseNames:
    """Finds the uses named in a question; the longest name wins, and a name is used once."""

    def __init__(
        self,
        uses: Mapping[str, Use],
        ambiguous: Sequence[AmbiguousRecord],
        speller: Speller,
        reading: Reading,
    ) -> None:
        self._treating = frozenset(reading.treating)
        self._testing = frozenset(reading.testing)
        self._not_before = frozenset(reading.not_treated_before)
        self._beside = re.compile(reading.had_beside)
        self._for = re.compile(reading.asked_for)
        self._had = re.compile(reading.had_before_name)
        self._denied = re.compile(reading.denied_before_name)
        self._too = re.compile(reading.too_after_name)
        describing = frozenset(reading.follow_ups.describing)
        self._symptom_of = {use.id: use.symptom_of for use in uses.values()}
        self._names: dict[tuple[str, ...], _Name] = {}
        for use in uses.values():
            for name in (use.name, *use.synonyms):
                exact = name in use.exact_case
                written = use.phrase if not exact and not describing.isdisjoint(key(name)) else _inside(name, use)
                self._add(name, _Name((use.id,), written, exact, name in use.also_everyday))
        for record in ambiguous:
            exact = len(record.term) <= AMBIGUOUS_AS_WRITTEN
            self._add(record.term, _Name(record.uses, record.term, exact, everyday=False, sure=record.one_illness))
        self._longest: dict[str, int] = {}
        for words in self._names:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))
        self._but_one: dict[tuple[int, tuple[str, ...]], list[tuple[str, _Name]]] = defaultdict(list)
        """The names of several words by the place of a word in them and all others."""
        shapes = set()
        for words, named in self._names.items():
            for place, word in enumerate(words if len(words) > 1 else ()):
                self._but_one[place, words[:place] + words[place + 1 :]].append((word, named))
                shapes.add((len(words), place))
        self._shapes = sorted(shapes, reverse=True)
        self._speller = speller

    @property
    def capitals(self) -> frozenset[str]:
        """The names that count only as written."""
        return frozenset(name.written for name in self._names.values() if name.exact)

    def _add(self, written: str, name: _Name) -> None:
        self._names[key(written)] = name

    def find(self, question: str) -> tuple[Mention, ...]:
        """Return the names in the order in which they stand; ambiguous ones only where no other is named."""
        return self._ordered(self._named(question))

    def _ordered(self, found: Iterable[Mention]) -> tuple[Mention, ...]:
        """Leave out what is named as a symptom of another use that is named."""
        held = list(found)
        named = {use for mention in held for use in mention.uses}
        asked = [one for one in held if any(self._symptom_of[use].isdisjoint(named) for use in one.uses)]
        return tuple(sorted(asked, key=lambda mention: mention.start))

    def _named(self, question: str) -> list[Mention]:
        typed = tokens(clean(question))
        corrected = [Token(t.typed, self._speller.correct(t.plain)) for t in typed]
        found = list(self._scan(typed))
        if corrected != typed:
            found = _completed(found, self._scan(corrected))
        unknown = (i for i, token in enumerate(typed) if token.plain.isalpha() and not self._speller.knows(token.plain))
        found = _completed(found, (mention for i in unknown for mention in self._around(corrected, typed[i], i)))
        return [mention for mention in found if mention.sure] or found

    def asked_about(self, question: str) -> tuple[Mention, ...]:
        """Return those of the names that are asked about.

        What is denied beside another is left out; so is what somebody only has where it is told what the treatment is
        for.
        """
        words = tokens(clean(question))
        before = {one: " ".join(token.plain for token in words[: one.start]) for one in self._named(question)}
        meant = self._ordered([one for one, text in before.items() if not self._denied.search(text)] or before)
        if any(self._for.search(before[one]) for one in meant):
            return tuple(one for one in meant if self._for.search(before[one]) or not self._had.search(before[one]))
        return meant

    def _scan(self, words: Sequence[Token]) -> Iterator[Mention]:
        start = 0
        while start < len(words):
            mention = self._longest_at(words, start)
            if mention:
                yield mention
            start = mention.end if mention else start + 1

    def _longest_at(self, words: Sequence[Token], start: int) -> Mention | None:
        longest = self._longest.get(words[start].plain, 0)
        for end in range(min(len(words), start + longest), start, -1):
            name = self._names.get(tuple(token.plain for token in words[start:end]))
            if name and self._counts(name, words, start, end):
                return Mention(name.uses, start, end, name.sure, name.written)
        return None

    def _around(self, words: Sequence[Token], typed: Token, at: int) -> Iterator[Mention]:
        """The longest name of which all but an unknown word stands there, and this is near to the word missing."""
        for length, place in self._shapes:
            start, end = at - place, at - place + length
            if start < 0 or end > len(words):
                continue
            rest = tuple(token.plain for token in (*words[start:at], *words[at + 1 : end]))
            all_near = [
                (cost, name)
                for meant, name in self._but_one.get((place, rest), ())
                if (cost := slips(typed.plain, meant)) is not None
            ]
            least = min((cost for cost, _ in all_near), default=0.0)
            near = [name for cost, name in all_near if cost == least and self._counts(name, words, start, end)]
            if len({name.uses for name in near}) == 1:
                yield Mention(near[0].uses, start, end, near[0].sure, near[0].written)
                return

    def _counts(self, name: _Name, words: Sequence[Token], start: int, end: int) -> bool:
        """A name in exact case must stand as written; an everyday word must be what is treated, not tested for.

        An illness that somebody has beside, or that the treatment may cause, is not what is treated.
        """
        if name.exact and name.written != " ".join(token.typed for token in words[start:end]):
            return False
        if end < len(words) and words[end].plain in self._not_before:
            return False
        text_before = " ".join(token.plain for token in words[:start])
        if self._beside.search(text_before):
            return False
        if self._had.search(text_before) and self._too.search(" ".join(token.plain for token in words[end:])):
            return False
        before = [token.plain for token in words[max(0, start - FAR) : start]]
        treated = not self._treating.isdisjoint(before[-NEAR:]) and self._testing.isdisjoint(before)
        return treated or not name.everyday


def _completed(typed: Sequence[Mention], corrected: Iterable[Mention]) -> list[Mention]:
    """Add the names that stand there with the spelling set right; one that is typed gives way only to a longer."""
    found = list(typed)
    for mention in corrected:
        touched = [other for other in found if other.start < mention.end and mention.start < other.end]
        if all(mention.start <= other.start and other.end <= mention.end for other in touched):
            same = [other for other in touched if other[1:3] == mention[1:3]]
            found = [other for other in found if other not in touched] + (same or [mention])
    return found


def _inside(name: str, use: Use) -> str:
    """A name as inside a sentence: a record's own name begins small, unless its phrase has that word large."""
    first, _, rest = name.partition(" ")
    ordinary = first[:1].isupper() and first[1:].islower() and first not in use.phrase
    return f"{first.lower()} {rest}".rstrip() if ordinary and use.name.startswith(name) else name
