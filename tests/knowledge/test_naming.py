"""Uses are found by their names as print has them, over the second corpus."""

import pytest

from chatbot.knowledge.library import Library
from chatbot.knowledge.naming import UseFinder
from chatbot.knowledge.notices import IntakeRecord

ASIDE = IntakeRecord(id="tested", role="aside", patterns=(r"\btested for (?:\w+ ){0,4}?_(?: |$)", "(?:^| )_ tests?"))
HARM = IntakeRecord(id="harm", role="aside", patterns=(r"\bharms are (?:\w+ ){0,30}?(?<! with )_(?: |$)",))


@pytest.fixture(scope="module")
def finder(tiny_library: Library) -> UseFinder:
    return UseFinder(tiny_library.uses, tiny_library.ambiguous, tiny_library.reading, [ASIDE, HARM])


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("In heart failure it is tried.", ("heart-failure-fluid",)),
        ("In heart failures it is tried.", ("heart-failure-fluid",)),
        ("It is offered in heart and liver failure.", ("heart-failure-fluid", "liver-failure")),
        ("It is offered to all hearts.", ()),
        ("Each donor is tested for flu and psoriasis.", ()),
        ("A psoriasis test is done before.", ()),
        ("Harms are cramp, thirst, a sore arm, a tired leg, a heavy head, a stiff neck, psoriasis and hiccups.", ()),
        ("Harms are rare. It is given in psoriasis.", ("psoriasis",)),
        ("Harms are milder in people with psoriasis.", ("psoriasis",)),
        ("It was tried for psoriasis, and donors are tested for flu.", ("psoriasis",)),
    ],
)
def test_names_are_found(finder: UseFinder, text: str, uses: tuple[str, ...]) -> None:
    assert finder.find(text) == uses


def test_the_heading_above_tells_too_what_is_named_in_passing(tiny_library: Library) -> None:
    harm = IntakeRecord(id="harm", role="aside", patterns=(r"\bharms \| (?:\w+ )*_(?: |$)",))
    finder = UseFinder(tiny_library.uses, tiny_library.ambiguous, tiny_library.reading, [harm])
    said = "It may end. Cramp and psoriasis may come."
    found = [finder.find(said, heading=heading) for heading in ("", "Uses", "Known harms")]
    assert found == [("psoriasis",), ("psoriasis",), ()]


def test_a_name_that_may_mean_several_is_narrowed_by_what_the_text_is_about(tiny_library: Library) -> None:
    finder = UseFinder(tiny_library.uses, tiny_library.ambiguous, tiny_library.reading)
    record = tiny_library.ambiguous[0]
    assert set(finder.find(f"It is given in {record.term}.")) == set(record.uses)
    assert finder.find(f"It is given in {record.term}.", about=record.uses[:1]) == record.uses[:1]
