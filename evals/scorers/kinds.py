"""The kind of a reply: the right one, for the right reason, and no reference under a refusal."""

from evals.cases import AbsenceCase, KindCase
from evals.told import Told
from evals.verdict import Verdict, judge, unscored, without


def kind(case: KindCase, told: Told) -> Verdict:
    """The reply is of the kind wanted, with its reason or level."""
    reply = told.reply
    level = reply["urgent"]["level"] if reply["urgent"] else None
    holds = case.kind == reply["kind"] and case.reason in {None, reply["reason"]} and case.level in {None, level}
    got = " ".join(filter(None, [reply["kind"], reply["reason"], level]))
    return judge(holds=holds, why=f"wanted {wanted(case)}, got {got}")


def wanted(case: KindCase) -> str:
    """Name what a case wants: 'declined personal-advice'."""
    return " ".join(filter(None, [case.kind, case.reason or case.level]))


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
