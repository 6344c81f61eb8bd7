"""Explains hard words where they first stand in an answer, as buttons that show the meaning."""

from dataclasses import dataclass, field

from chatbot.answering.glossary import Explained, Glossary
from chatbot.web.markup import esc, join


@dataclass(slots=True)
class Explainer:
    """Explains each word once; made anew for every answer."""

    glossary: Glossary
    prefix: str
    _explained: set[str] = field(default_factory=set)

    def html(self, text: str) -> str:
        """Return the text as HTML, with the words that were not met before made into buttons."""
        parts, at = [], 0
        for found in self.glossary.find(text, self._explained):
            parts += [esc(text[at : found.start]), self._button(text[found.start : found.end], found)]
            at = found.end
        return join([*parts, esc(text[at:])])

    def _button(self, word: str, found: Explained) -> str:
        name = f"{self.prefix}-word-{len(self._explained)}"
        return (
            f'<button type="button" class="word" aria-describedby="{name}">{esc(word)}</button>'
            f'<span hidden id="{name}">{esc(found.meaning)}</span>'
        )
