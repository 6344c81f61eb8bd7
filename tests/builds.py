"""Small indexes, and builds of them in processes of their own: to be killed, to run at once, to run out of space."""

import multiprocessing
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.api.types import Where
from chromadb.config import Settings
from fakes import HashingEncoder
from samples import make_passage

from chatbot.domain import Passage
from chatbot.errors import SearchIndexError
from chatbot.finding.index import Index, IndexFolder
from chatbot.finding.lexical import Words

WORDS = Words({"drip": "infusion"}, frozenset({"the", "a"}))
QUESTIONS = ("the headache", "drip", "kidney water", "step 1 number 3", "nothing known")
PASSAGES = 40
BATCH_PAUSE = 0.02


def texts_of(step: int) -> list[Passage]:
    """Make the texts of one state of a library; every second passage changes with each step."""
    return [_passage(i, step if i % 2 else 0) for i in range(PASSAGES)]


def _passage(number: int, step: int) -> Passage:
    text = f"Headache number {number}. Water at step {step}."
    return make_passage(f"fact-{number}", text, asks=[f"what is {number}?"])


def open_index(folder: Path, texts: Sequence[Passage], encoder: HashingEncoder | None = None, url: str = "") -> Index:
    """Open the index of the texts, building it where needed."""
    return IndexFolder(folder, WORDS, url).open(texts, encoder or HashingEncoder(), "version 1")


def assert_same(one: Index, other: Index) -> None:
    """Hold two opened indexes to the same entries, vectors and word scores."""
    assert one.entries == other.entries
    np.testing.assert_array_equal(one.vectors, other.vectors)
    for question in QUESTIONS:
        np.testing.assert_array_equal(one.words.scores(question), other.words.scores(question))


@contextmanager
def collection(folder: Path, name: str) -> Iterator[Collection]:
    """Open what Chroma keeps of an index, past the engine."""
    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    assert isinstance(client, Client)
    with client:
        yield client.get_collection(f"library-{name}", embedding_function=None)


def of_use(use: str) -> Where:
    """Filter by a use, as another program would."""
    return cast(Where, {"uses": {"$contains": use}})


def folders(place: Path) -> Sequence[str]:
    """Name the indexes that stand in a folder."""
    return [path.name for path in place.iterdir() if path.is_dir()]


def processes() -> ForkServerContext:
    """Return a maker of processes that start with the engine already imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chatbot.finding.index"])
    return context


def build(folder: Path, step: int, told: "SimpleQueue[int]", most_bytes: int | None = None) -> None:
    """Say -1 on starting and the number of encoded texts at the end, or -2 when the index cannot be written."""
    told.put(-1)
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    try:
        told.put(open_index(folder, texts_of(step), HashingEncoder(pause=BATCH_PAUSE)).encoded)
    except SearchIndexError:
        told.put(-2)
