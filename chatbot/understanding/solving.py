"""A large system of linear equations, solved in place and in blocks.

LAPACK's own Cholesky factorisation, as scipy's OpenBLAS brings it, ended the process on 21,000 rows (a segmentation
fault in dpotrf, scipy 1.17.1), and scipy copies the system first. In blocks each call is small and nothing is copied.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular

BLOCK = 2_048
"""So many rows are factorised at once."""

Doubles = NDArray[np.float64]


def solve(system: Doubles, right: Doubles, block: int = BLOCK) -> Doubles:
    """Solve a symmetric positive definite system for each column on its right; the system is overwritten.

    The system becomes its lower factor (Golub and Van Loan, Matrix Computations, block Cholesky); what is above it is
    not looked at. Raises numpy.linalg.LinAlgError where the system is not positive definite.
    """
    steps = [slice(start, min(start + block, len(system))) for start in range(0, len(system), block)]
    for step in steps:
        _factor(system, step, block)
    solved = right.astype(np.float64)
    for step in steps:
        before = slice(0, step.start)
        solved[step] -= system[step, before] @ solved[before]
        solved[step] = solve_triangular(system[step, step], solved[step], lower=True, check_finite=False)
    for step in reversed(steps):
        after = slice(step.stop, None)
        solved[step] -= system[after, step].T @ solved[after]
        solved[step] = solve_triangular(system[step, step], solved[step], lower=True, trans="T", check_finite=False)
    return solved


def _factor(system: Doubles, step: slice, block: int) -> None:
    """Make one block of columns those of the factor, and take what it explains off the columns after it."""
    lower = cholesky(system[step, step], lower=True, check_finite=False)
    system[step, step] = lower
    below = solve_triangular(lower, system[step.stop :, step].T, lower=True, check_finite=False).T
    system[step.stop :, step] = below
    for start in range(step.stop, len(system), block):
        columns = slice(start, min(start + block, len(system)))
        rest = below[start - step.stop :]
        system[start:, columns] -= rest @ rest[: columns.stop - start].T
