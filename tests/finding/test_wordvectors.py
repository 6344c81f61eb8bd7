"""The words of a library as vectors: read once, bound to what they were read from, and the same however made."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder
from samples import make_passage

from chatbot.domain import Passage
from chatbot.errors import SearchIndexError
from chatbot.finding.encoding import MiniLM
from chatbot.finding.quantizing import PARTS
from chatbot.finding.wordvectors import (
    AXES,
    NO_WORD,
    Listed,
    WordVectors,
    code,
    learn_axes,
    of_passage,
    open_word_vectors,
)

ONE = make_passage("one", "Headache after the drip.", asks=["is it common?", "does it pass?"])
TWO = make_passage("two", "Water helps a headache.")
CUT = make_passage("cut", "Staff wrote of a kidney.")
EXAMPLES = ("may i park here",)
NEAR = 0.98
"""The cosine of a word and what is kept of it, at least, where words are few."""


def listed(passages: Sequence[Passage] = (ONE, TWO), examples: Sequence[str] = EXAMPLES) -> Listed:
    """List passages of which all but CUT came with the library."""
    own = frozenset(passage.id for passage in passages if passage is not CUT)
    return Listed(passages, own, examples)


def opened(folder: Path, what: Listed, encoder: HashingEncoder | None = None) -> WordVectors:
    return open_word_vectors(folder, what, encoder or HashingEncoder())


def files(folder: Path) -> list[Path]:
    return list(folder.glob("words-*"))


def assert_same(one: WordVectors, other: WordVectors) -> None:
    for mine, its in zip(
        (*one.axes[:2], *one.axes.codebook, *one[1:]), (*other.axes[:2], *other.axes.codebook, *other[1:]), strict=True
    ):
        np.testing.assert_array_equal(np.asarray(mine), np.asarray(its))


def test_a_passage_is_read_under_title_and_heading_and_then_its_questions() -> None:
    under = replace(ONE, title="Drips", heading="Time")
    assert of_passage(under) == ["Drips. Time. Headache after the drip.", "is it common?", "does it pass?"]


def test_words_stand_text_by_text_in_few_bytes_and_are_read_at_length_one(tmp_path: Path) -> None:
    made = opened(tmp_path, listed())
    texts = listed().texts
    assert (made.rows.dtype, made.rows.shape) == (np.uint8, (len(made.codes), PARTS))
    assert np.diff([0, *made.ends]).tolist() == [len(text.split()) for text in texts]
    assert made.codes.tolist() == [code(word) for text in texts for word in text.casefold().split()]
    (headache,) = HashingEncoder().spell(["headache"])[1]
    assert made.axes.rows(made.rows[:1])[0] @ made.axes.units(headache.vectors)[0] > NEAR
    np.testing.assert_allclose(np.linalg.norm(made.axes.rows(made.rows), axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(made.example_vectors, HashingEncoder().encode(EXAMPLES), atol=0.01)


def test_a_mark_is_left_out(tmp_path: Path) -> None:
    made = opened(tmp_path, listed((make_passage("one", "Headache ! , pain"),), ()))
    assert made.codes.tolist() == [code("headache"), code("pain")]


def test_a_mark_is_no_word_and_a_word_has_one_code() -> None:
    assert code("?") == code("...") == NO_WORD
    assert len({code("drip"), code("drips"), code("7"), NO_WORD}) == 4


def test_what_all_words_have_in_common_is_taken_off() -> None:
    random = np.random.default_rng(1)
    words = random.normal(size=(500, 8)).astype(np.float32) * 0.1 + np.float32(5)
    units = learn_axes([words[:200], words[200:]]).units(words)
    np.testing.assert_allclose(units.mean(axis=0), 0, atol=0.05)
    assert abs(np.triu(units @ units.T, 1)).mean() < 0.5, "as they are, every cosine is near 1"


def test_the_axes_kept_are_those_along_which_words_differ() -> None:
    random = np.random.default_rng(1)
    wide = random.normal(size=(600, AXES))
    words = np.concatenate([wide, random.normal(size=(600, 20)) * 0.01], axis=1).astype(np.float32)
    axes = learn_axes([words])
    assert axes.turn.shape == (AXES + 20, AXES)
    assert np.abs(axes.turn[AXES:]).max() < 0.05
    assert (learn_axes([words[:5]]).turn.any(axis=0)).sum() == 4, "no more than the words have"


def test_a_second_opening_reads_nothing_and_is_the_same(tmp_path: Path) -> None:
    first, encoder = opened(tmp_path, listed()), HashingEncoder()
    assert_same(opened(tmp_path, listed(), encoder), first)
    assert encoder.encoded == []


def test_a_document_of_staff_is_read_alone_and_changes_no_other_word(tmp_path: Path) -> None:
    first, encoder = opened(tmp_path, listed()), HashingEncoder()
    made = opened(tmp_path, listed((ONE, CUT, TWO)), encoder)
    assert encoder.encoded == of_passage(CUT)
    assert_same(made, opened(tmp_path / "fresh", listed((ONE, CUT, TWO))))
    assert_same(opened(tmp_path, listed()), first)


def test_a_new_example_is_read_alone(tmp_path: Path) -> None:
    opened(tmp_path, listed())
    encoder = HashingEncoder()
    made = opened(tmp_path, listed(examples=("who sings?", *EXAMPLES)), encoder)
    assert encoder.encoded == ["who sings?"]
    assert_same(made, opened(tmp_path / "fresh", listed(examples=("who sings?", *EXAMPLES))))


def test_another_text_of_the_librarys_own_means_other_axes(tmp_path: Path) -> None:
    opened(tmp_path, listed())
    edited = (ONE, make_passage("two", "Rest helps a headache."))
    assert_same(opened(tmp_path, listed(edited)), opened(tmp_path / "fresh", listed(edited)))


def test_a_text_that_becomes_an_example_is_not_taken_for_a_passages(tmp_path: Path) -> None:
    shorter = replace(ONE, asks=ONE.asks[:1])
    one = opened(tmp_path / "a", Listed((ONE,), frozenset(), ()))
    other = opened(tmp_path / "b", Listed((shorter,), frozenset(), (ONE.asks[1].text,)))
    assert one.keys.tolist() == other.keys.tolist()
    assert (len(one.examples), len(other.examples)) == (0, 1)
    assert_same(opened(tmp_path / "a", Listed((shorter,), frozenset(), (ONE.asks[1].text,))), other)


def test_a_library_of_documents_alone_learns_from_all_it_has(tmp_path: Path) -> None:
    made = opened(tmp_path, Listed((CUT,), frozenset(), ()))
    assert made.rows.any(axis=1).all()


def test_words_of_another_model_are_never_taken_over(tmp_path: Path) -> None:
    opened(tmp_path, listed())
    other = HashingEncoder(name="another")
    opened(tmp_path, listed(), other)
    assert set(other.encoded) == set(listed().texts)


def test_only_the_words_in_force_are_left(tmp_path: Path) -> None:
    for what in (listed(), listed((ONE, CUT, TWO)), listed((TWO,))):
        opened(tmp_path, what)
        assert len(files(tmp_path)) == 1


def test_what_a_stopped_process_left_is_taken_away(tmp_path: Path) -> None:
    left = tmp_path / "words-one-other.npz.part"
    left.touch()
    opened(tmp_path, listed())
    assert not left.exists()


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:200])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [_cut_short, _empty])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    whole = opened(tmp_path, listed())
    (file,) = files(tmp_path)
    damage(file)
    with pytest.raises(SearchIndexError, match="delete it and run 'chatbot index'"):
        WordVectors.load(file)
    assert_same(opened(tmp_path, listed()), whole)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SearchIndexError, match="make the folder writable or set CHATBOT_DATA"):
        opened(tmp_path / "file" / "index", listed())


def test_a_library_without_a_text_has_no_word(tmp_path: Path) -> None:
    made = opened(tmp_path, Listed((), frozenset(), ()))
    assert (len(made.rows), len(made.ends), len(made.examples)) == (0, 0, 0)


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    open_word_vectors(tmp_path, listed(), HashingEncoder(), lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] == len(listed().texts)


def test_the_same_word_is_nearer_to_itself_in_another_sentence_than_to_others(real_encoder: MiniLM) -> None:
    _, (here, there) = real_encoder.spell(["My headache was strong.", "Does a headache pass by itself?"])
    axes = learn_axes([here.vectors, there.vectors])
    cosines = axes.units(here.vectors) @ axes.units(there.vectors).T
    assert cosines[here.words.index("headache")].argmax() == there.words.index("headache")
