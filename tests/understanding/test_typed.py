"""A message as typed or spoken, as ordinary text."""

import pytest

from chatbot.understanding.question import Reader


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("doesivigwork for lupus", "does ivig work for lupus"),
        ("she cantbreathe", "she cant breathe"),
        ("sideeffects?", "side effects?"),
        ("is i v i g safe", "is ivig safe"),
        ("c i d p and i.v.i.g.", "cidp and ivig"),
        ("i a m ok", "i a m ok"),
        ("IS IVIG OK FOR CIDP?", "is ivig ok for cidp?"),
        ("IS IVIG APPROVED FOR MG?", "is ivig approved for MG?"),
        ("IS 500 MG ENOUGH", "is 500 mg enough"),
        ("DOES IT HELP US", "does it help us"),
        ("IVIG?", "IVIG?"),
        ("is ivig 🙏 safe 😢", "is ivig safe"),
        ("❤️", "❤️"),
        ("Is IVIG approved for Guillain-Barré?", "Is IVIG approved for Guillain-Barré?"),
        ("my daughter Amanda and Jackson", "my daughter Amanda and Jackson"),
    ],
)
def test_a_message_becomes_ordinary_text(reader: Reader, typed: str, plain: str) -> None:
    assert reader._typed.plain(typed) == plain


def test_what_was_typed_is_kept_as_it_was_asked(reader: Reader) -> None:
    read = reader.read("DOES IVIG WORK FOR MS 🙏", (), None)
    assert (read.asked, read.uses) == ("DOES IVIG WORK FOR MS 🙏", ("multiple-sclerosis",))
    shouted = reader.read("DOES IVIG WORK FOR MS", (), None)
    assert shouted.standalone == shouted.asked, "capitals alone are no other question"
