"""What each part of a staff document is: content, or something that is kept visible and never answered from."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from chatbot.knowledge.loaders.parts import Part
from chatbot.knowledge.records import Id, Pattern, Record, Texts

Role = Literal["content", "notice", "comment", "question", "machine"]
CONTENT: Role = "content"


class IntakeRecord(Record):
    """How one kind of text is recognised; a record of corpus/intake.yaml."""

    id: Id
    role: Literal["notice", "comment", "question", "machine", "approval", "benefit", "aside"]
    patterns: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    headings: tuple[Pattern, ...] = ()
    within: tuple[Pattern, ...] = ()
    """Headings that do not end a region."""
    region: bool = False
    """Whether everything below such a heading is of this role."""
    marks: Texts = ()
    examples: Texts = ()
    not_examples: Texts = ()

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str] | None, ...]:
        """Patterns, exceptions, headings and headings that go on, each as one."""
        return tuple(_any(rows) for rows in (self.patterns, self.unless, self.headings, self.within))

    def says(self, text: str) -> bool:
        """Tell whether a text, in any case, is of this kind by its words."""
        wanted, unless, _, _ = self._compiled
        small = text.casefold().replace("’", "'")
        return wanted is not None and bool(wanted.search(small)) and not (unless and unless.search(small))

    def heads(self, heading: str) -> bool:
        """Tell whether a heading is one of this kind."""
        wanted = self._compiled[2]
        return wanted is not None and bool(wanted.search(heading.casefold().replace("’", "'").strip()))

    def goes_on(self, heading: str) -> bool:
        """Tell whether a region of this kind goes on below a heading."""
        wanted = self._compiled[3]
        return self.heads(heading) or (wanted is not None and bool(wanted.search(heading.casefold().strip())))

    def marked(self, marks: str) -> bool:
        """Tell whether the file itself sets a part apart so."""
        return not frozenset(self.marks).isdisjoint(marks.split())


def _any(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


class Notices:
    """Tells the role of each part of a document."""

    def __init__(self, records: Sequence[IntakeRecord]) -> None:
        self._notices = [record for record in records if record.role in {"notice", "machine"}]
        self._comments = [record for record in records if record.role == "comment"]
        self._questions = [record for record in records if record.role == "question"]
        self._claims = {role: [r for r in records if r.role == role] for role in ("approval", "benefit")}

    def roles(self, parts: Sequence[Part]) -> list[tuple[Role, str]]:
        """Return the role of each part and the id of the record that tells it."""
        return list(self._roles(parts))

    def _roles(self, parts: Sequence[Part]) -> Iterator[tuple[Role, str]]:
        region: IntakeRecord | None = None
        for part in parts:
            if part.kind == "heading":
                region = self._region(part.text, region)
                found = next((r for r in (*self._notices, *self._comments) if r.heads(part.text)), None)
                yield (_role(found), found.id) if found else (CONTENT, "")
            else:
                yield self._part(part, region)

    def _region(self, heading: str, region: IntakeRecord | None) -> IntakeRecord | None:
        new = next((record for record in self._comments if record.region and record.heads(heading)), None)
        if new or region is None:
            return new
        return region if region.goes_on(heading) or self.is_notice_heading(heading) else None

    def _part(self, part: Part, region: IntakeRecord | None) -> tuple[Role, str]:
        machine = next((r for r in self._notices if r.role == "machine" and r.says(part.text)), None)
        if machine:
            return "machine", machine.id
        comment = region or next((r for r in self._comments if r.marked(part.marks) or r.says(part.text)), None)
        notice = next((r for r in self._notices if r.marked(part.marks) or r.says(f"{part.text}")), None)
        if notice:
            return "notice", notice.id
        if comment:
            asked = next((record for record in self._questions if record.says(part.text)), None)
            return ("question", asked.id) if asked else ("comment", comment.id)
        return CONTENT, ""

    def is_notice_heading(self, heading: str) -> bool:
        """Tell whether a heading stands over no content, so that it says nothing of what stands below it."""
        return any(record.heads(heading) for record in (*self._notices, *self._comments))

    def claims(self, role: Literal["approval", "benefit"], sentence: str) -> bool:
        """Tell whether a sentence words an approval, or claims a benefit."""
        return any(record.says(sentence) for record in self._claims[role])


def _role(record: IntakeRecord) -> Role:
    return record.role if record.role in {"notice", "comment", "machine"} else CONTENT
