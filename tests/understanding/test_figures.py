"""Numbers in words and figures, read in one way."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.knowledge.library import Library
from chatbot.understanding.figures import NUMBER, TAKEN, Figures, Span, any_of, ends, number, span, taken


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("thirty two kilos", "32 kilos"),
        ("Thirty-two kilos", "32 kilos"),
        ("a hundred and ten", "110"),
        ("one hundred five", "105"),
        ("two hundred", "200"),
        ("a hundred", "100"),
        ("hundred and twenty-one", "121"),
        ("half a dozen visits, a couple of tests", "6 visits, 2 tests"),
        ("just one, someone", "just 1, someone"),
        ("minus two, negative 3", "-2, -3"),
        ("four and a half, 4 and a half", "4.5, 4.5"),
        ("twenty point five", "20.5"),
        ("4 1/2 stone, 41⁄2 stone, 1⁄2", "4.5 stone, 4.5 stone, 0.5"),
        ("twenty and thirty", "20 and 30"),
        ("three twenty", "3 20"),
        ("fourty", "40"),
        ("one-off", "1-off"),
        ("often, tent, stone", "often, tent, stone"),
        ("7/0", "7/0"),
        ("", ""),
    ],
)
def test_words_become_figures(library: Library, text: str, written: str) -> None:
    assert Figures(library.reading.amounts.numbers).write(text) == written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5", ["5"]),
        ("-5 kg", ["-5"]),
        ("3-6", ["3", "6"]),
        ("23.5 kg.", ["23.5"]),
        ("35,5 kg", ["35,5"]),
        ("1,000", []),
        ("2.2046", ["2.2046"]),
        ("x3 a4", []),
        ("$5", ["5"]),
    ],
)
def test_a_figure_is_whole_or_none(text: str, found: list[str]) -> None:
    assert re.findall(NUMBER, text) == found


def test_a_comma_parts_decimals_too() -> None:
    assert (number("35,5"), number("-2"), number("7.25")) == (35.5, -2.0, 7.25)


def test_the_longest_name_wins_and_signs_are_no_pattern() -> None:
    assert any_of(["a", "ab", "a"]) == "ab|a"
    assert re.fullmatch(any_of(["$", "a.b"]), "$")
    assert not re.fullmatch(any_of(["a.b"]), "axb")


@pytest.mark.parametrize(
    ("text", "values"),
    [("3 kg", (6.0,)), ("3-4 kg", (6.0, 8.0)), ("3 to 4 kg", (6.0, 8.0)), ("3 or 4 kg", (6.0, 8.0))],
)
def test_both_ends_of_a_range_are_kept(library: Library, text: str, values: tuple[float, ...]) -> None:
    match = re.search(ends(library.reading.amounts.numbers), text)
    assert match
    assert span(match, 2) == Span(values, 0, match.end())


def test_what_is_told_is_taken_out_in_its_order() -> None:
    assert taken([Span((2.0,), 5, 7), Span((1.0,), 0, 2)], "aa b cc d") == ([1.0, 2.0], f"{TAKEN} b {TAKEN} d")
    assert taken([], "aa") == ([], "aa")


@given(st.integers(1, 199))
def test_every_number_in_words_is_read(n: int) -> None:
    ones = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    small = ["", *ones.split()]
    tens = ["", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]]
    rest = n % 100
    words = small[rest] if rest < 20 else f"{tens[rest // 10]} {small[rest % 10]}".strip()
    said = " and ".join(filter(None, ["a hundred" if n >= 100 else "", words]))
    assert FIGURES[0].write(said) == str(n)


FIGURES: list[Figures] = []


@pytest.fixture(autouse=True, scope="module")
def figures(library: Library) -> None:
    FIGURES[:] = [Figures(library.reading.amounts.numbers)]
