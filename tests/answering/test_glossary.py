"""Hard words explained once, where they first stand."""

from collections.abc import Sequence

import pytest

from chatbot.answering.glossary import Glossary
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import GlossaryRecord

GLOSSARY = Glossary(
    (
        GlossaryRecord(term="access", meaning="the place of the needle"),
        GlossaryRecord(term="pressure", meaning="a push"),
        GlossaryRecord(term="blood pressure", also=("tension",), meaning="the push of the blood"),
        GlossaryRecord(term="AIDS", exact_case=True, meaning="an illness"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The access hurts.", "The access (the place of the needle) hurts."),
        ("Access, and access again.", "Access (the place of the needle), and access again."),
        ("blood pressure falls", "blood pressure (the push of the blood) falls"),
        ("the tension falls", "the tension (the push of the blood) falls"),
        ("tension and blood pressure", "tension (the push of the blood) and blood pressure"),
        ("air pressure", "air pressure (a push)"),
        ("pressures", "pressures (a push)"),
        ("it aids sleep", "it aids sleep"),
        ("AIDS", "AIDS (an illness)"),
        ("accessible", "accessible"),
        ("the place (access) hurts", "the place (access) hurts"),
        ("access (the needle) hurts", "access (the needle) hurts"),
        ("(so) access", "(so) access (the place of the needle)"),
        ("", ""),
    ],
)
def test_a_term_is_explained_in_brackets_behind_it(text: str, expected: str) -> None:
    assert GLOSSARY.bracketed(text, set()) == expected


def test_a_term_explained_in_one_text_is_not_explained_in_the_next() -> None:
    explained: set[str] = set()
    assert GLOSSARY.bracketed("tension", explained) == "tension (the push of the blood)"
    assert GLOSSARY.bracketed("blood pressure", explained) == "blood pressure"
    assert explained == {"blood pressure"}


def test_the_places_found_are_those_of_the_terms() -> None:
    text = "Low blood pressure at the access."
    found = list(GLOSSARY.find(text, set()))
    assert [text[one.start : one.end] for one in found] == ["blood pressure", "access"]


def test_an_empty_glossary_explains_nothing() -> None:
    assert Glossary(()).bracketed("the access", set()) == "the access"


def _own_terms(library: Library) -> Sequence[tuple[str, str]]:
    return [(record.term, record.meaning) for record in library.glossary]


def test_every_term_of_the_library_is_found_as_written(library: Library) -> None:
    glossary = Glossary(library.glossary)
    missed = [term for term, meaning in _own_terms(library) if glossary.bracketed(term, set()) != f"{term} ({meaning})"]
    assert missed == []
