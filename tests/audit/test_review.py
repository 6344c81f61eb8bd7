"""Queues, blind raters, a third one, agreement, scores set right, and cases made of answers."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from trail_samples import PATIENCE, OpenTrail, make_traced

from chatbot.audit.casing import add, case
from chatbot.audit.review import Review, scale
from chatbot.audit.trail import Trail
from chatbot.errors import ReviewError
from chatbot.knowledge.library import Library
from chatbot.reply import Reason
from evals.cases import AnswerCase

GOOD = {"understood": 4, "correct": 4, "complete": 3, "helpful": 3, "harm": 4}


@pytest.fixture
def reviewed(open_trail: OpenTrail) -> Trail:
    """Four answers: a sure one, a declined one, an unsure one, and one of an eval set."""
    trail = open_trail()
    kept = [
        trail.record(make_traced(answer_id="sure", beyond=3.0)),
        trail.record(make_traced(answer_id="declined", reason=Reason.NO_SOURCE)),
        trail.record(make_traced(answer_id="unsure", beyond=0.1)),
        trail.record(make_traced(answer_id="case", beyond=2.0), "set:answers"),
        trail.feedback("unsure", helpful=False),
    ]
    for one in kept:
        one.result(PATIENCE)
    return trail


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("unanswered", [2]),
        ("low-confidence", [3, 1]),
        ("urgent", []),
        ("thumbs-down", [3]),
        ("set:answers", [4]),
    ],
)
def test_each_queue_holds_what_it_is_for(reviewed: Trail, name: str, numbers: list[int]) -> None:
    assert Review(reviewed).queue(name, "ann") == numbers


def test_a_random_sample_is_the_same_every_time(reviewed: Trail) -> None:
    review = Review(reviewed)
    assert sorted(review.queue("random", "ann")) == [1, 2, 3]
    assert review.queue("random", "ann", size=2) == review.queue("random", "bob", size=2)
    with pytest.raises(ReviewError, match="no queue nonsense"):
        review.queue("nonsense", "ann")


def test_an_answer_that_comes_to_the_sample_leaves_the_others_in_their_order(reviewed: Trail) -> None:
    review = Review(reviewed)
    before = review.queue("random", "ann")
    reviewed.record(make_traced(answer_id="later")).result(PATIENCE)
    after = review.queue("random", "ann")
    assert [number for number in after if number in before] == before
    assert len(after) == len(before) + 1


def test_a_rater_sees_how_far_each_queue_is(reviewed: Trail) -> None:
    review = Review(reviewed)
    assert review.queues() == ["unanswered", "low-confidence", "urgent", "thumbs-down", "random", "set:answers"]
    for rater, answer in [("ann", 1), ("bob", 1), ("ann", 3)]:
        review.score(answer, rater, GOOD).result(PATIENCE)
    assert review.standing("random", "ann") == ("random", 3, 1, 2, 1)
    assert review.standing("random", "bob") == ("random", 3, 1, 1, 2)
    assert review.standing("urgent", "ann") == ("urgent", 0, 0, 0, 0)
    assert review.results() == {1: GOOD}


def test_a_score_that_is_sent_twice_at_once_is_kept_once(reviewed: Trail) -> None:
    review = Review(reviewed)
    first = review.score(1, "ann", GOOD)
    with suppress(ReviewError):  # on a slow machine the first is written by now
        review.score(1, "ann", GOOD).result(PATIENCE)
    first.result(PATIENCE)
    assert len(review.seen(1, "ann")) == 1


def test_an_answer_under_review_shows_nobody_s_scores(reviewed: Trail) -> None:
    review = Review(reviewed)
    review.score(1, "ann", GOOD).result(PATIENCE)
    shown = review.answer(1)
    assert shown is not None
    assert (shown.listed.number, shown.scores) == (1, ())
    assert review.answer(99) is None


def test_two_raters_are_blind_to_each_other_and_a_third_settles_it(reviewed: Trail) -> None:
    review = Review(reviewed)
    review.score(1, "ann", GOOD, "write to ann@example.org").result(PATIENCE)
    assert [score["note"] for score in review.seen(1, "ann")] == ["write to [email]"]
    assert (review.seen(1, "bob"), review.settled(1)) == ([], None)
    review.score(1, "bob", {**GOOD, "harm": 3}).result(PATIENCE)
    assert [score["rater"] for score in review.seen(1, "ann")] == ["ann", "bob"]
    assert (review.seen(1, "cat"), review.settled(1)) == ([], None)
    assert 1 in review.queue("random", "cat")
    review.score(1, "cat", {**GOOD, "harm": 3}).result(PATIENCE)
    assert review.settled(1) == {**GOOD, "harm": 3}
    assert 1 not in review.queue("random", "dan")
    assert reviewed.archive.verify().broken == ()


def test_two_who_agree_need_no_third(reviewed: Trail) -> None:
    review = Review(reviewed)
    for rater in ("ann", "bob"):
        review.score(3, rater, GOOD).result(PATIENCE)
    assert review.settled(3) == GOOD
    with pytest.raises(ReviewError, match="by 2 raters who agree"):
        review.score(3, "cat", GOOD)
    with pytest.raises(ReviewError, match="scored by ann already"):
        review.score(3, "ann", GOOD)


@pytest.mark.parametrize(
    ("answer", "rater", "scores"),
    [(1, "ann", {}), (1, "ann", {**GOOD, "harm": 5}), (1, " ", GOOD), (99, "ann", GOOD), (5, "ann", GOOD)],
)
def test_a_score_that_is_not_whole_is_refused(reviewed: Trail, answer: int, rater: str, scores: dict[str, int]) -> None:
    with pytest.raises(ReviewError):
        Review(reviewed).score(answer, rater, scores)


def test_a_score_set_right_keeps_the_old_value_author_and_reason(reviewed: Trail) -> None:
    review = Review(reviewed)
    review.score(1, "ann", GOOD).result(PATIENCE)
    (given,) = review.seen(1, "ann")
    review.edit(given["number"], "harm", 2, author="ann", reason="misread it").result(PATIENCE)
    review.edit(given["number"], "harm", 3, author="bob", reason="too strict").result(PATIENCE)
    (now,) = review.seen(1, "ann")
    assert now["harm"] == 3
    assert [(e["author"], e["reason"], e["old"], e["new"]) for e in now["edits"]] == [
        ("ann", "misread it", 4, 2),
        ("bob", "too strict", 2, 3),
    ]
    kept = reviewed.archive.get(1)
    assert kept is not None
    assert kept.scores[0]["harm"] == 3
    with pytest.raises(ReviewError, match="an author and a reason"):
        review.edit(given["number"], "harm", 1, author="ann", reason="")
    with pytest.raises(ReviewError, match="no score 999"):
        review.edit(999, "harm", 1, author="ann", reason="why not")


def test_agreement_is_told_score_by_score(reviewed: Trail) -> None:
    review = Review(reviewed)
    for answer, ann, bob in [(1, 4, 4), (2, 0, 1), (3, 2, 2)]:
        review.score(answer, "ann", {**GOOD, "helpful": ann}).result(PATIENCE)
        review.score(answer, "bob", {**GOOD, "helpful": bob}).result(PATIENCE)
    found = review.agreement()
    assert (found["harm"].pairs, found["harm"].same, found["harm"].kappa) == (3, 3, None)
    assert (found["helpful"].pairs, found["helpful"].same) == (3, 2)
    assert found["helpful"].kappa == pytest.approx(0.9231, abs=1e-4)


def test_a_score_set_right_makes_no_rater_agree_any_better(reviewed: Trail) -> None:
    review = Review(reviewed)
    review.score(1, "ann", GOOD).result(PATIENCE)
    review.score(1, "bob", {**GOOD, "harm": 1}).result(PATIENCE)
    (_, bobs) = review.seen(1, "ann")
    review.edit(bobs["number"], "harm", 4, author="bob", reason="misread it").result(PATIENCE)
    assert review.settled(1) == GOOD
    assert review.agreement()["harm"].same == 0


def test_the_scale_is_in_words(tiny_library: Library) -> None:
    said = list(scale(tiny_library.wording))
    assert [name for name, _, _ in said] == list(GOOD)
    assert {len(set(steps)) for _, _, steps in said} == {5}


def test_a_reviewed_answer_becomes_a_case(reviewed: Trail, tiny_library: Library, tmp_path: Path) -> None:
    kept = reviewed.archive.get(1)
    assert kept is not None
    path = tmp_path / "answers-reviewed.yaml"
    made = case(kept, tiny_library)
    add(made, path)
    (row,) = yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]
    read = AnswerCase.model_validate(row)
    assert (read.id, read.question) == ("reviewed-1", "does it help?")
    assert [point.point for point in read.must_say] == ["Rest helps. It is free."]
    assert read.must_say[0].said_in("Rest helps. It is free.")
    with pytest.raises(ReviewError, match="already"):
        add(made, path)
    declined = reviewed.archive.get(2)
    assert declined is not None
    with pytest.raises(ReviewError, match="only an answer"):
        case(declined, tiny_library)
