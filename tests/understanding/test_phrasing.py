"""How a follow-up is worded."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.understanding.people import Person
from chatbot.understanding.phrasing import Phrasing
from chatbot.understanding.question import Reader, bearings


@pytest.fixture(scope="module")
def phrasing(library: Library, reader: Reader) -> Phrasing:
    return Phrasing(library.wording, library.reading.follow_ups, reader.hearing, bearings(library).companions)


@pytest.mark.parametrize(
    ("question", "named", "person", "made"),
    [
        ("and the cost?", "cidp", Person(), "About IVIG for CIDP: the cost?"),
        ("What is it", "", Person(), "About IVIG: what is it"),
        ("MRI first?", "cidp and lupus", Person(), "About IVIG for CIDP and lupus: MRI first?"),
        ("is it safe", "chelation", Person(), "About chelation: is it safe"),
        ("is it safe", "chelation for autism", Person(), "About chelation: is it safe"),
        (
            "I may go?",
            "lupus",
            Person(age="7", weight="20 kg"),
            "About IVIG for lupus in a child of 7 at 20 kg: I may go?",
        ),
        ("ok?", "autistic son", Person(age="30"), "About IVIG for autism in an adult of 30: ok?"),
    ],
)
def test_what_a_question_is_about_stands_before_it(
    phrasing: Phrasing, reader: Reader, question: str, named: str, person: Person, made: str
) -> None:
    assert phrasing.about(question, reader.hearing.hear(named).names, person) == made


@pytest.mark.parametrize(
    ("question", "new", "made"),
    [
        ("is it ok for itp?", "cidp", "is it ok for CIDP?"),
        ("itp or cidp?", "lupus", "lupus?"),
        ("is chelation ok for autism", "stem cells", "is stem cells ok for autism"),
        ("stem cells for autism, real?", "fmt", "FMT, real?"),
        ("is it ok", "cidp", None),
    ],
)
def test_names_are_replaced_by_names(
    phrasing: Phrasing, reader: Reader, question: str, new: str, made: str | None
) -> None:
    assert phrasing.swapped(reader.hearing.hear(question), reader.hearing.hear(new).names) == made


@pytest.mark.parametrize(
    ("question", "made"),
    [
        ("is it approved in the us?", "is it approved in Canada?"),
        ("is it approved", "is it approved in Canada"),
        ("is it on the european label", None),
    ],
)
def test_a_place_is_replaced_or_added(phrasing: Phrasing, reader: Reader, question: str, made: str | None) -> None:
    assert phrasing.moved(reader.hearing.hear(question), "Canada") == made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("is ivig ok for cidp in the uk", "Is IVIG ok for CIDP in the UK?"),
        ("what can i do", "What can I do?"),
        ("does it help? tell me more", "Does it help? tell me more."),
        ("my son has lupus, does it help", "My son has lupus, does it help?"),
        ("my son has lupus", "My son has lupus."),
        ("Stop!", "Stop!"),
    ],
)
def test_a_text_is_polished_into_a_sentence(phrasing: Phrasing, text: str, said: str) -> None:
    assert phrasing.polished(text) == said


def test_a_message_stands_beside_the_last_question(phrasing: Phrasing) -> None:
    assert phrasing.beside("is it safe", "why?") == "is it safe? Why?"
    assert phrasing.beside("people with lupus relapse", "why?") == "people with lupus relapse. Why?"
    assert phrasing.added("is it safe?", "", Person()) == "is it safe?"
