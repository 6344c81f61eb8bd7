"""The text of a document by page, with a passage marked where it stands."""

from dataclasses import replace
from pathlib import Path

import pytest
from knowledge_sources import TINY, library_of, library_with

from chatbot.domain import Place
from chatbot.knowledge.library import Library, read_library
from chatbot.knowledge.loaders.parts import PageReport, Part, Reading, placed
from chatbot.knowledge.pages import DocumentText, LeftOut, Line, page_of, shown

PARTS = (
    *placed([Part(kind="heading", text="Prices"), Part(kind="text", text="It is free. Call us.")], 1),
    *placed([Part(kind="item", text="one"), Part(kind="item", text="two"), Part(kind="text", text="The end.")], 2),
)


def _marked(library: Library, page: int, start: int, end: int, number: int) -> list[str]:
    passage = replace(library.passages[0], place=Place(page=page, section="", start=start, end=end))
    lines = shown(DocumentText(parts=PARTS), number, passage)
    return [line.marked for line in lines if isinstance(line, Line)]


def test_a_passage_is_marked_in_its_page_and_in_no_other(tiny_library: Library) -> None:
    assert _marked(tiny_library, 1, 19, 27, 1) == ["", "Call us."]
    assert _marked(tiny_library, 1, 19, 27, 2) == ["", "", ""]
    assert _marked(tiny_library, 2, 0, 7, 2) == ["one", "two", ""]


def test_what_is_left_out_is_counted() -> None:
    lines = shown(DocumentText(parts=PARTS, left_out=frozenset({2, 3})), 2, None)
    assert lines == [LeftOut(2), Line("text", "The end.", "", "")]
    assert shown(DocumentText(parts=PARTS), 3, None) == []
    assert DocumentText(parts=PARTS).pages == (1, 2)


@pytest.mark.parametrize("which", ["library", "tiny_library"])
def test_every_passage_of_a_document_is_marked_with_its_own_words(which: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(which)
    placed_ = [passage for passage in library.passages if passage.place]
    assert placed_
    for passage in placed_:
        lines = shown(library.texts[passage.record], page_of(passage) or 0, passage)
        assert [line.marked for line in lines if isinstance(line, Line) and line.marked] == [passage.text]


def test_what_no_answer_is_made_from_is_not_shown(tmp_path: Path) -> None:
    text = "We earn a commission on each machine.\n\nThe session takes four hours.\n\nDialysis is approved for hiccups."
    library = library_with(tmp_path, text)
    lines = shown(library.texts["own-one"], 1, None)
    assert lines == [LeftOut(1), Line("text", "The session takes four hours.", "", ""), LeftOut(1)]
    assert "own-one" not in library.shipped.texts
    assert library.shipped.texts == read_library(TINY).texts


def test_what_waits_is_not_shown_on_the_next_page_either(tmp_path: Path) -> None:
    """The held passage ends in the middle of what stands on the second page."""
    rest = f"nurse says so. {'The session takes four hours on the ward. ' * 12}It ends at noon."
    parts = (
        *placed([Part(kind="text", text="Dialysis is approved for hiccups, and the")], 1),
        *placed([Part(kind="text", text=rest), Part(kind="text", text="Bring a book with you.")], 2),
    )
    pages = tuple(PageReport(page=number, characters=1, tables=0) for number in (1, 2))
    library = library_of(tmp_path, Reading(parts=parts, pages=pages))
    held, *others = library.added["own-one"]
    assert (held.held, {one.held for one in others}) == ("approval", {""})
    assert held.passage.text.startswith("Dialysis is approved for hiccups, and the nurse says so. The session")
    assert rest not in held.passage.text
    assert list(shown(library.texts["own-one"], 1, None)) == [LeftOut(1)]
    assert list(shown(library.texts["own-one"], 2, None)) == [
        LeftOut(1),
        Line("text", "Bring a book with you.", "", ""),
    ]
