"""Vectors with their metadata in Chroma, embedded or on a server; home of chromadb."""

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

import chromadb
import httpx
import numpy as np
from chromadb.api.client import Client
from chromadb.api.types import GetResult, Metadata
from chromadb.config import Settings
from chromadb.errors import ChromaError

from chatbot.domain import Passage
from chatbot.errors import SearchIndexError
from chatbot.finding.encoding import Vectors

_PAGE = 2000
_FAILURES = (ChromaError, ValueError, httpx.HTTPError)
"""Everything by which Chroma or the way to its server fails."""
NO_USE = "-"
_M_PERTURB = -6
"""The option of the GNU C library by which memory is overwritten when it is handed out and given back."""


class Entry(NamedTuple):
    """One text that is embedded: a passage whole, a sentence, or a question that it answers."""

    id: str
    text: str
    passage: int
    """Position of the passage among the library's passages."""
    part: str
    """text, sentence or ask."""


def text_key(text: str) -> str:
    """Identify a text by its content."""
    return sha256(text.encode()).hexdigest()[:32]


class VectorStore:
    """The vectors of one index: a collection of its own, in a folder or on a Chroma server."""

    def __init__(self, name: str, folder: Path, url: str = "") -> None:
        self._name = f"library-{name}"
        self._folder = folder
        self._url = url

    def write(self, entries: Sequence[Entry], vectors: Vectors, passages: Sequence[Passage]) -> None:
        """Store every entry with its vector; raise SearchIndexError when not all arrived."""
        try:
            with _clean_memory(), self._client() as client:
                self._write(client, entries, vectors, passages)
        except _FAILURES as error:
            raise SearchIndexError(f"Chroma did not take the vectors ({error})") from error

    def read(self, entries: Sequence[Entry]) -> Vectors:
        """Return the vectors in the order of the entries; raise SearchIndexError when one is missing."""
        rows = {id_: row for page in self._pages("embeddings") for id_, row in _vectors(page)}
        if rows.keys() != {entry.id for entry in entries}:
            raise SearchIndexError(f"the index in {self._folder} is damaged; delete that folder and build it again")
        return np.stack([rows[entry.id] for entry in entries])

    def by_text(self) -> dict[str, Vectors]:
        """Return the vectors by the key of their text, for taking them over into the next index."""
        return {
            str(meta["text_key"]): row
            for page in self._pages("embeddings", "metadatas")
            for meta, (_, row) in zip(page["metadatas"] or (), _vectors(page), strict=True)
        }

    def delete(self) -> None:
        """Forget the collection; nothing happens when there is none."""
        with suppress(*_FAILURES), self._client() as client:
            client.delete_collection(self._name)

    def _write(self, client: Client, entries: Sequence[Entry], vectors: Vectors, passages: Sequence[Passage]) -> None:
        if self._name in {found.name for found in client.list_collections()}:
            client.delete_collection(self._name)
        store = client.create_collection(self._name, embedding_function=None)
        step = min(client.get_max_batch_size(), _PAGE)
        for start in range(0, len(entries), step):
            part = entries[start : start + step]
            store.add(
                ids=[entry.id for entry in part],
                embeddings=vectors[start : start + step],
                documents=[entry.text for entry in part],
                metadatas=[metadata(entry, passages) for entry in part],
            )
        if store.count() != len(entries):
            raise SearchIndexError(f"the new index holds {store.count()} texts of {len(entries)}; build it again")

    def _pages(self, *include: Literal["embeddings", "metadatas"]) -> Iterator[GetResult]:
        try:
            with self._client() as client:
                store = client.get_collection(self._name, embedding_function=None)
                for offset in range(0, store.count(), _PAGE):
                    yield store.get(limit=_PAGE, offset=offset, include=[*include])
        except _FAILURES as error:
            raise SearchIndexError(
                f"the vectors of the index in {self._folder} cannot be read ({error}); "
                "delete that folder and build again"
            ) from error

    def _client(self) -> Client:
        """Open a client to close after use: an embedded one left open goes on writing to a folder that was removed."""
        quiet = Settings(anonymized_telemetry=False)
        if not self._url:
            made = chromadb.PersistentClient(path=str(self._folder), settings=quiet)
        else:
            address = urlsplit(self._url)
            made = chromadb.HttpClient(
                host=address.hostname or "", port=address.port or 8000, ssl=address.scheme == "https", settings=quiet
            )
        assert isinstance(made, Client)
        return made


@contextmanager
def _clean_memory() -> Iterator[None]:
    """Keep what this process held before out of Chroma's files.

    The file of its graph has room for more vectors than there are, and that room is written as it lies in memory: of
    small libraries it held sentences of documents that had been taken back. Other C libraries have no such option.
    """
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option:
        option(_M_PERTURB, 0xFF)
    try:
        yield
    finally:
        if option:
            option(_M_PERTURB, 0)


def _vectors(page: GetResult) -> Iterator[tuple[str, Vectors]]:
    rows = page["embeddings"]
    assert rows is not None
    for id_, row in zip(page["ids"], rows, strict=True):
        yield id_, np.asarray(row, dtype=np.float32)


def metadata(entry: Entry, passages: Sequence[Passage]) -> Metadata:
    """What a person or another program can filter by in Chroma itself."""
    passage = passages[entry.passage]
    return {
        "part": entry.part,
        "text_key": text_key(entry.text),
        "passage": passage.id,
        "uses": list(passage.uses) or [NO_USE],
        "topics": sorted(passage.topics) or [NO_USE],
        "strength": passage.strength.value,
        "kind": passage.source.kind.value,
        "jurisdiction": (passage.jurisdiction or passage.source.jurisdiction).value,
    }
