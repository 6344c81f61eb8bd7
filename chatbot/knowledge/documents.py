"""Files of the library into passages that keep their page or section, by the loaders that read staff's files too."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from chatbot.domain import Origin, Passage, Place, Source
from chatbot.errors import DocumentError
from chatbot.knowledge.loaders import markdown, pdf
from chatbot.knowledge.loaders.apart import running
from chatbot.knowledge.loaders.parts import Part, Reading
from chatbot.knowledge.passages import passage_id
from chatbot.knowledge.records import DocumentRecord, DocumentSectionRecord
from chatbot.knowledge.sentences import sentences

MOST_WORDS = 60
"""Longest passage cut from running text; with a heading it stays well under the model's 256 word pieces."""
LEAST_WORDS = 4
"""Fewer words than these that end no sentence are no paragraph."""
READERS: Mapping[str, Callable[[Path], Reading]] = {".md": markdown.load, ".pdf": pdf.load}


def read_document(path: Path, record: DocumentRecord) -> tuple[Part, ...]:
    """Read a file whole; raise DocumentError when any of it cannot be read or it holds nothing to answer from."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"{path.name}: files of this kind are not read; use {', '.join(sorted(READERS))}")
    if not path.is_file():
        raise DocumentError(f"{path.name}: there is no such file; add it or remove the record")
    try:
        read = running(reader(path))
    except Exception as error:  # a damaged file makes the libraries fail in any way
        raise DocumentError(f"{path.name}: cannot be read ({error}); export it again") from error
    for what in read.unread:
        if what.why != "empty":
            raise DocumentError(f"{path.name}: {what.where}: {what.what_to_do}")
    parts = tuple(_headed(read.parts, {section.heading for section in record.sections}))
    if not any(_used(part, record) for part in parts):
        raise DocumentError(f"{path.name}: no text could be read that answers may use; correct the file or its record")
    return parts


def cut(parts: Sequence[Part], record: DocumentRecord, source: Source) -> Iterator[Passage]:
    """Cut a document's text into passages."""
    sections = {section.heading: section for section in record.sections}
    for part in parts:
        if _used(part, record):
            at = 0
            for text in _pieces(part.text):
                at = part.text.index(text.split()[0], at)
                yield _passage(text, part, at, record, source, sections.get(part.heading))
                at += len(text)


def _headed(parts: Sequence[Part], headings: set[str]) -> Iterator[Part]:
    """Make headings of what the record names as such, whatever it looks like."""
    named = ""
    for part in parts:
        if part.kind == "heading" or part.text in headings:
            named = part.text if part.text in headings else ""
            yield replace(part, kind="heading", heading=part.text)
        else:
            yield replace(part, heading=named or part.heading)


def _used(part: Part, record: DocumentRecord) -> bool:
    """Tell whether answers may use a part: no heading, page number or running head, and of no section left out."""
    unused = {section.heading for section in record.sections if not section.topics}
    if part.kind == "heading" or part.marks == "running" or part.heading in unused:
        return False
    return part.page is None or len(part.text.split()) >= LEAST_WORDS or part.text.endswith((".", "!", "?"))


def _passage(
    text: str, part: Part, at: int, record: DocumentRecord, source: Source, section: DocumentSectionRecord | None
) -> Passage:
    start = part.start + at
    return Passage(
        id=passage_id(record.id, f"{part.heading}\n{text}"),
        record=record.id,
        text=text,
        source=source,
        locator=_locator(part),
        strength=record.strength,
        topics=frozenset(section.topics if section else record.topics),
        uses=section.uses if section else (),
        subject=record.id,
        origin=Origin.DOCUMENT,
        jurisdiction=source.jurisdiction,
        sentences=sentences(text),
        place=Place(page=part.page, section=part.heading, start=start, end=start + len(text)),
    )


def _locator(part: Part) -> str:
    if part.page is None:
        return f"section '{part.heading}'"
    return f"page {part.page}" + (f", '{part.heading}'" if part.heading else "")


def _pieces(text: str) -> Iterator[str]:
    """Group whole sentences into pieces of at most MOST_WORDS words; a longer sentence stays whole."""
    piece: list[str] = []
    for sentence in sentences(text):
        if piece and len(" ".join([*piece, sentence]).split()) > MOST_WORDS:
            yield " ".join(piece)
            piece = []
        piece.append(sentence)
    if piece:
        yield " ".join(piece)
