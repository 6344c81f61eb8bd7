"""Staff's documents from upload to answer: drafts that only staff see, published and taken back in one step.

A draft stands on a shelf of its own, where its passages are looked at and set right. Publishing puts it on the shelf of
the library and makes the next library and its index, while the one in force goes on answering; only when the next is
complete does it take over. Where that fails everything is as it was before.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import BinaryIO, NamedTuple

from chatbot.assemble import load
from chatbot.assistant import Assistant
from chatbot.domain import Passage
from chatbot.errors import DocumentError, EntryError
from chatbot.faq import Faq, approve, build, replaced
from chatbot.finding.encoding import Encoder, word_pieces
from chatbot.knowledge.added import Judged, corrected_text
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.files import write_records
from chatbot.knowledge.intake import Intake, Outcome
from chatbot.knowledge.library import Library, judge_beside, read_library
from chatbot.knowledge.loaders.apart import readers
from chatbot.knowledge.loaders.kinds import SUFFIXES
from chatbot.knowledge.provenance import Given
from chatbot.knowledge.shelf import PREFIX, Correction, Decision, Document, Shelf
from chatbot.settings import Settings

MOST_PAGES = 200
"""Of one document; longer ones are split, since nobody looks through more."""
LONGEST_QUESTION = 200


class Served(NamedTuple):
    """The library in force and what answers from it."""

    library: Library
    assistant: Assistant


class Change(NamedTuple):
    """What staff set right in one passage; a decision of None lets the rules decide."""

    text: str
    uses: tuple[str, ...]
    topics: tuple[str, ...]
    decision: Decision | None


class Publisher:
    """Keeps drafts, and makes them part of the library in force."""

    def __init__(
        self, settings: Settings, encoder: Encoder, served: Served, serve: Callable[[Served], None] = lambda _: None
    ) -> None:
        self._settings = settings
        self._encoder = encoder
        self._serve = serve
        self._changing = Lock()
        self.served = served
        self.shelf = Shelf(settings.documents)
        self.drafts = Shelf(settings.data / "drafts")

    def serving(self, serve: Callable[[Served], None]) -> None:
        """Hand every next library to what serves it."""
        self._serve = serve

    def add(self, name: str, content: BinaryIO, told: dict[str, str], today: date) -> Outcome:
        """Read an uploaded file into a draft, in a process of its own; raise DocumentError when it cannot be taken."""
        suffix = Path(name).suffix.casefold()
        if suffix not in SUFFIXES:
            raise DocumentError(f"{name}: files of this kind are not read; give one of {', '.join(sorted(SUFFIXES))}")
        with tempfile.TemporaryDirectory() as folder, readers() as reading:
            path = Path(folder) / f"{Path(name).stem[:80] or 'document'}{suffix}"
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)
            intake = Intake(self.drafts, reading, word_pieces(self._settings.model), today, MOST_PAGES)
            return intake.add(Given(file=path, told=told), replacing=True)

    def draft(self, id_: str) -> tuple[Document, tuple[Judged, ...]]:
        """Return a draft with its passages as they would be in the library; raise DocumentError when there is none."""
        document = self.drafts.document(_checked(id_))
        return document, judge_beside(self.served.library, self._settings.corpus, document)

    def published(self, id_: str) -> tuple[Document, tuple[Judged, ...]]:
        """Return a document of the library in force with its passages; raise DocumentError when there is none."""
        document = self.shelf.document(_checked(id_))
        return document, self.served.library.added.get(id_, ())

    def change(self, id_: str, key: str, change: Change) -> Judged:
        """Set a passage of a draft right; what is as it was found is not kept as a correction. Return it as it was."""
        document, judged = self.draft(id_)
        found = next((one for one in judged if one.key == key), None)
        if found is None:
            raise DocumentError(f"{id_} has no passage {key!r}; it was read anew, so look at it again")
        record, text = document.record, corrected_text(found.piece.text, change.text)
        plain = self._found(document, key, Correction(text=text))
        fixed = Correction(
            text=text,
            uses=None if set(change.uses) == set(plain.uses) else change.uses,
            topics=None if set(change.topics) == set(plain.topics) else change.topics,
        )
        corrected = {k: v for k, v in record.corrected.items() if k != key}
        decided = {k: v for k, v in record.decided.items() if k != key}
        if fixed != Correction():
            corrected[key] = fixed
        if change.decision is not None:
            decided[key] = change.decision
        self.drafts.change(record.model_copy(update={"corrected": corrected, "decided": decided}))
        return found

    def _found(self, document: Document, key: str, correction: Correction) -> Passage:
        """Return a passage as it would be with one correction."""
        record = document.record
        changed = record.model_copy(update={"corrected": {**record.corrected, key: correction}})
        judged = judge_beside(self.served.library, self._settings.corpus, Document(record=changed, kept=document.kept))
        return next(one.passage for one in judged if one.key == key)

    def discard(self, id_: str) -> None:
        """Take a draft away."""
        self.drafts.remove(_checked(id_))

    def reopen(self, id_: str) -> None:
        """Make a draft of a published document, to be changed and published again; until then it stays as it is.

        A draft of it that is there already is gone on with.
        """
        if _checked(id_) not in self.drafts.ids():
            self.drafts.take(self.shelf, id_)

    def publish(self, id_: str) -> None:
        """Put a draft into the library; when this returns it is answered from."""
        id_ = _checked(id_)
        with self._next(id_):
            self.shelf.take(self.drafts, id_)
        self.drafts.remove(id_)

    def take_back(self, id_: str) -> None:
        """Take a document out of the library; when this returns nothing of it is answered from."""
        id_ = _checked(id_)
        with self._next(id_):
            self.shelf.remove(id_)

    def approve(self, name: str, who: str, on: date) -> None:
        """Approve the present answer of a frequent question; raise EntryError where that cannot be."""
        with self._changing:
            entry = Faq(self.served.library).entry(name)
            self._keep(approve(entry, self.served.assistant.reply(entry.question), who, on))

    def reword(self, name: str, question: str) -> None:
        """Put a frequent question in other words and bind it to its answer; an approval was of the old words.

        With the same words it is only bound anew, and an approval holds if the answer is still the one approved.
        """
        with self._changing:
            entry = Faq(self.served.library).entry(name)
            question = " ".join(question.split())
            if not question or len(question) > LONGEST_QUESTION:
                raise EntryError(f"a question has 1 to {LONGEST_QUESTION} characters")
            if question != entry.question:
                entry = entry.model_copy(update={"question": question, "approved": None})
            self._keep(*build([entry], self.served.assistant.reply))

    def _keep(self, changed: FaqRecord) -> None:
        """Write the frequent questions with one of them changed; no index knows of them."""
        library = self.served.library
        entries = replaced(library.faq, changed)
        write_records(self._settings.corpus, "faq", entries)
        self._taken_over(Served(replace(library, faq=entries), self.served.assistant))

    @contextmanager
    def _next(self, id_: str) -> Iterator[None]:
        """Make the next library after a change of one document, and undo the change where that fails."""
        with self._changing, tempfile.TemporaryDirectory() as folder:
            before = Shelf(Path(folder))
            stood = id_ in self.shelf.ids()
            if stood:
                before.take(self.shelf, id_)
            yield
            try:
                self._make()
            except BaseException:
                if stood:
                    self.shelf.take(before, id_)
                else:
                    self.shelf.remove(id_)
                raise

    def _make(self) -> None:
        library = read_library(self._settings.corpus, self._settings.documents)
        assistant = load(self._settings, None, library, encoder=self._encoder)
        self._taken_over(Served(library, assistant))

    def _taken_over(self, served: Served) -> None:
        self._serve(served)
        self.served = served


def topics(library: Library) -> Sequence[str]:
    """Return every topic that a passage can be about."""
    return sorted({topic for plan in library.plans.values() for topic in plan.draws_on})


def _checked(id_: str) -> str:
    """Return the id of a document, from an address that anyone may have written."""
    if not id_.startswith(PREFIX) or not id_.replace("-", "").isalnum() or not id_.isascii():
        raise DocumentError(f"there is no document {id_[:80]!r}")
    return id_
