"""Cases as YAML by theme, read into closed models; a case that does not hold stops the run."""

import hashlib
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

CASES = Path(__file__).resolve().parent / "cases"
Half = Literal["tune", "report"]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(_Closed):
    """Something that an answer must say, the records that carry it, and the words by which it is found."""

    point: str
    facts: tuple[str, ...] = Field(min_length=1)
    words: tuple[tuple[str, ...], ...] = Field(min_length=1)

    def said_in(self, text: str) -> bool:
        """Tell whether every group of words has at least one of its words in the text."""
        folded = text.casefold()
        return all(any(word.casefold() in folded for word in group) for group in self.words)


class AnswerCase(_Closed):
    """A question and what a good answer says."""

    id: str
    question: str
    voice: str
    country: str | None = None
    topics: tuple[str, ...]
    uses: tuple[str, ...] = ()
    labels: dict[str, str | dict[str, str]] = {}
    must_say: tuple[Point, ...] = Field(min_length=1)
    must_not_say: tuple[str, ...] = ()

    @property
    def half(self) -> Half:
        """The half that it belongs to, by a fixed hash of its id: tune on one, report on the other."""
        return "tune" if hashlib.sha256(self.id.encode()).digest()[-1] % 2 == 0 else "report"


class KindCase(_Closed):
    """A message and the kind of reply that it needs."""

    id: str
    question: str
    kind: Literal["answer", "declined", "urgent", "smalltalk"] = "declined"
    reason: str | None = None
    signs: tuple[str, ...] = ()
    level: str | None = None

    @property
    def half(self) -> Half:
        """As of an answer case."""
        return "tune" if hashlib.sha256(self.id.encode()).digest()[-1] % 2 == 0 else "report"


class LanguageCase(_Closed):
    """A message in another language, in two at once, or in English that must stay English."""

    id: str
    language: str
    kind: Literal["urgent", "question", "harmless", "smalltalk", "mixed"]
    signs: tuple[str, ...] = ()
    """Any of them is right; none for a message that wants no card."""
    question: str


def language_cases(file: str = "*") -> list[LanguageCase]:
    """Read the cases in other languages, of one file (a letter) or all."""
    paths = sorted(CASES.glob(f"languages-{file}.yaml"))
    return [LanguageCase.model_validate(row) for path in paths for row in _rows(path)]


def answer_cases(half: Half | None = None) -> list[AnswerCase]:
    """Read the answer cases, of one half or all."""
    cases = [AnswerCase.model_validate(row) for path in sorted(CASES.glob("answers-*.yaml")) for row in _rows(path)]
    return [case for case in cases if half in {None, case.half}]


def kind_cases(half: Half | None = None) -> list[KindCase]:
    """Read the cases of messages that want another kind of reply, of one half or all."""
    paths = [*sorted(CASES.glob("uncovered-*.yaml")), *sorted(CASES.glob("boundary-*.yaml"))]
    cases = [KindCase.model_validate(row) for path in paths for row in _rows(path)]
    return [case for case in cases if half in {None, case.half}]


def _rows(path: Path) -> list[object]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return list(content["cases"])
