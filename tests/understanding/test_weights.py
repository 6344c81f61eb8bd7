"""Body weights in a text with figures."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.understanding.figures import ends
from chatbot.understanding.weights import WeightWords


def words(library: Library, elsewhere: str = "never") -> WeightWords:
    record = library.reading.amounts
    return WeightWords(record.weights, ends(record.numbers), lambda text, at: text[at:].endswith(elsewhere))


@pytest.mark.parametrize(
    ("text", "weights", "rest"),
    [
        ("a 20 kg child", [20.0], "a  ;  child"),
        ("20 to 30 kg", [20.0, 30.0], " ; "),
        ("2 stone 3 lb", [pytest.approx(2 * 6.35029318 + 3 * 0.45359237)], " ; "),
        ("2 stone 3", [pytest.approx(2 * 6.35029318 + 3 * 0.45359237)], " ; "),
        ("2 stone 14", [pytest.approx(2 * 6.35029318)], " ;  14"),
        ("2 stone 3.5", [pytest.approx(2 * 6.35029318)], " ;  3.5"),
        ("she gained 3 kg", [], "she gained 3 kg"),
        ("3 kg of fluid", [], "3 kg of fluid"),
        ("40 on the scale (kg)", [40.0], " ; "),
        ("kg: 40", [40.0], " ; "),
        ("40 kg/m2", [], "40 kg/m2"),
        ("40", [], "40"),
    ],
)
def test_weights_are_taken_out_with_their_units(
    tiny_library: Library, text: str, weights: list[float], rest: str
) -> None:
    assert words(tiny_library).take(text) == (weights, rest)


def test_a_figure_that_begins_something_else_is_no_weight(tiny_library: Library) -> None:
    assert words(tiny_library, "3 visits").take("2 stone 3 visits") == ([pytest.approx(12.70058636)], " ;  3 visits")
    assert words(tiny_library, "3 visits").take("in kg 3 visits") == ([], "in kg 3 visits")
    assert words(tiny_library, "3 visits").bare("she weighs 3 visits") is False


@pytest.mark.parametrize(
    ("text", "bare"), [("she weighs 40", True), ("she weighs 40 years", False), ("she is 40", False)]
)
def test_a_bare_figure_counts_after_a_word_for_weighing(tiny_library: Library, text: str, *, bare: bool) -> None:
    assert words(tiny_library).bare(text) is bare
