"""A follow-up stands alone with what it leaves out; a question with its own subject is left as it is."""

import pytest

from chatbot.understanding.conversation import LOOK_BACK
from chatbot.understanding.question import Reader


def standalone(reader: Reader, question: str, *history: str) -> str:
    return reader.read(question, history, None).standalone


LEANING = [
    ("and for her?", ["does it work for autism"], "Does it work for autism? And for her?"),
    ("why?", ["can I get vaccines after ivig?"], "Can I get vaccines after IVIG? Why?"),
    ("what about MS?", ["does ivig work for autism"], "Does IVIG work for MS?"),
    ("and MMN?", ["is ivig approved for CIDP?"], "Is IVIG approved for MMN?"),
    ("is it approved in the UK?", ["my son has PANDAS"], "About IVIG for PANDAS: is it approved in the UK?"),
    ("and the side effects?", ["does ivig work for CIDP?", "thanks"], "About IVIG for CIDP: the side effects?"),
    ("does it help her?", ["my daughter has lupus"], "About IVIG for lupus: does it help her?"),
    ("does it help?", ["is it good for lupus", "and in CIDP?"], "Is it good for CIDP? Does it help?"),
]


@pytest.mark.parametrize(("question", "history", "meant"), LEANING)
def test_a_follow_up_takes_what_it_leaves_out_from_before(
    reader: Reader, question: str, history: list[str], meant: str
) -> None:
    assert standalone(reader, question, *history) == meant


ALONE = [
    ("Does IVIG work for Kawasaki disease?", ["does it work for autism"]),
    ("what does ivig cost in china for a 20 kg child", ["does it work for autism"]),
    ("and for her?", []),
    ("and for her?", ["hello", "thanks"]),
    ("is it safe", ["hi"]),
    ("what is bitcoin", ["does it work for autism"]),
]


@pytest.mark.parametrize(("question", "history"), ALONE)
def test_a_question_with_its_own_subject_or_nothing_before_it_is_left(
    reader: Reader, question: str, history: list[str]
) -> None:
    assert standalone(reader, question, *history) == question


def test_the_latest_turn_that_says_it_is_taken(reader: Reader) -> None:
    read = reader.read("and is it approved?", ["does it work for lupus", "and for CIDP?", "ok thanks"], None)
    assert read.uses == ("cidp",)


def test_turns_far_back_are_forgotten(reader: Reader) -> None:
    chatter = ["thanks"] * (LOOK_BACK - 1)
    assert reader.read("is it approved?", ["my son has lupus", *chatter], None).uses == ("lupus",)
    assert reader.read("is it approved?", ["my son has lupus", *chatter, "thanks"], None).uses == ()


def test_earlier_turns_are_cleaned_before_they_are_lent(reader: Reader) -> None:
    assert standalone(reader, "and for her?", "does it\u200b  work for\nautism?!") == (
        "Does it work for autism?! And for her?"
    )


def test_an_answer_needs_no_history_of_its_own(reader: Reader) -> None:
    """What follows from a question as understood is the same as if it had been typed so."""
    leaning = reader.read("what about MS?", ["does ivig work for autism"], None)
    typed = reader.read(leaning.standalone, (), None)
    assert (leaning.uses, leaning.topics, leaning.search) == (typed.uses, typed.topics, typed.search)
