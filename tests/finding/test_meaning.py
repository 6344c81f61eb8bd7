"""Likeness in meaning: without what all texts have in common, roughly and exactly."""

import numpy as np
from fakes import HashingEncoder

from chatbot.finding.meaning import Meaning, _Centre

SAME = "Headache is common after the drip."
WORDS = ("headache", "drip", "kidney", "water", "cost", "school")
BEST = 0.75


def random_texts(count: int) -> np.ndarray:
    """Unit vectors around a common one, that differ more along some axes than along others."""
    spread = np.exp(-np.arange(384) / 40)
    rows = np.random.default_rng(1).normal(size=(count, 384)) * spread + 0.1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_what_all_texts_have_in_common_is_taken_off_as_if_from_the_vectors() -> None:
    vectors = HashingEncoder().encode([f"{SAME} {word}" for word in WORDS])
    asked = HashingEncoder().encode(["the kidney and water"])[0]
    rows, wanted = vectors - vectors.mean(axis=0), asked - vectors.mean(axis=0)
    apart = rows @ wanted / np.linalg.norm(rows, axis=1) / np.linalg.norm(wanted)
    np.testing.assert_allclose(_Centre(vectors).likeness(asked, vectors @ asked), apart, atol=1e-5)


def test_a_text_that_is_only_what_all_have_in_common_is_like_nothing() -> None:
    vectors = HashingEncoder().encode([SAME, SAME])
    assert _Centre(vectors).likeness(vectors[0], vectors @ vectors[0]).tolist() == [0, 0]


def test_a_passage_counts_by_its_best_text_and_by_all() -> None:
    vectors = random_texts(5)
    near = _Centre(vectors).likeness(vectors[1], vectors @ vectors[1])
    scores = Meaning(vectors, np.array([0, 0, 1, 1, 1]), 2, BEST).rough(vectors[1])
    wanted = [BEST * part.max() + (1 - BEST) * part.mean() for part in (near[:2], near[2:])]
    np.testing.assert_allclose(scores, wanted)


def test_looked_at_again_a_passage_of_a_small_library_scores_as_before() -> None:
    vectors = random_texts(60)
    owners = np.repeat(np.arange(20), [1, 5] * 10)
    held = np.array([3, 4, 11])
    found = Meaning(vectors, owners, 20, BEST)
    exact = found.exact(vectors[7], held)
    np.testing.assert_allclose(exact.scores, found.rough(vectors[7])[held], atol=1e-6)
    for which, likeness in zip(held, exact.texts(range(3)), strict=True):
        rows = vectors[found.starts[which] : found.starts[which + 1]]
        np.testing.assert_allclose(likeness, rows @ vectors[7], atol=1e-6)


def test_in_a_large_library_the_rough_look_keeps_what_is_nearest() -> None:
    vectors, asked = random_texts(2000), random_texts(2010)[2000:]
    owners = np.arange(2000)
    whole = Meaning(vectors, owners, 2000, BEST)
    large = Meaning(vectors, owners, 2000, BEST, many=2000)
    for vector in asked:
        nearest = np.argsort(-whole.rough(vector))[:20]
        assert set(nearest) <= set(np.argsort(-large.rough(vector))[:200])
        np.testing.assert_allclose(large.exact(vector, nearest).scores, whole.rough(vector)[nearest], atol=1e-6)
        assert not np.allclose(large.rough(vector), whole.rough(vector))
