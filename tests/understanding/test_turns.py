"""What is heard in a turn."""

import pytest

from chatbot.understanding.question import Reader
from chatbot.understanding.turns import LITTLE, SHORT, Turn


def hear(reader: Reader, text: str) -> Turn:
    return reader.hearing.hear(text)


def test_names_places_and_persons_are_found_where_they_stand(reader: Reader) -> None:
    turn = hear(reader, "does it work for kawasaki disease in the uk, shes 4")
    assert [turn.text[n.start : n.end] for n in turn.names] == ["kawasaki disease"]
    assert [turn.text[p.start : p.end] for p in turn.places] == ["the uk"]
    assert (turn.names[0].written, turn.person.age, turn.rest) == ("Kawasaki disease", "4", 1)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("same q but autism", ()),
        ("scotland work the same way?", ()),
        ("does it work for autism", ("does-it-work",)),
        ("recurrent miscarriage", ()),
    ],
)
def test_topics_are_those_of_the_words_beside_names(reader: Reader, text: str, topics: tuple[str, ...]) -> None:
    assert hear(reader, text).topics == topics


@pytest.mark.parametrize(
    ("text", "names_only"),
    [
        ("and for cidp?", True),
        ("his wife has myasthenia, how about that", True),
        ("what is kawasaki disease treated with", False),
        ("back to the kawasaki, within how many days must it start", False),
        ("is ms approved", False),
    ],
)
def test_a_message_may_name_something_and_ask_nothing_beside(reader: Reader, text: str, *, names_only: bool) -> None:
    assert hear(reader, text).names_only is names_only


@pytest.mark.parametrize(
    ("text", "leans"),
    [
        ("is it safe", True),
        ("and what else should one know about the side effects of it", True),
        ("what is bitcoin", False),
        ("the nurse told us to write down each batch number at home", False),
    ],
)
def test_a_short_message_or_one_that_follows_leans(reader: Reader, text: str, *, leans: bool) -> None:
    assert hear(reader, text).leans is leans


@pytest.mark.parametrize(
    ("text", "asks_more", "opens"),
    [
        ("why so many months", True, True),
        ("why does the nurse write down the batch number", True, False),
        ("tell me more", True, True),
        ("and then", True, True),
        ("how are donors tested", False, False),
    ],
)
def test_a_message_may_ask_about_the_last_answer(reader: Reader, text: str, *, asks_more: bool, opens: bool) -> None:
    turn = hear(reader, text)
    assert (turn.asks_more, turn.opens) == (asks_more, opens)


@pytest.mark.parametrize(
    ("text", "tells"), [("he has a rash", True), ("has he a rash?", False), ("more, he has a rash", False)]
)
def test_what_only_tells_is_known(reader: Reader, text: str, *, tells: bool) -> None:
    assert hear(reader, text).tells is tells


def test_the_limits_are_small() -> None:
    assert LITTLE < SHORT < 10
