"""Question sets in BEIR's form: what is read, and what is wrong told with its place."""

import gzip
import json
from pathlib import Path

import pytest
from question_set import Rows, write

from evals.collection import CollectionError, read_collection

DOCUMENTS: Rows = [{"_id": "a", "title": "T", "text": "one"}, {"_id": "b", "text": "two", "url": "passed over"}]
QUERIES: Rows = [
    {"_id": "q1", "text": "one?", "half": "tune", "kind": "short"},
    {"_id": "q2", "text": "two?", "half": "report", "kind": "long"},
    {"_id": "q3", "text": "three?", "half": "report", "kind": "long"},
]
QRELS = "query-id\tcorpus-id\tscore\nq1\ta\t2\nq1\tb\t1\nq2\tb\t3\nq3\ta\t0\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, DOCUMENTS, QUERIES, QRELS)


def test_a_set_is_read_whole(folder: Path) -> None:
    found = read_collection(folder)
    assert [(d.id, d.title, d.heading, d.text) for d in found.documents] == [
        ("a", "T", "", "one"),
        ("b", "", "", "two"),
    ]
    assert found.gains == {"q1": {"a": 2, "b": 1}, "q2": {"b": 3}}
    assert [query.id for query in found.queries] == ["q1", "q2"]
    assert (found.unjudged, found.relevant) == (1, 2)


@pytest.mark.parametrize(
    ("half", "kind", "ids"), [("tune", None, ["q1"]), ("report", None, ["q2"]), (None, "short", ["q1"])]
)
def test_a_half_and_a_kind_can_be_chosen(folder: Path, half: str | None, kind: str | None, ids: list[str]) -> None:
    assert [query.id for query in read_collection(folder, half, kind).queries] == ids  # type: ignore[arg-type]


def test_a_query_that_names_no_half_has_one_by_its_id(tmp_path: Path) -> None:
    queries: Rows = [{"_id": f"q{i}", "text": "?"} for i in range(40)]
    write(tmp_path, DOCUMENTS, queries, "".join(f"q{i}\ta\t1\n" for i in range(40)))
    halves = [{q.id for q in read_collection(tmp_path, half).queries} for half in ("tune", "report")]
    assert all(halves)
    assert not halves[0] & halves[1]
    assert len(halves[0] | halves[1]) == 40


def test_packed_files_ids_that_are_numbers_and_qrels_of_a_test_split_are_read(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt") as file:
        file.write(json.dumps({"_id": 7, "text": "one"}) + "\n")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "?"}\n')
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("q\t7\t1\n")
    found = read_collection(tmp_path)
    assert (found.documents[0].id, found.relevant, found.gains) == ("7", 1, {"q": {"7": 1}})


BAD = [
    ("corpus.jsonl", "not json", r"corpus\.jsonl, line 1: is not JSON"),
    ("corpus.jsonl", "", "holds no line"),
    ("corpus.jsonl", '{"text": "x"}', "line 1: _id: Field required"),
    ("corpus.jsonl", '{"_id": "a", "text": "x"}\n\n[1]', "line 3: the line: "),
    ("corpus.jsonl", '{"_id": "a", "text": ""}\n{"_id": "a", "text": ""}', "the id 'a' is given"),
    ("queries.jsonl", '{"_id": "q1", "text": "x", "half": "test"}', "line 1: half: Input should be 'tune' or 'report'"),
    ("queries.jsonl", '{"_id": "q1", "text": ""}', "line 1: text: "),
    ("qrels.tsv", "q1 a 1", "line 1: has 1 columns"),
    ("qrels.tsv", "q1\ta\t1\nq1\tb\tgood", "line 2: the gain 'good' is not a whole number"),
    ("qrels.tsv", "q1\tz\t1", "the document 'z' is not in the set"),
    ("qrels.tsv", "q9\ta\t1", "the query 'q9' is not in the set"),
    ("qrels.tsv", "q1\ta\t0", "no document is judged above 0"),
]


@pytest.mark.parametrize(("file", "content", "told"), BAD)
def test_what_is_wrong_is_told_with_its_place(folder: Path, file: str, content: str, told: str) -> None:
    (folder / file).write_text(content)
    with pytest.raises(CollectionError, match=told):
        read_collection(folder)


@pytest.mark.parametrize("file", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(CollectionError, match=rf"has no {file}"):
        read_collection(folder)


def test_a_folder_that_is_not_there_and_a_kind_that_no_query_has_are_told(folder: Path) -> None:
    with pytest.raises(CollectionError, match="is not a folder"):
        read_collection(folder / "none")
    with pytest.raises(CollectionError, match="no query is of the tune set and the kind other"):
        read_collection(folder, "tune", "other")


@pytest.mark.parametrize(
    "content",
    [gzip.compress(b'{"_id": "a"}')[:12], b"no gzip", gzip.compress(b"\xff\xfe")],
    ids=["cut", "not packed", "no text"],
)
def test_a_damaged_file_is_told(folder: Path, content: bytes) -> None:
    (folder / "corpus.jsonl").unlink()
    (folder / "corpus.jsonl.gz").write_bytes(content)
    with pytest.raises(CollectionError, match=r"corpus\.jsonl\.gz cannot be read"):
        read_collection(folder)
