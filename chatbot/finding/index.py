"""The index on disk: vectors beside the word index, built whole and switched in one step.

A build goes to a folder of its own. Only when it is complete and checked does the file CURRENT, replaced in one
step, name it; a stop at any moment leaves the old index whole. Vectors of texts that have not changed are taken over.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from chatbot.domain import Passage
from chatbot.errors import SearchIndexError
from chatbot.finding.encoding import Encoder, Progress, Vectors
from chatbot.finding.lexical import Fields, WordIndex, Words
from chatbot.finding.metric import Metric
from chatbot.finding.store import Entry, VectorStore, metadata, text_key
from chatbot.finding.texts import read_text, said
from chatbot.finding.wordvectors import WordVectors

CURRENT = "CURRENT"
TEXT = "text"
"""The part of a text that is a passage whole."""
ASK = "ask"
"""The part of a text that is a prepared question."""
FORMAT = "6"


def entries(passages: Sequence[Passage]) -> list[Entry]:
    """List every text to embed, in the order of the passages."""
    made: list[Entry] = []
    for position, passage in enumerate(passages):
        made.append(Entry(passage.id, read_text(passage), position, TEXT))
        if len(passage.sentences) > 1:
            made += [Entry(f"{passage.id}#s{i}", s, position, "sentence") for i, s in enumerate(passage.sentences)]
        made += [Entry(f"{passage.id}#a{i}", ask.text, position, ASK) for i, ask in enumerate(passage.asks)]
    return made


def fields(passage: Passage) -> Fields:
    """What the word index holds of a passage; those of one source under one title make a page."""
    page = f"{passage.source.id}\0{passage.title}" if passage.title else passage.id
    return Fields(passage.title, passage.heading, said(passage), page)


def content_hash(found: Sequence[Entry], passages: Sequence[Passage], words: Words, encoder_name: str) -> str:
    """Identify an index by all that is in it: texts and their order, metadata, stems and the model."""
    digest = sha256(f"{FORMAT}\0{encoder_name}".encode())
    for entry in found:
        digest.update(f"\0{entry.id}\0{entry.text}\0{json.dumps(metadata(entry, passages))}".encode())
    for passage in passages:
        held = fields(passage)
        digest.update("".join(f"\0{' '.join(words(text))}" for text in held[:3]).encode() + f"\0{held.page}".encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Index:
    """An index opened for finding; rows of `vectors` stand in the order of `entries`."""

    entries: Sequence[Entry]
    vectors: Vectors
    words: WordIndex
    encoded: int
    """How many texts had to be encoded to open it; 0 when it stood ready."""
    spelled: WordVectors | None = None
    """The words of the texts, where they are wanted."""

    @cached_property
    def metric(self) -> Metric:
        """Which differences count, learned from the prepared questions of each passage."""
        asks: dict[int, list[int]] = {}
        for row, entry in enumerate(self.entries):
            if entry.part == ASK:
                asks.setdefault(entry.passage, []).append(row)
        return Metric(self.vectors, [np.array(rows) for rows in asks.values() if len(rows) > 1])


class _Wanted(NamedTuple):
    """The index that is to be in force."""

    name: str
    entries: Sequence[Entry]
    passages: Sequence[Passage]
    version: str


class IndexFolder:
    """The folder that holds the index in force and, while one is made, the next."""

    def __init__(self, folder: Path, words: Words, chroma_url: str = "") -> None:
        self._folder = folder
        self._words = words
        self._url = chroma_url

    def current(self) -> str | None:
        """Return the content hash of the index in force, or None."""
        try:
            return (self._folder / CURRENT).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SearchIndexError(
                f"{self._folder} cannot be read ({error}); make it readable or set CHATBOT_DATA to another folder"
            ) from error

    def open(
        self, passages: Sequence[Passage], encoder: Encoder, version: str, progress: Progress | None = None
    ) -> Index:
        """Open the index of these passages, building it first when another, a damaged one or none is in force."""
        listed = entries(passages)
        wanted = _Wanted(content_hash(listed, passages, self._words, encoder.name), listed, passages, version)
        ready = self._ready(wanted)
        if ready and self._manifest(wanted.name).get("library_version") == version:
            return ready
        return self._read(wanted, self._build(wanted, encoder, progress))

    def _ready(self, wanted: _Wanted) -> Index | None:
        """Open the index in force if it is the one wanted and whole."""
        if self.current() != wanted.name:
            return None
        try:
            return self._read(wanted, encoded=0)
        except SearchIndexError:
            return None  # it is made from the library, so it can be made again

    def _read(self, wanted: _Wanted, encoded: int) -> Index:
        vectors = self._store(wanted.name).read(wanted.entries)
        words = WordIndex.load(self._folder / wanted.name / "words", self._words, len(wanted.passages))
        return Index(wanted.entries, vectors, words, encoded)

    def _build(self, wanted: _Wanted, encoder: Encoder, progress: Progress | None) -> int:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "LOCK", timeout=600):
                encoded = 0
                if self._ready(wanted) is None:
                    vectors, encoded = self._encode(wanted.entries, encoder, progress)
                    self._write(wanted, vectors)
                self._describe(wanted, encoder.name)
                self._switch(wanted.name)
        except Timeout as error:
            raise SearchIndexError(f"another process has been building in {self._folder} for 10 minutes") from error
        except (OSError, SearchIndexError) as error:
            raise SearchIndexError(
                f"the index cannot be written to {self._folder} ({error}). Free some space, make the folder writable "
                "or set CHATBOT_DATA to another one; the index in force was not touched"
            ) from error
        return encoded

    def _encode(self, wanted: Sequence[Entry], encoder: Encoder, progress: Progress | None) -> tuple[Vectors, int]:
        kept = self._kept(encoder.name)
        new = sorted({entry.text for entry in wanted if text_key(entry.text) not in kept})
        if new:
            kept |= dict(zip(map(text_key, new), encoder.encode(new, progress), strict=True))
        return np.stack([kept[text_key(entry.text)] for entry in wanted]), len(new)

    def _kept(self, encoder_name: str) -> dict[str, Vectors]:
        name = self.current()
        if name is None or self._manifest(name).get("model") != encoder_name:
            return {}
        try:
            return self._store(name).by_text()
        except SearchIndexError:
            return {}  # an old index that cannot be read costs only the encoding again

    def _write(self, wanted: _Wanted, vectors: Vectors) -> None:
        folder = self._folder / wanted.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        self._store(wanted.name).write(wanted.entries, vectors, wanted.passages)
        WordIndex.build([fields(p) for p in wanted.passages], self._words).save(folder / "words")

    def _describe(self, wanted: _Wanted, model: str) -> None:
        manifest = {"model": model, "library_version": wanted.version, "texts": len(wanted.entries)}
        _replace(self._folder / wanted.name / "manifest.json", json.dumps(manifest, indent=1))

    def _switch(self, name: str) -> None:
        old = self.current()
        _replace(self._folder / CURRENT, name + "\n")
        if self._url and old not in {None, name}:
            self._store(str(old)).delete()
        for folder in self._folder.iterdir():
            if folder.is_dir() and folder.name != name:
                shutil.rmtree(folder, ignore_errors=True)

    def _manifest(self, name: str) -> dict[str, object]:
        try:
            content = json.loads((self._folder / name / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _store(self, name: str) -> VectorStore:
        return VectorStore(name, self._folder / name / "chroma", self._url)


def _replace(path: Path, text: str) -> None:
    """Write a file so that at any moment either the old or the new text stands there whole."""
    next_ = path.with_name(path.name + ".next")
    next_.write_text(text, encoding="utf-8")
    next_.replace(path)
