"""Staff's own documents: a folder beside the library that an update of the product never touches.

    records/<id>.yaml        who published it and what was decided about it; in force as soon as it stands there
    files/<hash>.<suffix>    the file as it was given
    files/<hash>.json        what was read of it: parts, report and pieces

Files are named by their content and written first; a record is replaced in one step. A stop at any moment leaves each
document as it was or as it was to be, and what no record names is swept away by the next change.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import Field, TypeAdapter, ValidationError

from chatbot.domain import SourceKind
from chatbot.errors import DocumentError, Problem
from chatbot.knowledge.cutting import Measure, Piece, cut
from chatbot.knowledge.files import dump_yaml, read_alone, write_whole
from chatbot.knowledge.loaders.parts import Reading
from chatbot.knowledge.records import Id, Record, SourceRecord, Text

FORMAT = 2
"""Of what is kept of a reading; a change in how files are read or cut raises it."""
PREFIX = "own-"
"""Of the ids of staff's documents, so that no record of the product ever has the same."""
RECORDS, FILES = "records", "files"
Decision = Literal["not-a-claim", "leave-out"]


class Correction(Record):
    """What staff set right in a passage; what is None stays as it was found."""

    text: Text | None = None
    uses: tuple[Id, ...] | None = None
    topics: tuple[Id, ...] | None = None


class ShelfRecord(Record):
    """One document of staff: its source, its file, and what staff decided about its passages.

    Both are by the id that a passage has as it was read, which stays whatever is corrected in it.
    """

    source: SourceRecord
    kind: SourceKind
    name: Text
    """Of the file as it was given."""
    file: Text
    reading: Text
    added: date
    ocr: bool = False
    """Whether any page of it was read by OCR; if so it is read again by OCR."""
    decided: dict[Text, Decision] = Field(default={})
    corrected: dict[Text, Correction] = Field(default={})

    @property
    def id(self) -> Id:
        """The id of the document, of its source and of its passages' record."""
        return self.source.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a file that was read."""

    format: int
    reading: Reading
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document of staff as the library uses it."""

    record: ShelfRecord
    kept: Kept


_KEPT = TypeAdapter(Kept)


class Shelf:
    """The folder of staff's documents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ids(self) -> tuple[str, ...]:
        """Name the documents, in order."""
        return tuple(sorted(path.stem for path in (self.folder / RECORDS).glob("*.yaml")))

    def record(self, id_: str) -> ShelfRecord:
        """Return the record of a document; raise DocumentError when there is none or it does not hold."""
        path = self._record_path(id_)
        if not path.is_file():
            known = ", ".join(self.ids()) or "none yet"
            raise DocumentError(f"there is no document {id_!r}; the documents are: {known}")
        record, problems = _read_record(path)
        if record is None:
            raise DocumentError("; ".join(map(str, problems)))
        return record

    def document(self, id_: str) -> Document:
        """Return a document with what was read of it."""
        record = self.record(id_)
        return Document(record=record, kept=self._kept(record))

    def documents(self) -> tuple[list[Document], list[Problem]]:
        """Return every document that can be used, and the problem of each that cannot."""
        found: list[Document] = []
        problems: list[Problem] = []
        for id_ in self.ids():
            record, bad = _read_record(self._record_path(id_))
            problems += bad
            if record is None:
                continue
            try:
                found.append(Document(record=record, kept=self._kept(record)))
            except DocumentError as error:
                problems.append(Problem(f"{RECORDS}/{id_}.yaml", id_, "reading", str(error)))
        return found, problems

    def original(self, record: ShelfRecord) -> Path:
        """Return where the file stands as it was given."""
        return self.folder / FILES / record.file

    def fingerprint(self) -> str:
        """Hash all records; they name their files by content."""
        digest = hashlib.sha256(str(FORMAT).encode())
        for id_ in self.ids():
            digest.update(id_.encode() + b"\0" + self._record_path(id_).read_bytes() + b"\0")
        return digest.hexdigest()

    # Changes

    def put(
        self, file: Path, source: SourceRecord, kind: SourceKind, kept: Kept, today: date, *, name: str = ""
    ) -> ShelfRecord:
        """Add a document, or replace the one of the same id; in force when this returns."""
        record = self.record_of(file, source, kind, kept, today, name=name)
        with self._locked():
            write_whole(self.folder / FILES / record.file, file.read_bytes())
            write_whole(self.folder / FILES / record.reading, _KEPT.dump_json(kept))
            self._write_record(record)
        return record

    def record_of(
        self, file: Path, source: SourceRecord, kind: SourceKind, kept: Kept, today: date, *, name: str = ""
    ) -> ShelfRecord:
        """Return the record that a document gets when it is put here; what was decided about the old one is kept."""
        hashed = hashlib.sha256(file.read_bytes()).hexdigest()[:24]
        record = ShelfRecord(
            source=source,
            kind=kind,
            name=name or file.name,
            file=f"{hashed}{file.suffix.casefold()}",
            reading=f"{hashed}-{hashlib.sha256(_KEPT.dump_json(kept)).hexdigest()[:8]}.json",
            added=today,
            ocr=kept.reading.ocr,
        )
        if self._record_path(source.id).is_file():
            old = self.record(source.id)
            record = record.model_copy(update={"decided": old.decided, "corrected": old.corrected})
        return record

    def take(self, other: "Shelf", id_: str) -> ShelfRecord:
        """Take a document over from another shelf, with all that was decided there; in force when this returns."""
        record = other.record(id_)
        other.document(id_)  # only what can be used is taken over
        with self._locked():
            for name in (record.file, record.reading):
                write_whole(self.folder / FILES / name, (other.folder / FILES / name).read_bytes())
            self._write_record(record)
        return record

    def change(self, record: ShelfRecord) -> None:
        """Replace the record of a document."""
        with self._locked():
            self._write_record(record)

    def rename(self, old: str, new: str) -> None:
        """Give a document another id."""
        record = self.record(old)
        if self._record_path(new).is_file():
            raise DocumentError(f"there already is a document {new!r}; choose another id")
        with self._locked():
            self._write_record(record.model_copy(update={"source": record.source.model_copy(update={"id": new})}))
            self._record_path(old).unlink()

    def remove(self, id_: str) -> None:
        """Take a document back, with its file."""
        self.record(id_)
        with self._locked():
            self._record_path(id_).unlink()
            self._sweep()

    def snapshot(self, id_: str) -> Mapping[Path, bytes]:
        """Return the files of a document as they stand, usable or not; none where there is no such document."""
        if id_ not in self.ids():
            return {}
        record = self.record(id_)
        files = (self.folder / FILES / record.file, self.folder / FILES / record.reading, self._record_path(id_))
        return {path: path.read_bytes() for path in files if path.is_file()}

    def restore(self, id_: str, files: Mapping[Path, bytes]) -> None:
        """Make a document stand as it stood when its files were taken down: whole, or not at all."""
        with self._locked():
            for path, content in files.items():
                write_whole(path, content)
            if not files:
                self._record_path(id_).unlink(missing_ok=True)
                self._sweep()

    def sweep(self) -> None:
        """Delete files that no record names, such as those of a change that was stopped."""
        if self.folder.is_dir():
            with self._locked():
                self._sweep()

    def _sweep(self) -> None:
        named: set[str] = set()
        for id_ in self.ids():
            record, _ = _read_record(self._record_path(id_))
            if record is None:
                return  # what this record names is not known, so nothing is deleted
            named |= {record.file, record.reading}
        for path in (self.folder / FILES).glob("*"):
            if path.name not in named:
                path.unlink()
        for path in (self.folder / RECORDS).glob("*.next"):
            path.unlink()

    def _write_record(self, record: ShelfRecord) -> None:
        write_whole(
            self._record_path(record.id), dump_yaml(record.model_dump(mode="json", exclude_none=False)).encode()
        )

    def _record_path(self, id_: str) -> Path:
        return self.folder / RECORDS / f"{id_}.yaml"

    def _kept(self, record: ShelfRecord) -> Kept:
        try:
            kept = _KEPT.validate_json((self.folder / FILES / record.reading).read_bytes())
        except (OSError, ValidationError) as error:
            what = f"what was read of {record.name} cannot be used ({type(error).__name__})"
            raise DocumentError(what, command="chatbot corpus refresh") from error
        if kept.format != FORMAT:
            raise DocumentError(f"{record.name} was read by another version", command="chatbot corpus refresh")
        return kept

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            for name in (RECORDS, FILES):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "LOCK", timeout=60):
                yield
        except Timeout as error:
            raise DocumentError(f"another process has been changing {self.folder} for a minute; try again") from error
        except OSError as error:
            what = f"{self.folder} cannot be written ({error})"
            raise DocumentError(f"{what}; free some space or make it writable; nothing was changed") from error


def keep(reading: Reading, measure: Measure) -> Kept:
    """Cut what was read into pieces."""
    return Kept(format=FORMAT, reading=reading, pieces=cut(reading.parts, measure))


def _read_record(path: Path) -> tuple[ShelfRecord | None, Sequence[Problem]]:
    return read_alone(path, f"{RECORDS}/{path.name}", ShelfRecord, "source.id")
