"""The cases as they stand: closed records, unique ids, only uses and facts that the library has."""

from collections import Counter
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError
from runs import make_row

from chatbot.domain import COUNTRIES, LabelName, UrgencyLevel
from chatbot.knowledge.library import Library
from chatbot.reply import Reason
from evals.cases import (
    TELLING,
    AbsenceCase,
    AnswerCase,
    Case,
    CostCase,
    FollowupCase,
    Half,
    KindCase,
    LanguageCase,
    LookalikeCase,
    Misstatements,
    PairCase,
    Point,
    SignCase,
    TurnsCase,
    answer_cases,
    cases,
    in_half,
    kind_cases,
    misstatements,
)
from evals.results import SetResult
from evals.sets import all_sets

DAY = date(2026, 11, 21)
HALVES: tuple[Half, ...] = get_args(Half)
WRITTEN: tuple[tuple[type[Case], str], ...] = (
    (SignCase, "urgent-*.yaml"),
    (PairCase, "minimised-*.yaml"),
    (LookalikeCase, "lookalikes-*.yaml"),
    (TurnsCase, "turns-*.yaml"),
    (FollowupCase, "followups-*.yaml"),
    (AbsenceCase, "absence-*.yaml"),
    (CostCase, "costs-*.yaml"),
    (LanguageCase, "languages-*.yaml"),
    (AnswerCase, "answers-*.yaml"),
)
POINT: dict[str, Any] = {"point": "it helps", "facts": ["rest"], "words": [["help", "ease"], ["rest"]]}
CASE: dict[str, Any] = {"id": "a", "question": "q?", "voice": "parent", "topics": [], "must_say": [POINT]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rest HELPS.", True),
        ("It eases the unrest.", True),
        ("It helps.", False),
        ("Rest.", False),
        ("", False),
    ],
)
def test_a_point_is_said_when_each_group_of_words_has_one_in_the_text(text: str, *, said: bool) -> None:
    assert Point.model_validate(POINT).said_in(text) is said


@pytest.mark.parametrize(
    "change",
    [{"more": 1}, {"must_say": []}, {"must_say": [{**POINT, "words": []}]}, {"must_say": [{**POINT, "facts": []}]}],
    ids=["unknown key", "no points", "no words", "no facts"],
)
def test_a_case_that_does_not_hold_is_refused(change: dict[str, Any]) -> None:
    assert AnswerCase.model_validate(CASE).id == "a"
    with pytest.raises(ValidationError):
        AnswerCase.model_validate({**CASE, **change})


@pytest.mark.parametrize("half", get_args(Half))
def test_each_half_holds_its_own_cases_and_a_fair_share(half: Half) -> None:
    for read in (answer_cases, kind_cases):
        cases, every = read(half), read()
        assert all(in_half(case.id, half) for case in cases)
        assert 0.4 < len(cases) / len(every) < 0.6


def test_the_halves_together_are_all_cases() -> None:
    for read in (answer_cases, kind_cases):
        assert sorted(case.id for half in get_args(Half) for case in read(half)) == sorted(c.id for c in read())


def test_the_half_of_a_case_never_changes() -> None:
    """Moving a case from one half to the other would let what was tuned on it be reported."""
    halves = ["tune" if in_half(name, "tune") else "report" for name in ("a", "b", "c", "d", "e")]
    assert halves == ["report", "report", "tune", "tune", "tune"]


def test_both_tellings_of_a_pair_are_in_the_half_of_the_pair(library: Library) -> None:
    pairs = {
        half: {case.id for case in cases(PairCase, "minimised-*.yaml") if in_half(case.id, half)} for half in HALVES
    }
    signs = all_sets(library, DAY)["signs"]
    for half in HALVES:
        told = [case.id.partition(TELLING)[0] for case in signs.cases(library, half) if TELLING in case.id]
        rows = SetResult(signs, tuple(make_row(case.id) for case in signs.cases(library, None))).half(half).rows
        assert Counter(told) == dict.fromkeys(pairs[half], 2)
        assert Counter(row.id.partition(TELLING)[0] for row in rows if TELLING in row.id) == Counter(told)


def test_no_written_id_looks_like_a_telling() -> None:
    written = [case.id for model, pattern in WRITTEN for case in cases(model, pattern)]
    assert [id_ for id_ in written if TELLING in id_] == []


def test_ids_and_questions_are_unique() -> None:
    cases: list[AnswerCase | KindCase] = [*answer_cases(), *kind_cases()]
    counts = Counter(case.id for case in cases) + Counter(case.question.casefold() for case in cases)
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_case_speaks_of_what_the_library_has(library: Library) -> None:
    wrong = [
        (case.id, unknown)
        for case in answer_cases()
        for unknown in (
            {*case.uses, *case.labels} - library.uses.keys()
            | {fact for point in case.must_say for fact in point.facts} - library.by_record.keys()
            | set(case.topics) - library.plans.keys()
            | {case.country} - {None, *COUNTRIES}
        )
    ]
    assert wrong == []


def test_every_topic_has_misstatements_and_no_text_of_the_library_is_one(library: Library) -> None:
    held = misstatements()
    phrases = [*held.everywhere, *(words for of in held.topics.values() for words in of)]
    texts = [p.text.casefold() for p in library.passages] + [t.casefold() for t in library.wording.templates.values()]
    assert held.topics.keys() == library.plans.keys()
    assert [words for words in phrases if words != words.casefold() or any(words in text for text in texts)] == []


def test_a_case_forbids_its_own_words_and_those_of_its_topics() -> None:
    held = Misstatements(theme="misstatements", everywhere=("all",), topics={"rest": ("a", "b"), "other": ("c",)})
    case = AnswerCase.model_validate({**CASE, "topics": ["rest"], "must_not_say": ["b", "own"]})
    assert held.beside(case).must_not_say == ("b", "own", "a", "all")
    assert all(case.must_not_say and case.must_say for case in answer_cases())


def test_every_point_is_carried_by_the_records_that_it_names(library: Library) -> None:
    """By the words that find it in a reply, so that a point asks for nothing that is not held; labels are computed."""
    computed = " ".join(LabelName).replace("not-", "not ")
    silent = [
        (case.id, point.point)
        for case in answer_cases()
        for point in case.must_say
        if not point.said_in(" ".join([computed, *(p.text for fact in point.facts for p in library.by_record[fact])]))
    ]
    assert silent == []


def test_every_label_wanted_is_one_there_is() -> None:
    wanted = [w for case in answer_cases() for w in case.labels.values()]
    names = {name for w in wanted for name in (w.values() if isinstance(w, dict) else [w])}
    assert names <= set(LabelName)
    assert {place for w in wanted if isinstance(w, dict) for place in w} <= set(COUNTRIES)


def test_every_kind_wanted_is_one_there_is(library: Library) -> None:
    signs = {sign.id for sign in library.signs}
    for case in kind_cases():
        assert case.reason in {None, *Reason}
        assert case.level in {None, *UrgencyLevel}
        assert set(case.signs) <= signs
        assert (case.reason is not None) == (case.kind == "declined")
