"""Shares with their exact intervals."""

import pytest

from evals.shares import Share


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Share(0, 0), "no case"),
        (Share(300, 300), "300 of 300 = 100.0% (95% interval 98.8% to 100.0%)"),
        (Share(1, 2), "1 of 2 = 50.0% (95% interval 1.3% to 98.7%)"),
    ],
)
def test_a_share_is_told_with_its_exact_interval(share: Share, text: str) -> None:
    assert str(share) == text


def test_of_no_case_nothing_is_known() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)
