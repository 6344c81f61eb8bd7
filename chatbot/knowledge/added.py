"""Staff's documents into passages: what each piece is, what it names and claims, and what must wait for a person."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from chatbot.domain import Jurisdiction, LabelName, Origin, Passage, Place, Source, SourceKind, Strength, Use
from chatbot.errors import DocumentError
from chatbot.knowledge.cutting import MOST_WORDS, Piece, rests
from chatbot.knowledge.labels import approved_in, labels
from chatbot.knowledge.linking import Linker
from chatbot.knowledge.loaders.parts import Part, Reading
from chatbot.knowledge.notices import CONTENT, Notices, Role
from chatbot.knowledge.pages import DocumentText
from chatbot.knowledge.passages import STRENGTH_OF_KIND, passage_id
from chatbot.knowledge.sentences import sentences
from chatbot.knowledge.shelf import Correction, Document
from chatbot.knowledge.wording import Wording

NO_INTEREST = "none known"
ALIKE = 92.0
"""From 0 to 100; from here on two passages say the same in the same words."""
NEAR = 70.0
"""From 0 to 100; how near corrected words must stay to those that were read."""
SHINGLE = 4
"""Words in a row that two passages must share before they are compared."""
Held = Literal["", "approval", "left-out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A piece of a document with all that was found out about it."""

    piece: Piece
    """As it was read."""
    key: str
    """The id of the passage as it was read: what staff decide about it stands under this."""
    passage: Passage
    corrected: bool
    """Whether staff have set something right in it."""
    role: Role
    why: str
    """Which record of corpus/intake.yaml tells the role."""
    held: Held = ""
    """Why it is not quoted although it is content."""
    claims: Mapping[str, tuple[LabelName, ...]]
    """Uses without an approval of which it claims a benefit, with their labels."""
    same_as: Passage | None = None
    """A passage that the library held before and that says the same."""

    @property
    def quoted(self) -> bool:
        """Whether an answer may be made from it."""
        return self.role == CONTENT and not self.held


_NOTHING = Correction()


class Judge:
    """Judges the pieces of documents by the records of one library."""

    def __init__(
        self,
        notices: Notices,
        uses: Mapping[str, Use],
        linker: Linker,
        places: Mapping[str, Jurisdiction],
        wording: Wording,
    ) -> None:
        self._notices = notices
        self._uses = uses
        self._linker = linker
        self._places = places
        self._wording = wording

    def judge(self, document: Document, source: Source) -> list[Judged]:
        """Judge every piece of a document, in order."""
        roles, by_ocr = self._notices.roles(document.kept.reading.parts), _by_ocr(document.kept.reading)
        judged = (self._piece(document, source, piece, roles[piece.part]) for piece in document.kept.pieces)
        return [self._told(one, "own_document.ocr") if one.piece.part in by_ocr else one for one in judged]

    def text(self, document: Document, judged: Sequence[Judged]) -> DocumentText:
        """Return the text of a document, with what no answer is made from told apart."""
        parts = document.kept.reading.parts
        roles, begins = self._notices.roles(parts), rests(parts)
        waiting = [one.piece for one in judged if one.held]
        held = {place for place, part in enumerate(parts) if any(_holds(piece, place, part) for piece in waiting)}
        hidden = (
            place
            for place in range(len(parts))
            # A paragraph is left out whole, also its rest on the next page.
            if roles[place][0] != CONTENT or place in held or begins.get(place) in held
        )
        return DocumentText(parts=parts, left_out=frozenset(hidden))

    def _piece(self, document: Document, source: Source, piece: Piece, told: tuple[Role, str]) -> Judged:
        heading = "" if self._notices.is_notice_heading(piece.heading) else piece.heading
        key = _id(document, piece)
        fixed = document.record.corrected.get(key, _NOTHING)
        said = replace(piece, text=fixed.text, sentences=tuple(sentences(fixed.text))) if fixed.text else piece
        named, uses, topics = self._linker.link(said.text, heading, source.title)
        if fixed.uses is not None:
            named = uses = tuple(use for use in fixed.uses if use in self._uses)
        claims = dict(self._claims(said, named))
        passage = replace(
            _passage(document, source, said, heading, uses),
            topics=topics if fixed.topics is None else frozenset(fixed.topics),
            strength=_strength(source, claims=bool(claims)),
        )
        held: Held = ""
        decided = document.record.decided.get(key)
        if decided == "leave-out":
            held = "left-out"
        elif decided is None and any(self._unapproved(sentence, uses, source) for sentence in said.sentences):
            held = "approval"
        judged = Judged(
            piece=piece,
            key=key,
            passage=passage,
            corrected=fixed != _NOTHING,
            role=told[0],
            why=told[1],
            held=held,
            claims=claims,
        )
        return judged if said is piece else self._told(judged, "own_document.corrected")

    def _told(self, one: Judged, name: str) -> Judged:
        """Say where a passage stands with one thing more that a reader must know of its words."""
        return replace(one, passage=replace(one.passage, locator=f"{one.passage.locator}, {self._wording(name)}"))

    def _claims(self, piece: Piece, uses: Sequence[str]) -> Iterator[tuple[str, tuple[LabelName, ...]]]:
        if any(self._notices.claims("benefit", sentence) for sentence in piece.sentences):
            for use in uses:
                found = tuple(dict.fromkeys(label.name for label in labels(self._uses[use], None)))
                if LabelName.APPROVED not in found:
                    yield use, found

    def _unapproved(self, sentence: str, uses: Sequence[str], source: Source) -> bool:
        """Tell whether a sentence words an approval that the records do not hold; one of no known use is such."""
        if not self._notices.claims("approval", sentence):
            return False
        named = self._linker.meant(sentence) or tuple(uses)
        small = f" {sentence.casefold()} "
        said = {
            place for name, place in self._places.items() if f" {name} " in small.replace(".", " ").replace(",", " ")
        }
        there = said or ({source.jurisdiction} - {Jurisdiction.INT})
        return not named or not all(self._approved(self._uses[use], there) for use in named)

    @staticmethod
    def _approved(use: Use, there: set[Jurisdiction]) -> bool:
        known = set(approved_in(use))
        return bool(known) and there <= known


def _by_ocr(reading: Reading) -> set[int]:
    """Return the places of the parts that were read by OCR, or that go on with words that were."""
    pages = {page.page for page in reading.pages if page.ocr}
    found = {place for place, part in enumerate(reading.parts) if part.page in pages}
    return found | {begins for rest, begins in rests(reading.parts).items() if rest in found}


def _holds(piece: Piece, place: int, part: Part) -> bool:
    """Tell whether a piece was cut from a part, or goes on in it."""
    here = piece.part == place or (piece.page == part.page and piece.start < part.end and part.start < piece.end)
    return here or part.text.rstrip(";,") in piece.text


def corrected_text(read: str, text: str) -> str | None:
    """Return the words of a passage as staff set them right, None where they are as they were read.

    Raise DocumentError for what is no correction: a passage quotes its source, so it stays near to what was read.
    """
    text = " ".join(text.split())
    if text == " ".join(read.split()):
        return None
    if len(text.split()) > MOST_WORDS * 2 or fuzz.ratio(text.casefold(), read.casefold()) < NEAR:
        raise DocumentError(
            "these words are too far from what was read: a passage quotes its source; set right what was read wrongly, "
            "or leave the passage out"
        )
    return text


def _id(document: Document, piece: Piece) -> str:
    return passage_id(document.record.id, f"{piece.page}\n{piece.heading}\n{piece.text}")


def _passage(document: Document, source: Source, piece: Piece, heading: str, uses: tuple[str, ...]) -> Passage:
    record = document.record
    return Passage(
        id=_id(document, piece),
        record=record.id,
        text=piece.text,
        source=source,
        locator=_locator(piece, heading),
        strength=Strength.EXPERT,
        uses=uses,
        subject=record.id,
        origin=Origin.DOCUMENT,
        jurisdiction=source.jurisdiction,
        sentences=piece.sentences,
        title=source.title,
        heading=heading,
        place=Place(page=piece.page, section=heading, start=piece.start, end=piece.end),
    )


def _locator(piece: Piece, heading: str) -> str:
    if piece.page is not None:
        return f"page {piece.page}" + (f", '{heading}'" if heading else "")
    return f"section '{heading}'" if heading else "whole document"


def _strength(source: Source, *, claims: bool) -> Strength:
    """A benefit claimed for a use without approval by who has an interest is a seller's claim."""
    seller = source.kind in {SourceKind.COMMERCIAL, SourceKind.MAGAZINE}
    interested = source.interest.casefold().strip(". ") != NO_INTEREST
    if seller or (claims and interested):
        return Strength.COMMERCIAL_CLAIM
    return STRENGTH_OF_KIND.get(source.kind, Strength.EXPERT)


# Near-duplicates


def paired(judged: Sequence[Judged], held: Sequence[Passage]) -> tuple[list[Judged], tuple[Passage, ...]]:
    """Cite together what says the same: the passage held first stays and names the other's source as well.

    Two passages are the same when their words are nearly the same and their figures exactly.
    """
    known: list[Passage] = list(held)
    by_shingle: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, passage in enumerate(known):
        for shingle in _shingles(passage.text):
            by_shingle[shingle].append(place)
    made: list[Judged] = []
    for one in judged:
        if not one.quoted:
            made.append(one)
            continue
        shingles = _shingles(one.passage.text)
        shared = Counter(place for shingle in shingles for place in by_shingle.get(shingle, ())[:20])
        same = next((place for place, _ in shared.most_common(3) if _same(known[place], one.passage)), None)
        if same is None:
            for shingle in shingles:
                by_shingle[shingle].append(len(known))
            known.append(one.passage)
            made.append(one)
            continue
        made.append(replace(one, same_as=known[same]))
        if one.passage.source not in known[same].sources:
            known[same] = replace(known[same], also=(*known[same].also, one.passage.source))
    return made, tuple(known)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}


def _same(one: Passage, other: Passage) -> bool:
    if _figures(one.text) != _figures(other.text):
        return False
    return fuzz.ratio(one.text.casefold(), other.text.casefold()) >= ALIKE


def _figures(text: str) -> list[str]:
    return ["".join(ch for ch in word if ch.isdigit()) for word in text.split() if any(ch.isdigit() for ch in word)]
