"""The reading grade: the published formula, with syllables as they are spoken."""

import pytest

from evals.reading_grade import Adjuster, grade


@pytest.mark.parametrize(
    ("text", "words", "count", "syllables"),
    [
        ("The cat sat.", 3, 1, 3),
        ("The cat sat. The dog ran.", 6, 2, 6),
        ("Medicine is given slowly.", 4, 1, 3 + 1 + 2 + 2),
        ("It costs 3,075 yuan.", 4, 1, 1 + 1 + 1 + 2),
        ("Don't stop", 2, 1, 2),
    ],
)
def test_the_grade_is_that_of_the_formula(text: str, words: int, count: int, syllables: int) -> None:
    assert grade(text) == pytest.approx(0.39 * words / count + 11.8 * syllables / words - 15.59)


@pytest.mark.parametrize("text", ["", "...", "!?"])
def test_a_text_without_words_has_no_grade(text: str) -> None:
    assert grade(text) == 0


def test_long_words_and_long_sentences_are_harder() -> None:
    easy = "The drip takes four hours."
    assert grade(easy) < grade("The intravenous administration requires approximately four hours.")
    assert grade(easy) < grade(
        "The drip takes four hours and then you may go home if you feel well and the nurse agrees."
    )


@pytest.mark.parametrize(
    ("text", "adjusted"),
    [
        ("Kawasaki disease heals.", "it heals."),
        ("kawasaki DISEASE, and disease", "it, and disease"),
        ("Kawasaki diseases", "Kawasaki diseases"),
        ("CIDP (CIDP)", "it (it)"),
        ("In 1,234 of 5.6 cases", "In 10 of 10 cases"),
    ],
)
def test_names_and_figures_that_cannot_be_made_plainer_are_replaced(text: str, adjusted: str) -> None:
    assert Adjuster(["disease x", "Kawasaki disease", "CIDP", ""])(text) == adjusted
