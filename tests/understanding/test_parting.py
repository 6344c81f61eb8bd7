"""Words that were run together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.understanding.parting import OFTEN, SHORTEST, Parting

COUNTS = {"dialysis": 9, "session": 2, "sessions": 9, "day": OFTEN[3], "tan": 1, "park": 1, "work": OFTEN[4], "i": 99}
PARTING = Parting(COUNTS, {"the", "is", "it", "in", "can", "i", "my"})


def parts(word: str) -> list[str]:
    ends = PARTING.ends(word)
    return [word[start:end] for start, end in zip((0, *ends), ends, strict=False)]


@pytest.mark.parametrize(
    ("word", "apart"),
    [
        ("thedialysis", ["the", "dialysis"]),
        ("dialysissessions", ["dialysis", "sessions"]),
        ("mysession", ["my", "session"]),
        ("inthe", ["in", "the"]),
        ("isitin", ["is", "it", "in"]),
        ("caniwork", ["can", "i", "work"]),
        ("mydaywork", ["my", "day", "work"]),
        ("dialysis", []),
        ("dialysisxyz", []),
        ("parkday", []),
        ("mytan", []),
        ("iwork", []),
        ("worki", []),
        ("dayday", []),
        ("isit", []),
        ("", []),
    ],
)
def test_a_word_falls_apart_into_words_of_the_library_and_small_words(word: str, apart: list[str]) -> None:
    assert parts(word) == apart


@given(st.text("abcdefiknorstuwy", max_size=20))
def test_parts_are_the_whole_word_and_all_known(word: str) -> None:
    made = parts(word)
    assert not made or ("".join(made) == word and len(made) > 1 and len(word) >= SHORTEST)
    assert all(part in COUNTS or part in {"the", "is", "it", "in", "can", "i", "my"} for part in made)


def test_a_library_without_words_takes_nothing_apart() -> None:
    assert Parting({}, ()).ends("anything") == ()
