"""Small whole replies with their traces, to keep."""

from typing import Any, Protocol

from replies import make_answer

from chatbot.audit.names import Kept
from chatbot.audit.trail import Trail
from chatbot.reply import Answered, Asked, Declined, Reason, Reply, Stamp
from chatbot.stages import Considered, Stage, Traced

KEPT = Kept(frozenset({"kawasaki", "graves"}), frozenset({"disease", "syndrome"}))
PATIENCE = 60


class OpenTrail(Protocol):
    """Opens a trail over the test's database."""

    def __call__(self, **options: object) -> Trail: ...


def make_traced(
    question: str = "does it help?",
    *,
    answer_id: str = "a1",
    uses: tuple[str, ...] = (),
    reason: Reason | None = None,
    beyond: float = 1.0,
    **changes: Any,
) -> Traced:
    """Make a reply to a question as the assistant hands it over; changes are other fields of the trace."""
    stamp = Stamp(answer_id=answer_id, library_version="v1", timings_ms={"total": 1.0})
    asked = Asked(question=question, standalone=question, uses=uses, country=changes.get("country"))
    reply: Reply = make_answer(asked=asked, stamp=stamp, text="It does [1].")
    if reason:
        reply = Declined(asked=asked, stamp=stamp, text="That is not known here.", reason=reason)
    made: dict[str, Any] = {
        "reply": reply,
        "question": question,
        "stages": (Stage("triage", "no sign", {"alarm": -0.5}), Stage("coverage", "covered", {"beyond": beyond})),
        "considered": (Considered("p1", 2.5, 0.75),),
    }
    return Traced(**{**made, **changes})


def answered(traced: Traced) -> Answered:
    """The reply of a trace that is an answer."""
    assert isinstance(traced.reply, Answered)
    return traced.reply
