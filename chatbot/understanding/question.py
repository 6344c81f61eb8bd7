"""A message into a question that is understood: it stands alone, its uses, topics and form are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.domain import Jurisdiction
from chatbot.knowledge.library import Library
from chatbot.understanding.conversation import Conversation
from chatbot.understanding.text import clean, key
from chatbot.understanding.topics import Forms, TopicWords
from chatbot.understanding.uses import UseNames

MOST_TOPICS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that stands alone, and what it asks."""

    asked: str
    standalone: str
    country: Jurisdiction | None = None
    uses: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    about_child: bool = False

    general: bool = False
    """Worded as a question about things in general, not as news of what is happening."""

    @property
    def yes_no(self) -> bool:
        """Whether it wants a yes or a no."""
        return "yes-no" in self.forms


class Reader:
    """Reads messages with the words of one library."""

    def __init__(self, library: Library) -> None:
        known = frozenset(word for passage in library.passages for word in key(passage.text))
        self._names = UseNames(library.uses, library.ambiguous, known, library.reading.treating)
        self._topics = TopicWords(library.plans)
        self._forms = Forms(library.reading)
        self._plans = library.plans
        self._conversation = Conversation(library.reading, self._uses, self._topics.find)

    def read(self, message: str, history: Sequence[str], country: Jurisdiction | None) -> Question:
        """Return what the message asks, with what it leans on from earlier turns."""
        asked = clean(message)
        standalone = self._conversation.standalone(asked, [clean(turn) for turn in history])
        return Question(
            asked=asked,
            standalone=standalone,
            country=country,
            uses=self._uses(standalone),
            topics=_strongest(self._topics.find(standalone)),
            forms=self._forms.find(asked),
            about_child=self._forms.about_child(standalone),
            general=self._forms.general(asked),
        )

    def _uses(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(use for mention in self._names.find(text) for use in mention.uses))


def _strongest(votes: Mapping[str, int]) -> tuple[str, ...]:
    """Topics by the words that speak for them; those with less than half of the strongest's are left out."""
    most = max(votes.values(), default=0)
    kept = [topic for topic, count in votes.items() if 2 * count >= most]
    return tuple(sorted(kept, key=lambda topic: -votes[topic])[:MOST_TOPICS])
