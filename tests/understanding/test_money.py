"""Talk of money: what asks for a price, and what only uses its words."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.understanding.amounts import Amounts
from chatbot.understanding.money import Money, Spoken


def heard(library: Library, text: str) -> Spoken:
    told = Amounts(library.reading.amounts).read(text, "CNY")
    return Money(library.reading).heard(told, told.rest)


@pytest.mark.parametrize(
    "text",
    [
        "what would it come to",
        "total damage?",
        "price for my girl",
        "how much for a child, three cycles",
        "how much",
        "what do we owe the clinic",
        "what should we save up",
        "ballpark?",
        "will it set us back a lot",
        "add it up",
        "how dear is it",
        "in yuan pls",
        "7.1 yuan to the dollar",
        "what does the clinic ask for",
        "how much do we need to pay",
    ],
)
def test_a_price_is_asked_for(library: Library, text: str) -> None:
    assert heard(library, text).price


@pytest.mark.parametrize(
    "text",
    [
        "he weighs 20 kg how many grams",
        "how much ivig does a 20 kg child need",
        "how much should a 20 kg child get",
        "how much water before the drip",
        "how much better do kids get",
        "is the total ige high",
        "does it damage the kidneys",
        "we come to beijing in may",
        "calculate the dose for 30 kg",
        "does it work",
    ],
)
def test_an_amount_of_something_else_is_no_price(library: Library, text: str) -> None:
    assert not heard(library, text).price


@pytest.mark.parametrize(
    ("text", "words"),
    [("and six rounds?", 0), ("are three cycles enough?", 1), ("does the hotel come with it?", 2), ("", 0)],
)
def test_own_words_are_those_neither_told_nor_about_money(library: Library, text: str, words: int) -> None:
    assert heard(library, text).own_words == words


@pytest.mark.parametrize(
    ("text", "asks", "supposing", "about"),
    [
        ("and six rounds?", False, False, False),
        ("can we skip it", True, False, True),
        ("what if he grows", True, True, False),
        ("why so expensive", True, False, True),
        ("how much then", True, False, False),
    ],
)
def test_the_manner_of_a_message_is_heard(
    library: Library, text: str, *, asks: bool, supposing: bool, about: bool
) -> None:
    spoken = heard(library, text)
    assert (spoken.asks, spoken.supposing, spoken.about_prices) == (asks, supposing, about)
