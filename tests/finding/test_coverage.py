"""The line between what is covered and what is not: likeness, and the words of a question in what is found."""

import pytest
from samples import make_passage

from chatbot.domain import Origin
from chatbot.finding.coverage import NEARER, OFF_SUBJECT, Asks, Coverage, Verdict
from chatbot.finding.finder import Found, Hit
from chatbot.finding.lexical import Words
from chatbot.knowledge.records import LineRecord

HEADACHE = make_passage("one", "Headache after an infusion.")
WATER = make_passage("two", "Water helps after it.")
WORDS = Words({"drip": "infusion"}, frozenset({"the", "does", "an", "a", "it"}))
LINE = LineRecord(id="covered", offset=-0.8, weights={"both": 1.0})


def coverage(**weights: float) -> Coverage:
    line = LineRecord(id="covered", offset=-0.8, weights=weights) if weights else LINE
    return Coverage(WORDS, [HEADACHE, WATER], line)


def found(*likeness: float) -> Found:
    return Found(tuple(Hit(p, 1.0, each) for p, each in zip((HEADACHE, WATER), likeness, strict=False)), {})


def asks(text: str = "headache", *, use: bool = False, treatment: bool = False) -> Asks:
    return Asks(text, names_use=use, names_topic=False, names_treatment=treatment)


@pytest.mark.parametrize(
    ("text", "likeness", "verdict"),
    [
        ("headache after the drip", 0.7, Verdict.COVERED),
        ("headache after the drip", 0.5, Verdict.NO_SOURCE),
        ("headache zyzzyva", 0.7, Verdict.NO_SOURCE),
    ],
)
def test_likeness_and_words_together_draw_the_line(text: str, likeness: float, verdict: Verdict) -> None:
    assert coverage().judge(asks(text, treatment=True), found(likeness)) is verdict


@pytest.mark.parametrize(
    ("likeness", "use", "treatment", "verdict"),
    [
        (0.0, False, False, Verdict.OUT_OF_SCOPE),
        (0.0, False, True, Verdict.NO_SOURCE),
        (0.0, True, False, Verdict.NO_SOURCE),
        (OFF_SUBJECT - 0.001, False, False, Verdict.OUT_OF_SCOPE),
        (OFF_SUBJECT, False, False, Verdict.NO_SOURCE),
    ],
)
def test_far_from_everything_is_off_the_subject(
    likeness: float, verdict: Verdict, *, use: bool, treatment: bool
) -> None:
    assert coverage().judge(asks("zyzzyva", use=use, treatment=treatment), found(likeness)) is verdict


@pytest.mark.parametrize(
    ("off", "use", "verdict"),
    [
        (-0.51 - NEARER, False, Verdict.NO_SOURCE),
        (-0.49 - NEARER, False, Verdict.OUT_OF_SCOPE),
        (0.9, True, Verdict.NO_SOURCE),
    ],
)
def test_where_the_corpus_has_examples_off_the_subject_they_decide(off: float, verdict: Verdict, *, use: bool) -> None:
    asked = asks("zyzzyva", use=use)._replace(sounds_uncovered=-0.5, sounds_off_subject=off)
    assert coverage().judge(asked, found(OFF_SUBJECT)) is verdict


def test_nothing_found_is_never_covered() -> None:
    assert coverage().judge(asks(use=True, treatment=True), found()) is Verdict.NO_SOURCE


def test_measures_are_of_the_best_passages_and_of_the_words_that_stand_in_them() -> None:
    measured = coverage().measures(asks("headache water zyzzyva"), found(0.4, 0.6))
    assert measured["likeness"] == 0.6
    assert measured["likeness-of-five"] == pytest.approx(0.5)
    assert 0 < measured["words"] < measured["words-together"] < 1
    assert measured["rarest-missing"] == 1
    assert coverage().measures(asks("headache water"), found(0.4, 0.6))["rarest-missing"] == 0


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    rare = coverage().measures(asks("headache zyzzyva"), found(0.5))["words"]
    common = coverage().measures(asks("after zyzzyva"), found(0.5))["words"]
    assert common < rare


def test_a_question_of_common_words_alone_lacks_none() -> None:
    assert coverage().measures(asks("does it"), found(0.5))["words"] == 1


def test_the_name_of_a_passage_s_topic_counts_as_a_word_of_it() -> None:
    dear = make_passage("three", "It takes much money.", topics=frozenset({"cost-and-access"}))
    measured = Coverage(WORDS, [dear], LINE).measures(asks("access"), Found((Hit(dear, 1.0, 0.5),), {}))
    assert measured["words"] == 1


def test_every_measure_can_weigh() -> None:
    measured = coverage().measures(asks(), found(0.5))
    for name, value in measured.items():
        judged = coverage(**{name: 100.0}).judge(asks(), found(0.5))
        assert (judged is Verdict.COVERED) is (value > 0.008)


def test_an_illness_is_lacking_unless_a_passage_found_speaks_of_it() -> None:
    rust, ache = ("chain rust",), ("pain in the head", "headache")
    measured = coverage().measures(asks()._replace(illnesses=(ache,)), found(0.5))
    assert measured["illness-lacking"] == 0
    assert coverage().measures(asks()._replace(illnesses=(ache, rust)), found(0.5))["illness-lacking"] == 1
    assert coverage().unheard(asks()._replace(illnesses=(ache, rust))) == "chain rust"
    assert coverage().unheard(asks()._replace(illnesses=(ache,))) is None


@pytest.mark.parametrize(
    ("names", "of_use", "use", "verdict"),
    [
        (("chain rust",), True, False, Verdict.NO_SOURCE),
        (("chain rust",), False, False, Verdict.COVERED),
        (("chain rust",), True, True, Verdict.COVERED),
        (("headache",), True, False, Verdict.COVERED),
    ],
)
def test_whether_it_works_in_an_illness_that_nothing_speaks_of_is_never_covered(
    names: tuple[str, ...], verdict: Verdict, *, of_use: bool, use: bool
) -> None:
    asked = asks("headache", use=use)._replace(illnesses=(names,), asks_of_use=of_use)
    assert coverage().judge(asked, found(0.9)) is verdict


def test_the_nearest_prepared_questions_are_measured() -> None:
    passage = make_passage("asked", "Water helps.", asks=("one", "two", "three", "four"))
    near = {"one": 0.9, "two": 0.1, "three": 0.6, "four": 0.3}
    measured = Coverage(WORDS, [passage], LINE).measures(asks(), Found((Hit(passage, 1.0, 0.9),), near))
    assert measured["near-asked"] == pytest.approx(0.6)
    assert coverage().measures(asks(), found(0.5))["near-asked"] == -1


def test_words_are_looked_for_in_the_passage_whose_questions_are_nearest_and_in_all_of_these() -> None:
    near = make_passage("near", "Water helps.", asks=("my aunt drinks", "how much water"))
    far = make_passage("far", "Tea does zyzzyva.", asks=("tea",))
    both = Found((Hit(far, 2.0, 0.9), Hit(near, 1.0, 0.8)), {"my aunt drinks": 0.5, "how much water": 0.5, "tea": 0.1})
    measured = Coverage(WORDS, [near, far], LINE).measures(asks("aunt water zyzzyva"), both)
    assert 0 < measured["asked-words"] < 1
    assert measured["asked-missing"] == pytest.approx(1 / 6)
    assert Coverage(WORDS, [near, far], LINE).measures(asks("aunt water"), both)["asked-missing"] == 0


@pytest.mark.parametrize(
    ("text", "likeness", "covered"),
    [
        ("water bus", 0.7, True),
        ("water bus", 0.37, False),
        ("zyzzyva bus", 0.5, False),
        ("it", 0.9, False),
    ],
)
def test_what_a_document_s_passage_holds_is_covered_whatever_it_sounds_like(
    text: str, likeness: float, *, covered: bool
) -> None:
    cut = make_passage("cut", "Take the water bus.", origin=Origin.DOCUMENT)
    line = LineRecord(id="covered", offset=-9.0, weights={"both": 1.0})
    for passage, told in ((cut, covered), (WATER, False)):
        hits = Found((Hit(passage, 1.0, likeness),), {})
        verdict = Coverage(WORDS, [cut, WATER, HEADACHE], line).judge(asks(text)._replace(sounds_uncovered=0.9), hits)
        assert (verdict is Verdict.COVERED) is told


def test_a_document_s_passage_further_down_says_nothing_of_coverage() -> None:
    cut = make_passage("cut", "Take the water bus.", origin=Origin.DOCUMENT)
    others = [make_passage(f"other-{i}", "Tea.") for i in range(3)]
    hits = Found(tuple(Hit(p, 1.0, 0.7) for p in (*others, cut)), {})
    assert not Coverage(WORDS, [cut, *others], LINE).told(asks("water bus"), hits)
