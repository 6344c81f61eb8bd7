"""The records of frequent questions: what is asked, what its answer was bound to, and who approved that answer.

No entry holds the text of its answer: that is the engine's reply, so it cannot be out of date without being noticed.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from chatbot.knowledge.records import Id, Record, Text

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""Of an answer: of what it claims, of its labels and of how sure it is."""


class BindingRecord(Record):
    """What the answer was made from when it was last asked for; ids of passages change with their text."""

    answer: Fingerprint
    passages: tuple[Text, ...] = Field(min_length=1)
    labels: tuple[Text, ...] = ()
    """Each use that the answer labels, with label, country and evidence level."""


class ApprovalRecord(Record):
    """Who approved an answer, and when; it holds for that answer alone."""

    who: Text
    on: date
    answer: Fingerprint


class FaqRecord(Record):
    """One frequent question; bound to its answer, or with the reason why the engine gives none."""

    id: Id
    topic: Id
    question: Text
    bound: BindingRecord | None = None
    declined: Text | None = None
    approved: ApprovalRecord | None = None

    @model_validator(mode="after")
    def _one_outcome(self) -> "FaqRecord":
        if self.bound and self.declined:
            raise ValueError("is bound to an answer and declined; keep one")
        return self
