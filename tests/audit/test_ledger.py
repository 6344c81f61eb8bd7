"""The ledger of unanswered questions: what is in it, in which groups, and what never is."""

from datetime import UTC, datetime, timedelta

from trail_samples import PATIENCE, make_traced

from chatbot.audit.ledger import unanswered
from chatbot.audit.trail import Trail
from chatbot.finding.lexical import Words
from chatbot.reply import Reason

WORDS = Words({}, frozenset({"the", "is", "a", "what", "my"}))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_questions_in_the_same_words_are_one_group_and_the_most_frequent_come_first(trail: Trail) -> None:
    asked = [
        ("is zinc a cure?", Reason.NO_SOURCE, "page"),
        ("What cures zinc?", Reason.UNCLEAR, "ask"),
        ("the helicopter of my son Zebedee", Reason.NO_SOURCE, "page"),
        ("should we start?", Reason.PERSONAL_ADVICE, "page"),
        ("is zinc a cure?", Reason.NO_SOURCE, "set:signs"),
    ]
    for number, (question, reason, origin) in enumerate(asked):
        kept = trail.record(make_traced(question, answer_id=f"a{number}", reason=reason), origin)
    trail.record(make_traced("does it help?", answer_id="answered"))
    kept.result(PATIENCE)
    groups = unanswered(trail.archive, WORDS, LONG_AGO)
    assert [(g.question, g.times, g.reasons) for g in groups] == [
        ("is zinc a cure?", 2, ("no-source", "unclear")),
        ("the helicopter of my son [name]", 1, ("no-source",)),
    ]
    assert groups[0].last.tzinfo is not None
    assert unanswered(trail.archive, WORDS, datetime.now(UTC) + timedelta(minutes=1)) == []
