"""What a passage of a document is about: uses and topics, by its own words and by what stands above it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.domain import Passage, Use
from chatbot.knowledge.naming import UseFinder
from chatbot.knowledge.topics import TopicFinder

GENERAL = 0.3
"""A topic is one of the treatment in general where a smaller share of its records names a use."""


class Links(NamedTuple):
    """The uses and topics of a passage."""

    named: tuple[str, ...]
    """Uses that its own words, or the heading of its section, name."""
    uses: tuple[str, ...]
    """The same, or else those that the document is about."""
    topics: frozenset[str]


class Linker:
    """Links passages to uses and topics by the records of one library."""

    def __init__(
        self,
        uses: Mapping[str, Use],
        names: UseFinder,
        topics: TopicFinder,
        passages: Sequence[Passage],
        treatment: Sequence[str],
    ) -> None:
        """Take the names of the library's own treatment as well."""
        self._uses = uses
        self._names = names
        self._topics = topics
        self._treatment = tuple(f" {name.casefold()} " for name in treatment)
        told = Counter(topic for passage in passages for topic in passage.topics)
        of_use = Counter(topic for passage in passages if passage.uses for topic in passage.topics)
        self._general = frozenset(topic for topic, count in told.items() if of_use[topic] < GENERAL * count)

    def link(self, text: str, heading: str, title: str) -> Links:
        """Return what a passage is about.

        Its own words go before its heading, and that before the title. The title lends nothing to a passage on the
        treatment in general, which holds whatever it is given for.
        """
        topics = self._topics.find(text, heading, title)
        of_title, of_heading = self.meant(title), self.meant(heading)
        named = self.meant(text, (*of_heading, *of_title), heading) or of_heading
        lent = () if topics and topics <= self._general else of_title
        return Links(named, named or lent, topics)

    def meant(self, text: str, about: Sequence[str] = (), heading: str = "") -> tuple[str, ...]:
        """Return the uses that a text under a heading speaks of.

        A text on another treatment that is offered for a condition is not about the library's own treatment of it.
        """
        found = self._names.find(text, about, heading)
        others = tuple(use for use in found if self._uses[use].treatment)
        return others if others and not self._own(text) else found

    def _own(self, text: str) -> bool:
        small = f" {' '.join(''.join(ch if ch.isalnum() else ' ' for ch in text.casefold()).split())} "
        return any(name in small for name in self._treatment)
