"""What the pages see of a trail."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from chatbot.audit.archive import Kept, Listed
from chatbot.domain import Jurisdiction
from chatbot.errors import TrailError
from chatbot.web.kept import KeptAnswers

AT = datetime(2026, 11, 25, tzinfo=UTC)
LISTED = Listed(1, AT, "page", "answer", None, None, "UK", 1.0, "v1", "my son [name]?", "my son [name]?")
RECORD = {
    "question": "my son [name]?",
    "history": ["hi"],
    "country": "UK",
    "reply": {"answer_id": "", "kind": "answer"},
}


@dataclass
class FakeTrail:
    """One answer, and what was told about it; or a database that is lost."""

    lost: bool = False
    told: list[Any] = field(default_factory=list)

    def get(self, answer_id: str) -> Kept | None:
        if self.lost:
            raise TrailError("lost")
        return Kept(listed=LISTED, record=RECORD) if answer_id == "a1" else None

    def feedback(self, answer_id: str, *, helpful: bool, reasons: list[str]) -> None:
        self.told.append((answer_id, helpful, reasons))


def test_an_answer_has_its_own_id_again() -> None:
    answers = KeptAnswers(FakeTrail())  # type: ignore[arg-type]
    kept = answers.get("a1")
    assert kept
    assert (kept.question, kept.history, kept.country, kept.at) == ("my son [name]?", ("hi",), Jurisdiction.UK, AT)
    assert kept.reply == {"answer_id": "a1", "kind": "answer"}
    assert answers.get("a2") is None


@pytest.mark.parametrize(("lost", "answer_id"), [(False, "a1"), (True, "a1"), (True, "a2")])
def test_feedback_is_kept_also_while_the_database_is_lost(lost: bool, answer_id: str) -> None:  # noqa: FBT001
    trail = FakeTrail(lost)
    KeptAnswers(trail).feedback(answer_id, helpful=True, reasons=["clear"])  # type: ignore[arg-type]
    assert trail.told == [(answer_id, True, ["clear"])]


def test_feedback_to_an_answer_that_was_never_kept_is_refused() -> None:
    with pytest.raises(LookupError):
        KeptAnswers(FakeTrail()).feedback("a2", helpful=True, reasons=[])  # type: ignore[arg-type]
