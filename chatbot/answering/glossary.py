"""Hard words explained in plain ones where they first stand."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chatbot.knowledge.records import GlossaryRecord


class Explained(NamedTuple):
    """A term found in a text, and what it means."""

    start: int
    end: int
    term: str
    meaning: str


class Glossary:
    """Finds the glossary's terms in a text, the longest first."""

    def __init__(self, records: Sequence[GlossaryRecord]) -> None:
        self._folded: dict[str, GlossaryRecord] = {}
        self._exact: dict[str, GlossaryRecord] = {}
        for record in records:
            for form in (record.term, *record.also):
                (self._exact if record.exact_case else self._folded)[_form(record, form)] = record
        forms = sorted({*self._folded, *self._exact}, key=lambda form: (-len(form), form))
        self._pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")s?(?!\w)", re.IGNORECASE)
        self._any = bool(forms)

    def find(self, text: str, explained: set[str]) -> Iterator[Explained]:
        """Yield each term not yet explained where it first stands, and note it as explained."""
        if not self._any:
            return
        for match in self._pattern.finditer(text):
            record = self._record(match.group())
            if record and record.term not in explained and not _in_brackets(text, match):
                explained.add(record.term)
                yield Explained(match.start(), match.end(), record.term, record.meaning)

    def bracketed(self, text: str, explained: set[str]) -> str:
        """Return the text with each new term's meaning in brackets behind it."""
        parts, at = [], 0
        for found in self.find(text, explained):
            parts.append(f"{text[at : found.end]} ({found.meaning})")
            at = found.end
        return "".join([*parts, text[at:]])

    def _record(self, form: str) -> GlossaryRecord | None:
        for candidate in (form, form.removesuffix("s")):
            if record := self._exact.get(candidate) or self._folded.get(candidate.casefold()):
                return record
        return None


def _in_brackets(text: str, match: re.Match[str]) -> bool:
    """A term that stands in brackets, or right before them, is explained by its neighbour."""
    before = text[: match.start()]
    return before.count("(") > before.count(")") or text[match.end() :].lstrip().startswith("(")


def _form(record: GlossaryRecord, form: str) -> str:
    return form if record.exact_case else form.casefold()
