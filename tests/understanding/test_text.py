"""Text as typed into plain tokens: nothing that only looks different stays different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.understanding.text import clean, key, plain, tokens


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  a \n\t b  ", "a b"),
        ("don’t ‘quote’ “me”", "don't 'quote' \"me\""),
        ("Guillain–Barré — what", "Guillain-Barré - what"),
        ("zero\u200bwidth \u202eright-to-left\u2066", "zero width right-to-left"),
        ("\ufeffstart\x00\x07", "start"),
        ("ＩＶＩＧ ﬁrst ①", "IVIG first 1"),
        ("自闭症?", "自闭症?"),
        ("\x00\u200b \n", ""),
        ("", ""),
    ],
)
def test_what_cannot_be_seen_is_cleaned_away(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Barré", "barre"), ("BARRE\u0301", "barre"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("don't", "dont")],
)
def test_case_accents_and_apostrophes_are_folded(word: str, folded: str) -> None:
    assert plain(word) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Guillain-Barré", ("guillain", "barre")),
        ("ME/CFS", ("me", "/", "cfs")),
        ("2 g/kg, 5%", ("2", "g", "/", "kg", "5", "%")),
        ("Tourette's", ("tourettes",)),
        ("Tourette’s", ("tourettes",)),
        ("snake_case (b19)!", ("snake", "case", "b19")),
        ("...", ()),
    ],
)
def test_a_name_is_known_by_its_plain_tokens(text: str, words: tuple[str, ...]) -> None:
    assert key(text) == words


def test_a_token_keeps_what_was_typed() -> None:
    assert [(token.typed, token.plain) for token in tokens("Barré NOW")] == [("Barré", "barre"), ("NOW", "now")]


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(max_size=80))
def test_a_key_is_of_its_own_making(text: str) -> None:
    """The key of a key is the key: names compare equal however often they are folded."""
    assert key(" ".join(key(text))) == key(text)
