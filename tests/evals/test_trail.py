import pytest
from trail_samples import KEPT, make_traced

from chatbot.audit.redaction import Redactor
from evals import trail


def test_every_figure_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    trail.main(200, "", Redactor(KEPT), make_traced())
    said = capsys.readouterr().out
    assert said.count("aim: ≤ 200") == len(trail.FILTERS)
    assert "MB for 2, " in said
    assert "MB for 20" in said
    assert "  0 breaks" in said
