"""What an answer must say and must not say."""

from collections.abc import Callable

from evals.cases import AnswerCase, ReviewedCase
from evals.told import Told
from evals.verdict import Verdict, judge, unscored, without


def must_say(where: Callable[[Told], str]) -> Callable[[AnswerCase, Told], Verdict]:
    """Return the scorer of how many points are said in a part of the reply; one that is no answer says none."""

    def score(case: AnswerCase, told: Told) -> Verdict:
        text = where(told)
        silent = [point.point for point in case.must_say if not point.said_in(text)]
        return without((f"not said: {point}" for point in silent), of=len(case.must_say))

    return score


in_short = must_say(lambda told: told.short)
in_whole = must_say(lambda told: told.whole)


def reviewed(case: ReviewedCase, told: Told) -> Verdict:
    """Of the words of each of a reviewer's points one is said in the whole reply."""
    if not case.must_say:
        return unscored("nothing must be said")
    said = told.whole.casefold()
    silent = [point for point in case.must_say if not any(word.casefold() in said for word in point)]
    return without((f"not said: {' or '.join(point)}" for point in silent), of=len(case.must_say))


def must_not_say(case: AnswerCase | ReviewedCase, told: Told) -> Verdict:
    """Nothing is said that must not be."""
    if not case.must_not_say:
        return unscored("nothing is forbidden")
    said = told.whole.casefold()
    return without((f"says {words!r}" for words in case.must_not_say if words.casefold() in said), of=1)


def answered(_case: object, told: Told) -> Verdict:
    """An answer is given."""
    reason = f"{told.reply['kind']} {told.reply['reason'] or ''}".rstrip()
    return judge(holds=told.answered, why=f"got {reason}")
