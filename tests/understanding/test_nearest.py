"""How near a message is to single examples of a kind."""

import numpy as np
import pytest

from chatbot.understanding.learning import Lesson
from chatbot.understanding.nearest import SOME, keep

AXES = np.eye(5, dtype=np.float32)
LESSONS = [Lesson(f"one {i}", frozenset({"odd" if i % 2 else "even"})) for i in range(5)]


def test_the_nearest_examples_of_a_kind_count_and_no_others() -> None:
    near = keep(LESSONS, AXES, ["odd", "even"])
    scores = near.scores(AXES[:2])
    assert near.kinds == ("odd", "even")
    assert scores.shape == (2, 2)
    assert scores[0].tolist() == pytest.approx([0, 1 / SOME])
    assert scores[1].tolist() == pytest.approx([1 / 2, 0]), "fewer examples than are looked at"


def test_a_kind_without_examples_is_near_to_nothing() -> None:
    assert keep(LESSONS, AXES, ["never"]).scores(AXES[:1]).tolist() == [[-1.0]]


def test_without_kinds_there_is_nothing_to_score() -> None:
    assert keep(LESSONS, AXES, []).scores(AXES[:3]).shape == (3, 0)
