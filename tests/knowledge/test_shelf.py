"""Whatever is done to staff's documents: no ghost in the library, in Chroma, in the word index or in the folder."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from builds import assert_same, collection
from fakes import HashingEncoder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knowledge_sources import make_source_record

from chatbot.assemble import words
from chatbot.domain import SourceKind
from chatbot.errors import CorpusError, DocumentError
from chatbot.finding.index import Index, IndexFolder
from chatbot.knowledge.library import Library, read_library
from chatbot.knowledge.loaders.parts import Part, whole
from chatbot.knowledge.shelf import FILES, RECORDS, Shelf, keep
from chatbot.settings import ROOT

TINY = ROOT / "tests" / "tiny"
TODAY = date(2026, 11, 21)
SENTENCES = ("Zebras carry the hose.", "Walnuts are kept in the drawer.", "The lamp is yellow on Mondays.")


def put(shelf: Shelf, folder: Path, id_: str, text: str) -> None:
    """Put a text on the shelf as a file that was read."""
    file = folder / "given.txt"
    file.write_text(text)
    reading = whole([Part(kind="text", text=text)], 0)
    shelf.put(file, make_source_record(id_), SourceKind.PATIENT_INFORMATION, keep(reading, len), TODAY)


def _open(library: Library, folder: Path) -> Index:
    return IndexFolder(folder, words(library)).open(library.passages, HashingEncoder(), library.fingerprint)


def _stored(folder: Path) -> set[str]:
    name = (folder / "CURRENT").read_text().strip()
    with collection(folder / name / "chroma", name) as store:
        return set(store.get()["documents"] or [])


def check(shelf: Shelf, index: Path, wanted: dict[str, str]) -> None:
    """Hold library, index and folder to the documents that there should be, and to nothing else."""
    library = read_library(TINY, shelf.folder)
    own = {id_: [one.passage.text for one in judged] for id_, judged in library.added.items()}
    assert own == {id_: [text] for id_, text in wanted.items()}
    opened = _open(library, index)
    with tempfile.TemporaryDirectory() as fresh:
        assert_same(opened, _open(library, Path(fresh)))
    gone = set(SENTENCES) - set(wanted.values())
    assert _stored(index).isdisjoint(gone)
    assert not any(text in path.read_text() for path in (shelf.folder / FILES).glob("*.txt") for text in gone)
    assert sorted(path.stem for path in (shelf.folder / RECORDS).iterdir()) == sorted(wanted)
    assert gone.isdisjoint(passage.text for passage in library.passages)


STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "put", "replace", "rename", "remove"]), st.integers(0, 2), st.integers(0, 2)),
    min_size=1,
    max_size=5,
)


@given(steps=STEPS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_steps_nothing_stale_remains(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shelf = Shelf(folder / "documents")
        put(shelf, folder, "own-first", SENTENCES[0])
        wanted = {"own-first": SENTENCES[0]}
        for what, number, text in steps:
            wanted = _step(shelf, folder, wanted, (what, f"own-{number}", SENTENCES[text]))
        shelf.sweep()
        check(shelf, folder / "index", wanted)


def _step(shelf: Shelf, folder: Path, wanted: dict[str, str], step: tuple[str, str, str]) -> dict[str, str]:
    what, id_, text = step
    if what == "put" or (what == "replace" and id_ in wanted):
        if text in wanted.values():
            return wanted  # the same words twice are cited together, which test_added shows
        put(shelf, folder, id_, text)
        return wanted | {id_: text}
    if what == "remove" and id_ in wanted:
        shelf.remove(id_)
        return {known: said for known, said in wanted.items() if known != id_}
    if what == "rename" and id_ in wanted:
        if "own-renamed" in wanted:
            return wanted
        shelf.rename(id_, "own-renamed")
        return {("own-renamed" if known == id_ else known): said for known, said in wanted.items()}
    return wanted


def test_what_a_stop_leaves_behind_is_swept_and_harms_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "documents")
    put(shelf, tmp_path, "own-first", SENTENCES[0])
    (shelf.folder / FILES / "half.txt.next").write_text("half")
    (shelf.folder / FILES / "orphan.json").write_text("{}")
    (shelf.folder / RECORDS / "own-second.yaml.next").write_text("source:")
    assert list(read_library(TINY, shelf.folder).added) == ["own-first"]
    shelf.sweep()
    assert {path.suffix for path in (shelf.folder / FILES).iterdir()} == {".txt", ".json"}
    assert [path.name for path in (shelf.folder / RECORDS).iterdir()] == ["own-first.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("publisher: A ward", "publisher: ''", "at least 1 character"),
        ("title:", "titel:", "is not a known key"),
        ("id: own-first", "id: own-other", "make it the same as the file's name"),
        ("reading: ", "reading: no-", "run 'chatbot corpus refresh'"),
    ],
)
def test_a_record_that_does_not_hold_is_told(old: str, new: str, what: str, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "documents")
    put(shelf, tmp_path, "own-first", SENTENCES[0])
    path = shelf.folder / RECORDS / "own-first.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(CorpusError, match="own-first") as caught:
        read_library(TINY, shelf.folder)
    assert any(what in problem.what for problem in caught.value.problems)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="there is no document 'own-x'; the documents are: none yet"):
        Shelf(tmp_path).remove("own-x")


def test_a_document_is_taken_over_from_another_shelf_whole(tmp_path: Path) -> None:
    drafts, shelf = Shelf(tmp_path / "drafts"), Shelf(tmp_path / "documents")
    put(drafts, tmp_path, "own-a", SENTENCES[0])
    drafts.change(drafts.record("own-a").model_copy(update={"decided": {"a": "leave-out"}}))
    shelf.take(drafts, "own-a")
    assert shelf.document("own-a") == drafts.document("own-a")
    assert shelf.original(shelf.record("own-a")).read_bytes() == SENTENCES[0].encode()
    put(drafts, tmp_path, "own-a", SENTENCES[1])
    assert drafts.record("own-a").decided == {"a": "leave-out"}
    with pytest.raises(DocumentError, match="there is no document 'own-b'"):
        shelf.take(drafts, "own-b")
