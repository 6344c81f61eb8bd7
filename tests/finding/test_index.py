"""The index on disk: built whole, with nothing encoded twice and nothing stale."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builds import WORDS, assert_same, collection, folders, of_use, open_index, texts_of
from fakes import HashingEncoder
from samples import make_passage

from chatbot.errors import SearchIndexError
from chatbot.finding.index import IndexFolder, entries, fields
from chatbot.finding.lexical import WordIndex, Words
from chatbot.finding.store import Entry, VectorStore
from chatbot.finding.texts import read_text

TWO = make_passage("two", "It is common. It passes.", asks=["is it common?", "does it pass?"])
ONE = make_passage("one", "It takes hours.")
SMALL = [TWO, ONE]


def test_every_text_is_listed_once_in_order() -> None:
    assert entries(SMALL) == [
        Entry(TWO.id, "It is common. It passes.", 0, "text"),
        Entry(f"{TWO.id}#s0", "It is common.", 0, "sentence"),
        Entry(f"{TWO.id}#s1", "It passes.", 0, "sentence"),
        Entry(f"{TWO.id}#a0", "is it common?", 0, "ask"),
        Entry(f"{TWO.id}#a1", "does it pass?", 0, "ask"),
        Entry(ONE.id, "It takes hours.", 1, "text"),
    ]


def test_title_and_heading_stand_above_a_text_and_passages_under_one_title_make_a_page() -> None:
    under = replace(ONE, title="Drips", heading="Time")
    assert read_text(under) == "Drips. Time. It takes hours."
    assert fields(under)[:3] == ("Drips", "Time", "It takes hours.")
    assert fields(TWO).text == "It is common. It passes. is it common? does it pass?"
    assert fields(under).page == fields(replace(TWO, title="Drips")).page != fields(TWO).page != fields(ONE).page
    assert read_text(replace(ONE, heading="Time")) == "Time. It takes hours."
    assert [entry.text for entry in entries([under])] == ["Drips. Time. It takes hours."]


def test_a_first_opening_builds_the_whole_index(tmp_path: Path) -> None:
    made = open_index(tmp_path, SMALL)
    assert list(made.entries) == entries(SMALL)
    np.testing.assert_array_equal(made.vectors, HashingEncoder().encode([entry.text for entry in made.entries]))
    fresh = WordIndex.build([fields(passage) for passage in SMALL], WORDS)
    np.testing.assert_array_equal(made.words.scores("common hours"), fresh.scores("common hours"))
    assert made.encoded == len(made.entries)


def test_a_second_opening_encodes_nothing_and_is_the_same(tmp_path: Path) -> None:
    first, encoder = open_index(tmp_path, SMALL), HashingEncoder()
    second = open_index(tmp_path, SMALL, encoder)
    assert (second.encoded, encoder.encoded) == (0, [])
    assert_same(second, first)


def test_only_texts_that_changed_are_encoded_again(tmp_path: Path) -> None:
    open_index(tmp_path, SMALL)
    encoder = HashingEncoder()
    shorter = make_passage("two", "It is common.", asks=["is it common?", "is it rare?"])
    edited = [shorter, ONE, make_passage("three", "It takes hours.")]
    made = open_index(tmp_path, edited, encoder)
    assert encoder.encoded == ["is it rare?"]
    assert made.encoded == 1


def test_a_text_that_stands_twice_is_encoded_once(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    open_index(tmp_path, [ONE, make_passage("again", ONE.text)], encoder)
    assert encoder.encoded == [ONE.text]


def test_vectors_of_another_model_are_never_taken_over(tmp_path: Path) -> None:
    open_index(tmp_path, SMALL)
    other = HashingEncoder(name="another")
    assert open_index(tmp_path, SMALL, other).encoded == len(other.encoded) == 6


def test_a_new_library_version_alone_encodes_nothing(tmp_path: Path) -> None:
    open_index(tmp_path, SMALL)
    encoder = HashingEncoder()
    IndexFolder(tmp_path, WORDS).open(SMALL, encoder, "version 2")
    (manifest,) = tmp_path.glob("*/manifest.json")
    assert json.loads(manifest.read_text()) == {"model": "hashing", "library_version": "version 2", "texts": 6}
    assert encoder.encoded == []


def test_changed_word_lists_change_the_word_index(tmp_path: Path) -> None:
    open_index(tmp_path, SMALL)
    words, encoder = Words({"hours": "common"}, frozenset({"it"})), HashingEncoder()
    made = IndexFolder(tmp_path, words).open(SMALL, encoder, "version 1")
    fresh = WordIndex.build([fields(passage) for passage in SMALL], words)
    np.testing.assert_array_equal(made.words.scores("it hours"), fresh.scores("it hours"))
    assert encoder.encoded == []


def test_changed_metadata_reaches_the_store(tmp_path: Path) -> None:
    open_index(tmp_path, SMALL)
    encoder = HashingEncoder()
    open_index(tmp_path, [TWO, replace(ONE, uses=("cidp",))], encoder)
    name = (tmp_path / "CURRENT").read_text().strip()
    with collection(tmp_path / name / "chroma", name) as store:
        assert store.get(where=of_use("cidp"))["ids"] == [ONE.id]
    assert encoder.encoded == []


def test_only_the_index_in_force_is_left(tmp_path: Path) -> None:
    for step in range(3):
        open_index(tmp_path, texts_of(step))
    assert folders(tmp_path) == [IndexFolder(tmp_path, WORDS).current()]


def test_going_back_to_an_earlier_library_works(tmp_path: Path) -> None:
    first = open_index(tmp_path, texts_of(1))
    open_index(tmp_path, texts_of(2))
    assert_same(open_index(tmp_path, texts_of(1)), first)


def _lose_vectors(place: Path) -> None:
    shutil.rmtree(place / "chroma")


def _lose_some_vectors(place: Path) -> None:
    store, kept = VectorStore(place.name, place / "chroma"), [Entry(ONE.id, ONE.text, 0, "text")]
    store.write(kept, HashingEncoder().encode([ONE.text]), [ONE])


def _lose_words(place: Path) -> None:
    shutil.rmtree(place / "words")


def _spoil_words(place: Path) -> None:
    for file in (place / "words").rglob("*.*"):
        file.write_bytes(file.read_bytes()[:20])


def _spoil_places(place: Path) -> None:
    file = place / "words" / "places.npy"
    file.write_bytes(file.read_bytes()[:20])


def _spoil_manifest(place: Path) -> None:
    (place / "manifest.json").write_text("[half")


DAMAGES = [_lose_vectors, _lose_some_vectors, _lose_words, _spoil_words, _spoil_places, _spoil_manifest]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__.strip("_"))
def test_a_damaged_index_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    whole = open_index(tmp_path, SMALL)
    damage(tmp_path / (tmp_path / "CURRENT").read_text().strip())
    assert_same(open_index(tmp_path, SMALL), whole)
    assert open_index(tmp_path, SMALL).encoded == 0


def test_nothing_is_in_force_before_the_first_build(tmp_path: Path) -> None:
    assert IndexFolder(tmp_path / "not-there", WORDS).current() is None


@pytest.mark.parametrize("place", ["file", "file/index", "file/deep/index"])
def test_a_file_where_the_data_folder_should_be_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = IndexFolder(tmp_path / place, WORDS)
    with pytest.raises(SearchIndexError, match="cannot be read"):
        folder.current()
    with pytest.raises(SearchIndexError, match="make it readable or set CHATBOT_DATA"):
        folder.open(SMALL, HashingEncoder(), "version 1")
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_full_disk_at_the_last_step_leaves_the_old_index_in_force(tmp_path: Path) -> None:
    old = open_index(tmp_path, texts_of(1))
    (tmp_path / "CURRENT.next").symlink_to("/dev/full")
    with pytest.raises(SearchIndexError, match=r"No space left.*CHATBOT_DATA.*was not touched"):
        open_index(tmp_path, texts_of(2))
    assert open_index(tmp_path, texts_of(1)).encoded == 0
    assert_same(open_index(tmp_path, texts_of(1)), old)
    (tmp_path / "CURRENT.next").unlink()
    assert_same(open_index(tmp_path, texts_of(2)), open_index(tmp_path / "fresh", texts_of(2)))


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_a_server_takes_over_what_it_has_and_forgets_the_old_collection(tmp_path: Path, chroma_url: str) -> None:
    open_index(tmp_path, texts_of(1), url=chroma_url)
    old, encoder = str(IndexFolder(tmp_path, WORDS).current()), HashingEncoder()
    made = open_index(tmp_path, texts_of(2), encoder, chroma_url)
    assert set(encoder.encoded) == {e.text for e in made.entries} - {e.text for e in entries(texts_of(1))}
    assert_same(made, open_index(tmp_path / "embedded", texts_of(2)))
    with pytest.raises(SearchIndexError, match="does not exist"):
        VectorStore(old, tmp_path, chroma_url).by_text()


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_moving_to_a_server_and_back_needs_no_hand(tmp_path: Path, chroma_url: str) -> None:
    embedded = open_index(tmp_path, SMALL)
    assert_same(open_index(tmp_path, SMALL, url=chroma_url), embedded)
    assert open_index(tmp_path, SMALL, url=chroma_url).encoded == 0
    assert_same(open_index(tmp_path, SMALL), embedded)
