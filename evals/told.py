"""What was replied to a case, and how it is asked: every message once, in one process."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from chatbot.assistant import Assistant
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.reply import Declined, Reply, Urgent
from chatbot.understanding.question import Reader

Json = Mapping[str, Any]
ENGLISH = "en"
SHORT = "short-answer"


class Told(NamedTuple):
    """A reply in the contract's JSON, and what else was asked to judge it by."""

    reply: Json
    beside: Mapping[str, Json] = {}
    """Replies to other forms of the same message, by the name of the form."""
    language: str = ENGLISH
    """In which the reply is."""
    found: tuple[str, ...] = ()
    """Records of the passages found, best first."""

    @property
    def answered(self) -> bool:
        """Whether it is an answer."""
        return bool(self.reply["kind"] == "answer")

    @property
    def short(self) -> str:
        """The short answer in one line."""
        return " ".join(claim["text"] for claim in self.reply["sentences"] if claim["section"] == SHORT)

    @property
    def whole(self) -> str:
        """Every claim in one line."""
        return " ".join(claim["text"] for claim in self.reply["sentences"])


class Asker:
    """Asks an assistant; a message that was asked before is not asked again."""

    def __init__(self, assistant: Assistant, library: Library) -> None:
        self.assistant = assistant
        self.library = library
        self._reader = Reader(library)
        self._known: dict[tuple[str, tuple[str, ...], str | None], Reply] = {}

    @property
    def version(self) -> str:
        """The version of the library that answers."""
        return self.reply("hello").stamp.library_version

    def reply(self, question: str, history: Sequence[str] = (), country: str | None = None) -> Reply:
        """Return the reply to a message."""
        key = (question, tuple(history), country)
        if key not in self._known:
            self._known[key] = self.again(question, history, country)
        return self._known[key]

    def again(self, question: str, history: Sequence[str] = (), country: str | None = None) -> Reply:
        """Return the reply to a message, asked anew."""
        return self.assistant.reply(question, history, country)

    def json(self, question: str, history: Sequence[str] = (), country: str | None = None) -> Json:
        """Return the reply as the contract's JSON."""
        return self.reply(question, history, country).to_json()

    def told(self, question: str, history: Sequence[str] = (), country: str | None = None) -> Told:
        """Return the reply with the language that it is in."""
        reply = self.reply(question, history, country)
        return Told(reply.to_json(), language=language(reply))

    def read(self, question: str) -> Json:
        """Return how a question is understood: its uses and their labels."""
        read = self._reader.read(question, (), None)
        computed = [label for use in read.uses for label in labels(self.library.uses[use], read.country)]
        return {
            "uses": sorted(set(read.uses)),
            "labels": sorted({(one.use.id, one.name.value, one.country or "") for one in computed}),
        }


Ask = Callable[[Asker, Any], Told]
"""How a case of a set is asked."""


def language(reply: Reply) -> str:
    """Return the code of the language that a reply is in."""
    spoken = None
    if isinstance(reply, Urgent):
        spoken = reply.card.spoken
    elif isinstance(reply, Declined):
        spoken = reply.spoken
    return spoken.code if spoken else ENGLISH
