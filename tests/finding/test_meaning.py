"""Likeness in meaning, of passages of several texts: roughly and exactly."""

import numpy as np

from chatbot.finding.meaning import Meaning
from chatbot.finding.metric import Metric

BEST = 0.75


def random_texts(count: int) -> np.ndarray:
    """Unit vectors around a common one, that differ more along some axes than along others."""
    spread = np.exp(-np.arange(384) / 40)
    rows = np.random.default_rng(1).normal(size=(count, 384)) * spread + 0.1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_a_passage_counts_by_its_best_text_and_by_all() -> None:
    vectors = random_texts(5)
    near = Metric(vectors, []).likeness(vectors[1], vectors)
    scores = Meaning(vectors, Metric(vectors, []), np.array([0, 2, 5]), BEST).rough(vectors[1])
    wanted = [BEST * part.max() + (1 - BEST) * part.mean() for part in (near[:2], near[2:])]
    np.testing.assert_allclose(scores, wanted)


def test_looked_at_again_a_passage_of_a_small_library_scores_as_before() -> None:
    vectors = random_texts(60)
    held = np.array([3, 4, 11])
    starts = np.r_[0, np.cumsum([1, 5] * 10)]
    metric = Metric(vectors, [np.arange(start, start + 5) for start in starts[1::2]])
    found = Meaning(vectors, metric, starts, BEST)
    exact = found.exact(vectors[7], held)
    np.testing.assert_allclose(exact.scores, found.rough(vectors[7])[held], atol=1e-6)
    for which, likeness in zip(held, exact.texts(range(3)), strict=True):
        wanted = metric.likeness(vectors[7], vectors)[starts[which] : starts[which + 1]]
        np.testing.assert_allclose(likeness, wanted, atol=1e-6)


def test_in_a_large_library_the_rough_look_keeps_what_is_nearest() -> None:
    vectors, asked = random_texts(2000), random_texts(2010)[2000:]
    starts = np.arange(0, 2001, 4)
    metric = Metric(vectors, [np.arange(start, start + 4) for start in starts[:-1]])
    whole = Meaning(vectors, metric, starts, BEST)
    large = Meaning(vectors, metric, starts, BEST, many=2000)
    for vector in asked:
        nearest = np.argsort(-whole.rough(vector))[:10]
        assert set(nearest) <= set(np.argsort(-large.rough(vector))[:100])
        np.testing.assert_allclose(large.exact(vector, nearest).scores, whole.rough(vector)[nearest], atol=1e-6)
        assert not np.allclose(large.rough(vector), whole.rough(vector))
