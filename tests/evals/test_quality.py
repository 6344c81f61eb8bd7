"""The quality card: figures, what the library holds, gaps; nobody's until it is accepted."""

from pathlib import Path

from runs import NO, YES, make_result, make_set

from chatbot.knowledge.library import Library
from evals.quality import quality_card, read_card


def test_the_card_tells_figures_counts_and_gaps(tiny_library: Library) -> None:
    made = make_set("made", generated=True)
    card = quality_card([make_result({"a": YES, "b": NO}), make_result({"a": YES}, made)], tiny_library, "v")
    assert (card.cases_written, card.cases_generated, card.accepted, card.accepted_by) == (2, 1, None, ())
    assert (card.library.uses, card.library.sources) == (len(tiny_library.uses), len(tiny_library.sources))
    assert card.library.checked_first <= card.library.checked_last
    (first, second) = card.figures
    assert (first.number, first.of, first.goal, first.verdict) == (0.5, 2, "at least 90.0%", "missed")
    assert second.verdict == "met"
    assert card.known_gaps == (f"small: right: {first.text}; the goal is at least 90.0%.",)


def test_without_a_card_there_is_none(tmp_path: Path) -> None:
    assert read_card(tmp_path / "quality.json") is None
