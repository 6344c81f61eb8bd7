"""Staff's documents from upload to answer: drafts that only staff see, published and taken back in one step.

So are staff's prices, and the approvals of frequent questions.

A draft stands on a shelf of its own, where its passages are looked at and set right. Publishing puts it on the shelf of
the library and makes the next library and its index, while the one in force goes on answering; only when the next is
complete does it take over. Where that fails everything is as it was before.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from chatbot.assemble import load
from chatbot.assistant import Assistant
from chatbot.audit.acts import Acts, What
from chatbot.domain import Passage
from chatbot.errors import DocumentError, EntryError, PriceError, TrailError
from chatbot.faq import Faq, approve, build, replaced
from chatbot.finding.encoding import Encoder, Progress, word_pieces
from chatbot.finding.index import CURRENT
from chatbot.knowledge.added import Judged, corrected_text
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.files import FILES, write_records
from chatbot.knowledge.intake import Intake, Outcome
from chatbot.knowledge.library import Library, judge_beside, read_library
from chatbot.knowledge.loaders.apart import OcrLimits, readers
from chatbot.knowledge.loaders.kinds import SUFFIXES
from chatbot.knowledge.own_prices import PriceFolder, PriceRecord, item_of
from chatbot.knowledge.provenance import Given
from chatbot.knowledge.shelf import PREFIX, Correction, Decision, Document, Shelf
from chatbot.settings import Settings
from chatbot.undertaking import Settled, Undertaking, Undertakings, fingerprint

_log = logging.getLogger(__name__)

MOST_PAGES = 200
"""Of one document; longer ones are split, since nobody looks through more."""
FOR_OCR = OcrLimits(pages=40, seconds=240)
"""Somebody waits before a page for an uploaded document; longer scans are added at the command line."""
LONGEST_QUESTION = 200
FAQ = FILES["faq"].pattern
Undo = Callable[[], None]


class Stamp(NamedTuple):
    """What of a file differs once it was replaced."""

    changed: int
    file: int


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
    """Keeps drafts and prices, and makes them part of the library in force; each change stands in the trail."""

    def __init__(
        self,
        settings: Settings,
        encoder: Encoder,
        undertakings: Undertakings,
        served: Served,
        serve: Callable[[Served], None] = lambda _: None,
    ) -> None:
        self._settings = settings
        self._encoder = encoder
        self._undertakings = undertakings
        self._serve = serve
        self._seen = self._changes()
        self.served = served
        self.shelf = Shelf(settings.documents)
        self.drafts = Shelf(settings.data / "drafts")
        self.prices = PriceFolder(settings.documents)

    @classmethod
    def opened(cls, settings: Settings, encoder: Encoder, acts: Acts, progress: Progress | None = None) -> "Publisher":
        """Open the library while nobody changes it; a change that was stopped halfway is settled first."""
        undertakings = Undertakings(settings.corpus, settings.documents, acts)
        with undertakings.alone():
            try:
                settled = undertakings.settle()
            except TrailError as error:
                settled = None
                _log.error("A change that was stopped halfway cannot be settled: %s", error)
            publisher = cls(settings, encoder, undertakings, _made(settings, encoder, progress))
        if settled:
            _log.warning("A change was stopped halfway and is settled: %s", settled)
            publisher._tidy(settled)
        return publisher

    def _tidy(self, settled: Settled) -> None:
        """Take a draft away that was published when everything stopped."""
        one = settled.undertaking
        if settled.done and one.what is What.DOCUMENT_PUBLISHED and one.about in self.drafts.ids():
            self.drafts.remove(one.about)

    @property
    def most_scanned(self) -> int:
        """How many pages of an upload are read by OCR at most; 0 where OCR is off."""
        return FOR_OCR.pages if self._settings.ocr else 0

    def serving(self, serve: Callable[[Served], None]) -> None:
        """Hand every next library to what serves it."""
        self._serve = serve

    @property
    def pending(self) -> Undertaking | None:
        """A change that was begun and is not over."""
        return self._undertakings.pending()

    @property
    def stale(self) -> bool:
        """Whether another process has changed the library since it was read here; costs no more than a glance."""
        return self._seen != self._changes()

    def refresh(self) -> None:
        """Serve the library as others have left it, if they changed it; until it stands ready the old one is served.

        Where only the index was replaced, such as by a server of another corpus over the same folder, it is left alone:
        two that each made their own would never come to an end.
        """
        with self._undertakings.alone():
            if not self.stale:
                return
            library, (held, assistant) = read_library(self._settings.corpus, self._settings.documents), self.served
            if library.fingerprint != held.fingerprint:
                assistant = load(self._settings, None, library, encoder=self._encoder)
            if (library.fingerprint, library.faq) != (held.fingerprint, held.faq):
                self._taken_over(Served(library, assistant))
            self._seen = self._changes()

    def _changes(self) -> tuple[Stamp | None, ...]:
        """What differs when somebody has changed the library: files that are replaced at the end of every change."""
        return tuple(map(_stamp, (self._settings.data / "index" / CURRENT, self._settings.corpus / FAQ)))

    def add(self, name: str, content: BinaryIO, told: dict[str, str], today: date) -> Outcome:
        """Read an uploaded file into a draft, in a process of its own; raise DocumentError when it cannot be taken."""
        suffix = Path(name).suffix.casefold()
        if suffix not in SUFFIXES:
            raise DocumentError(f"{name}: files of this kind are not read; give one of {', '.join(sorted(SUFFIXES))}")
        with tempfile.TemporaryDirectory() as folder, readers(ocr=self._settings.ocr, for_ocr=FOR_OCR) as reading:
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

    def publish(self, id_: str, who: str) -> None:
        """Put a draft into the library; when this returns it is answered from."""
        draft = self.drafts.document(_checked(id_)).record
        before = partial(self._document_as_it_is, id_)
        with self._changing(What.DOCUMENT_PUBLISHED, id_, who, before, wanted=fingerprint(draft)):
            self.shelf.take(self.drafts, id_)
            self._next()
        self.drafts.remove(id_)

    def take_back(self, id_: str, who: str) -> None:
        """Take a document out of the library; when this returns nothing of it is answered from."""
        self.shelf.record(_checked(id_))
        with self._changing(What.DOCUMENT_TAKEN_BACK, id_, who, partial(self._document_as_it_is, id_)):
            self.shelf.remove(id_)
            self._next()

    def give_price(self, price: PriceRecord) -> None:
        """Put a price of staff in the place of a list's own; when this returns sums are made with it."""
        item_of(self.served.library.lists, price.list, price.item)
        detail = f"{price.amount} instead of {price.instead_of}, checked {price.checked}: {price.reason}"
        before, wanted = partial(self._price_as_it_is, price.list, price.item), fingerprint(price)
        with self._changing(What.PRICE_GIVEN, price.key, price.who, before, wanted=wanted, detail=detail):
            self.prices.put(price)
            self._next()

    def take_price_back(self, list_: str, item: str, who: str) -> None:
        """Take a price of staff back; when this returns sums are made with the list's own."""
        item_of(self.served.library.lists, list_, item)
        price = self.prices.get(list_, item)
        if price is None:
            raise PriceError(f"staff gave no price for {item!r}; the list's own is in force")
        detail = f"{price.amount}, given by {price.who} on {price.on}"
        before = partial(self._price_as_it_is, list_, item)
        with self._changing(What.PRICE_TAKEN_BACK, price.key, who, before, detail=detail):
            self.prices.remove(list_, item)
            self._next()

    def approve(self, name: str, clinician: str, on: date, who: str, where: str = "") -> None:
        """Approve the present answer of a frequent question; raise EntryError where that cannot be."""
        with self._undertakings.alone():
            self.refresh()
            entry = Faq(self.served.library).entry(name)
            changed = approve(entry, self.served.assistant.reply(entry.question), clinician, on)
            said = f"in the name of {clinician}"
            self._keep(changed, What.FAQ_APPROVED, who, f"{said}; {where}" if where else said)

    def reword(self, name: str, question: str, who: str) -> None:
        """Put a frequent question in other words and bind it to its answer; an approval was of the old words.

        With the same words it is only bound anew, and an approval holds if the answer is still the one approved.
        """
        with self._undertakings.alone():
            self.refresh()
            entry = Faq(self.served.library).entry(name)
            question = " ".join(question.split())
            if not question or len(question) > LONGEST_QUESTION:
                raise EntryError(f"a question has 1 to {LONGEST_QUESTION} characters")
            if question != entry.question:
                entry = entry.model_copy(update={"question": question, "approved": None})
            (changed,) = build([entry], self.served.assistant.reply)
            self._keep(changed, What.FAQ_CHANGED, who, question)

    def _keep(self, changed: FaqRecord, what: What, who: str, detail: str) -> None:
        """Write the frequent questions with one of them changed; no index knows of them."""
        library, corpus = self.served.library, self._settings.corpus
        entries = replaced(library.faq, changed)
        before = partial(partial, write_records, corpus, "faq", library.faq)
        with self._changing(what, changed.id, who, before, wanted=fingerprint(changed), detail=detail):
            write_records(corpus, "faq", entries)
            self._taken_over(Served(replace(library, faq=entries), self.served.assistant))

    # How a change is made, and unmade

    def _next(self) -> None:
        """Make the next library of what stands now, while the one in force goes on answering, and serve it."""
        self._taken_over(_made(self._settings, self._encoder, None))

    def _taken_over(self, served: Served) -> None:
        self._serve(served)
        self.served = served
        self._seen = self._changes()

    @contextmanager
    def _changing(
        self, what: What, about: str, who: str, before: Callable[[], Undo], *, wanted: str = "", detail: str = ""
    ) -> Iterator[None]:
        """Make a change and its act as one; where either fails undo it, and serve what was served before.

        `before` is called once nobody else can change anything, and returns what makes things as they are then.
        """
        with self._undertakings.undertake(what, about, who, wanted=wanted, detail=detail) as done:
            undo, served = before(), self.served
            try:
                yield
                done()
            except BaseException:
                undo()
                if self.served is not served:
                    self._taken_over(served)
                raise

    def _document_as_it_is(self, id_: str) -> Undo:
        return partial(self.shelf.restore, id_, self.shelf.snapshot(id_))

    def _price_as_it_is(self, list_: str, item: str) -> Undo:
        price = self.prices.get(list_, item)
        return partial(self.prices.put, price) if price else partial(self.prices.remove, list_, item)


def _made(settings: Settings, encoder: Encoder, progress: Progress | None) -> Served:
    """Read the library as it stands and open what answers from it."""
    library = read_library(settings.corpus, settings.documents)
    return Served(library, load(settings, progress, library, encoder=encoder))


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_mtime_ns, found.st_ino)


def topics(library: Library) -> Sequence[str]:
    """Return every topic that a passage can be about."""
    return sorted({topic for plan in library.plans.values() for topic in plan.draws_on})


def _checked(id_: str) -> str:
    """Return the id of a document, from an address that anyone may have written."""
    if not id_.startswith(PREFIX) or not id_.replace("-", "").isalnum() or not id_.isascii():
        raise DocumentError(f"there is no document {id_[:80]!r}")
    return id_
