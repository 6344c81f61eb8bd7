"""Parts of a document into pieces that can be found and quoted: whole sentences, lists with their lead-in, rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from chatbot.knowledge.loaders.parts import Part, row_text
from chatbot.knowledge.sentences import sentences

MOST_WORDS = 60
"""Longest piece of running text: what an answer can quote."""
MOST_WORD_PIECES = 200
"""Longest of any piece: the model reads 256 with the marks of beginning and end, and title and heading stand above."""
Measure = Callable[[str], int]
"""Counts the word pieces of a text."""
RUNNING = "running"
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text of a document that can be cited, and where it stands."""

    text: str
    sentences: tuple[str, ...]
    row: bool
    heading: str
    page: int | None
    start: int
    """Of its range in the text of its page."""
    end: int
    part: int
    """Position of the (first) part that it was cut from."""


class _Unit(NamedTuple):
    """What is never cut: a sentence or an item, with the part that it stands in."""

    text: str
    part: int
    start: int
    end: int


def cut(parts: Sequence[Part], measure: Measure) -> tuple[Piece, ...]:
    """Cut the parts of a document; what only runs along the pages is left out."""
    kept = [
        (place, part) for place, part in enumerate(_healed(parts)) if part.kind != "heading" and part.marks != RUNNING
    ]
    made: list[Piece] = []
    for (kind, lead, _, _), group in groupby(kept, key=_together):
        found = list(group)
        if kind == "row":
            made += [piece for place, part in found for piece in _row(place, part, measure)]
        elif kind == "item":
            made += _items(lead, found, measure)
        else:
            made += [
                piece for place, part in found if not _leads(place, parts) for piece in _running(place, part, measure)
            ]
    return tuple(made)


def _together(found: tuple[int, Part]) -> tuple[str, str, str, str]:
    _, part = found
    return part.kind, part.lead, part.heading, part.marks


def _leads(place: int, parts: Sequence[Part]) -> bool:
    """Tell whether a part only leads into the list or table after it, which carries it."""
    after = parts[place + 1] if place + 1 < len(parts) else None
    return after is not None and after.kind in {"item", "row"} and after.lead == parts[place].text


def rests(parts: Sequence[Part]) -> Mapping[int, int]:
    """Return the places of parts that go on with a paragraph from the page before, each with where that begins."""
    return _joined(parts)[1]


def _healed(parts: Sequence[Part]) -> list[Part]:
    """Join a paragraph that runs over the foot of a page with its rest on the next."""
    return _joined(parts)[0]


def _joined(parts: Sequence[Part]) -> tuple[list[Part], dict[int, int]]:
    made, rest_of = list(parts), dict[int, int]()
    last: int | None = None
    for place, part in enumerate(parts):
        if part.marks == RUNNING:
            continue
        before = made[last] if last is not None else None
        if before is not None and before.page != part.page and _is_rest(before, part):
            assert last is not None
            made[last] = replace(before, text=f"{before.text} {part.text}")
            made[place] = replace(part, marks=RUNNING)
            rest_of[place] = last
            continue
        last = place
    return made, rest_of


def _is_rest(before: Part, part: Part) -> bool:
    open_ = before.kind in {"text", "item"} and before.text[-1:] not in ".!?:;"
    return open_ and part.kind == "text" and (part.text[:1].islower() or before.text.endswith(","))


def _running(place: int, part: Part, measure: Measure) -> Iterator[Piece]:
    units = list(_units(place, part, measure))
    if len(part.text.split()) < _LEAST_WORDS and not part.text.endswith((".", "!", "?")):
        return
    yield from _grouped("", units, " ", part, measure)


def _items(lead: str, found: Sequence[tuple[int, Part]], measure: Measure) -> Iterator[Piece]:
    """Items share their lead-in; a long item has a piece of its own, with the lead-in."""
    units: list[_Unit] = []
    for place, part in found:
        room = MOST_WORD_PIECES - measure(lead) - 2
        if measure(part.text) <= room:
            units.append(_Unit(part.text, place, part.start, part.end))
        else:
            units += _units(place, part, measure, room)
    yield from _grouped(lead, units, "; ", found[0][1], measure)


def _grouped(lead: str, units: Sequence[_Unit], glue: str, part: Part, measure: Measure) -> Iterator[Piece]:
    group: list[_Unit] = []
    for unit in units:
        if group and not _fits(_said(lead, [*group, unit], glue), measure):
            yield _piece(lead, group, glue, part)
            group = []
        group.append(unit)
    if group:
        yield _piece(lead, group, glue, part)


def _fits(text: str, measure: Measure) -> bool:
    return len(text.split()) <= MOST_WORDS and _measured(text, measure) <= MOST_WORD_PIECES


def _measured(text: str, measure: Measure) -> int:
    """A text has no more word pieces than letters, so that a short one need not be measured."""
    return len(text) if len(text) <= MOST_WORD_PIECES else measure(text)


def _said(lead: str, group: Sequence[_Unit], glue: str) -> str:
    texts = [unit.text for unit in group]
    if glue == "; ":
        texts = [text.rstrip(";,") for text in texts]
        joined = " ".join(
            text if text.endswith((".", "!", "?")) or last else f"{text};" for text, last in _lasts(texts)
        )
        return f"{lead} {_ended(joined)}".strip()
    return glue.join(texts)


def _lasts(texts: Sequence[str]) -> Iterator[tuple[str, bool]]:
    return ((text, place == len(texts) - 1) for place, text in enumerate(texts))


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def _piece(lead: str, group: Sequence[_Unit], glue: str, part: Part) -> Piece:
    text = _said(lead, group, glue)
    listed = glue == "; "
    return Piece(
        text=text,
        sentences=(text,) if listed else tuple(unit.text for unit in group),
        row=False,
        heading=part.heading,
        page=part.page,
        start=group[0].start,
        end=group[-1].end,
        part=group[0].part,
    )


def _units(place: int, part: Part, measure: Measure, room: int = MOST_WORD_PIECES) -> Iterator[_Unit]:
    at = 0
    for sentence in sentences(part.text):
        for text in _short_enough(sentence, measure, room):
            at = max(part.text.find(text, at), at)
            yield _Unit(
                text, place, part.start + at, min(part.start + at + len(text), max(part.end, part.start + at + 1))
            )
            at += len(text)


def _short_enough(sentence: str, measure: Measure, room: int) -> Iterator[str]:
    """Cut a sentence that the model could not read whole, as late as possible, best where a clause ends."""
    words = sentence.split()
    while words and _measured(" ".join(words), measure) > room:
        size = _longest(words, measure, room)
        clause = next((end for end in range(size, size // 2, -1) if words[end - 1][-1] in ";,:"), size)
        yield " ".join(words[:clause])
        words = words[clause:]
    if words:
        yield " ".join(words)


def _longest(words: Sequence[str], measure: Measure, room: int) -> int:
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(" ".join(words[:middle])) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _row(place: int, part: Part, measure: Measure) -> Iterator[Piece]:
    """A row stays whole; one that is too long is read in groups of cells, each with the row's first cell."""
    cells = list(zip(part.heads, part.cells, strict=True))
    for text in _row_texts(part.lead, cells, measure):
        yield Piece(
            text=text,
            sentences=(text,),
            row=True,
            heading=part.heading,
            page=part.page,
            start=part.start,
            end=part.end,
            part=place,
        )


def _row_texts(lead: str, cells: Sequence[tuple[str, str]], measure: Measure) -> Iterator[str]:
    first, rest = cells[:1], list(cells[1:])
    group: list[tuple[str, str]] = []
    for cell in rest:
        if group and _measured(_row_text(lead, [*first, *group, cell]), measure) > MOST_WORD_PIECES:
            yield from _row_pieces(_row_text(lead, [*first, *group]), measure)
            group = []
        group.append(cell)
    yield from _row_pieces(_row_text(lead, [*first, *group]), measure)


def _row_pieces(text: str, measure: Measure) -> Iterator[str]:
    yield from _short_enough(text, measure, MOST_WORD_PIECES)


def _row_text(lead: str, cells: Sequence[tuple[str, str]]) -> str:
    return row_text(lead, [head for head, _ in cells], [cell for _, cell in cells])
