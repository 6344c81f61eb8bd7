"""Passages labelled by hand are linked without what was learned from themselves, and gold labels name what there is."""

from pathlib import Path

import pytest

from chatbot.knowledge.library import Library
from evals.linking import GOLD, Figures, Linked, figures, linked, read_gold


def test_every_passage_is_linked_once_and_most_rightly(library: Library, corpus: Path) -> None:
    uses, topics = linked(library, corpus, read_gold(library))
    for rows in (uses, topics):
        assert len(rows) >= 300
        assert len({row.passage.id for row in rows}) == len(rows)
        assert {row.tuned for row in rows} == {True, False}
    rest = figures(row for row in uses if not row.tuned)
    assert rest.right / rest.given >= 0.85
    assert rest.right / rest.wanted >= 0.85
    rest = figures(row for row in topics if not row.tuned)
    assert rest.right / rest.given >= 0.68
    assert rest.right / rest.wanted >= 0.62


def test_figures_count_over_all(library: Library) -> None:
    one = library.passages[0]
    rows = [Linked(one, frozenset("ab"), frozenset("bc")), Linked(one, frozenset(), frozenset("d"))]
    assert figures(rows) == Figures(right=1, given=3, wanted=2)
    assert str(figures(rows)) == "precision 1 of 3 = 33.3%, recall 1 of 2 = 50.0%"


@pytest.mark.parametrize("bad", ["{record: no-such-record}", "{record: ema-core-rev-6, uses: [no-such-use]}"])
def test_gold_of_what_the_library_does_not_hold_is_refused(library: Library, bad: str, tmp_path: Path) -> None:
    path = tmp_path / GOLD.name
    path.write_text(f"labels:\n  - {bad}\n")
    with pytest.raises(ValueError, match="no-such"):
        read_gold(library, path)
