"""Vectors in Chroma, embedded and on a server: what goes in comes out, and nothing else does."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from builds import collection, of_use
from fakes import HashingEncoder
from samples import SOURCE, make_passage

from chatbot.domain import Strength
from chatbot.errors import SearchIndexError
from chatbot.finding.encoding import Vectors
from chatbot.finding.store import NO_USE, Entry, VectorStore, metadata, text_key

pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
"""Chroma's client for servers closes none of its connections."""

PASSAGES = [
    make_passage("fact-a", "Headache is common.", uses=("cidp", "itp"), topics=("side-effects", "evidence")),
    make_passage("fact-b", "It takes hours.", strength=Strength.LABEL),
]
ENTRIES = [
    Entry("a", "Headache is common.", 0, "text"),
    Entry("a#a0", "is headache common?", 0, "ask"),
    Entry("b", "It takes hours.", 1, "text"),
    Entry("b#a0", "does it take long?", 1, "ask"),
]

Open = Callable[[str], VectorStore]


@pytest.fixture(params=["embedded", "server"])
def store_of(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Open the store of a name, embedded and on a server."""
    url = request.getfixturevalue("chroma_url") if request.param == "server" else ""
    prefix = text_key(request.node.name)[:8]
    return lambda name: VectorStore(f"{prefix}-{name}", tmp_path / name, url)


def vectors(entries: list[Entry]) -> Vectors:
    return HashingEncoder().encode([entry.text for entry in entries])


def test_what_was_written_is_read_in_the_order_asked_for(store_of: Open) -> None:
    store_of("one").write(ENTRIES, vectors(ENTRIES), PASSAGES)
    np.testing.assert_array_equal(store_of("one").read(ENTRIES), vectors(ENTRIES))
    np.testing.assert_array_equal(store_of("one").read(ENTRIES[::-1]), vectors(ENTRIES[::-1]))


def test_vectors_can_be_taken_over_by_their_text(store_of: Open) -> None:
    store_of("one").write(ENTRIES, vectors(ENTRIES), PASSAGES)
    kept = store_of("one").by_text()
    assert kept.keys() == {text_key(entry.text) for entry in ENTRIES}
    for entry, row in zip(ENTRIES, vectors(ENTRIES), strict=True):
        np.testing.assert_array_equal(kept[text_key(entry.text)], row)


def test_writing_again_leaves_nothing_of_before(store_of: Open) -> None:
    store_of("one").write(ENTRIES, vectors(ENTRIES), PASSAGES)
    store_of("one").write(ENTRIES[:2], vectors(ENTRIES[:2]), PASSAGES)
    assert store_of("one").by_text().keys() == {text_key(entry.text) for entry in ENTRIES[:2]}


def test_deleting_once_or_twice_forgets_one_collection_and_not_its_neighbour(store_of: Open) -> None:
    for name in ("old", "new"):
        store_of(name).write(ENTRIES, vectors(ENTRIES), PASSAGES)
    store_of("old").delete()
    store_of("old").delete()
    with pytest.raises(SearchIndexError, match="cannot be read"):
        store_of("old").read(ENTRIES)
    assert store_of("new").read(ENTRIES).shape[0] == len(ENTRIES)


@pytest.mark.parametrize("asked", [ENTRIES[:3], [*ENTRIES, Entry("more", "more", 1, "text")]])
def test_a_collection_with_other_entries_is_refused(store_of: Open, asked: list[Entry]) -> None:
    store_of("one").write(ENTRIES, vectors(ENTRIES), PASSAGES)
    with pytest.raises(SearchIndexError, match="damaged"):
        store_of("one").read(asked)


def test_more_entries_than_one_page_all_arrive(store_of: Open) -> None:
    many = [Entry(f"e{i}", f"text {i}", 0, "text") for i in range(2_003)]
    store_of("many").write(many, vectors(many), PASSAGES)
    np.testing.assert_array_equal(store_of("many").read(many), vectors(many))


def test_a_folder_that_was_removed_can_be_written_again(tmp_path: Path) -> None:
    store = VectorStore("one", tmp_path / "one")
    store.write(ENTRIES, vectors(ENTRIES), PASSAGES)
    shutil.rmtree(tmp_path / "one")
    store.write(ENTRIES[:1], vectors(ENTRIES[:1]), PASSAGES)
    assert store.read(ENTRIES[:1]).shape[0] == 1


def test_other_programs_can_filter_by_metadata(tmp_path: Path) -> None:
    VectorStore("one", tmp_path).write(ENTRIES, vectors(ENTRIES), PASSAGES)
    with collection(tmp_path, "one") as found:
        assert found.get(where=of_use("itp"))["ids"] == ["a", "a#a0"]
        assert found.get(where={"strength": "label"})["documents"] == ["It takes hours.", "does it take long?"]
        assert found.get(where={"part": "ask"})["ids"] == ["a#a0", "b#a0"]


def test_metadata_says_what_a_passage_is() -> None:
    assert metadata(ENTRIES[0], PASSAGES) == {
        "part": "text",
        "text_key": text_key("Headache is common."),
        "passage": PASSAGES[0].id,
        "uses": ["cidp", "itp"],
        "topics": ["evidence", "side-effects"],
        "strength": "expert",
        "kind": SOURCE.kind.value,
        "jurisdiction": "UK",
    }


def test_an_empty_list_is_stored_as_a_dash() -> None:
    assert metadata(ENTRIES[2], PASSAGES)["uses"] == [NO_USE]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://127.0.0.1:99999", "https://127.0.0.1:9"])
def test_a_server_that_is_not_there_is_told_as_an_index_error(tmp_path: Path, url: str) -> None:
    store = VectorStore("one", tmp_path, url)
    with pytest.raises(SearchIndexError, match="Chroma did not take the vectors"):
        store.write(ENTRIES, vectors(ENTRIES), PASSAGES)
    with pytest.raises(SearchIndexError, match="cannot be read"):
        store.read(ENTRIES)
    store.delete()
