"""Whatever a document holds, its pieces are whole sentences, lists with their lead-in and rows with their heads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.knowledge.cutting import MOST_WORD_PIECES, Piece, cut
from chatbot.knowledge.loaders.parts import Part, placed, row, with_leads
from chatbot.knowledge.sentences import sentences


def _measure(text: str) -> int:
    """Stand in for the model's tokenizer: long words are several pieces."""
    return sum(1 + len(word) // 4 for word in text.split())


def _cut(*parts: Part, page: int | None = None) -> list[Piece]:
    return list(cut(placed(with_leads(parts), page), _measure))


def _text(text: str, **more: str) -> Part:
    return Part(kind="text", text=text, **more)  # type: ignore[arg-type]


def _item(text: str) -> Part:
    return Part(kind="item", text=text)


LONG_ITEM = " ".join(f"Sentence number {number} says what the ward does then." for number in range(12))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([_text("One is here. Two is here.")], ["One is here. Two is here."]),
        ([_text("Bring:"), _item("a book"), _item("water.")], ["Bring: a book; water."]),
        ([_text("Bring:"), _text("Nothing at all, please.")], ["Nothing at all, please."]),
        ([_item("a book"), _text("And that is all."), _item("water")], ["a book.", "And that is all.", "water."]),
        ([row("Prices", ("Item", "Price"), ("Room", "5"))], ["Prices. Item: Room; Price: 5."]),
        ([Part(kind="heading", text="Only a heading")], []),
        ([_text("It is free."), _text("4 of 9", marks="running")], ["It is free."]),
    ],
)
def test_parts_become_pieces(parts: list[Part], expected: list[str]) -> None:
    assert [piece.text for piece in _cut(*parts)] == expected


def test_a_long_list_keeps_its_lead_in_with_every_piece() -> None:
    made = _cut(
        _text("Tell the team before the drip if you have:"), *(_item(f"the illness of number {n}") for n in range(40))
    )
    assert len(made) > 2
    assert all(piece.text.startswith("Tell the team before the drip if you have: ") for piece in made)
    assert sum(piece.text.count("the illness of number") for piece in made) == 40


def test_a_long_item_is_cut_between_sentences_and_keeps_its_lead_in() -> None:
    made = _cut(_text("On the ward:"), _item(LONG_ITEM * 4))
    assert len(made) > 1
    assert all(piece.text.startswith("On the ward: Sentence number") for piece in made)


def test_a_long_row_names_its_first_cell_in_every_piece() -> None:
    heads = ("Effect", *(f"Trial of the year {year}" for year in range(60)))
    made = _cut(row("Table 2", heads, ("Headache", *(f"{n} of 100" for n in range(60)))))
    assert len(made) > 1
    assert all(piece.text.startswith("Table 2. Effect: Headache; ") for piece in made)
    assert sum(piece.text.count(" of 100") for piece in made) == 60


def test_a_sentence_that_runs_over_the_foot_of_a_page_is_whole() -> None:
    first = placed([_text("It is given slowly, and the nurse"), _text("3 of 9", marks="running")], 3)
    second = placed([_text("Ward 4", marks="running"), _text("looks after you. Then you go home.")], 4)
    (piece,) = cut([*first, *second], _measure)
    assert piece.text == "It is given slowly, and the nurse looks after you. Then you go home."
    assert piece.page == 3


WORDS = st.sampled_from(["ward", "nurse", "infusion", "immunoglobulinconcentrate", "5", "mg/kg", "slowly;", "then,"])
SENTENCE = st.lists(WORDS, min_size=1, max_size=90).map(lambda words: f"The {' '.join(words)} ends.")
PARTS = st.lists(
    st.one_of(
        st.lists(SENTENCE, min_size=1, max_size=6).map(lambda said: _text(" ".join(said))),
        st.lists(SENTENCE, min_size=1, max_size=4).map(lambda said: _item(" ".join(said))),
        SENTENCE.map(lambda said: row("Table", ("Head", "Other"), (said, "5"))),
    ),
    min_size=1,
    max_size=8,
)


@given(PARTS)
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_no_sentence_is_cut_and_all_fits(parts: list[Part]) -> None:
    made = _cut(*parts)
    assert max(_measure(piece.text) for piece in made) <= MOST_WORD_PIECES
    whole = " ".join(piece.text for piece in made)
    for part in parts:
        for sentence in sentences(part.text):
            if _measure(sentence) <= MOST_WORD_PIECES:
                assert part.kind == "row" or sentence in whole
            assert all(word.strip(".;") in whole for word in sentence.split())
