"""A follow-up that only names another thing of a kind asks the same of that."""

import pytest

from chatbot.understanding.question import Reader


def standalone(reader: Reader, question: str, *history: str) -> str:
    return reader.read(question, history, None).standalone


@pytest.mark.parametrize(
    ("question", "last", "meant"),
    [
        ("and octagam?", "can i get privigen", "About IVIG: can I get Octagam?"),
        ("and kidneys?", "can ivig cause blood clots", "Can IVIG cause kidney damage?"),
        ("what about hep c", "can you catch hiv from ivig", "Can you catch hepatitis C from IVIG?"),
        ("and while nursing", "is ivig safe in pregnancy", "Is IVIG safe in breastfeeding?"),
        ("or plasma exchange", "are steroids better than ivig", "Are plasma exchange better than IVIG?"),
    ],
)
def test_another_of_the_kind_takes_its_place(reader: Reader, question: str, last: str, meant: str) -> None:
    assert standalone(reader, question, last) == meant


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("and kidneys?", "what does ivig cost"),
        ("does octagam have sugar in it", "can i get privigen"),
        ("privigen?", "can i get privigen"),
    ],
)
def test_what_is_of_no_kind_or_asks_more_swaps_nothing(reader: Reader, question: str, last: str) -> None:
    meant = standalone(reader, question, last)
    assert "kidney damage" not in meant
    assert not meant.endswith("can i get Octagam?")


def test_it_is_the_part_that_the_last_question_is_about(reader: Reader) -> None:
    assert standalone(reader, "is it approved for cidp", "what is scig") == "is scig approved for cidp"
    assert "scig" in standalone(reader, "what about itp", "what is scig", "is it approved for cidp")


def test_the_part_is_forgotten_where_the_treatment_is_named(reader: Reader) -> None:
    history = ("what is scig", "does ivig work for lupus")
    assert "scig" not in standalone(reader, "is it approved for cidp", *history)
