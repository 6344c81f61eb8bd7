"""What was heard lately: found again by its text alone, for a while, and no message is held."""

import pickle

import pytest

from chatbot.memory import Memory
from chatbot.understanding.listening import Heard
from chatbot.understanding.symptoms import Told

HEADACHE = Heard("my head hurts", {"sign": 0.75}, (Told("headache", 3, 13, denied=False),), {"told": 1.0})


def made(texts: list[str]) -> dict[str, Heard]:
    return {text: HEADACHE._replace(text=text) for text in texts}


def test_what_was_heard_is_recalled_whole() -> None:
    memory = Memory()
    memory.keep({HEADACHE.text: HEADACHE})
    assert memory.recall([HEADACHE.text, "something else"]) == {HEADACHE.text: HEADACHE}


def test_no_message_is_held() -> None:
    memory = Memory()
    memory.keep({HEADACHE.text: HEADACHE})
    held = pickle.dumps((dict(memory._held), memory._key))
    assert b"headache" in held
    assert HEADACHE.text.encode() not in held


def test_two_memories_name_a_text_differently() -> None:
    first, other = Memory(), Memory()
    assert first._name("my head hurts") != other._name("my head hurts")


def test_it_is_forgotten_after_a_while() -> None:
    now = [0.0]
    memory = Memory(seconds=60, clock=lambda: now[0])
    memory.keep(made(["one"]))
    now[0] = 59
    assert memory.recall(["one"])
    now[0] = 61
    assert not memory.recall(["one"])


def test_no_more_than_so_many_are_remembered() -> None:
    memory = Memory(most=3)
    memory.keep(made(["one", "two", "three", "four"]))
    assert len(memory.recall(["one", "two", "three", "four"])) == 3


def test_it_can_be_told_to_forget() -> None:
    memory = Memory()
    memory.keep(made(["one"]))
    memory.clear()
    assert memory.recall(["one"]) == {}


@pytest.mark.parametrize("text", ["", "ß ’ 自闭症 🙂", "x" * 10_000])
def test_any_text_is_remembered(text: str) -> None:
    memory = Memory()
    memory.keep(made([text]))
    assert memory.recall([text])[text].text == text
