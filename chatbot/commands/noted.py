"""What the operator changes on the command line, noted in the trail as what staff change on their pages is."""

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from chatbot.access.accounts import OPERATOR
from chatbot.audit.acts import Acts, What
from chatbot.domain import SourceKind
from chatbot.errors import TrailError
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.files import write_records
from chatbot.knowledge.records import SourceRecord
from chatbot.knowledge.shelf import Kept, Shelf, ShelfRecord
from chatbot.settings import Settings
from chatbot.undertaking import Undertakings, fingerprint


def as_whom(login: Callable[[], str] = getpass.getuser) -> str:
    """Say in words where an act was done, with the login name of the operator where the system knows it."""
    try:
        return f"on the command line as {login()}"
    except (OSError, KeyError):  # a container may run under a number that has no name
        return "on the command line"


class NotedShelf(Shelf):
    """The shelf of the library as the operator changes it: no change without its act, and no act without its change.

    Each change waits until nobody else changes what is answered from. It raises TrailError where it cannot be noted;
    then everything is as it was.
    """

    def __init__(self, settings: Settings, acts: Acts) -> None:
        super().__init__(settings.documents)
        self._undertakings = Undertakings(settings.corpus, settings.documents, acts)

    def put(
        self, file: Path, source: SourceRecord, kind: SourceKind, kept: Kept, today: date, *, name: str = ""
    ) -> ShelfRecord:
        """Add a document, or replace the one of the same id; one that was read again to the same needs no act."""
        record = self.record_of(file, source, kind, kept, today, name=name)
        write = partial(super().put, file, source, kind, kept, today, name=name)
        if record.id in self.ids() and self.record(record.id) == record:
            return write()
        with self._noted(What.DOCUMENT_PUBLISHED, record.id, record.name, wanted=fingerprint(record)):
            return write()

    def change(self, record: ShelfRecord) -> None:
        """Replace the record of a document; the act tells what was decided anew."""
        old = self.record(record.id).decided
        decided = ", ".join(f"{key}: {what}" for key, what in record.decided.items() if old.get(key) != what)
        with self._noted(What.DOCUMENT_PUBLISHED, record.id, decided, wanted=fingerprint(record)):
            super().change(record)

    def rename(self, old: str, new: str) -> None:
        """Give a document another id; the act tells the old one."""
        named = self.record(old)
        renamed = named.model_copy(update={"source": named.source.model_copy(update={"id": new})})
        with self._noted(What.DOCUMENT_PUBLISHED, new, f"was {old}", old, wanted=fingerprint(renamed)):
            super().rename(old, new)

    def remove(self, id_: str) -> None:
        """Take a document back, with its file."""
        name = self.record(id_).name
        with self._noted(What.DOCUMENT_TAKEN_BACK, id_, name):
            super().remove(id_)

    @contextmanager
    def _noted(self, what: What, id_: str, detail: str, *others: str, wanted: str = "") -> Iterator[None]:
        """Make a change with its act; where either fails, these documents stand as they stood."""
        said = f"{detail}; {as_whom()}" if detail else as_whom()
        with self._undertakings.undertake(what, id_, OPERATOR, wanted=wanted, detail=said) as done:
            before = {one: self.snapshot(one) for one in (id_, *others)}
            try:
                yield
                done()
            except BaseException:
                for one, files in before.items():
                    self.restore(one, files)
                raise


def write_faq(settings: Settings, acts: Acts, entries: Sequence[FaqRecord], old: Sequence[FaqRecord]) -> list[str]:
    """Write the frequent questions and note which were bound anew; return those.

    Raise TrailError where that cannot be noted; then the old ones stand.
    """
    before = {entry.id: entry.bound for entry in old}
    changed = [entry.id for entry in entries if entry.bound != before.get(entry.id)]
    with Undertakings(settings.corpus, settings.documents, acts).alone():
        write_records(settings.corpus, "faq", entries)
        try:
            if changed:
                acts.note(OPERATOR, What.FAQ_CHANGED, "", f"bound anew: {', '.join(changed)}; {as_whom()}")
        except TrailError:
            write_records(settings.corpus, "faq", old)
            raise
    return changed
