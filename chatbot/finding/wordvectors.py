"""The words of a library as vectors: of its passages, their prepared questions, and its examples of what it lacks.

A word is what the model reads where it stands, at an inner layer (exporting.py): a row of length one for each piece,
the mean over a word's pieces. Off it goes what all words of the library have in common (all-but-the-top: Mu and
Viswanath, ICLR 2018, the mean alone); of what is left the principal axes are kept, at length one and in 32 bytes
(quantizing.py): a fiftieth of the room. Marks are left out.

The mean, the axes and the codebook are those of the passages that came with the library. So the words of a text follow
from the text, the model and these alone: they are taken over into the next file where they stand in the last one,
staff's documents are read once, and a file never differs by what stood there before. It is named by all that is in it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import blake2b, sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from chatbot.domain import Passage
from chatbot.errors import SearchIndexError
from chatbot.finding.encoding import Encoder, Progress, Spelled, Vectors
from chatbot.finding.metric import Rows
from chatbot.finding.quantizing import LEARNED_FROM, PARTS, Codebook, Codes, learn_codebook
from chatbot.finding.store import text_key
from chatbot.finding.texts import read_text

AXES = 128
STEPS = 127
"""A coordinate of an example is kept as a whole number of steps, from -STEPS to STEPS, of its row's largest."""
BLOCK = 16_384
"""So many words are turned at once."""
KEY = 32
"""How long what identifies a text is."""
TOGETHER = 1_024
"""So many texts are read at once."""
NO_WORD = 0
"""The code of a mark, which is no word."""
START = "words-"
LOCK = "LOCK"
"""The file by which one process at a time builds in a folder: as the index's, which stands there too."""
_SMALL = 1e-6
"""A length or a share below this is rounding."""
_SAID = re.compile(r"\w")
_CODE = ("encoding.py", "exporting.py", "quantizing.py", "texts.py", Path(__file__).name)

Steps = NDArray[np.int8]
WordCodes = NDArray[np.int32]


class Listed(NamedTuple):
    """The texts whose words are wanted, in order."""

    passages: Sequence[Passage]
    own: frozenset[str]
    """Ids of the passages that came with the library, from which the axes are learned."""
    examples: Sequence[str]
    """Of questions that the library does not cover."""

    @property
    def texts(self) -> list[str]:
        """Each passage, its prepared questions after it; then the examples."""
        return [*(text for passage in self.passages for text in of_passage(passage)), *self.examples]

    @property
    def learned_from(self) -> list[str]:
        """The texts of the library's own passages; where it has none, all texts."""
        own = [text for passage in self.passages if passage.id in self.own for text in of_passage(passage)]
        return own or self.texts


def of_passage(passage: Passage) -> list[str]:
    """List a passage's texts: its own, as the model reads it, and the questions that it answers."""
    return [read_text(passage), *(ask.text for ask in passage.asks)]


class Axes(NamedTuple):
    """What words have in common, the axes along which they differ most, and the points by which they are kept."""

    mean: Vectors
    """Shape (size,)."""
    turn: Vectors
    """Shape (size, AXES): the principal axes, dealt out to the parts of a code like cards, so that each part differs
    about as much; 0 where the words have fewer axes."""
    codebook: Codebook

    def units(self, vectors: Vectors) -> Vectors:
        """Bring words, as an encoder spells them, to the axes and to length one; shape (words, AXES)."""
        return _turned(vectors, self.mean, self.turn)

    def kept(self, vectors: Vectors) -> Codes:
        """Return the same in few bytes."""
        return self.codebook.codes(self.units(vectors))

    def rows(self, codes: Codes) -> Vectors:
        """Return the words that codes stand for, of length one."""
        return _unit(self.codebook.rows(codes))


class WordVectors(NamedTuple):
    """The words of all texts, text by text in the order of Listed."""

    axes: Axes
    rows: Codes
    """Shape (words, PARTS)."""
    codes: WordCodes
    """Which word each is."""
    ends: Rows
    """Where each text's words end."""
    keys: NDArray[np.bytes_]
    """Identifies each text."""
    examples: Steps
    """The examples' own vectors in steps, their length not kept."""

    @property
    def example_vectors(self) -> Vectors:
        """The examples' own vectors, of length one."""
        return _unit(self.examples.astype(np.float32))

    def save(self, path: Path) -> None:
        """Write it in one step."""
        of_axes = {"mean": self.axes.mean, "turn": self.axes.turn, "points": self.axes.codebook.points}
        parts = {**of_axes, **{k: getattr(self, k) for k in self._fields[1:]}}
        part = path.with_name(f"{path.name}.part")
        with part.open("wb") as file:
            np.savez(file, **parts)
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> "WordVectors":
        """Read what was saved; raise SearchIndexError where it is not whole."""
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                axes = Axes(file["mean"], file["turn"], Codebook(file["points"]))
                made = cls(axes, *(file[name] for name in cls._fields[1:]))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise SearchIndexError(f"{path} cannot be read ({error}); delete it and run 'chatbot index'") from error
        return made


def code(word: str) -> int:
    """Identify a word by its spelling; a mark is NO_WORD.

    Two of the ten thousand words of a library share a code once in some twenty libraries: then both are as rare as the
    two together, no more.
    """
    if not _SAID.search(word):
        return NO_WORD
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big", signed=True) or 1


def learn_axes(spelled: Sequence[Vectors]) -> Axes:
    """Learn the mean of all words, the principal axes of what is left of them, and the codebook."""
    count, size = sum(map(len, spelled)), spelled[0].shape[1] if spelled else 0
    total = np.zeros(size)
    for block in _blocks(spelled):
        total += block.sum(axis=0, dtype=np.float64)
    mean = np.asarray(total / max(count, 1), dtype=np.float32)
    scatter, centre = np.zeros((size, size)), np.zeros(size)
    for block in _blocks(spelled):
        units = _unit(block - mean)
        scatter += units.T @ units
        centre += units.sum(axis=0, dtype=np.float64)
    values, axes = np.linalg.eigh(scatter / max(count, 1) - np.outer(centre, centre) / max(count, 1) ** 2)
    held = np.flatnonzero(values > _SMALL)[-AXES:]
    turn = np.zeros((size, AXES), dtype=np.float32)
    turn[:, : len(held)] = axes[:, held[::-1]]
    turn = turn.reshape(size, AXES // PARTS, PARTS).swapaxes(1, 2).reshape(size, AXES)
    step = max(count // LEARNED_FROM, 1)  # evenly over the library; no more than twice as many as are enough
    some = [_turned(block[::step], mean, turn) for block in _blocks(spelled)]
    return Axes(mean, turn, learn_codebook(np.concatenate([np.zeros((0, AXES), dtype=np.float32), *some])))


def open_word_vectors(folder: Path, listed: Listed, encoder: Encoder, progress: Progress | None = None) -> WordVectors:
    """Return the words of all texts; those that the folder does not hold are read first.

    Raise SearchIndexError where they cannot be written.
    """
    start = f"{START}{_hash([encoder.name, *listed.learned_from])}-"
    path = folder / f"{start}{_hash([str(len(listed.examples)), *listed.texts])}.npz"
    if held := _held(path):
        return held
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=600):
            if held := _held(path):  # another process was quicker
                return held
            made = _make(listed, _last(folder, start), encoder, progress)
            made.save(path)
            for old in folder.glob(f"{START}*"):
                if old != path:
                    old.unlink(missing_ok=True)
    except Timeout as error:
        raise SearchIndexError(f"another process has been building in {folder} for 10 minutes") from error
    except OSError as error:
        raise SearchIndexError(
            f"the words of the library cannot be written to {folder} ({error}). Free some space, make the folder "
            "writable or set CHATBOT_DATA to another one"
        ) from error
    return made


def _make(listed: Listed, last: WordVectors | None, encoder: Encoder, progress: Progress | None) -> WordVectors:
    """Read what the last file of the same axes does not hold; the rest is taken over."""
    texts = listed.texts
    keys = [text_key(text) for text in texts]
    known = _by_text(last) if last else {}
    examples = _examples(last) if last else {}
    own = list(dict.fromkeys(listed.learned_from))
    lacking = [t for k, t in zip(keys, texts, strict=True) if k not in known]
    lacking += [text for text in listed.examples if text_key(text) not in examples]
    new = list(dict.fromkeys(lacking))
    wholes, spelled = _read(new, encoder, progress)
    axes = last.axes if last else learn_axes([spelled[text].vectors for text in own])
    for start in range(0, len(new), TOGETHER):
        part = new[start : start + TOGETHER]
        rows = axes.kept(np.concatenate([spelled[text].vectors for text in part]))
        ends = np.cumsum([0, *(len(spelled[text].words) for text in part)]).tolist()
        for text, (begin, end) in zip(part, pairwise(ends), strict=True):
            codes = np.array([code(word) for word in spelled.pop(text).words], dtype=np.int32)
            known[text_key(text)] = rows[begin:end], codes
    examples |= {text_key(text): _in_steps(wholes[text]) for text in listed.examples if text in wholes}
    each = [known[key] for key in keys]
    return WordVectors(
        axes,
        np.concatenate([np.zeros((0, PARTS), dtype=np.uint8), *(rows for rows, _ in each)]),
        np.concatenate([np.zeros(0, dtype=np.int32), *(codes for _, codes in each)]),
        np.cumsum([len(codes) for _, codes in each], dtype=np.int64),
        np.array(keys, dtype=f"S{KEY}"),
        np.stack([np.zeros(len(axes.mean), dtype=np.int8), *(examples[text_key(t)] for t in listed.examples)])[1:],
    )


def _in_steps(row: Vectors) -> Steps:
    return np.asarray(np.rint(row * (STEPS / max(float(np.abs(row).max()), _SMALL))), dtype=np.int8)


def _read(
    texts: Sequence[str], encoder: Encoder, progress: Progress | None
) -> tuple[dict[str, Vectors], dict[str, Spelled]]:
    """Return each text's vector and its words; these with half the digits, as they are many until they are turned."""
    wholes: dict[str, Vectors] = {}
    spelled: dict[str, Spelled] = {}
    order = sorted(texts, key=lambda text: (-len(text), text))
    for start in range(0, len(order), TOGETHER):
        part = order[start : start + TOGETHER]
        read, words = encoder.spell(part, partial(_told, progress, start, len(order)))
        wholes.update(zip(part, read.vectors, strict=True))
        spelled.update(zip(part, map(_said_words, words), strict=True))
    return wholes, spelled


def _said_words(spelled: Spelled) -> Spelled:
    """Leave the marks out, and half the digits."""
    said = [at for at, word in enumerate(spelled.words) if code(word) != NO_WORD]
    return Spelled(tuple(spelled.words[at] for at in said), spelled.vectors[said].astype(np.float16))


def _told(progress: Progress | None, before: int, total: int, done: int, _of: int) -> None:
    if progress:
        progress(before + done, total)


def _by_text(last: WordVectors) -> dict[str, tuple[Codes, WordCodes]]:
    begins = [0, *last.ends.tolist()]
    return {
        key.decode(): (last.rows[start:end], last.codes[start:end])
        for key, (start, end) in zip(last.keys.tolist(), pairwise(begins), strict=True)
    }


def _examples(last: WordVectors) -> dict[str, Steps]:
    keys = last.keys[len(last.keys) - len(last.examples) :].tolist()
    return {key.decode(): row for key, row in zip(keys, last.examples, strict=True)}


def _held(path: Path) -> WordVectors | None:
    """Read a file; None where there is none, or one that is not whole: it can be made again from the library."""
    try:
        return WordVectors.load(path) if path.is_file() else None
    except SearchIndexError:
        return None


def _last(folder: Path, start: str) -> WordVectors | None:
    """What was made for other texts with the same axes."""
    return next((held for path in sorted(folder.glob(f"{start}*.npz")) if (held := _held(path))), None)


def _hash(parts: Sequence[str]) -> str:
    """Identify some texts by themselves and by the code that reads them."""
    digest = sha256("\0".join(parts).encode())
    for name in _CODE:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:16]


def _blocks(spelled: Sequence[Vectors]) -> Iterator[Vectors]:
    """All words, some at a time, with all digits."""
    held: list[Vectors] = []
    count = 0
    for one in spelled:
        held.append(one)
        count += len(one)
        if count >= BLOCK:
            yield np.concatenate(held).astype(np.float32)
            held, count = [], 0
    if held:
        yield np.concatenate(held).astype(np.float32)


def _turned(vectors: Vectors, mean: Vectors, turn: Vectors) -> Vectors:
    return _unit(_unit(vectors - mean) @ turn)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _SMALL), dtype=np.float32)
