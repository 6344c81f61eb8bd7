"""Exchange rates: told by the reader, or none."""

import pytest

from chatbot.domain import Rate
from chatbot.knowledge.library import Library
from chatbot.understanding.rates import RateWords


@pytest.fixture(scope="module")
def words(tiny_library: Library) -> RateWords:
    return RateWords(tiny_library.reading.amounts.rates, {"euro"})


@pytest.mark.parametrize(
    ("text", "rate", "rest"),
    [
        ("40 kg at 1.25 dollars per euro", 1.25, "40 kg at  ; "),
        ("1.25 dollars to the €", 1.25, " ; "),
        ("1.25 per €", 1.25, " ; "),
        ("€1 = 1.25", 1.25, " ; "),
        ("€ = $1.25", 1.25, " ; "),
        ("€ is 1.25 dollars", 1.25, " ; "),
        ("eur/usd 1.25", 1.25, " ; "),
        ("1.25 usd/eur", 1.25, " ; "),
        ("0.8 euros per dollar", 1.25, " ; "),
        ("0.8 eur/usd", 1.25, " ; "),
        ("0 dollars per euro", 0.0, " ; "),
        ("rate 1.25 in euros", 1.25, "rate  ;  in euros"),
    ],
)
def test_a_rate_is_read_as_the_list_s_money_for_one_of_the_other(
    words: RateWords, text: str, rate: float, rest: str
) -> None:
    assert words.take(text, "USD") == (Rate(currency="EUR", per_one=rate), rest)


@pytest.mark.parametrize("text", ["in euros", "in €"])
def test_a_currency_without_a_rate_is_kept_as_what_is_wanted(words: RateWords, text: str) -> None:
    assert words.take(text, "USD") == (Rate(currency="EUR", per_one=None), text)


@pytest.mark.parametrize("text", ["", "1.25", "in dollars", "rate 1.25", "1 euro is 2", "2 dollars per dollar"])
def test_nothing_else_is_a_rate(words: RateWords, text: str) -> None:
    assert words.take(text, "USD") == (None, text)


def test_names_of_money_can_be_left_out(words: RateWords) -> None:
    assert words.without_money("5 euros, 3 $").replace(" ; ", "_") == "5 _, 3 _"
