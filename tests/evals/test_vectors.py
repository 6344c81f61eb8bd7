"""Vectors of a set: encoded once, kept, and taken over by what stopped or comes again."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder

import evals.vectors
from chatbot.finding.encoding import Progress, Vectors
from evals.vectors import encoded

TEXTS = ["kidney", "water", "kidney", "drip"]


class Stopping(HashingEncoder):
    """Encodes one part and is stopped in the second."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if self.encoded:
            raise KeyboardInterrupt
        return super().encode(texts, progress)


def test_each_text_is_encoded_once_and_never_again(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    first, again = encoded(TEXTS, encoder, tmp_path), encoded([*TEXTS, "new"], encoder, tmp_path)
    assert encoder.encoded == ["kidney", "water", "drip", "new"]
    assert (first.new, again.new) == (3, 1)
    np.testing.assert_array_equal(first.vectors, HashingEncoder().encode(TEXTS))
    np.testing.assert_array_equal(again.vectors[:4], first.vectors)


def test_vectors_of_another_model_are_not_taken_over(tmp_path: Path) -> None:
    encoded(TEXTS, HashingEncoder(), tmp_path)
    assert encoded(TEXTS, HashingEncoder("other"), tmp_path).new == 3


def test_a_run_that_was_stopped_goes_on_from_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evals.vectors, "KEEP", 2)
    with pytest.raises(KeyboardInterrupt):
        encoded(TEXTS, Stopping(), tmp_path)
    steps: list[tuple[int, int]] = []
    assert encoded(TEXTS, HashingEncoder(), tmp_path, lambda done, total: steps.append((done, total))).new == 1
    assert steps == [(1, 1)]
