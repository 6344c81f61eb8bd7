"""Other languages: recognised, warning signs heard, no false alarm, English left alone."""

from collections.abc import Callable, Mapping

from chatbot.domain import UrgencyLevel
from evals.cases import LanguageCase
from evals.scorers.urgent import level, rank
from evals.told import ENGLISH, Told
from evals.verdict import Verdict, judge, unscored

MIXED = "mixed"


def of(case: LanguageCase) -> str:
    """Return the language that a case counts under; messages in two languages at once are their own."""
    return MIXED if case.kind == MIXED else case.language


def heard(levels: Mapping[str, UrgencyLevel]) -> Callable[[LanguageCase, Told], Verdict]:
    """Return the scorer of cards: at least as urgent as the mildest sign wanted; `levels` are those of the signs."""

    def score(case: LanguageCase, told: Told) -> Verdict:
        if not case.signs or of(case) == ENGLISH:
            return unscored("no sign is told")
        wanted = max(rank(levels[sign]) for sign in case.signs)
        return judge(holds=rank(level(told.reply)) <= wanted, why=f"not heard: {', '.join(case.signs)}")

    return score


def quiet(case: LanguageCase, told: Told) -> Verdict:
    """A message without a sign brings no card."""
    if case.signs or of(case) in {MIXED, ENGLISH}:
        return unscored("a sign is told, or it is English")
    return judge(holds=not told.reply["urgent"], why=f"a card of {level(told.reply)}")


def recognised(case: LanguageCase, told: Told) -> Verdict:
    """The reply is in the language of the message."""
    if of(case) in {MIXED, ENGLISH}:
        return unscored("mixed or English")
    return judge(holds=told.language == case.language, why=f"taken as {told.language}")


def english(case: LanguageCase, told: Told) -> Verdict:
    """English is not taken for another language."""
    if of(case) != ENGLISH:
        return unscored("not English")
    foreign = told.language != ENGLISH or told.reply["reason"] == "language"
    return judge(holds=not foreign, why=f"taken as {told.language}")
