"""Which differences between texts count: not what all have in common, and less how the same is asked."""

import numpy as np
from fakes import HashingEncoder

from chatbot.finding.metric import Metric

SAME = "Headache is common after the drip."
WORDS = ("headache", "drip", "kidney", "water", "cost", "school")


def test_what_all_texts_have_in_common_is_taken_off_as_if_from_the_vectors() -> None:
    vectors = HashingEncoder().encode([f"{SAME} {word}" for word in WORDS])
    asked = HashingEncoder().encode(["the kidney and water"])[0]
    rows, wanted = vectors - vectors.mean(axis=0), asked - vectors.mean(axis=0)
    apart = rows @ wanted / np.linalg.norm(rows, axis=1) / np.linalg.norm(wanted)
    np.testing.assert_allclose(Metric(vectors, []).likeness(asked, vectors), apart, atol=1e-5)


def test_a_text_that_is_only_what_all_have_in_common_is_like_nothing() -> None:
    vectors = HashingEncoder().encode([SAME, SAME])
    assert Metric(vectors, []).likeness(vectors[0], vectors).tolist() == [0, 0]


def asked_in_two_tones() -> tuple[np.ndarray, list[np.ndarray]]:
    """Questions of 40 passages: each is asked on one of three axes of its own, calm or upset on a fourth."""
    random = np.random.default_rng(3)
    rows, classes = [], []
    for passage in range(40):
        own = random.normal(size=3)
        rows += [np.r_[own, tone] for tone in (-3, 3) for _ in range(50)]
        classes.append(np.arange(passage * 100, passage * 100 + 100))
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), classes


def test_how_the_same_is_asked_counts_less_than_what_is_asked() -> None:
    vectors, classes = asked_in_two_tones()
    calm = vectors[0]
    upset_same, calm_other = 50, 100
    plain = Metric(vectors, []).likeness(calm, vectors)
    learned = Metric(vectors, classes).likeness(calm, vectors)
    assert plain[upset_same] < plain[calm_other] < 0.95, "as the vectors are, the tone decides"
    assert learned[upset_same] > learned[calm_other], "the passages' questions show that it does not matter"


def test_likeness_is_the_cosine_on_the_turned_axes() -> None:
    vectors, classes = asked_in_two_tones()
    metric = Metric(vectors, classes)
    turned = metric.turned(vectors)
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    np.testing.assert_allclose(metric.likeness(vectors[7], vectors), turned @ turned[7], atol=1e-4)
    rows = np.array([3, 250])
    some = metric.likeness(vectors[7], vectors[rows], rows)
    np.testing.assert_allclose(some, (turned @ turned[7])[rows], atol=1e-4)


def test_few_questions_change_little_and_questions_in_the_same_words_nothing() -> None:
    vectors, classes = asked_in_two_tones()
    plain = Metric(vectors, []).turned(vectors)
    few = Metric(vectors, [classes[0][[0, 99]]]).turned(vectors)
    np.testing.assert_allclose(few, plain, atol=0.02)
    assert Metric(vectors, [np.array([0, 0])]).turn is None
