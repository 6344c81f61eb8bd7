"""Pages as a printer gets them: on one page where it can be, with nothing lost where it cannot."""

import gc
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from chatbot.errors import HandoutError
from chatbot.handout.blocks import Block, Kind, Paper, Part, Sheet, Table
from chatbot.handout.setting import UNKNOWN, make, settable

LINK = "https://example.org/faq/what-it-is"


def sheet(*steps: Sequence[Part], **changes: Any) -> Sheet:
    made: dict[str, Any] = {
        "masthead": "Plainly",
        "title": "What is it?",
        "steps": steps,
        "foot": ["No advice."],
        "page_of": "Page {n} of {all}",
        "link": LINK,
        "link_says": "Scan me",
        "made": date(2026, 11, 1),
    }
    return Sheet(**{**made, **changes})


def pages(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def lines(count: int, kind: Kind = Kind.TEXT) -> list[Part]:
    return [Block(kind, f"line {number} of many") for number in range(count)]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.TITLE])
def test_every_kind_of_block_stands_on_the_page(kind: Kind) -> None:
    (page,) = pages(make(sheet([Block(kind, "Some words."), Block(Kind.TEXT, "After.")])))
    assert "Plainly" in page
    assert "Some words. After." in page
    assert page.index("What is it?") < page.index("Some words.")
    assert "No advice. Page 1 of 1" in page


def test_a_table_has_its_heads_and_room_to_write() -> None:
    (page,) = pages(make(sheet([Table(("Date", "How it went"), (1, 3), 5)])))
    assert "Date" in page
    assert "How it went" in page


def test_the_first_step_that_fits_is_set() -> None:
    (page,) = pages(make(sheet(lines(90), lines(20), lines(3))))
    assert "line 19 of many" in page
    assert "line 20 of many" not in page


def test_where_nothing_fits_the_least_goes_over_more_pages_and_nothing_is_lost() -> None:
    told = pages(make(sheet(lines(200), lines(90))))
    assert len(told) > 1
    text = " ".join(told)
    assert all(f"line {number} of many" in text for number in range(90))
    assert "line 90 of many" not in text
    assert [f"Page {n} of {len(told)}" in page for n, page in enumerate(told, start=1)] == [True] * len(told)


@pytest.mark.parametrize("before", range(26, 36))
def test_a_heading_stays_with_what_follows_it(before: int) -> None:
    parts = [*lines(before), Block(Kind.HEADING, "A heading"), Block(Kind.TEXT, "Its words."), *lines(30)]
    (page,) = [page for page in pages(make(sheet(parts))) if "A heading" in page]
    assert "A heading Its words." in page


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_paper_is_of_the_size_asked_for(paper: Paper, size: tuple[int, int]) -> None:
    box = PdfReader(io.BytesIO(make(sheet(lines(1)), paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert make(sheet(lines(5))) == make(sheet(lines(5)))


def test_the_code_is_a_link_too_and_none_is_drawn_without_an_address() -> None:
    with_code, without = (PdfReader(io.BytesIO(make(sheet(lines(1), link=link)))) for link in (LINK, ""))
    (note,) = with_code.pages[0]["/Annots"]  # type: ignore[attr-defined]
    assert note.get_object()["/A"]["/URI"] == LINK
    assert "/Annots" not in without.pages[0]
    assert "Scan me" not in without.pages[0].extract_text()


def test_a_link_too_long_for_a_code_is_told() -> None:
    with pytest.raises(HandoutError, match="too long for a code"):
        make(sheet(lines(1), link="https://example.org/" + "x" * 4000))
    gc.collect()  # a file of the type left open would now be an error


def test_a_letter_that_the_type_does_not_hold_is_seen_to_be_missing() -> None:
    assert settable("Straße, żółć, мама, 5 µg – ≥ 3")
    assert not settable("你好")
    (page,) = pages(make(sheet([Block(Kind.TEXT, "你好 there")])))
    assert f"{UNKNOWN}{UNKNOWN} there" in page
