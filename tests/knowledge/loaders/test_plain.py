"""Plain text, as people save it."""

import pytest

from chatbot.knowledge.loaders.plain import from_lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What it is\nIt is a drip.", [("heading", "What it is"), ("text", "It is a drip.")]),
        ("Bring:\n-\na book\n-\nwater", [("text", "Bring:"), ("item", "a book"), ("item", "water")]),
        (
            "Fees -\nRoom: 5 yuan\n-\nTests: 9 yuan",
            [("heading", "Fees"), ("item", "Room: 5 yuan"), ("item", "Tests: 9 yuan")],
        ),
        (
            "1. Immune Deficiency Disorders\nIt helps.",
            [("heading", "1. Immune Deficiency Disorders"), ("text", "It helps.")],
        ),
        ("1. wash your hands\n2. sit down", [("item", "wash your hands"), ("item", "sit down")]),
        ("Prices\n======\n\nIt is free.", [("heading", "Prices"), ("text", "It is free.")]),
        (
            "This line was broken by hand at the margin of the\npage and it goes on below.",
            [("text", "This line was broken by hand at the margin of the page and it goes on below.")],
        ),
    ],
)
def test_lines_become_what_a_person_sees(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(part.kind, part.text) for part in from_lines(text.splitlines())] == expected


def test_items_carry_the_sentence_that_leads_into_their_list() -> None:
    _, first, second, _, last = from_lines(["Bring:", "- a book", "- water", "Do not bring food.", "- alone"])
    assert (first.lead, second.lead, last.lead) == ("Bring:", "Bring:", "")
