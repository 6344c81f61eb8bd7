"""Passages of documents are linked by their own words, then by what stands above them."""

from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.knowledge.files import read_files
from chatbot.knowledge.library import Library, linker_of
from chatbot.knowledge.linking import Linker
from chatbot.knowledge.naming import UseFinder
from chatbot.knowledge.notices import IntakeRecord
from chatbot.knowledge.topics import LEAST_EXAMPLES, TopicFinder


@pytest.fixture(scope="module")
def linker(tiny_library: Library) -> Linker:
    return linker_of(tiny_library, ())


@pytest.mark.parametrize(
    ("text", "heading", "title", "named", "uses"),
    [
        ("In psoriasis it was tried.", "Heart failure", "Kidney failure", ["psoriasis"], ["psoriasis"]),
        ("It was tried.", "Heart failure", "Kidney failure", ["heart-failure-fluid"], ["heart-failure-fluid"]),
        ("It was tried.", "Results", "Heart failure", [], ["heart-failure-fluid"]),
        ("It was tried.", "Results", "A leaflet", [], []),
    ],
)
def test_its_own_words_go_before_its_heading_and_that_before_the_title(
    linker: Linker, text: str, heading: str, title: str, named: list[str], uses: list[str]
) -> None:
    links = linker.link(text, heading, title)
    assert (list(links.named), list(links.uses)) == (named, uses)


@pytest.mark.parametrize(
    ("text", "heading", "uses"),
    [
        ("Serious ones are kidney failure, clots, haemolytic anaemia and stiff neck.", "", []),
        ("Kidney failure; blood clots; haemolytic anaemia; aseptic meningitis.", "Serious side effects", []),
        ("Frequency: rare; Adverse reaction: haemolytic anaemia.", "Table 2", []),
        ("Haemolytic anaemia may come after high doses.", "Side effects", []),
        ("Headache came to 24 of 100 people with CIDP.", "Side effects", ["cidp"]),
        ("In haemolytic anaemia it is given after steroids.", "When it is used", ["autoimmune-haemolytic-anaemia"]),
    ],
)
def test_what_is_named_as_a_side_effect_is_not_what_a_passage_is_about(
    text: str, heading: str, uses: list[str], library: Library, corpus: Path
) -> None:
    located, _ = read_files(corpus, "intake")
    real = linker_of(library, [row.record for row in located if isinstance(row.record, IntakeRecord)])
    assert list(real.link(text, heading, "A leaflet").uses) == uses


def test_another_treatment_is_not_the_librarys_own(linker: Linker) -> None:
    assert linker.meant("A machine for liver failure was tried in heart failure.") == ("liver-failure",)


def test_where_both_treatments_are_named_both_are_meant(tiny_library: Library, linker: Linker) -> None:
    own = tiny_library.reading.treatment_names[0]
    meant = linker.meant(f"As {own} in heart failure, so with a liver machine in liver failure.")
    assert set(meant) == {"heart-failure-fluid", "liver-failure"}


def test_a_title_lends_nothing_to_what_is_said_of_the_treatment_in_general(tiny_library: Library) -> None:
    one = replace(
        tiny_library.passages[0], text="The arm may swell", uses=(), asks=(), topics=frozenset({"side-effects"})
    )
    known = [replace(one, text=f"The arm may swell, {n}") for n in range(LEAST_EXAMPLES)]
    known += [replace(one, text=f"It pays, {n}", uses=("psoriasis",), topics=frozenset({"cost"})) for n in range(9)]
    names = UseFinder(tiny_library.uses, (), tiny_library.reading)
    linker = Linker(tiny_library.uses, names, TopicFinder((), known), known, ())
    assert linker.link("The arm may swell.", "", "Heart failure").uses == ()
    assert linker.link("It pays.", "", "Heart failure").uses == ("heart-failure-fluid",)
