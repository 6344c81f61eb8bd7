"""The kind of a reply: the right one, for the right reason, and no reference under a refusal."""

from evals.cases import AbsenceCase, KindCase
from evals.told import Told
from evals.verdict import Verdict, judge, unscored, without

NEAR_MISS, INDIRECT, READER, STORY = "near miss", "indirect", "reader", "story"
TOLD_APART = (NEAR_MISS, INDIRECT, READER, STORY)
"""Voices whose cases are counted by themselves beside the others."""


def kind(case: KindCase, told: Told) -> Verdict:
    """The reply is of the kind wanted, with its reason or level."""
    reply = told.reply
    level = reply["urgent"]["level"] if reply["urgent"] else None
    holds = case.kind == reply["kind"] and case.reason in {None, reply["reason"]} and case.level in {None, level}
    got = " ".join(filter(None, [reply["kind"], reply["reason"], level]))
    return judge(holds=holds, why=f"wanted {wanted(case)}, got {got}")


def wanted(case: KindCase) -> str:
    """Name what a case wants: 'declined personal-advice'; for some voices with the voice.

    A near miss differs from another by what is asked alone; an indirect question is worded unlike any that was
    prepared; a reader's was written by somebody who did not know the library; a story tells more than it asks.
    """
    kind = " ".join(filter(None, [case.kind, case.reason or case.level]))
    return f"{kind}, {case.voice}" if case.voice in TOLD_APART else kind


def uncovered(case: KindCase, told: Told) -> Verdict:
    """What the library has no source for is not answered, whatever the refusal is called."""
    if case.reason != "no-source":
        return unscored("the library has a source, or it is another kind of message")
    return judge(holds=told.reply["kind"] != "answer", why="answered without a source for it")


def covered(case: KindCase, told: Told) -> Verdict:
    """What the library answers is not declined."""
    if case.kind != "answer":
        return unscored("no question that the library answers")
    return judge(holds=told.reply["kind"] != "declined", why=f"declined as {told.reply['reason']}")


def bare(_case: object, told: Told) -> Verdict:
    """A refusal shows no reference and no label."""
    if told.reply["kind"] != "declined":
        return unscored("no refusal")
    shown = [name for name in ("citations", "labels", "sentences") if told.reply[name]]
    return without((f"{name} under a refusal" for name in shown), of=1)


def absence(case: AbsenceCase, told: Told) -> Verdict:
    """It says that the library holds no study: in a refusal for want of a source, or in the words of the answer."""
    reply = told.reply
    if reply["kind"] == "declined":
        return judge(holds=reply["reason"] == "no-source", why=f"declined as {reply['reason']}")
    said = " ".join([told.whole, *reply["caveats"]]).casefold()
    holds = told.answered and any(words.casefold() in said for words in case.says)
    return judge(holds=holds, why="an answer that does not say that nothing was found")
