"""Adding files to the shelf: read apart, cut, written in one step each; what stands already is not read again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chatbot.errors import DocumentError
from chatbot.knowledge.cutting import Measure
from chatbot.knowledge.loaders.apart import Progress, Readers
from chatbot.knowledge.loaders.parts import Reading
from chatbot.knowledge.provenance import Given, source_of
from chatbot.knowledge.shelf import Shelf, ShelfRecord, keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    file: Path
    id: str = ""
    """Of the document; empty when it was not taken in."""
    new: bool = False
    """False when it stood there already, word for word."""
    reading: Reading | None = None
    pieces: int = 0
    problem: str = ""
    """Why it was not taken in."""


class Intake:
    """Takes files into a shelf."""

    def __init__(
        self, shelf: Shelf, readers: Readers, measure: Measure, today: date, most_pages: int | None = None
    ) -> None:
        self._shelf = shelf
        self._readers = readers
        self._measure = measure
        self._today = today
        self._most_pages = most_pages

    def add_all(self, given: Sequence[Given], progress: Progress | None = None) -> Iterator[Outcome]:
        """Take in each file of a register; one that cannot be taken in does not keep the others out."""
        self._shelf.sweep()
        for number, one in enumerate(given, start=1):
            try:
                yield self.add(one, replacing=True)
            except DocumentError as error:
                yield Outcome(file=one.file, problem=str(error))
            if progress:
                progress(number, len(given))

    def add(self, given: Given, *, replacing: bool = False, progress: Progress | None = None) -> Outcome:
        """Take in one file; raise DocumentError when it cannot be, with its whole report."""
        source, kind = source_of(given, self._today, whole=True)
        old = self._shelf.record(source.id) if source.id in self._shelf.ids() else None
        if not given.file.is_file():
            raise DocumentError(f"{given.file}: there is no such file; correct its name")
        if old is not None:
            same = self._stands(old, given)
            if same and not self._reads_more(old):
                return Outcome(file=given.file, id=source.id)
            if not same and not replacing:
                raise DocumentError(
                    f"{given.file.name}: there already is a document {source.id}; give another --id, or use "
                    f"'chatbot corpus replace {source.id}'"
                )
        reading = self._readers.read(given.file, progress, self._most_pages)
        kept = keep(reading, self._measure)
        if not kept.pieces:
            said = "; ".join(f"{what.where}: {what.why}: {what.what_to_do}" for what in reading.unread)
            raise DocumentError(f"{given.file.name}: nothing could be read, so it was not added. {said}")
        source, kind = source_of(given, self._today, whole=not reading.unread)
        self._shelf.put(given.file, source, kind, kept, self._today)
        return Outcome(file=given.file, id=source.id, new=True, reading=reading, pieces=len(kept.pieces))

    def _stands(self, old: ShelfRecord, given: Given) -> bool:
        """Tell whether a document stands there with the same file, provenance and a reading of this version."""
        if self._shelf.original(old).read_bytes() != given.file.read_bytes():
            return False
        source, kind = source_of(given, old.added, whole=old.source.read == "full")
        try:
            self._shelf.document(old.id)
        except DocumentError:
            return False
        return (source, kind) == (old.source, old.kind)

    def _reads_more(self, old: ShelfRecord) -> bool:
        """Tell whether OCR is asked for now, was not used then, and there is a page of a document that only OCR reads.

        Pages that OCR left unread are not tried at every run of a folder; `corpus refresh` tries them again.
        """
        asked = self._readers.ocr and not old.ocr
        return asked and any(page.is_picture for page in self._shelf.document(old.id).kept.reading.pages)

    def replace(self, id_: str, file: Path, progress: Progress | None = None) -> Outcome:
        """Put another file in the place of a document's; its provenance stays."""
        record = self._shelf.record(id_)
        return self.add(_given(record, file), replacing=True, progress=progress)

    def refresh(self, id_: str) -> Outcome:
        """Read a document's own file again, as this version reads it."""
        record = self._shelf.record(id_)
        reading = self._readers.read(self._shelf.original(record), ocr=record.ocr)
        kept = keep(reading, self._measure)
        named = self._shelf.original(record)
        self._shelf.put(named, record.source, record.kind, kept, record.added, name=record.name)
        return Outcome(file=named, id=id_, new=True, reading=reading, pieces=len(kept.pieces))


def _given(record: ShelfRecord, file: Path) -> Given:
    source = record.source
    told = {
        "title": source.title,
        "publisher": source.publisher,
        "kind": record.kind.value,
        "jurisdiction": source.jurisdiction.value,
        "year": str(source.year) if source.year else "none",
        "interest": source.interest,
        "url": source.url or "",
        "id": source.id,
    }
    return Given(file=file, told=told)
