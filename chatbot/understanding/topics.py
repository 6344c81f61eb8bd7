"""Which topics a question asks about, and what form of answer it wants."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import Enum, auto

from chatbot.knowledge.reading import Reading
from chatbot.knowledge.records import PlanRecord
from chatbot.understanding.text import key


class Manner(Enum):
    """How a message is worded."""

    TELLING = auto()
    ASKING = auto()
    """It tells something and asks, or only asks."""
    GENERAL = auto()
    """It asks about things in general."""


class TopicWords:
    """Finds the topics whose words stand in a question."""

    def __init__(self, plans: Mapping[str, PlanRecord]) -> None:
        self._topics: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for plan in plans.values():
            for phrase in plan.phrases:
                self._topics[key(phrase)][plan.id] = None
        self._longest: dict[str, int] = {}
        for named in self._topics:
            self._longest[named[0]] = max(len(named), self._longest.get(named[0], 0))

    def find(self, question: str) -> dict[str, int]:
        """Return how much of the question speaks for each topic; longer phrases speak for a little more."""
        words = key(question)
        single = tuple(_singular(word) for word in words)
        votes: dict[str, int] = defaultdict(int)
        for start in range(len(words)):
            longest = max(self._longest.get(words[start], 0), self._longest.get(single[start], 0))
            for end in range(start + 1, min(len(words), start + longest) + 1):
                for topic in self._topics.get(words[start:end]) or self._topics.get(single[start:end]) or ():
                    votes[topic] += 1 + (end - start)
        return dict(votes)


class Forms:
    """Tells what form of answer a question wants: yes-no, how-long, how-common, how-much, why."""

    def __init__(self, reading: Reading) -> None:
        self._forms = {name: [re.compile(p) for p in patterns] for name, patterns in reading.forms.items()}
        self._child = re.compile(reading.child)
        self._general = [re.compile(pattern) for pattern in reading.general]
        self._asking = [re.compile(pattern) for pattern in reading.asking]
        self._approval, self._near = re.compile(reading.approval), re.compile(reading.near_subject)
        self._parts = {part: re.compile(names) for part, names in reading.parts_of_treatment.items()}

    def find(self, question: str) -> tuple[str, ...]:
        """Return every form that fits, in the order of the records."""
        text = question.casefold()
        return tuple(name for name, patterns in self._forms.items() if _any(patterns, text))

    def about_child(self, question: str) -> bool:
        """Tell whether the question is about a child."""
        return bool(self._child.search(question.casefold()))

    def of_approval(self, question: str) -> bool:
        """Return whether the question speaks of an approval."""
        return bool(self._approval.search(question.casefold()))

    def near_subject(self, question: str) -> bool:
        """Return whether the question speaks of the treatment's surroundings."""
        return bool(self._near.search(question.casefold()))

    def part(self, question: str) -> str:
        """Return the part of the treatment that is named, by its id; nothing where it is the whole."""
        return next((part for part, names in self._parts.items() if names.search(question.casefold())), "")

    def manner(self, message: str) -> Manner:
        """Tell whether a message asks in general, asks of what it tells, or only tells."""
        text = message.casefold()
        if _any(self._general, text):
            return Manner.GENERAL
        return Manner.ASKING if _any(self._asking, text) else Manner.TELLING


def _singular(word: str) -> str:
    return word.removesuffix("s") if not word.endswith(("ss", "us", "is")) else word


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)
