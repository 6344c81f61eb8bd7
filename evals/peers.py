"""Systems that people would otherwise use, each behind the same small face; all get the same texts and vectors.

A peer is imported only when it is measured, so that none is needed to run or test the product: `.[peers]` installs
those that are no part of it. Each runs with its own defaults, unless its name says otherwise.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

import numpy as np

from chatbot.finding.encoding import Encoded, Encoder, Pass, Progress, Vectors


class Search(Protocol):
    """Finds texts for a question."""

    def __call__(self, question: str, limit: int) -> list[int]:
        """Return the positions of at most `limit` texts, best first."""
        ...


class Known:
    """An encoder that knows the vectors of some texts: only a text that is new is encoded."""

    def __init__(self, encoder: Encoder, texts: Sequence[str], vectors: Vectors) -> None:
        self._encoder = encoder
        self._place = {text: i for i, text in enumerate(texts)}
        self._vectors = vectors

    @property
    def name(self) -> str:
        """As of the encoder behind it: the vectors are the same."""
        return self._encoder.name

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row for each text."""
        if any(text not in self._place for text in texts):
            return self._encoder.encode(texts, progress)
        return np.asarray(self._vectors[[self._place[text] for text in texts]])

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> Encoded:
        """Return rows and inner layers; these are known of no text."""
        return self._encoder.read(texts, progress)

    def spell(self, texts: Sequence[str], progress: Progress | None = None) -> Pass:
        """Return the same and each text word by word; these are known of no text."""
        return self._encoder.spell(texts, progress)


Build = Callable[[Sequence[str], Encoder, Path], Search]
"""Makes an index of texts, in a folder where the system keeps one, and returns how to search it."""


class Peer(NamedTuple):
    """A system to compare with."""

    build: Build
    needs: Mapping[str, str]
    """Each module that it is made of, by the distribution that brings it."""

    def missing(self) -> list[str]:
        """Name the distributions that are not installed."""
        return [maker for maker, module in self.needs.items() if find_spec(module) is None]


def chroma(texts: Sequence[str], model: Encoder, folder: Path) -> Search:
    """Index in an embedded Chroma collection."""
    chromadb = import_module("chromadb")
    quiet = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(folder), settings=quiet)
    store = client.create_collection("texts", embedding_function=None, metadata={"hnsw:space": "cosine"})
    step = client.get_max_batch_size()
    for start in range(0, len(texts), step):
        part = texts[start : start + step]
        ids = [str(start + i) for i in range(len(part))]
        store.add(ids=ids, embeddings=model.encode(part), documents=list(part))

    def search(question: str, limit: int) -> list[int]:
        found = store.query(query_embeddings=model.encode([question]), n_results=min(limit, len(texts)), include=[])
        return [int(id_) for id_ in found["ids"][0]]

    return search


def words(texts: Sequence[str], _model: Encoder, _folder: Path) -> Search:
    """Index with bm25s, English stop words and stems."""
    bm25s = import_module("bm25s")
    stemmer = import_module("Stemmer").Stemmer("english")

    def stems(rows: Sequence[str]) -> list[list[str]]:
        found = bm25s.tokenize(list(rows), stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False)
        return list(found)

    engine = bm25s.BM25()
    engine.index([row or [""] for row in stems(texts)], show_progress=False)

    def search(question: str, limit: int) -> list[int]:
        (asked,) = stems([question])
        if not any(stem in engine.vocab_dict for stem in asked):
            return []
        found, scores = engine.retrieve([asked], k=min(limit, len(texts)), show_progress=False)
        return [int(i) for i, score in zip(found[0], scores[0], strict=True) if score > 0]

    return search


def langchain(texts: Sequence[str], model: Encoder, folder: Path) -> Search:
    """Index with LangChain's BM25 and Chroma retrievers, joined by its ensemble in equal parts."""
    embeddings = import_module("langchain_core.embeddings").Embeddings
    quiet = import_module("chromadb.config").Settings(anonymized_telemetry=False)
    documents = import_module("langchain_core.documents").Document
    rows = [documents(page_content=text, metadata={"at": i}) for i, text in enumerate(texts)]

    class Same(embeddings):  # type: ignore[misc, valid-type]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in model.encode(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    chroma_store = import_module("langchain_chroma").Chroma(
        "texts", Same(), persist_directory=str(folder), client_settings=quiet
    )
    for start in range(0, len(rows), 5000):
        chroma_store.add_documents(rows[start : start + 5000])
    lexical = import_module("langchain_community.retrievers").BM25Retriever.from_documents(
        rows, preprocess_func=lambda text: text.lower().split()
    )

    def search(question: str, limit: int) -> list[int]:
        lexical.k = limit
        both = [lexical, chroma_store.as_retriever(search_kwargs={"k": limit})]
        joined = import_module("langchain_classic.retrievers").EnsembleRetriever(
            retrievers=both, weights=[0.5, 0.5], id_key="at"
        )
        return [int(row.metadata["at"]) for row in joined.invoke(question)][:limit]

    return search


def txtai(texts: Sequence[str], model: Encoder, _folder: Path) -> Search:
    """Index with txtai's hybrid of sparse and dense."""
    index = import_module("txtai").Embeddings(
        method="external", transform=lambda rows: model.encode([str(row) for row in rows]), hybrid=True
    )
    index.index((i, text, None) for i, text in enumerate(texts))
    return lambda question, limit: [int(id_) for id_, _ in index.search(question, limit)]


def haystack(texts: Sequence[str], model: Encoder, _folder: Path) -> Search:
    """Index in Haystack's in-memory store; its two retrievers are joined by reciprocal ranks."""
    documents = import_module("haystack").Document
    store = import_module("haystack.document_stores.in_memory").InMemoryDocumentStore()
    store.write_documents(
        [
            documents(id=str(i), content=text, embedding=list(map(float, row)))
            for i, (text, row) in enumerate(zip(texts, model.encode(texts), strict=True))
        ]
    )
    joiner = import_module("haystack.components.joiners").DocumentJoiner(join_mode="reciprocal_rank_fusion")

    def search(question: str, limit: int) -> list[int]:
        near = store.embedding_retrieval(list(map(float, model.encode([question])[0])), top_k=limit)
        said = store.bm25_retrieval(question, top_k=limit)
        return [int(row.id) for row in joiner.run([said, near], top_k=limit)["documents"]]

    return search


_LANGCHAIN = {
    "langchain-classic": "langchain_classic",
    "langchain-chroma": "langchain_chroma",
    "langchain-community": "langchain_community",
    "rank-bm25": "rank_bm25",
}
PEERS: Mapping[str, Peer] = MappingProxyType(
    {
        "bm25s alone": Peer(words, {"bm25s": "bm25s", "PyStemmer": "Stemmer"}),
        "plain Chroma": Peer(chroma, {"chromadb": "chromadb"}),
        "LangChain BM25 (lower case) + Chroma": Peer(langchain, _LANGCHAIN),
        "txtai hybrid": Peer(txtai, {"txtai": "txtai", "faiss-cpu": "faiss"}),
        "Haystack in-memory hybrid": Peer(haystack, {"haystack-ai": "haystack"}),
    }
)
