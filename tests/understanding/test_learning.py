"""Learning from example messages: what was seen is known, the rest by likeness, and nothing depends on chance."""

from pathlib import Path

import pytest
from fakes import HashingEncoder

from chatbot.errors import SearchIndexError
from chatbot.understanding.learning import Learned, Lesson, kept, learn

HURTS = ["my chest hurts", "her chest hurts now", "his leg hurts a lot", "the arm hurts"]
ASKS = ["what does it cost", "what is the price", "what does it do", "what is it"]
LESSONS = [
    *(Lesson(text, frozenset({"alarm", "pain"})) for text in HURTS),
    *(Lesson(text, frozenset(), 0.5) for text in ASKS),
]
NONE = [0.0]


def taught(lessons: list[Lesson] = LESSONS) -> Learned:
    return learn(lessons, HashingEncoder().read([lesson.text for lesson in lessons]), [NONE] * len(lessons))


def score(learned: Learned, text: str, told: list[float] = NONE) -> float:
    row = learned.scores(HashingEncoder().read([text]), [told])[0]
    return float(row[learned.kinds.index("alarm")])


def test_what_was_learned_is_known_again() -> None:
    learned = taught()
    assert learned.kinds == ("alarm", "pain")
    assert min(score(learned, text) for text in HURTS) > 0.5
    assert max(score(learned, text) for text in ASKS) < 0


def test_a_new_message_is_judged_by_its_likeness() -> None:
    learned = taught()
    assert score(learned, "my arm hurts now") > score(learned, "what is the cost")


def test_a_circumstance_moves_a_message_away_from_all_that_lack_it() -> None:
    learned = taught()
    assert abs(score(learned, HURTS[0], [1.0])) < abs(score(learned, HURTS[0], [0.0]))


def test_learning_again_gives_the_same_bytes() -> None:
    one, other = taught(), taught()
    assert one.weights.tobytes() == other.weights.tobytes()


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    learned = taught()
    learned.save(tmp_path / "one.npz")
    again = Learned.load(tmp_path / "one.npz")
    assert again.kinds == learned.kinds
    assert score(again, "my arm hurts") == score(learned, "my arm hurts")
    assert [path.name for path in tmp_path.iterdir()] == ["one.npz"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file", b"no archive at all"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one.npz").write_bytes(content)
    with pytest.raises(SearchIndexError, match=r"one\.npz cannot be read"):
        Learned.load(tmp_path / "one.npz")


def test_what_was_learned_is_kept_for_its_version_and_learned_anew_for_another(tmp_path: Path) -> None:
    calls: list[str] = []

    def teach() -> Learned:
        calls.append("taught")
        return taught()

    first = kept(tmp_path / "learned", "v1", teach)
    again = kept(tmp_path / "learned", "v1", teach)
    assert len(calls) == 1
    assert again.weights.tobytes() == first.weights.tobytes()
    kept(tmp_path / "learned", "v2", teach)
    assert [path.name for path in (tmp_path / "learned").iterdir()] == ["v2.npz"]
    (tmp_path / "learned" / "v2.npz").write_bytes(b"damaged")
    kept(tmp_path / "learned", "v2", teach)
    assert len(calls) == 3


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SearchIndexError, match="CHATBOT_DATA"):
        kept(tmp_path / "file", "v1", taught)
