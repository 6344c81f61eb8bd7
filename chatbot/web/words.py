"""Explains hard words where they first stand in an answer, as buttons that show the meaning."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from chatbot.knowledge.records import GlossaryRecord
from chatbot.web.markup import esc, join


class Glossary:
    """Finds the glossary's words in a text."""

    def __init__(self, records: Sequence[GlossaryRecord]) -> None:
        self._records: Mapping[str, GlossaryRecord] = {
            name.casefold(): record for record in records for name in (record.term, *record.also)
        }
        names = sorted(self._records, key=len, reverse=True)
        # With no words, a pattern that never matches.
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?!\w)", re.IGNORECASE)

    def find(self, text: str) -> Iterator[tuple[re.Match[str], GlossaryRecord]]:
        """Yield each place of a hard word, in order, the longest word first."""
        for match in self._pattern.finditer(text):
            record = self._records[match[0].casefold()]
            if not record.exact_case or match[0] in (record.term, *record.also):
                yield match, record


@dataclass(slots=True)
class Explainer:
    """Explains each word once; made anew for every answer."""

    glossary: Glossary
    prefix: str
    _seen: set[str] = field(default_factory=set)

    def html(self, text: str) -> str:
        """Return the text as HTML, with the words that were not met before made into buttons."""
        parts, end = [], 0
        for match, record in self.glossary.find(text):
            if record.term not in self._seen:
                self._seen.add(record.term)
                parts += [esc(text[end : match.start()]), self._button(match[0], record)]
                end = match.end()
        return join([*parts, esc(text[end:])])

    def _button(self, word: str, record: GlossaryRecord) -> str:
        name = f"{self.prefix}-word-{len(self._seen)}"
        return (
            f'<button type="button" class="word" aria-describedby="{name}">{esc(word)}</button>'
            f'<span hidden id="{name}">{esc(record.meaning)}</span>'
        )
