import pytest
from trail_samples import KEPT, make_traced

from evals import trail


def test_every_figure_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    trail.main(200, "", KEPT, make_traced())
    said = capsys.readouterr().out
    assert said.count("aim: ≤ 200") == len(trail.FILTERS)
    assert said.count("MB for 2, ") == said.count("MB for 20;") == len(trail.FORMS)
    assert "  0 breaks" in said
    assert "records acknowledged, 0 lost, 0 breaks in the chain" in said
