"""Likeness in meaning, of passages of several texts: roughly and exactly."""

from collections.abc import Sequence

import numpy as np

from chatbot.finding.meaning import Meaning, Texts
from chatbot.finding.metric import Metric, Rows

BEST = 0.75


def random_texts(count: int) -> np.ndarray:
    """Unit vectors around a common one, that differ more along some axes than along others."""
    spread = np.exp(-np.arange(384) / 40)
    rows = np.random.default_rng(1).normal(size=(count, 384)) * spread + 0.1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def texts(owners: Sequence[int] | Rows, every: int = 0) -> Texts:
    """Texts by the passages that own them; the first of every so many is no question."""
    which = np.arange(len(owners))
    return Texts.of(np.array(owners), which % every > 0 if every else which < 0, int(owners[-1]) + 1)


def test_a_passage_counts_by_its_best_text_and_by_all() -> None:
    vectors = random_texts(5)
    near = Metric(vectors, []).likeness(vectors[1], vectors)
    scores = Meaning(vectors, texts([0, 0, 1, 1, 1]), BEST).rough(vectors[1])
    wanted = [BEST * part.max() + (1 - BEST) * part.mean() for part in (near[:2], near[2:])]
    np.testing.assert_allclose(scores, wanted)


def test_looked_at_again_a_passage_of_a_small_library_scores_as_before() -> None:
    vectors = random_texts(60)
    held = np.array([3, 4, 11])
    found = Meaning(vectors, texts(np.repeat(np.arange(20), [1, 5] * 10), every=2), BEST)
    exact = found.exact(vectors[7], held)
    np.testing.assert_allclose(exact.scores, found.rough(vectors[7])[held], atol=1e-6)
    for which, likeness in zip(held, exact.texts(range(3)), strict=True):
        rows = vectors[found.starts[which] : found.starts[which + 1]]
        np.testing.assert_allclose(likeness, rows @ vectors[7], atol=1e-6)


def test_in_a_large_library_the_rough_look_keeps_what_is_nearest() -> None:
    vectors, asked = random_texts(2000), random_texts(2010)[2000:]
    owned = texts(np.repeat(np.arange(500), 4), every=2)
    whole = Meaning(vectors, owned, BEST)
    large = Meaning(vectors, owned, BEST, many=2000)
    for vector in asked:
        nearest = np.argsort(-whole.rough(vector))[:10]
        assert set(nearest) <= set(np.argsort(-large.rough(vector))[:100])
        np.testing.assert_allclose(large.exact(vector, nearest).scores, whole.rough(vector)[nearest], atol=1e-6)
        assert not np.allclose(large.rough(vector), whole.rough(vector))
