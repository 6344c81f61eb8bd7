import pytest

from chatbot.knowledge.library import Library
from chatbot.knowledge.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("  One.  ", ("One.",)),
        ("One. Two! Three? Four", ("One.", "Two!", "Three?", "Four")),
        ("It is 2.5 g. It is enough.", ("It is 2.5 g.", "It is enough.")),
        ("Rates differ. 3 in 100 had it.", ("Rates differ.", "3 in 100 had it.")),
        ("He said so. 'Never,' she said.", ("He said so.", "'Never,' she said.")),
        ("Label Rev. 5 says so. It is new.", ("Label Rev. 5 says so.", "It is new.")),
        ("No. 3 of Dr. Hill, e.g. Part A vs. Part B.", ("No. 3 of Dr. Hill, e.g. Part A vs. Part B.",)),
        ("St. Mary's gives it, i.e. Ward B.", ("St. Mary's gives it, i.e. Ward B.",)),
        ("a small letter. goes on", ("a small letter. goes on",)),
    ],
)
def test_a_text_is_cut_where_a_new_sentence_begins(text: str, expected: tuple[str, ...]) -> None:
    assert sentences(text) == expected


def test_no_word_of_the_corpus_is_lost_in_the_cutting(library: Library) -> None:
    texts = [passage.text for passage in library.passages]
    assert [text for text in texts if " ".join(sentences(text)).split() != text.split()] == []
