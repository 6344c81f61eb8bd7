"""Facts that a message tells about a person: age, weight and group, as they were typed."""

import re
from typing import NamedTuple

from chatbot.knowledge.follow_ups import FollowUpsRecord

GROWN = 18


class Person(NamedTuple):
    """What is told about a person; empty where nothing is."""

    age: str = ""
    weight: str = ""
    group: str = ""

    @property
    def grown(self) -> bool:
        """Whether the age told is a grown-up's; ages in words are children's."""
        return self.age.isdigit() and int(self.age) >= GROWN

    def after(self, earlier: "Person") -> "Person":
        """Return these facts with those told earlier where these are silent; another age is another person."""
        if self.age and earlier.age and self.age != earlier.age:
            return self
        return Person(*(new or old for new, old in zip(self, earlier, strict=True)))


class People:
    """Finds what is told about a person, and whether a message points at one."""

    def __init__(self, record: FollowUpsRecord) -> None:
        self._ages = [re.compile(pattern) for pattern in record.ages]
        self._weights = [re.compile(pattern) for pattern in record.weights]
        self._groups = re.compile(record.groups)
        self._pointing = re.compile(record.person)

    def find(self, text: str) -> Person:
        """Return the facts that a text tells: the first age and weight, and the group where there is only one."""
        plain = text.casefold()
        groups = {match.group() for match in self._groups.finditer(plain)}
        return Person(
            age=_first(self._ages, plain),
            weight=_first(self._weights, plain),
            group=groups.pop() if len(groups) == 1 else "",
        )

    def points(self, text: str) -> bool:
        """Tell whether a text points at a person."""
        return bool(self._pointing.search(text.casefold()))

    def moved(self, text: str, group: str) -> str | None:
        """Return a text that speaks of a group with another in its place; None where it speaks of none."""
        match = self._groups.search(text.casefold())
        return text[: match.start()] + group + text[match.end() :] if match else None

    def of_group(self, plain: str) -> bool:
        """Tell whether a text in small letters speaks of a group of people."""
        return bool(self._groups.search(plain))

    def without(self, text: str) -> str:
        """Return the text in small letters without what it tells about a person."""
        plain = text.casefold()
        for pattern in (*self._ages, *self._weights, self._groups):
            plain = pattern.sub(" ", plain)
        return plain


def _first(patterns: list[re.Pattern[str]], text: str) -> str:
    found = next((match for pattern in patterns if (match := pattern.search(text))), None)
    return found.group(1) if found else ""
