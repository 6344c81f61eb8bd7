"""The line between what is covered and what is not: likeness, and the words that the library lacks."""

import pytest
from samples import make_passage

from chatbot.finding.coverage import Coverage, Limits, Verdict
from chatbot.finding.finder import Found, Hit
from chatbot.finding.lexical import WordIndex, Words

RANK = {"car": 100, "engine": 3_000, "saddle": 3_001, "violin": 12_000, "bassoon": 12_001}
LIMITS = Limits()
JUST_BELOW = 0.001


@pytest.fixture
def coverage() -> Coverage:
    words = Words({"drip": "infusion"}, frozenset({"the", "does", "hurt"}))
    return Coverage(words, WordIndex.build(["Headache after an infusion."], words), RANK)


def found(*likeness: float) -> Found:
    passage = make_passage("one", "Headache after an infusion.")
    return Found(tuple(Hit(passage, 1.0, each) for each in likeness), {})


LEAST = [
    ("does the drip hurt", LIMITS.known_words),
    ("headaches", LIMITS.known_words),
    ("headache in the car", LIMITS.common_word),
    ("engine", LIMITS.common_word),
    ("saddle", LIMITS.usual_word),
    ("car violin", LIMITS.usual_word),
    ("bassoon", LIMITS.rare_word),
    ("zyzzyva", LIMITS.rare_word),
    ("headache violin zyzzyva car", LIMITS.rare_word),
    ("ox 42 a1b2c", LIMITS.known_words),
]


@pytest.mark.parametrize(("text", "least"), LEAST)
def test_the_rarest_word_the_library_lacks_sets_the_likeness_needed(
    coverage: Coverage, text: str, least: float
) -> None:
    at, below = found(least), found(least - JUST_BELOW)
    assert coverage.judge(text, at, names_use=False, names_treatment=True) is Verdict.COVERED
    assert coverage.judge(text, below, names_use=False, names_treatment=True) is Verdict.NO_SOURCE


@pytest.mark.parametrize("text", ["headache", "zyzzyva"])
def test_a_named_use_needs_little_likeness_whatever_the_words(coverage: Coverage, text: str) -> None:
    judged = [
        coverage.judge(text, found(likeness), names_use=True, names_treatment=True)
        for likeness in (LIMITS.with_use, LIMITS.with_use - JUST_BELOW)
    ]
    assert judged == [Verdict.COVERED, Verdict.NO_SOURCE]


@pytest.mark.parametrize(
    ("likeness", "names_treatment", "verdict"),
    [
        (0.0, False, Verdict.OUT_OF_SCOPE),
        (0.0, True, Verdict.NO_SOURCE),
        (LIMITS.off_subject - JUST_BELOW, False, Verdict.OUT_OF_SCOPE),
        (LIMITS.off_subject, False, Verdict.NO_SOURCE),
        (LIMITS.rare_word, False, Verdict.COVERED),
    ],
)
def test_far_from_everything_is_off_the_subject(
    coverage: Coverage, likeness: float, verdict: Verdict, *, names_treatment: bool
) -> None:
    judged = coverage.judge("zyzzyva", found(likeness), names_use=False, names_treatment=names_treatment)
    assert judged is verdict


def test_the_best_of_all_hits_decides_not_the_first(coverage: Coverage) -> None:
    assert coverage.judge("headache", found(0.1, 0.9), names_use=False, names_treatment=False) is Verdict.COVERED


def test_nothing_found_is_never_covered(coverage: Coverage) -> None:
    assert coverage.judge("headache", found(), names_use=True, names_treatment=True) is Verdict.NO_SOURCE
