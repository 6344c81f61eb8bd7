"""Small whole questions, findings and answers to test answering with."""

from collections.abc import Mapping, Sequence
from typing import Any

from samples import make_passage

from chatbot.domain import Citation, Claim, Passage
from chatbot.finding.finder import Found, Hit
from chatbot.reply import Answered, Asked, Stamp
from chatbot.understanding.question import Question

STAMP = Stamp(answer_id="a1", library_version="v1", timings_ms={"total": 1.0})
PASSAGE = make_passage("rest", "Rest helps. It is free.")


def make_question(asked: str = "does it help?", **changes: Any) -> Question:
    """Make a question that stands alone as asked; changes are its other fields."""
    return Question(
        **{"asked": asked, "standalone": asked, "search": asked, "about": asked, "message": asked, **changes}
    )


def make_hit(passage: Passage, score: float = 1.0, likeness: float = 0.5) -> Hit:
    """Make a found passage."""
    return Hit(passage, score, likeness)


def make_found(passages: Sequence[Passage], likeness: Mapping[str, float] | None = None) -> Found:
    """Make what finding brings: the passages, each a little worse than the one before."""
    return Found(tuple(make_hit(p, 1 - i / 100) for i, p in enumerate(passages)), likeness or {})


def make_answer(passages: Sequence[Passage] = (PASSAGE,), **changes: Any) -> Answered:
    """Make an answer that says each passage in its short answer; changes are its other fields."""
    made: dict[str, Any] = {
        "asked": Asked(question="does it help?", standalone="does it help?"),
        "text": "",
        "stamp": STAMP,
        "labels": (),
        "claims": tuple(Claim(p.text, (p,), "short-answer") for p in passages),
        "sections": (),
        "caveats": (),
        "sure": "How sure: hardly.",
        "questions_to_ask": (),
        "citations": tuple(Citation(n=n, source=p.source, passage=p) for n, p in enumerate(passages, start=1)),
    }
    return Answered(**{**made, **changes})
