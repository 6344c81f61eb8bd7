"""Documents into passages: nothing is lost, nothing is too long, and each says where it comes from."""

import pytest

from chatbot.finding.encoding import word_pieces
from chatbot.finding.texts import read_text
from evals.chunks import MOST_PIECES, cut, passages
from evals.collection import Document


def by_words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", []),
        ("One two. Three four.", ["One two. Three four."]),
        ("One two three. Four five.", ["One two three.", "Four five."]),
        ("One two three four five six.", ["One two three", "four five six."]),
        ("One two three four five six seven eight nine.", ["One two three four", "five six", "seven eight nine."]),
    ],
)
def test_whole_sentences_are_kept_together_while_they_have_room(text: str, made: list[str]) -> None:
    assert cut(text, 4, by_words) == made


def test_one_long_word_stays_whole() -> None:
    assert cut("x" * 50, 4, len) == ["x" * 50]


def test_each_passage_names_its_document_and_holds_its_words() -> None:
    text = " ".join(f"Sentence number {i} of some length." for i in range(100))
    documents = [Document(_id="a", title="T", heading="H", text=text), Document(_id="b", text="")]
    made = passages(documents, by_words)
    assert [passage.record for passage in made] == ["a"] * (len(made) - 1) + ["b"]
    assert len({passage.id for passage in made}) == len(made) > 2
    assert " ".join(passage.text for passage in made[:-1]) == text
    assert {(passage.title, passage.heading) for passage in made[:-1]} == {("T", "H")}


def test_passages_are_no_longer_than_the_model_reads() -> None:
    measure = word_pieces("")
    long = Document(_id="a", title="A title", heading="of words", text="Immunoglobulin-deficiency, unbroken " * 200)
    made = passages([long], measure)
    assert max(measure(read_text(passage)) for passage in made) <= MOST_PIECES + 2
    assert len(made) < 20
