"""How early a passage that carries a point of a case is found: by words, by meaning and by both, also with typos."""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from chatbot.assemble import library_version, open_encoder, open_index
from chatbot.finding.encoding import Encoder
from chatbot.finding.finder import Finder, FusedFinder, Query, Weights
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from chatbot.understanding.question import Reader
from evals.cases import AnswerCase
from evals.noise import noisy
from evals.retrieval import room
from evals.shares import Share

DEPTH = 10
WAYS: Mapping[str, Weights] = MappingProxyType(
    {"words": Weights(words=1.0), "meaning": Weights(words=0.0), "fused": Weights()}
)
"""How passages are scored; the weights of use and topic are the same in all."""
TYPOS = ("swapped letters", "dropped letter", "doubled letter", "neighbouring key")


class Ranks(NamedTuple):
    """Of each question the rank of its first gold passage among the first ten, from 1; 0 for none."""

    ranks: Sequence[int]

    def within(self, depth: int) -> Share:
        """How many questions have a gold passage among the first `depth`."""
        return Share(sum(0 < rank <= depth for rank in self.ranks), len(self.ranks))

    @property
    def mrr(self) -> float:
        """The mean of the reciprocal ranks."""
        return statistics.mean(1 / rank if rank else 0.0 for rank in self.ranks)


class Ranker:
    """Ranks a library's passages for questions in each way, over one index."""

    def __init__(self, reader: Reader, encoder: Encoder, finders: Mapping[str, Finder], room: float) -> None:
        self._reader = reader
        self._encoder = encoder
        self._finders = finders
        self.room = room
        """Of the index and the words, by its vectors (retrieval.py)."""

    @classmethod
    def open(cls, settings: Settings) -> "Ranker":
        """Open the settings' library and its index."""
        library, encoder = read_library(settings.corpus), open_encoder(settings)
        index = open_index(settings, library, encoder, library_version(library, encoder))
        finders = {way: FusedFinder(library.passages, index, library.plans, weights) for way, weights in WAYS.items()}
        return cls(Reader(library), encoder, finders, room(index, settings.data / "index"))

    def ranks(self, cases: Sequence[AnswerCase], typed: Callable[[str], str] = str) -> dict[str, Ranks]:
        """Return the ranks of each way; a question is typed by `typed` before it is asked."""
        reads = [self._reader.read(typed(case.question), (), None) for case in cases]
        vectors = self._encoder.encode([read.search for read in reads])
        queries = [Query(read.search, row, read.uses, read.topics) for read, row in zip(reads, vectors, strict=True)]
        return {
            way: Ranks([_rank(finder, query, case) for query, case in zip(queries, cases, strict=True)])
            for way, finder in self._finders.items()
        }


def table(ranker: Ranker, cases: Sequence[AnswerCase]) -> Iterator[str]:
    """Tell for each way, with and without a typing error, how early a passage that carries a point is found."""
    yield f"{'a gold passage among the first five':56}{'MRR@10':>8}"
    typed = [ranker.ranks(cases, partial(noisy, kind=kind)) for kind in TYPOS]
    for way, clean in ranker.ranks(cases).items():
        together = Ranks([rank for ranks in typed for rank in ranks[way].ranks])
        yield f"{way:9}as typed  {clean.within(5)!s:60}{clean.mrr:6.3f}"
        yield f"{way:9}with a typo {together.within(5)!s:58}{together.mrr:6.3f}"


def _rank(finder: Finder, query: Query, case: AnswerCase) -> int:
    gold = {fact for point in case.must_say for fact in point.facts}
    found = (hit.passage.record for hit in finder.find(query, DEPTH).hits)
    return next((rank for rank, record in enumerate(found, start=1) if record in gold), 0)
