"""Personal details: how many planted ones are removed, and how many messages without any stay as they are."""

from collections.abc import Sequence
from typing import NamedTuple

from chatbot.audit.redaction import Redactor, kept_names
from chatbot.knowledge.library import Library
from chatbot.settings import Settings
from evals.cases import Case, answer_cases, cases
from evals.shares import Share


class RedactionCase(Case):
    """A message and the personal details planted in it; none for one that must stay as it is."""

    planted: tuple[str, ...]


class Row(NamedTuple):
    """A message, what became of it, and which planted details are left."""

    case: RedactionCase
    text: str
    left: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything was removed."""
        return self.text != self.case.question


def redactor(library: Library, settings: Settings) -> Redactor:
    """Make what removes details, with the library's names that stay."""
    return Redactor(kept_names(library, settings.corpus))


def run(redact: Redactor, messages: Sequence[RedactionCase]) -> list[Row]:
    """Remove the details of every message."""
    rows = []
    for case in messages:
        text = redact(case.question).text
        rows.append(Row(case, text, tuple(one for one in case.planted if one.casefold() in text.casefold())))
    return rows


def redaction_cases() -> list[RedactionCase]:
    """Read the messages of both kinds."""
    return cases(RedactionCase, "redaction-*.yaml")


def figures(rows: Sequence[Row]) -> dict[str, Share]:
    """Return the shares: details removed, and messages without any that stayed."""
    planted = sum(len(row.case.planted) for row in rows)
    left = sum(len(row.left) for row in rows)
    clean = [row for row in rows if not row.case.planted]
    return {
        "planted details removed": Share(planted - left, planted),
        "messages without any left as they are": Share(sum(not row.changed for row in clean), len(clean)),
    }


def ordinary(redact: Redactor) -> list[Row]:
    """Run the questions of the answer cases, which were written for something else and hold no details."""
    return run(redact, [RedactionCase(id=case.id, question=case.question, planted=()) for case in answer_cases()])
