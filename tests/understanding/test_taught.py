"""What was learned of meaning and wording, kept in a file and learned anew when that does not fit."""

from pathlib import Path

import pytest
from fakes import HashingEncoder

from chatbot.errors import SearchIndexError
from chatbot.understanding.learning import Lesson
from chatbot.understanding.taught import ONE_BY_ONE, Taught, kept, teach

LESSONS = [
    *(Lesson(text, frozenset({"alarm"})) for text in ("my chest hurts", "the arm hurts")),
    *(Lesson(text, frozenset()) for text in ("what does it cost", "what is it")),
    Lesson("why does my arm cost", frozenset({ONE_BY_ONE[0]})),
]
ASKED = ["my arm hurts"]


def taught() -> Taught:
    return teach(LESSONS, HashingEncoder().read([lesson.text for lesson in LESSONS]), [[0.0]] * len(LESSONS))


def scores(one: Taught) -> list[float]:
    meaning = one.meaning.scores(HashingEncoder().read(ASKED), [[0.0]])
    nearest = one.nearest.scores(HashingEncoder().read(ASKED).vectors)
    return [float(meaning[0, 0]), float(one.phrases.scores(ASKED)[0, 0]), float(nearest[0, 0])]


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    one = taught()
    one.save(tmp_path / "one.npz")
    again = Taught.load(tmp_path / "one.npz")
    assert again.nearest.kinds == ONE_BY_ONE
    assert scores(again) == scores(one)
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file", b"no archive at all"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one.npz").write_bytes(content)
    with pytest.raises(SearchIndexError, match=r"one\.npz cannot be read"):
        Taught.load(tmp_path / "one.npz")


def test_what_was_learned_is_kept_for_its_version_and_learned_anew_for_another(tmp_path: Path) -> None:
    calls: list[str] = []

    def learn_again() -> Taught:
        calls.append("taught")
        return taught()

    first = kept(tmp_path / "learned", "v1", learn_again)
    again = kept(tmp_path / "learned", "v1", learn_again)
    assert len(calls) == 1
    assert scores(again) == scores(first)
    kept(tmp_path / "learned", "v2", learn_again)
    assert [path.name for path in (tmp_path / "learned").iterdir()] == ["v2.npz"]
    (tmp_path / "learned" / "v2.npz").write_bytes(b"damaged")
    kept(tmp_path / "learned", "v2", learn_again)
    assert len(calls) == 3


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SearchIndexError, match="CHATBOT_DATA"):
        kept(tmp_path / "file", "v1", taught)
