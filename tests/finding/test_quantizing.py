"""Rows in few bytes: near to what they were, the same from run to run, and exact where there are few."""

import numpy as np
import pytest

from chatbot.finding.encoding import Vectors
from chatbot.finding.quantizing import CENTROIDS, PARTS, learn_codebook


def made(count: int, width: int = 2, seed: int = 3) -> Vectors:
    return np.random.default_rng(seed).normal(size=(count, PARTS * width)).astype(np.float32)


def test_few_rows_come_back_as_they_were() -> None:
    rows = made(CENTROIDS)
    book = learn_codebook(rows)
    np.testing.assert_array_equal(book.rows(book.codes(rows)), rows)


def test_many_rows_come_back_near_to_what_they_were_also_those_not_learned_from() -> None:
    book, others = learn_codebook(made(4_000)), made(1_000, seed=4)
    away = ((book.rows(book.codes(others)) - others) ** 2).mean()
    assert 0 < away < 0.03, "the variance of a number is 1"


def test_a_row_gets_the_nearest_point_of_each_part() -> None:
    book, row = learn_codebook(made(2_000)), made(1, seed=5)
    parts = row.reshape(PARTS, 2)
    nearest = [
        int(((points - part) ** 2).sum(axis=1).argmin()) for part, points in zip(parts, book.points, strict=True)
    ]
    assert book.codes(row)[0].tolist() == nearest


def test_the_same_rows_give_the_same_points() -> None:
    rows = made(3_000)
    np.testing.assert_array_equal(learn_codebook(rows).points, learn_codebook(rows.copy()).points)


@pytest.mark.filterwarnings("error")
def test_rows_most_of_which_are_alike_are_learned_without_a_warning() -> None:
    rows = made(2_000)
    rows[:1_700] = rows[0]
    book = learn_codebook(rows)
    np.testing.assert_allclose(book.rows(book.codes(rows[:1])), rows[:1], atol=1e-6)


def test_no_rows_give_one_point_and_no_rows_give_no_codes() -> None:
    none = np.zeros((0, PARTS * 2), dtype=np.float32)
    book = learn_codebook(none)
    assert book.points.shape == (PARTS, 1, 2)
    assert book.codes(none).shape == (0, PARTS)
    assert book.rows(book.codes(none)).shape == none.shape
