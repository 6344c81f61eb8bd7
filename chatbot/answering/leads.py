"""The first word of an answer to a yes/no question, said only where the records settle it."""

import re
from collections.abc import Sequence

from chatbot.domain import EvidenceLevel, LabelName, Passage, UseLabel
from chatbot.finding.finder import Found
from chatbot.knowledge.reading import Reading
from chatbot.knowledge.records import PlanRecord
from chatbot.knowledge.wording import Wording
from chatbot.understanding.question import Question
from chatbot.understanding.text import key

SETTLED = {"yes", "no", "not-known"}
LIKENESS = 0.80
"""How like a prepared question must be to the one asked (finding/metric.py)."""
SHARED = 0.6
"""Share of the question's content words that the prepared question must have."""


class Leads:
    """Finds the 'yes' or 'no' of a question from labels or from questions prepared with their answer."""

    def __init__(self, reading: Reading, wording: Wording) -> None:
        self._wording = wording
        self._turning = frozenset(reading.turning_words)
        self._stop = frozenset(reading.stop)
        self._same = reading.first_of_same
        self._efficacy = re.compile(reading.efficacy)
        self._more_than_works = re.compile(reading.more_than_works)

    def find(
        self, question: Question, plans: Sequence[PlanRecord], groups: Sequence[Sequence[UseLabel]], found: Found
    ) -> str:
        """Return the words to begin with, or an empty text."""
        if not question.yes_no:
            return ""
        if not groups:
            return self._prepared(question.standalone, found)
        if not question.plain or not plans:
            return ""
        labels = [label for group in groups for label in group]
        names: set[str] = set()
        if plans[0].approval:
            names = {_approval(labels)}
        elif plans[0].evidence and question.topics_named and self._efficacy.search(question.search.casefold()):
            if self._more_than_works.search(question.search.casefold()) and any(map(_may_work, labels)):
                return ""
            names = {f"works.{label.name}.{label.use.evidence}" for label in labels}
        if question.about_child and labels[0].name is LabelName.APPROVED:
            return ""  # an approval or a trial may be for adults alone
        words = {self._wording(name) for name in names}
        return words.pop() if len(words) == 1 else ""  # uses that differ have no one answer

    def _prepared(self, question: str, found: Found) -> str:
        """The best passage's own yes or no, when its prepared question is the one asked in other words."""
        for hit in found.hits[:2]:
            if says := self._says(question, hit.passage, found):
                return self._wording(f"says.{says}")
        return ""

    def _says(self, question: str, passage: Passage, found: Found) -> str | None:
        told = [(found.likeness.get(ask.text, 0.0), ask) for ask in passage.asks if ask.says in SETTLED]
        likeness, ask = max(told, key=lambda pair: pair[0], default=(0.0, None))
        return ask.says if ask and likeness >= LIKENESS and self._same_question(question, ask.text) else None

    def _same_question(self, asked: str, prepared: str) -> bool:
        """Tell whether both turn on the same words: likeness alone takes 'safe' and 'dangerous' for one."""
        one, other = set(key(asked)), set(key(prepared))
        if one & self._turning != other & self._turning:
            return False
        content = {self._same.get(word, word) for word in one - self._stop}
        held = {self._same.get(word, word) for word in other}
        return bool(content) and len(content & held) >= SHARED * len(content)


def _may_work(label: UseLabel) -> bool:
    accepted = label.name in {LabelName.APPROVED, LabelName.OFF_LABEL}
    return accepted and label.use.evidence not in {EvidenceLevel.NEGATIVE, EvidenceLevel.NONE_FOUND}


def _approval(labels: Sequence[UseLabel]) -> str:
    approved = {label.name is LabelName.APPROVED for label in labels}
    if approved == {True}:
        return "says.yes"
    if not all(label.known for label in labels):
        return "says.not-known"
    return "says.no" if approved == {False} else "says.depends"
