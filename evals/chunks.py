"""Documents of a question set as passages: whole sentences under title and heading, as long as the model reads."""

from collections.abc import Iterator, Sequence
from datetime import date

from chatbot.domain import Jurisdiction, Origin, Passage, Source, SourceKind, Strength
from chatbot.knowledge.cutting import Measure
from chatbot.knowledge.passages import passage_id
from chatbot.knowledge.sentences import sentences
from evals.collection import Document

MOST_PIECES = 200
"""Of a passage with its title and heading."""
FEWEST = 50
"""Room for text under a title and heading of any length."""
_SOURCE = Source(
    id="set",
    title="A set to measure with",
    publisher="Its makers",
    kind=SourceKind.REFERENCE,
    jurisdiction=Jurisdiction.INT,
    year=None,
    url=None,
    interest="none known",
    read="full",
    checked=date(2026, 11, 1),
    next_review=date(2027, 11, 1),
)


def passages(documents: Sequence[Document], measure: Measure) -> list[Passage]:
    """Cut documents into passages, in order; each passage's record is its document."""
    return [
        _passage(document, text, number)
        for document in documents
        for number, text in enumerate(cut(document.text, _room(document, measure), measure) or [""])
    ]


def cut(text: str, room: int, measure: Measure) -> list[str]:
    """Group whole sentences while they have room; only a sentence that is longer is cut, between words."""
    made: list[str] = []
    used = room + 1
    for part, length in _parts(text, room, measure):
        if used + length > room:
            made.append(part)
            used = length
        else:
            made[-1] += f" {part}"
            used += length
    return made


def _parts(text: str, room: int, measure: Measure) -> Iterator[tuple[str, int]]:
    for sentence in sentences(text):
        words, length = sentence.split(), measure(sentence)
        if length <= room or len(words) < 2:
            yield sentence, length
        else:
            yield from _parts(" ".join(words[: len(words) // 2]), room, measure)
            yield from _parts(" ".join(words[len(words) // 2 :]), room, measure)


def _room(document: Document, measure: Measure) -> int:
    return max(MOST_PIECES - measure(document.title) - measure(document.heading), FEWEST)


def _passage(document: Document, text: str, number: int) -> Passage:
    return Passage(
        id=passage_id(document.id, f"{number}\n{text}"),
        record=document.id,
        text=text,
        source=_SOURCE,
        locator=f"part {number + 1}",
        strength=Strength.EXPERT,
        subject=document.id,
        origin=Origin.DOCUMENT,
        title=document.title,
        heading=document.heading,
    )
