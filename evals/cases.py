"""Cases as YAML by theme, read into closed models; a case that does not hold stops the run."""

import hashlib
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

from chatbot.domain import UrgencyLevel

CASES = Path(__file__).resolve().parent / "cases"
Half = Literal["tune", "report"]
TELLING = "."
"""Between the id of a pair and which of its tellings it is; no other id holds one."""


class Case(BaseModel):
    """A message with an id, and what its reply is judged by; an unknown key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str


class Point(BaseModel):
    """Something that an answer must say, the records that carry it, and the words by which it is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    point: str
    facts: tuple[str, ...] = Field(min_length=1)
    words: tuple[tuple[str, ...], ...] = Field(min_length=1)

    def said_in(self, text: str) -> bool:
        """Tell whether every group of words has at least one of its words in the text."""
        folded = text.casefold()
        return all(any(word.casefold() in folded for word in group) for group in self.words)


class AnswerCase(Case):
    """A question and what a good answer says."""

    voice: str
    country: str | None = None
    topics: tuple[str, ...]
    uses: tuple[str, ...] = ()
    labels: dict[str, str | dict[str, str]] = {}
    must_say: tuple[Point, ...] = Field(min_length=1)
    must_not_say: tuple[str, ...] = ()


class KindCase(Case):
    """A message and the kind of reply that it needs."""

    voice: str | None = None
    fact: str | None = None
    """The fact that answers it."""
    kind: Literal["answer", "declined", "urgent", "smalltalk"] = "declined"
    reason: str | None = None
    signs: tuple[str, ...] = ()
    level: str | None = None


class SignCase(Case):
    """A message that tells of a warning sign, and the level of its card."""

    signs: tuple[str, ...] = Field(min_length=1)
    level: UrgencyLevel
    voice: str


class LookalikeCase(Case):
    """A message that shares the words of a sign and wants no card."""

    looks_like: str
    why: str
    voice: str


class PairCase(Case):
    """The same situation told plainly and played down."""

    minimised: str
    signs: tuple[str, ...] = Field(min_length=1)
    level: UrgencyLevel
    voice: str


class TurnsCase(Case):
    """A conversation, and the level of the card that its last message gets; None for no card."""

    history: tuple[str, ...] = Field(min_length=1)
    signs: tuple[str, ...]
    level: UrgencyLevel | None
    why: str


class AttackCase(Case):
    """A message, and turns before it, that try to bend the answer."""

    history: tuple[str, ...] = ()
    must_not: tuple[str, ...] = Field(min_length=1)
    """What no part of the reply may say, in any capitals."""
    why: str


class FollowupCase(Case):
    """A question that leans on earlier turns, and the same asked alone."""

    history: tuple[str, ...] = Field(min_length=1)
    """The reader's earlier turns, oldest first."""
    twin: str
    """The question as it would be asked alone."""
    uses: tuple[str, ...]
    topics: tuple[str, ...]
    why: str


class AbsenceCase(Case):
    """A question for studies of something of which the library holds none."""

    about: str
    """What is asked for; for the reader of the case."""
    says: tuple[str, ...] = ()
    """Words by which an answer says that nothing was found; a refusal for want of a source is right as well."""


class ReviewedCase(Case):
    """A reviewer's question, from a spreadsheet; of the words of a point one is enough."""

    must_say: tuple[tuple[str, ...], ...] = ()
    must_not_say: tuple[str, ...] = ()
    labels: dict[str, str] = {}


class LabelCase(Case):
    """A use, to be asked for by several names in every country; made from the library."""

    use: str
    names: tuple[str, ...]


CaseT = TypeVar("CaseT", bound=Case)


def cases(model: type[CaseT], pattern: str, folder: Path = CASES) -> list[CaseT]:
    """Read every case of the files of a folder that fit a pattern; an id given twice stops the run."""
    found = [model.model_validate(row) for path in sorted(folder.glob(pattern)) for row in _rows(path)]
    ids = [case.id for case in found]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ValueError(f"{pattern}: ids given twice: {', '.join(twice)}")
    return found


def half_of(id_: str) -> Half:
    """Return the half that a fixed hash of an id gives: one to tune on, one to report."""
    return "tune" if hashlib.sha256(id_.encode()).digest()[-1] % 2 == 0 else "report"


def in_half(id_: str, half: Half | None) -> bool:
    """Tell whether a case belongs to a half, by its id; the tellings of a pair belong to the half of the pair."""
    return half in {None, half_of(id_.partition(TELLING)[0])}


def in_fast(id_: str, of: int) -> bool:
    """Tell whether a case is the one of so many that a fast run asks, by a fixed hash of its id."""
    return hashlib.sha256(id_.encode()).digest()[0] % of == 0


class CostCase(Case):
    """A question about what a price list comes to, and the sums worked out by hand; `why` is the kind of case."""

    history: tuple[str, ...] = ()
    weight_kg: float | None
    cycles: int | None
    tests: bool
    rate: float | None
    per_visit: int | None
    total: int | None
    low: int | None
    high: int | None
    working: str
    why: str

    @property
    def asks_back(self) -> bool:
        """Whether what was told cannot be, so that a question must come back."""
        return self.why == "impossible"


def cost_cases() -> list[CostCase]:
    """Read the cases of sums; no half is kept apart, since nothing is learned from them."""
    return cases(CostCase, "costs-*.yaml")


class LanguageCase(Case):
    """A message in another language, in two at once, or in English that must stay English."""

    language: str
    kind: Literal["urgent", "question", "harmless", "smalltalk", "mixed"]
    signs: tuple[str, ...] = ()
    """Any of them is right; none for a message that wants no card."""


def language_cases(file: str = "*") -> list[LanguageCase]:
    """Read the cases in other languages, of one file (a letter) or all."""
    return cases(LanguageCase, f"languages-{file}.yaml")


class Misstatements(BaseModel):
    """What no answer may say, in any capitals: whatever it is about, and by topic."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    theme: Literal["misstatements"]
    everywhere: tuple[str, ...]
    topics: dict[str, tuple[str, ...]]

    def beside(self, case: AnswerCase) -> AnswerCase:
        """Return a case that forbids also what its topics do."""
        of_topics = [words for topic in case.topics for words in self.topics.get(topic, ())]
        together = dict.fromkeys([*case.must_not_say, *of_topics, *self.everywhere])
        return case.model_copy(update={"must_not_say": tuple(together)})


def misstatements(path: Path = CASES / "misstatements-a.yaml") -> Misstatements:
    """Read what no answer may say."""
    return Misstatements.model_validate(_read(path))


def answer_cases(half: Half | None = None) -> list[AnswerCase]:
    """Read the answer cases, of one half or all, each with what an answer of its topics must not say."""
    forbidden = misstatements()
    found = cases(AnswerCase, "answers-*.yaml")
    return [forbidden.beside(case) for case in found if in_half(case.id, half)]


def kind_cases(half: Half | None = None) -> list[KindCase]:
    """Read the cases of messages that want another kind of reply, of one half or all."""
    themes = ("uncovered", "covered", "boundary", "refusals")
    found = [case for theme in themes for case in cases(KindCase, f"{theme}-*.yaml")]
    return [case for case in found if in_half(case.id, half)]


def followup_cases(half: Half | None = None) -> list[FollowupCase]:
    """Read the follow-ups, of one half or all."""
    return [case for case in cases(FollowupCase, "followups-*.yaml") if in_half(case.id, half)]


def _rows(path: Path) -> list[object]:
    return list(_read(path)["cases"])


def _read(path: Path) -> dict[str, list[object]]:
    content: dict[str, list[object]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return content
