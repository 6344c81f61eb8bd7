"""Finds names of people in a message: by what stands before them, and by lists of names.

What the library itself names (an illness, a product) is no person's name, nor is a name that a word such as 'disease'
follows; the corpus says which words do that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from chatbot.audit.people import People
from chatbot.understanding.spelling import english
from chatbot.understanding.text import plain

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OWN = re.compile(r"['’](?:s|S)?$|(?<=s)['’]$")
_BEGINS = re.compile(r"(?:^|[.!?:;\n]|[-–—] )\s*[\"'“‘(]*$")
_JOINT = re.compile(r"[ -]|\. ?|['’]? ")
_PAIR = re.compile(r"(?:,| and| &| or|,? n) ?$")
USUAL = 20_000
"""A word among this many most frequent English ones is no unknown name."""
SMALL = 4
"""Letters that a name in small letters has at least, where nothing says that it is one."""
REACH = 40
"""Characters before a word that are looked at for what makes it a name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is never removed: names of the library, and names that certain words follow."""

    names: frozenset[str]
    before: frozenset[str]


class Word(NamedTuple):
    """A word of a message where it stands, without the s of 'whose'."""

    typed: str
    plain: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.typed[:1].isupper()


class NameFinder:
    """Finds names; `cues` are the words and patterns of the file redaction.toml."""

    def __init__(self, people: People, kept: Kept, cues: Mapping[str, Any]) -> None:
        self._people, self._kept = people, kept
        lists = ("titles", "kin", "possessives", "people", "after", "never", "particles")
        self._words = {name: frozenset(plain(word) for word in cues[name]) for name in lists}
        self._cues = {name: re.compile(cues[name], re.IGNORECASE) for name in ("named", "signed", "called", "intro")}

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where each name stands, a whole name at once."""
        words = [_word(match) for match in _TOKEN.finditer(text)]
        headline = _headline(words)
        i = 0
        while i < len(words):
            if not self._is_name(text, words, i, headline=headline):
                i += 1
                continue
            last = i
            while last + 1 < len(words) and self._goes_on(text, words, last):
                last += 1
            yield words[i].start, words[last].end
            i = last + 1

    def _is_name(self, text: str, words: Sequence[Word], i: int, *, headline: bool) -> bool:
        word = words[i]
        if len(word.plain) < 2:
            return (
                word.capital and i > 0 and words[i - 1].plain in self._words["titles"] and self._goes_on(text, words, i)
            )
        if self._medical(words, i):
            return False
        before = text[max(0, word.start - REACH) : word.start]
        if self._titled(text, words, i) or self._is_kin(text, words, i) or self._is_said(before, words, i):
            return True
        return self._listed(text, words, i, headline=headline) or self._paired(text, words, i)

    def _medical(self, words: Sequence[Word], i: int) -> bool:
        next_, after = (words[n] if n < len(words) else None for n in (i + 1, i + 2))
        followed = bool(next_ and _beside(words[i], next_) and next_.plain in self._kept.before)
        followed |= bool(next_ and after and _beside(next_, after) and after.plain in self._kept.before)
        titled = i > 0 and words[i - 1].plain in self._words["titles"]
        return (words[i].plain in self._kept.names and not titled) or (followed and not titled)

    def _titled(self, text: str, words: Sequence[Word], i: int) -> bool:
        """Dr Patel, mrs okonkwo; not 'doctor said' or 'miss school'."""
        if i == 0 or words[i - 1].plain not in self._words["titles"]:
            return False
        title, word = words[i - 1], words[i]
        between = text[title.end : word.start]
        if between.strip(" .") or len(between) > 3 or (title.typed.isupper() and title.plain == "ms"):
            return False
        if word.plain in self._words["titles"] | self._words["never"] | self._words["kin"]:
            return False
        return self._unusual(word) or (
            word.capital and (title.capital or self._is_given(word) or self._is_surname(word))
        )

    def _is_kin(self, text: str, words: Sequence[Word], i: int) -> bool:
        """My son Tom, our daughter (aisha), his wife, Anna."""
        if i > 1 and words[i - 1].plain in {"is", "was"} and words[i - 2].plain in self._words["kin"]:
            return words[i].capital and self._may_be(words, i, unknown=False)
        if i == 0 or words[i - 1].plain not in self._words["kin"]:
            return False
        between = text[words[i - 1].end : words[i].start]
        if between not in {" ", ", ", " (", " - ", " – ", ": ", " “", ' "', " '", ",", "  "}:
            return False
        whose = i > 1 and words[i - 2].plain in self._words["possessives"]
        return self._may_be(words, i, unknown=whose)

    def _is_said(self, before: str, words: Sequence[Word], i: int) -> bool:
        """His name is Tom; a boy called Tom; regards, Tom; I'm Tom."""
        word = words[i]
        if word.plain in self._words["never"] | self._words["kin"] | self._words["titles"]:
            return False
        if self._cues["named"].search(before):
            return self._may_be(words, i, unknown=True)
        if self._cues["signed"].search(before):
            return (word.capital or self._sure(word)) and self._may_be(words, i, unknown=word.capital)
        if self._cues["called"].search(before):
            near = {one.plain for one in words[max(0, i - 6) : i]}
            someone = bool(near & (self._words["people"] | self._words["kin"]))
            return self._may_be(words, i, unknown=someone) and (someone or self._is_given(word))
        return (
            bool(self._cues["intro"].search(before))
            and (word.capital or self._sure(word))
            and self._may_be(words, i, unknown=word.capital)
        )

    def _listed(self, text: str, words: Sequence[Word], i: int, *, headline: bool) -> bool:
        """A name of the lists, where nothing else says that it is one."""
        word = words[i]
        if word.plain in self._words["never"]:
            return False
        if word.typed.isupper() and not headline:
            return False
        if self._sure(word):
            return word.capital or self._sure_in_small_letters(word)
        begins = bool(_BEGINS.search(text[: word.start]))
        if not word.capital or begins or headline:
            return False
        return self._is_given(word) or (self._is_surname(word) and self._unusual(word))

    def _paired(self, text: str, words: Sequence[Word], i: int) -> bool:
        """The second of two names: Tom and Zofia."""
        if i < 2 or not _PAIR.search(text[max(0, words[i].start - 6) : words[i].start]):
            return False
        first = i - 2 if words[i - 1].plain in {"and", "or", "n"} else i - 1
        word = words[i]
        known = self._sure(words[first]) or (words[first].capital and self._is_surname(words[first]))
        return word.capital and known and self._may_be(words, i, unknown=True)

    def _may_be(self, words: Sequence[Word], i: int, *, unknown: bool) -> bool:
        """Whether a word in a place for a name is one."""
        word = words[i]
        if word.plain in self._words["never"] - {"april", "june", "may", "summer", "jordan", "paris"}:
            return False
        if self._is_given(word) or self._is_surname(word):
            return word.capital or word.plain not in self._people.everyday
        if not unknown or not self._unusual(word) or (len(word.plain) < SMALL and not word.typed.istitle()):
            return False
        follows = words[i + 1].plain if i + 1 < len(words) else ""
        return word.capital or not follows or follows in self._words["after"]

    def _goes_on(self, text: str, words: Sequence[Word], last: int) -> bool:
        """Whether the next word belongs to the same name."""
        word, next_ = words[last], words[last + 1]
        between = text[word.end : next_.start]
        if not _JOINT.fullmatch(between) or next_.plain in self._words["never"] - self._words["particles"]:
            return False
        if self._medical(words, last + 1):
            return False
        if next_.plain in self._words["particles"] or len(next_.plain) == 1:
            after = words[last + 2] if last + 2 < len(words) else None
            return next_.plain not in {"i", "a"} and after is not None and after.capital and len(after.plain) > 2
        if between.startswith("."):
            return len(word.plain) == 1
        if next_.capital:
            return self._unusual(next_) or self._is_surname(next_) or self._is_given(next_)
        return (self._is_surname(next_) or between == "-") and self._unusual(next_)

    def _sure(self, word: Word) -> bool:
        """A given name that is no word of every day."""
        return self._is_given(word) and word.plain not in self._people.everyday

    def _sure_in_small_letters(self, word: Word) -> bool:
        """A word that English has too is one only where it is a given name in English."""
        if english().get(word.plain, USUAL) < USUAL:
            return word.plain in self._people.english
        return len(word.plain) >= SMALL

    def _is_given(self, word: Word) -> bool:
        return word.plain in self._people.given

    def _is_surname(self, word: Word) -> bool:
        return word.plain in self._people.surnames

    def _unusual(self, word: Word) -> bool:
        """No usual English word, and not one of the library's."""
        usual = english().get(word.plain, USUAL) < USUAL and word.plain not in self._people.surnames
        return not usual and word.plain not in self._people.everyday and word.plain not in self._kept.names


def _word(match: re.Match[str]) -> Word:
    typed = _OWN.sub("", match.group())
    return Word(typed, plain(typed), match.start(), match.start() + len(typed))


def _beside(word: Word, next_: Word) -> bool:
    """Whether only a space, or the s of 'whose', is between two words."""
    return next_.start - word.end in {len(" "), len("'s ")}


def _headline(words: Sequence[Word]) -> bool:
    """Whether capitals say nothing, since most words have one."""
    long = [word for word in words if len(word.plain) > 3]
    return len(long) > 2 and sum(word.capital for word in long) > 0.6 * len(long)
