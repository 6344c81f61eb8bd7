"""Our finder and its peers on one question set, in one run: what each costs, and how good what it finds is.

Every system runs in a process of its own on one thread, over the same passages and with the same model. The documents
are encoded once for all, and that time is told apart. A query's time holds all that its system does, its embedding too;
in turn with the queries the same process embeds them bare, so that a machine that slows down slows both.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from chatbot.assemble import open_encoder, words
from chatbot.commands.shared import progress_bar
from chatbot.domain import Passage
from chatbot.finding.encoding import Encoder, word_pieces
from chatbot.finding.finder import FusedFinder, Query
from chatbot.finding.index import Index, IndexFolder
from chatbot.finding.texts import read_text
from chatbot.finding.wordvectors import START
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from evals.asking import ONE_THREAD
from evals.chunks import passages
from evals.collection import Asked, Collection
from evals.measures import DEPTH, Quality, difference, mean, quality
from evals.peers import PEERS, Known, Search
from evals.speed import Spread, spread
from evals.vectors import Encoding, encoded

OURS = "this finder"
BARE = "one bare query embedding"
PASSAGES = 50
"""How many passages a system is asked for; the first ten documents among them count."""
WARM = 5
"""Queries asked before the clock runs."""


class Work(NamedTuple):
    """What every system gets."""

    passages: Sequence[Passage]
    queries: Sequence[Asked]
    vectors: Path
    """Of the passages, in their order."""
    settings: Settings


class Outcome(NamedTuple):
    """What a system costs, and the documents that it finds for each query, best first."""

    index_s: float
    memory_mb: float
    """What its process holds more after the last query than before the index was made."""
    query_ms: Spread
    bare_ms: Spread
    """Of the bare embedding of the same queries, in turn with them."""
    rankings: Mapping[str, Sequence[str]]
    size: float | None = None
    """Of our own index alone: word index and vectors together, by the size of the vectors."""


def prepare(
    collection: Collection, settings: Settings, folder: Path, kept: Path | None = None
) -> tuple[Work, Encoding]:
    """Cut the documents into passages and encode them into a folder; vectors kept of an earlier run are taken over."""
    encoder = open_encoder(settings)
    cut = passages(collection.documents, word_pieces(settings.model))
    with progress_bar("encoding") as progress:
        made = encoded([read_text(passage) for passage in cut], encoder, kept or folder, progress)
    place = folder / "rows.npy"
    np.save(place, made.vectors)
    return Work(cut, collection.queries, place, settings), made


def run(work: Work) -> Iterator[tuple[str, Outcome | list[str]]]:
    """Run the bare embedding, our finder and each peer, one after the other; a peer that lacks parts names them."""
    os.environ.update(ONE_THREAD)
    for name in (BARE, OURS, *PEERS):
        missing = PEERS[name].missing() if name in PEERS else []
        if missing:
            yield name, missing
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            yield name, alone.submit(measure, name, work).result()


def measure(name: str, work: Work) -> Outcome:
    """Build one system's index and ask it every query."""
    encoder = open_encoder(work.settings)
    texts = [read_text(passage) for passage in work.passages]
    known = Known(encoder, texts, np.load(work.vectors))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        before, started = _held_mb(), time.perf_counter()
        search, size = _built(name, work, known, Path(folder))
        index_s = time.perf_counter() - started
        for query in work.queries[:WARM]:
            search(query.text, PASSAGES)
        times, bare, rankings = [], [], {}
        for query in work.queries:
            started = time.perf_counter()
            encoder.encode([query.text])
            between = time.perf_counter()
            found = search(query.text, PASSAGES)
            times.append((time.perf_counter() - between) * 1000)
            bare.append((between - started) * 1000)
            rankings[query.id] = documents(work.passages, found)
        return Outcome(index_s, _held_mb() - before, spread(times), spread(bare), rankings, size)


def documents(cut: Sequence[Passage], found: Sequence[int]) -> list[str]:
    """Return the documents that passages come from, each at its best passage, the first ten."""
    return list(dict.fromkeys(cut[i].record for i in found))[:DEPTH]


def _built(name: str, work: Work, encoder: Encoder, folder: Path) -> tuple[Search, float | None]:
    if name == BARE:
        return _bare(encoder), None
    if name == OURS:
        return _ours(work, encoder, folder)
    return PEERS[name].build([read_text(passage) for passage in work.passages], encoder, folder), None


def _bare(encoder: Encoder) -> Search:
    def search(question: str, limit: int) -> list[int]:  # noqa: ARG001  it finds nothing
        encoder.encode([question])
        return []

    return search


def _ours(work: Work, encoder: Encoder, folder: Path) -> tuple[Search, float]:
    """Build and open an index as the product does, and find in it with the product's finder."""
    cutter = words(read_library(work.settings.corpus))
    index = IndexFolder(folder, cutter).open(work.passages, encoder, "measured")
    finder = FusedFinder(work.passages, index, {})
    place = {passage.id: i for i, passage in enumerate(work.passages)}

    def search(question: str, limit: int) -> list[int]:
        found = finder.find(Query(question, encoder.encode([question])[0]), limit)
        return [place[hit.passage.id] for hit in found.hits]

    return search, room(index, folder)


def room(index: Index, folder: Path) -> float:
    """Return the size of an index's vectors and of all that it keeps of words, by that of the vectors."""
    kept = [path for held in ("*/words/**/*", f"{START}*") for path in folder.glob(held) if path.is_file()]
    return (index.vectors.nbytes + sum(path.stat().st_size for path in kept)) / index.vectors.nbytes


def told_room(share: float) -> str:
    """Tell it beside the aim."""
    return f"  word index and vectors / vectors    {share:5.2f}   (aim: ≤ 1.5)"


def _held_mb() -> float:
    """Memory that this process holds, by Linux's own account of it."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def report(collection: Collection, results: Sequence[tuple[str, Outcome | list[str]]]) -> Iterator[str]:
    """Tell the run as a table, then how ours compares with the best peer, over all queries and for each kind."""
    yield f"{'':38}   index     memory   query p50      p95   / bare  nDCG@10  Recall@10  MRR@10"
    rows: dict[str, Mapping[str, Quality]] = {}
    for name, outcome in results:
        if isinstance(outcome, Outcome) and name != BARE:
            rows[name] = quality(outcome.rankings, collection.gains, collection.relevant)
        yield _row(name, outcome, rows.get(name))
    yield from _costs(dict(results))
    for kind in _kinds(collection.queries):
        ids = [query.id for query in collection.queries if kind in {"", query.kind}]
        yield from _compared({name: [of[id_] for id_ in ids] for name, of in rows.items()}, kind)


def _row(name: str, outcome: Outcome | list[str], of: Mapping[str, Quality] | None) -> str:
    if not isinstance(outcome, Outcome):
        return f"  {name:36}   not measured: {', '.join(outcome)} is not installed (pip install -e '.[peers]')"
    costs = f"{outcome.index_s:7.1f} s {outcome.memory_mb:7.0f} MB" if name != BARE else f"{'':20}"
    times = f"{outcome.query_ms.p50:8.1f} ms {outcome.query_ms.p95:7.1f} ms"
    times += f" {outcome.query_ms.p50 / outcome.bare_ms.p50:7.2f}" if name != BARE else ""
    good = mean(list(of.values())) if of else None
    return f"  {name:36} {costs} {times}" + (f" {good.ndcg:8.3f} {good.recall:9.3f} {good.mrr:8.3f}" if good else "")


def _costs(results: Mapping[str, Outcome | list[str]]) -> Iterator[str]:
    ours = results[OURS]
    if isinstance(ours, Outcome):
        yield f"  query / bare query embedding, p50   {ours.query_ms.p50 / ours.bare_ms.p50:5.2f}   (aim: ≤ 1.5)"
        yield told_room(ours.size or 0)


def _kinds(queries: Sequence[Asked]) -> list[str]:
    """The whole, as an empty name, and each kind where there are several."""
    kinds = sorted({query.kind for query in queries})
    return ["", *(kinds if len(kinds) > 1 else ())]


def _compared(rows: Mapping[str, Sequence[Quality]], kind: str) -> Iterator[str]:
    means = {name: mean(of).ndcg for name, of in rows.items()}
    ours = means.pop(OURS)
    best = max(means, key=lambda name: means[name])
    apart = difference([q.ndcg for q in rows[OURS]], [q.ndcg for q in rows[best]])
    times = f"{ours / means[best]:.3f} times" if means[best] else "above"
    yield f"  nDCG@10, {kind or 'all'} ({len(rows[OURS])} queries): ours {ours:.3f}, {times} the best peer's"
    yield f"    ({best}, {means[best]:.3f}; aim: ≥ 1.05); difference {apart}"
