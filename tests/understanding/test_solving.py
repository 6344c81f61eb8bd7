"""A system solved in place and in blocks."""

import numpy as np
import pytest

from chatbot.understanding.solving import solve


def positive(size: int) -> np.ndarray:
    """A symmetric positive definite matrix."""
    rows = np.random.default_rng(size).normal(size=(size, size + 5))
    return np.asarray(rows @ rows.T / size + 0.1 * np.eye(size))


@pytest.mark.parametrize("size", [1, 7, 8, 9, 16, 37])
def test_blocks_solve_as_the_whole_does(size: int) -> None:
    system, right = positive(size), np.random.default_rng(1).normal(size=(size, 3))
    wanted = np.linalg.solve(system, right)
    np.testing.assert_allclose(solve(system.copy(), right, block=8), wanted, rtol=1e-8, atol=1e-10)


def test_what_stands_above_the_diagonal_is_not_looked_at_and_the_right_side_stays() -> None:
    system, right = positive(20), np.ones((20, 2))
    lower = np.tril(system)
    np.testing.assert_allclose(solve(lower, right, block=8), np.linalg.solve(system, right), rtol=1e-8)
    assert (right == 1).all()


def test_a_system_that_is_not_positive_definite_is_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        solve(-np.eye(20), np.ones((20, 1)), block=8)
