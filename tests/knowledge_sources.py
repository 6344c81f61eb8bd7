"""Records of sources, and libraries with a document of staff, to test with."""

from datetime import date
from pathlib import Path
from typing import Any

from chatbot.domain import SourceKind
from chatbot.knowledge.cutting import cut
from chatbot.knowledge.library import Library, read_library
from chatbot.knowledge.loaders.parts import Reading, page_text, placed, whole
from chatbot.knowledge.loaders.plain import from_lines
from chatbot.knowledge.records import SourceRecord
from chatbot.knowledge.shelf import FORMAT, Kept, Shelf
from chatbot.settings import ROOT

TINY = ROOT / "tests" / "tiny"


def make_source_record(id_: str, **changes: Any) -> SourceRecord:
    """Make the record of a ward's leaflet; changes are its other fields."""
    made: dict[str, Any] = {
        "id": id_,
        "title": "A leaflet of the ward",
        "publisher": "A ward",
        "jurisdiction": "UK",
        "year": 2024,
        "url": None,
        "link": "none",
        "interest": "none known",
        "read": "full",
        "checked": date(2026, 11, 21),
        "next_review": date(2027, 11, 21),
    }
    return SourceRecord.model_validate({**made, **changes})


def library_with(
    folder: Path,
    text: str,
    kind: SourceKind = SourceKind.PATIENT_INFORMATION,
    corpus: Path = TINY,
    **source: object,
) -> Library:
    """Return a library, by default the second one, with one document."""
    return library_of(folder, whole(placed(from_lines(text.splitlines()), None), 0), kind, corpus, **source)


def library_of(
    folder: Path,
    reading: Reading,
    kind: SourceKind = SourceKind.PATIENT_INFORMATION,
    corpus: Path = TINY,
    **source: object,
) -> Library:
    """Return a library, by default the second one, with one document of which this was read."""
    shelf = Shelf(folder / "documents")
    (folder / "given.txt").write_text(page_text(reading.parts, None))
    kept = Kept(format=FORMAT, reading=reading, pieces=cut(reading.parts, len))
    record: SourceRecord = make_source_record("own-one", **source)
    shelf.put(folder / "given.txt", record, kind, kept, record.checked)
    return read_library(corpus, shelf.folder)
