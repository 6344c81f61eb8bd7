"""Pages that are pictures of text, read by OCR where that is asked for and installed; never from the network."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import ImageFilter
from scans import picture, scan

from chatbot.errors import DocumentError
from chatbot.knowledge.loaders import worker
from chatbot.knowledge.loaders.apart import Limits, OcrLimits, readers
from chatbot.knowledge.loaders.ocr import DOUBT, Seen, words_of
from chatbot.knowledge.loaders.parts import Reading
from chatbot.knowledge.loaders.pdf import load
from chatbot.knowledge.loaders.pdf_tables import Word, reading_order

LEAFLET = picture(
    [
        (80, 130, "Headache was reported by 24 of 100 people. Each dose"),
        (80, 170, "costs 3,075 yuan, and 0.4 g is given for each kilogram."),
        (80, 250, "• Drink 2 litres of water."),
        (80, 330, "Effect"),
        (500, 330, "People of 100"),
        (80, 380, "Nausea"),
        (500, 380, "12"),
        (80, 430, "Rash"),
        (500, 430, "3"),
    ]
)
LEAFLET.paste(picture([(80, 20, "Side effects")], (700, 100), 46), (0, 0))


def _read(folder: Path, content: bytes, *, ocr: bool) -> Reading:
    (folder / "a.pdf").write_bytes(content)
    with readers(ocr=ocr) as reader:
        return reader.read(folder / "a.pdf")


def test_a_picture_of_text_is_read_with_its_figures_and_marked(tmp_path: Path) -> None:
    """In the process that reads files, which has no network: what looked for a model there would end it."""
    read = _read(tmp_path, scan("This page has words as such.", LEAFLET, "The last page goes on."), ocr=True)
    assert [(part.page, part.kind, part.text, part.heading) for part in read.parts] == [
        (1, "text", "This page has words as such.", ""),
        (2, "heading", "Side effects", "Side effects"),
        (
            2,
            "text",
            "Headache was reported by 24 of 100 people. Each dose costs 3,075 yuan, and 0.4 g is given for each "
            "kilogram.",
            "Side effects",
        ),
        (2, "item", "Drink 2 litres of water.", "Side effects"),
        (2, "row", "Effect: Nausea; People of 100: 12.", "Side effects"),
        (2, "row", "Effect: Rash; People of 100: 3.", "Side effects"),
        (3, "text", "The last page goes on.", "Side effects"),
    ]
    assert [(page.page, page.ocr) for page in read.pages] == [(1, False), (2, True), (3, False)]
    assert [(what.where, what.why) for what in read.unread] == [("table on page 2", "uneven-table")]
    assert read.pages[1].characters == sum(len(part.text) for part in read.parts if part.page == 2)


def test_a_line_that_cannot_be_read_takes_its_paragraph_out_and_is_told(tmp_path: Path) -> None:
    lines = [(80, 60, "Take the drip in the morning and never"), (80, 100, "more than four times in all.")]
    page = picture([*lines, (86, 106, "written over by another hand"), (80, 260, "Rest.")])
    read = _read(tmp_path, scan(page), ocr=True)
    assert [part.text for part in read.parts] == ["Rest."]
    (told,) = read.unread
    assert (told.where, told.why) == ("lines on page 1, 1", "unknown-letters")
    assert "OCR is not sure of '" in told.what_to_do


def test_print_in_which_no_text_is_found_is_told(tmp_path: Path) -> None:
    page, faint = (
        picture([(80, 60, "Take the drip in the morning and never"), (80, 100, "more than four times.")]),
        (60, 95, 1000, 140),
    )
    page.paste(page.crop(faint).filter(ImageFilter.GaussianBlur(4)), faint)
    read = _read(tmp_path, scan(page), ocr=True)
    assert [(what.where, what.why) for what in read.unread] == [("print on page 1", "scanned")]
    assert read.pages[0].ocr


def test_a_picture_without_text_is_told(tmp_path: Path) -> None:
    read = _read(tmp_path, scan(picture([])), ocr=True)
    assert (read.parts, [page.ocr for page in read.pages]) == ((), [False])
    assert [what.what_to_do for what in read.unread] == [
        "OCR finds no text in its picture; type it in if there is some, else there is nothing to do"
    ]


def test_a_page_that_ocr_cannot_read_in_time_stays_unread_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(scan("This page has words as such.", LEAFLET))
    with readers(ocr=True, for_ocr=OcrLimits(page=Limits(seconds=1))) as reader:
        read = reader.read(tmp_path / "a.pdf")
    assert [(part.page, part.text) for part in read.parts] == [(1, "This page has words as such.")]
    assert [(what.where, what.why) for what in read.unread] == [("page 2", "scanned"), ("OCR of page 2", "too-slow")]
    assert not read.ocr


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (OcrLimits(pages=1), "OCR reads at most 1 pages of a file"),
        (OcrLimits(seconds=0), "OCR of the file took its 0 seconds before it came to this page"),
    ],
    ids=["pages", "time"],
)
def test_pages_over_the_limits_of_a_file_are_told_one_by_one(tmp_path: Path, limits: OcrLimits, why: str) -> None:
    pages = [picture([(80, 60, f"Bring the form numbered {number}.")], (900, 120)) for number in range(3)]
    (tmp_path / "a.pdf").write_bytes(scan(pages[0], "This page has words as such.", *pages[1:]))
    steps: list[tuple[int, int]] = []
    with readers(ocr=True, for_ocr=limits) as reader:
        read = reader.read(tmp_path / "a.pdf", lambda done, total: steps.append((done, total)))
    assert [(part.page, part.text) for part in read.parts] == [
        (1, "Bring the form numbered 0."),
        (2, "This page has words as such."),
    ]
    what = f"only a picture of text, and {why}; split the file and add the rest on its own"
    assert [(un.where, un.why, un.what_to_do) for un in read.unread] == [(f"page {n}", "scanned", what) for n in (3, 4)]
    assert [page.ocr for page in read.pages] == [True, False, False, False]
    assert steps[1][0] == 1


def test_a_picture_is_not_read_unless_that_is_asked_for(tmp_path: Path) -> None:
    read = _read(tmp_path, scan("This page has words as such.", LEAFLET), ocr=False)
    assert {part.page for part in read.parts} == {1}
    (told,) = read.unread
    assert (told.where, told.why) == ("page 2", "scanned")
    assert told.what_to_do.startswith("only a picture of text: add it again with --ocr, or with CHATBOT_OCR=on")


def test_where_the_extra_is_missing_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)  # as Python knows a package that is not installed
    (tmp_path / "a.pdf").write_bytes(scan(LEAFLET))
    (told,) = load(tmp_path / "a.pdf").unread
    assert "only a picture of text: install the extra (pip install '.[ocr]'" in told.what_to_do
    assert " and add it again with --ocr, or " in told.what_to_do
    with readers(ocr=True) as reader, pytest.raises(DocumentError, match="OCR is asked for and is not installed"):
        reader.read(tmp_path / "a.pdf")


def test_whatever_reads_a_file_reaches_no_network() -> None:
    tries = (
        "import socket, sys, worker; sys.addaudithook(worker.no_network); socket.create_connection(('192.0.2.1', 9))"
    )
    place = Path(worker.__file__).parent
    done = subprocess.run([sys.executable, "-c", tries], cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("PermissionError: a file is read without any network\n")


# Lines into words


def _line(text: str, x: float, y: float, *, high: float = 10, slope: float = 0, score: float = 0.99) -> Seen:
    wide = 5.0 * len(text)
    left, right = (x, y + slope * x), (x + wide, y + slope * (x + wide))
    return Seen((left, right, (right[0], right[1] + high), (x, left[1] + high)), text, score)


def test_words_stand_level_and_in_one_size_where_the_type_is_one() -> None:
    seen = [_line("A large head", 0, 0, high=14, slope=0.02)]
    seen += [
        _line(text, 20, y, high=high, slope=0.02) for text, y, high in (("a lower line", 30, 9), ("Up jump", 45, 11))
    ]
    words = list(words_of(seen))
    assert [word["text"] for word in words] == ["A", "large", "head", "a", "lower", "line", "Up", "jump"]
    assert [len({round(word["top"], 6) for word in words[at : at + 3]}) for at in (0, 3)] == [1, 1]
    large, *others = (word["size"] for word in (words[0], words[3], words[-1]))
    assert others[0] == others[1] < large
    assert words[4]["x0"] == pytest.approx(30, abs=1)


def test_a_line_that_is_not_believed_is_no_word_and_an_upright_one_is_left_out() -> None:
    upright = Seen(((0, 0), (9, 0), (9, 80), (0, 80)), "Form 12", 0.99)
    assert [word["text"] for word in words_of([_line("Take", 9, 0), _line("no more", 9, 12, score=0.7), upright])] == [
        "Take",
        DOUBT,
    ]
    assert list(words_of([upright])) == []


def _ordered(*lines: Seen) -> str:
    words: list[Word] = reading_order(list(words_of(lines)))
    return " ".join(word["text"] for word in words)


LEFT = [f"the left column goes on {n}" for n in range(4)]
RIGHT = [f"and the right column has {n}" for n in range(4)]


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    both = [_line(text, x, 30 + 13 * n) for x, side in ((0, LEFT), (180, RIGHT)) for n, text in enumerate(side)]
    head, foot = _line("A head that runs over both of the columns", 40, 0), _line("A foot", 0, 110)
    shuffled = [both[place] for place in (5, 0, 2, 7, 1, 4, 6, 3)]
    assert _ordered(foot, *shuffled, head) == " ".join([head.text, *LEFT, *RIGHT, foot.text])


def test_rows_of_a_table_are_read_from_left_to_right() -> None:
    rows = [("Effect", "Of 100"), ("Nausea", "12"), ("Rash", "3")]
    lines = [_line(text, x, 13 * n) for n, row in enumerate(rows) for x, text in zip((180, 0), row[::-1], strict=True)]
    assert _ordered(*lines) == "Effect Of 100 Nausea 12 Rash 3"
