"""The trail as the pages see it: replies are recorded where they are made, with why they came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chatbot.domain import Jurisdiction
from chatbot.errors import TrailError

if TYPE_CHECKING:
    from chatbot.audit.trail import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """One answer as it was kept, personal details removed."""

    question: str
    history: Sequence[str]
    country: Jurisdiction | None
    at: datetime
    reply: Mapping[str, Any]


class KeptAnswers:
    """Links to answers and thumbs below them, over a trail."""

    def __init__(self, trail: "Trail") -> None:
        self._trail = trail

    def get(self, answer_id: str) -> KeptAnswer | None:
        """Return what was kept under an id; the reply gets its own id back, which a record may leave out."""
        kept = self._trail.get(answer_id)
        if kept is None:
            return None
        record = kept.record
        return KeptAnswer(
            question=record["question"],
            history=tuple(record["history"]),
            country=Jurisdiction(record["country"]) if record["country"] else None,
            at=kept.listed.at,
            reply={**record["reply"], "answer_id": answer_id},
        )

    def feedback(self, answer_id: str, *, helpful: bool, reasons: Sequence[str]) -> None:
        """Keep what a reader thought; raise LookupError for an answer that was never kept.

        While the database is lost nothing can be looked up; then the feedback is kept all the same.
        """
        try:
            unknown = self._trail.get(answer_id) is None
        except TrailError:
            unknown = False
        if unknown:
            raise LookupError(answer_id)
        self._trail.feedback(answer_id, helpful=helpful, reasons=reasons)
