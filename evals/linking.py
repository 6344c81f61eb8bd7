"""Uses and topics linked to passages by the records' names, against what the editors labelled by hand."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from chatbot.domain import Origin, Passage
from chatbot.knowledge.library import Library
from chatbot.knowledge.naming import TopicFinder, UseFinder


class Linked(NamedTuple):
    """A passage with the labels that it was given by hand and by the names in it."""

    passage: Passage
    by_hand: frozenset[str]
    by_name: frozenset[str]


class Figures(NamedTuple):
    """Of all labels given by name, how many are right; of all given by hand, how many were found."""

    right: int
    given: int
    wanted: int

    def __str__(self) -> str:
        return (
            f"precision {self.right} of {self.given} = {self.right / max(self.given, 1):.1%}, "
            f"recall {self.right} of {self.wanted} = {self.right / max(self.wanted, 1):.1%}"
        )


def uses(library: Library) -> list[Linked]:
    """Link uses to every passage that was labelled by hand."""
    names = UseFinder(library.uses, library.ambiguous, library.reading)
    return [Linked(p, frozenset(p.uses), frozenset(names.find(p.text))) for p in _by_hand(library)]


def topics(library: Library) -> list[Linked]:
    """Link topics to the same passages."""
    found = TopicFinder(library.plans.values())
    return [Linked(p, p.topics, found.find(p.text)) for p in _by_hand(library)]


def _by_hand(library: Library) -> Iterator[Passage]:
    return (p for p in library.shipped.passages if p.origin in {Origin.FACT, Origin.DOCUMENT})


def figures(rows: Iterable[Linked]) -> Figures:
    """Count over all passages."""
    made: Collection[Linked] = list(rows)
    right = sum(len(row.by_hand & row.by_name) for row in made)
    return Figures(right, sum(len(row.by_name) for row in made), sum(len(row.by_hand) for row in made))
