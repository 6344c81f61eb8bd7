"""What is removed leaves its kind behind; all else stays to the letter."""

from pathlib import Path

import pytest

from chatbot.audit.redaction import Redactor, kept_names
from chatbot.errors import CorpusError
from chatbot.knowledge.library import Library


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("my son tom has CIDP", "my son [name] has CIDP"),
        ("Dr Graves treats Graves disease", "Dr [name] treats Graves disease"),
        ("Tom’s dose is 20 g", "[name]'s dose is 20 g"),
        ("mail a.b@example.org or 07700 900123", "mail [email] or [phone]"),
        ("12 Acacia Avenue, Leeds LS1 4AB, please", "[address], please"),
        ("DOB 3/4/2018, MRN 00482", "DOB [date of birth], MRN [id]"),
    ],
)
def test_a_detail_leaves_its_kind_behind(redactor: Redactor, said: str, kept: str) -> None:
    assert redactor(said).text == kept


@pytest.mark.parametrize("said", ["", "  two  spaces, ‘quotes’ ", "a\0b", "\ud800", "2 g/kg for 30 kg", "🙂 ok"])
def test_what_holds_no_detail_stays_to_the_letter(redactor: Redactor, said: str) -> None:
    assert redactor(said).text == said
    assert redactor(said).removed == ()


def test_a_long_message_takes_no_long_time(redactor: Redactor) -> None:
    redactor("a 1 b 2 " * 500)
    redactor("1" * 4_000)
    redactor("Aa " * 1_300)


def test_names_of_the_library_stay_and_a_corpus_may_list_more(tiny_library: Library, tmp_path: Path) -> None:
    (tmp_path / "redaction.yaml").write_text("kept: [Zebedee]\nbefore: [palsy]\n", encoding="utf-8")
    redact = Redactor(kept_names(tiny_library, tmp_path))
    assert redact("is Zebedee like Tom or Anna palsy?").text == "is Zebedee like [name] or Anna palsy?"


@pytest.mark.parametrize("text", ["kept: [x]\n", "kept: x\nbefore: []\n", "[]", "kept: [1]\nbefore: []\n", "{"])
def test_a_list_that_does_not_hold_is_told(tiny_library: Library, tmp_path: Path, text: str) -> None:
    (tmp_path / "redaction.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"redaction\.yaml"):
        kept_names(tiny_library, tmp_path)
