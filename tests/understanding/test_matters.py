"""What is heard of a message for warning signs: whole, in sentences, and its matters apart."""

import pytest

from chatbot.understanding.question import Reader


def apart(reader: Reader, message: str) -> list[tuple[str, str]]:
    return [(part.parts[0], part.rest) for part in reader.read(message, (), None).said.now.apart]


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("my dad on ivig for CIDP has chest pain", [("my dad on IVIG has chest pain", "CIDP")]),
        ("my wife with lupus fainted", [("my wife fainted", "lupus")]),
        ("my lips are swelling, does panzyga contain latex", [("my lips are swelling", "does panzyga contain latex")]),
        ("I want to die. Is it covered?", [("I want to die", "Is it covered?")]),
        ("what does it cost in spain, i want to die", [("i want to die", "what does it cost in spain")]),
        ("what does it cost in spain", []),
        ("my wife fainted", []),
    ],
)
def test_a_message_is_heard_without_its_other_matters(
    reader: Reader, message: str, parts: list[tuple[str, str]]
) -> None:
    assert apart(reader, message)[: len(parts) or None] == parts


def test_a_story_is_heard_without_its_end_its_beginning_and_its_questions(reader: Reader) -> None:
    parts = apart(reader, "He had it today. Is that usual? Now he is sick.")
    assert parts == [
        ("He had it today. Now he is sick", "Is that usual?"),
        ("He had it today. Is that usual?", "Now he is sick"),
        ("Is that usual?. Now he is sick", "He had it today"),
    ]


def test_what_is_heard_apart_is_heard_in_pieces_too(reader: Reader) -> None:
    told = reader.read("He had it today. Now he is sick. Is that usual?", (), None).said.now.apart[0]
    assert told.parts == ("He had it today. Now he is sick", "He had it today", "Now he is sick")
