"""The comparison on a question set: ours through the product's own index, costs, and what the table says."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from question_set import Rows, write

from chatbot.settings import ROOT, Settings
from evals.__main__ import main
from evals.collection import Collection, read_collection
from evals.retrieval import BARE, OURS, Outcome, documents, measure, prepare, report
from evals.speed import Spread

DOCUMENTS: Rows = [
    {"_id": "kidney", "title": "Kidneys", "heading": "what they do", "text": "They clear water from the blood."},
    {"_id": "bone", "title": "Bones", "text": "They carry the body. " * 60},
    {"_id": "eye", "title": "Eyes", "text": "They see light."},
]
QUERIES: Rows = [
    {"_id": "q1", "text": "what do kidneys do?", "kind": "short"},
    {"_id": "q2", "text": "which part of the body sees light?", "kind": "long"},
]
QRELS = "q1\tkidney\t1\nq2\teye\t1\n"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return read_collection(write(tmp_path, DOCUMENTS, QUERIES, QRELS))


def test_our_finder_finds_through_the_index_of_the_product(collection: Collection, tmp_path: Path) -> None:
    settings = Settings(corpus=ROOT / "tests" / "tiny")
    work, encoding = prepare(collection, settings, tmp_path)
    assert encoding.new == encoding.vectors.shape[0] == len({p.text for p in work.passages}) == len(work.passages)
    outcome = measure(OURS, work)
    assert {query: found[0] for query, found in outcome.rankings.items()} == {"q1": "kidney", "q2": "eye"}
    assert [sorted(found) for found in outcome.rankings.values()] == [["bone", "eye", "kidney"]] * 2
    assert outcome.index_s > 0 < outcome.query_ms.p50 <= outcome.query_ms.p95
    assert outcome.bare_ms.p50 > 0
    assert outcome.size is not None
    assert outcome.size > 1
    bare = measure(BARE, work)
    assert set(map(tuple, bare.rankings.values())) == {()}


def test_a_document_stands_at_its_best_passage_once(collection: Collection, tmp_path: Path) -> None:
    work, _ = prepare(collection, Settings(), tmp_path)
    at = [passage.record for passage in work.passages]
    assert at.count("bone") > 1
    bones = [i for i, record in enumerate(at) if record == "bone"]
    found = [bones[1], at.index("eye"), bones[0], at.index("kidney")]
    assert documents(work.passages, found) == ["bone", "eye", "kidney"]


def outcome(rankings: Mapping[str, Sequence[str]], size: float | None = None) -> Outcome:
    return Outcome(2.5, 12.0, Spread(15.0, 30.0), Spread(10.0, 20.0), rankings, size)


def test_the_table_tells_costs_quality_and_the_best_peer(collection: Collection) -> None:
    right, half = {"q1": ["kidney"], "q2": ["eye"]}, {"q1": ["kidney"], "q2": ["bone"]}
    told = "\n".join(
        report(
            collection,
            [
                (BARE, Outcome(0, 0, Spread(9.0, 18.0), Spread(9.0, 18.0), {})),
                (OURS, outcome(right, 1.3)),
                ("one", outcome(half)),
                ("two", outcome({})),
                ("three", ["not-there"]),
            ],
        )
    )
    assert "query / bare query embedding, p50    1.50" in told
    assert "word index and vectors / vectors     1.30" in told
    assert "not measured: not-there is not installed" in told
    assert "nDCG@10, all (2 queries): ours 1.000, 2.000 times the best peer's\n    (one, 0.500;" in told
    assert "nDCG@10, short (1 queries): ours 1.000, 1.000 times the best peer's" in told
    rows = {line.split()[0]: line.split()[-3:] for line in told.splitlines() if line.startswith(("  one  ", "  two  "))}
    assert rows == {"one": ["0.500", "0.500", "0.500"], "two": ["0.000", "0.000", "0.000"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["--data", "no/such/folder"], "is not a folder"), (["--kind", "short"], "--kind and --vectors go with --data")],
)
def test_what_cannot_be_measured_is_told_in_a_line(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["finding", *arguments])
    assert result.exit_code != 0
    assert told in result.output
    assert "Traceback" not in result.output
