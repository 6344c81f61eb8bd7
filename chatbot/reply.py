"""What is said back: four kinds of reply, each a value of its own, and the JSON that they make.

The JSON is the contract with everything outside; its keys are always all there, empty where a kind has no such part.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chatbot.domain import CareCard, Caveat, Citation, Claim, Cost, Jurisdiction, Spoken, UseLabel


class Reason(StrEnum):
    """Why a question is declined."""

    NO_SOURCE = "no-source"
    OUT_OF_SCOPE = "out-of-scope"
    PERSONAL_ADVICE = "personal-advice"
    UNSAFE_REQUEST = "unsafe-request"
    UNCLEAR = "unclear"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked and how it was understood."""

    id: str | None = None
    question: str
    standalone: str
    country: Jurisdiction | None = None
    uses: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What makes a reply traceable: its id, the library's version and the time that it took."""

    answer_id: str = ""
    library_version: str = ""
    timings_ms: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class _Reply(ABC):
    """What every kind has: the question, the text as a reader sees it, and the stamp."""

    asked: Asked
    text: str
    stamp: Stamp

    def to_json(self) -> dict[str, Any]:
        """Return the reply as the contract's JSON object."""
        return {
            "id": self.asked.id,
            "kind": self._kind(),
            "reason": None,
            "urgent": None,
            "question": self.asked.question,
            "standalone": self.asked.standalone,
            "uses": list(self.asked.uses),
            "topics": list(self.asked.topics),
            "labels": [],
            "sentences": [],
            "caveats": [],
            "questions_to_ask": [],
            "citations": [],
            "cost": None,
            **self._parts(),
            "text": self.text,
            "answer_id": self.stamp.answer_id,
            "library_version": self.stamp.library_version,
            "timings_ms": dict(self.stamp.timings_ms),
        }

    @abstractmethod
    def _kind(self) -> str: ...

    def _parts(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, kw_only=True)
class Answered(_Reply):
    """An answer: labels, claims with their citations, caveats; with a care card first where a sign was told."""

    labels: tuple[UseLabel, ...]
    claims: tuple[Claim, ...]
    sections: tuple[str, ...]
    """Headings of the details, in the order in which they are shown."""
    caveats: tuple[Caveat, ...]
    sure: str
    """How sure the answer is: a sentence for each use in question, or one."""
    questions_to_ask: tuple[str, ...]
    citations: tuple[Citation, ...]
    cost: Cost | None = None
    urgent: CareCard | None = None

    def numbers(self, claim: Claim) -> tuple[int, ...]:
        """Return the citation numbers of a claim."""
        carried = {passage.id for passage in claim.passages}
        return tuple(citation.n for citation in self.citations if citation.passage.id in carried)

    def _kind(self) -> str:
        return "answer"

    def _parts(self) -> dict[str, Any]:
        return {
            "urgent": _card(self.urgent),
            "labels": [_label(label) for label in self.labels],
            "sentences": [
                {"text": c.text, "citations": list(self.numbers(c)), "section": c.section} for c in self.claims
            ],
            "caveats": [*(caveat.text for caveat in self.caveats), self.sure],
            "questions_to_ask": list(self.questions_to_ask),
            "citations": [_citation(citation) for citation in self.citations],
            "cost": cost_json(self.cost) if self.cost else None,
        }


@dataclass(frozen=True, kw_only=True)
class Declined(_Reply):
    """A refusal with its reason and a next step; never with a citation."""

    reason: Reason
    questions_to_ask: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    """Whole questions: what an unclear message may have meant, or what the library answers near to what was asked."""
    spoken: Spoken | None = None
    """The text, where it is in another language."""

    @property
    def choices_are(self) -> str:
        """What `choices` are: what may have been meant, or what is answered near to the question."""
        return "meant" if self.reason is Reason.UNCLEAR else "near"

    def _kind(self) -> str:
        return "declined"

    def _parts(self) -> dict[str, Any]:
        return {"reason": self.reason.value, "questions_to_ask": list(self.questions_to_ask)}


@dataclass(frozen=True, kw_only=True)
class Urgent(_Reply):
    """A care card and nothing else."""

    card: CareCard
    citations: tuple[Citation, ...]

    def _kind(self) -> str:
        return "urgent"

    def _parts(self) -> dict[str, Any]:
        return {"urgent": _card(self.card), "citations": [_citation(c) for c in self.citations]}


@dataclass(frozen=True, kw_only=True)
class Smalltalk(_Reply):
    """A short honest reply to a greeting, thanks, or a question about the library itself."""

    def _kind(self) -> str:
        return "smalltalk"


Reply = Answered | Declined | Urgent | Smalltalk


def stamped(reply: Reply, stamp: Stamp) -> Reply:
    """Return the reply with its stamp."""
    return replace(reply, stamp=stamp)


def _label(label: UseLabel) -> dict[str, Any]:
    return {
        "use": label.use.id,
        "label": label.name.value,
        "country": label.country.value if label.country else None,
        "evidence": label.use.evidence.value,
        "source": label.source.id,
        "checked": label.checked.isoformat(),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    source, passage = citation.source, citation.passage
    return {
        "n": citation.n,
        "source_id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "kind": source.kind.value,
        "year": source.year,
        "interest": source.interest,
        "url": source.url,
        "locator": passage.locator,
        "passage_id": passage.id,
        "passage": passage.text,
    }


def _card(card: CareCard | None) -> dict[str, Any] | None:
    if card is None:
        return None
    return {"level": card.level.value, "signs": [sign.id for sign in card.signs], "text": card.text}


def cost_json(cost: Cost) -> dict[str, Any]:
    """Return a sum as the contract's JSON object; `low` and `high` stand in it only where there is no one total."""
    items = [
        {
            "what": ", ".join(filter(None, [line.what, line.how])),
            "amount": line.amount,
            "currency": line.currency,
            "times": line.times,
            "sum": line.sum,
        }
        for line in cost.items
    ]
    scope = " ".join([cost.scope, *cost.notes])
    made: dict[str, Any] = {"items": items, "total": cost.total, "currency": cost.currency, "scope": scope}
    if cost.total is None:
        made["low"] = cost_json(cost.low) if cost.low else None
        made["high"] = cost_json(cost.high) if cost.high else None
    return made
