"""Symptoms told in plain words: parts that stand together, in any order, undenied."""

import pytest

from chatbot.knowledge.records import ConceptRecord
from chatbot.understanding.symptoms import SPAN, Rules, Symptoms, sentences

CONCEPTS = [
    ConceptRecord(id="chain", says=("chain", "drive train")),
    ConceptRecord(id="noise", says=("squeak*", "makes a noise", "cant hear")),
    ConceptRecord(id="speed", says=("40..60",)),
    ConceptRecord(id="stuck", says=("wont turn",)),
    ConceptRecord(id="days", says=("two days", "for two days"), not_before=("after",)),
]
SIGNS = {
    "dry-chain": [("chain", "noise")],
    "too-fast": [("speed", "noise")],
    "seized": [("stuck",)],
    "worn": [("noise", "days")],
}
SYMPTOMS = Symptoms(Rules(CONCEPTS, SIGNS, ("no", "not", "isnt"), ("but",)))


def told(text: str) -> dict[str, bool]:
    """Return each sign told with whether it is denied."""
    return {one.sign: one.denied for one in SYMPTOMS.find(text)}


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("the chain squeaks", ["dry-chain"]),
        ("Squeaking!! it is the CHAIN", []),
        ("squeaking, it is the chain", ["dry-chain"]),
        ("the drive train makes a noise", ["dry-chain"]),
        ("a train squeaks", []),
        ("it squeaks at 45", ["too-fast"]),
        ("it squeaks at 40", ["too-fast"]),
        ("it squeaks at 61", []),
        ("it won't turn", ["seized"]),
        ("chain " + "word " * (SPAN - 2) + "squeaks", ["dry-chain"]),
        ("chain " + "word " * (SPAN - 1) + "squeaks", []),
        ("it squeaks two days now", ["worn"]),
        ("it squeaks two days after the ride", []),
        ("it squeaks after two days", ["worn"]),
        ("", []),
    ],
)
def test_a_sign_is_told_where_all_parts_of_a_rule_stand_together(text: str, signs: list[str]) -> None:
    assert list(told(text)) == signs


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("the chain squeaks", False),
        ("no, the chain squeaks", False),
        ("no squeaking of the chain", True),
        ("the chain isnt one that squeaks", True),
        ("not the wheel but the chain squeaks", False),
        ("I cant hear the chain", False),
        ("no rain for the last five whole days and the chain squeaks", False),
    ],
)
def test_a_denial_reaches_a_few_words_and_not_past_a_pause_or_turn(text: str, *, denied: bool) -> None:
    assert told(text) == {"dry-chain": denied}


def test_a_standing_fact_may_stand_in_another_sentence() -> None:
    standing = [CONCEPTS[0].model_copy(update={"anywhere": True}), *CONCEPTS[1:]]
    symptoms = Symptoms(Rules(standing, SIGNS, ("no",), ("but",)))
    assert [one.sign for one in symptoms.find("It has a chain. It squeaks.")] == ["dry-chain"]
    assert symptoms.find("It has a chain. It is red.") == []
    assert SYMPTOMS.find("It has a chain. It squeaks.") == []


def test_a_denial_that_is_part_of_what_people_say_denies_nothing() -> None:
    concepts = [*CONCEPTS, ConceptRecord(id="still", says=("not moving",))]
    symptoms = Symptoms(Rules(concepts, {"stopped": [("chain", "still")]}, ("not",), ()))
    assert [one.denied for one in symptoms.find("it is not moving the chain")] == [False]


def test_a_figure_with_a_point_is_no_end_of_a_sentence() -> None:
    assert sentences("temp 38.5. ok") == [["temp", "38", "5"], ["ok"]]


def test_the_closest_parts_are_taken() -> None:
    (one,) = SYMPTOMS.find("chain here and there, then the chain squeaks")
    assert (one.start, one.end) == (7, 9)


def test_sentences_are_cut_at_stops_and_words_are_plain() -> None:
    assert sentences("He can't. CAFÉ; ok?\n12 x") == [["he", "cant"], ["cafe"], ["ok"], ["12", "x"]]


def test_concepts_named_are_told_without_a_rule() -> None:
    assert SYMPTOMS.concepts("the chain at 50") == {"chain", "speed"}


def test_signs_told_in_different_sentences_may_be_another_sign_together() -> None:
    rules = Rules(CONCEPTS, SIGNS, ("no",), (), {"worn-out": [("dry-chain", "seized")]})
    symptoms = Symptoms(rules)
    assert "worn-out" in {one.sign for one in symptoms.find("The chain squeaks. Now it wont turn.")}
    assert "worn-out" not in {one.sign for one in symptoms.find("The chain squeaks.")}
    assert "worn-out" not in {one.sign for one in symptoms.find("No chain squeaks. But it wont turn.")}
