"""The records of corpus/ as closed models: unknown keys and wrong types are refused."""

import re
from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from chatbot.domain import (
    COUNTRIES,
    EvidenceLevel,
    Jurisdiction,
    LabelName,
    Position,
    Strength,
    UrgencyLevel,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Texts = tuple[Text, ...]
Ids = tuple[Id, ...]


def _compiles(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Says = Annotated[str, StringConstraints(pattern=r"^(?:[a-z0-9]+\*?|\d+\.\.\d+)(?: (?:[a-z0-9]+\*?|\d+\.\.\d+))*$")]
Pattern = Annotated[str, AfterValidator(_compiles)]


def _says_numbers(text: str) -> str:
    fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    if fields != ["numbers"]:
        raise ValueError("must hold {numbers} once and no other placeholder")
    return text


def _names_every_country(names: dict[Jurisdiction, str]) -> dict[Jurisdiction, str]:
    if names.keys() != set(COUNTRIES):
        raise ValueError(f"must name exactly {', '.join(COUNTRIES)}")
    return names


WithNumbers = Annotated[Text, AfterValidator(_says_numbers)]


class Record(BaseModel):
    """A record as it stands in a file; closed and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    @property
    def key(self) -> str:
        """What the record is called in messages, unique among its kind."""
        return str(getattr(self, "id", ""))


class SourceRecord(Record):
    id: Id
    title: Text
    publisher: Text
    jurisdiction: Jurisdiction
    year: int | None = Field(ge=1900, le=2100)
    url: Text | None
    link: Literal["official", "mirror", "none"]
    interest: Text
    read: Literal["full", "part", "abstract", "secondary"]
    checked: date
    next_review: date
    cite: Text | None = None
    read_at: Text | None = None
    doi: Text | None = None
    pmid: Text | int | None = None
    pmcid: Text | None = None
    trial: Text | None = None
    note: Text | None = None


class StatusRecord(Record):
    approved: bool | None
    note: Text
    source: Id
    derived: bool = False
    adults_only: bool = False
    """Whether each product whose approval the note tells of is approved for adults alone."""


class GuidanceRecord(Record):
    body: Text
    year: int | None
    position: Position
    note: Text
    source: Id


class EvidenceRecord(Record):
    level: EvidenceLevel
    why: Text
    sources: Ids
    """May be empty only where no study was found; the use's own sources stand in then."""


class LabelRecord(Record):
    label: LabelName
    reason: Text
    source: Id


class UseRecord(Record):
    id: Id
    name: Text
    phrase: Text
    treatment: Text | None = None
    synonyms: Texts
    exact_case: Texts = ()
    also_everyday: Texts = ()
    symptom_of: Ids = ()
    status: dict[Jurisdiction, StatusRecord]
    guidance: tuple[GuidanceRecord, ...]
    evidence: EvidenceRecord
    label: LabelRecord | None = None
    summary: Text
    summary_sources: Ids = ()
    """Those of `sources` that carry the summary; none named: all."""
    sources: Ids = Field(min_length=1)
    checked: date
    asks: Texts = ()

    @model_validator(mode="after")
    def _summary_leans_on_its_sources(self) -> "UseRecord":
        if other := sorted(set(self.summary_sources) - set(self.sources)):
            raise ValueError(f"summary_sources names {', '.join(other)}, which is not among sources")
        return self


class AmbiguousRecord(Record):
    term: Text
    uses: Ids = Field(min_length=2)
    note: Text
    one_illness: bool = False
    """Whether it names one illness that has several records: then it counts beside other names too."""

    @property
    def key(self) -> str:
        return self.term


class IllnessRecord(Record):
    """An illness that no record is about: a question that names it is told from one that the library answers."""

    id: Id
    names: Texts = Field(min_length=1)


class AskRecord(Record):
    ask: Text
    says: Literal["yes", "no", "depends", "not-known"]


class FactRecord(Record):
    id: Id
    text: Text
    topics: Ids = Field(min_length=1)
    uses: Ids
    source: Id
    locator: Text
    strength: Strength
    also: Ids = ()
    disagrees_with: Ids = ()
    asks: tuple[Text | AskRecord, ...] = ()


class ConceptRecord(Record):
    """The ways people say one thing: plain words, `swell*` for any ending, `38..42` for any number between."""

    id: Id
    says: tuple[Says, ...] = Field(min_length=1)
    anywhere: bool = False
    """A standing fact, such as an illness: it may stand in another sentence than the rest of a rule."""
    not_before: tuple[str, ...] = ()
    """Words before which it is not meant: 'headache two days after it' says when, not how long."""


class SignRecord(Record):
    id: Id
    sign: Text
    say_it_like: Texts = Field(min_length=3)
    possible_cause: Text
    level: UrgencyLevel
    when: Texts
    told_by: tuple[Ids, ...] = ()
    """Concepts that tell of the sign where they stand together."""
    told_with: tuple[Ids, ...] = ()
    """Other signs that are this one where a message tells them all."""
    worse_with: Ids = ()
    """Signs that, told beside this one, make both an emergency by its own advice."""
    only_of: Pattern = ""
    """What a message says that is about one of the people who alone can have it."""
    nothing_beside: bool = False
    """Whether nothing else that the message asks is answered beside its card."""
    advice: Text
    level_basis: Text
    sources: Ids = Field(min_length=1)
    locator: Text


class LookalikeRecord(Record):
    text: Text
    looks_like: Id
    kind: Text

    @property
    def key(self) -> str:
        return self.text


class LineRecord(Record):
    """A line between two kinds of message: a weight for each measure (logistic regression), and an offset."""

    id: Literal["alarm", "alarm-apart", "covered"]
    offset: float
    weights: dict[str, float]

    def score(self, measures: Mapping[str, float]) -> float:
        """Return 0 or more on the far side of the line; a measure without a weight counts for nothing."""
        return self.offset + sum(weight * measures.get(name, 0.0) for name, weight in self.weights.items())


class DisagreementRecord(Record):
    what: Text
    how_to_present: Text
    facts: Ids = ()
    uses: Ids = ()
    signs: Ids = ()
    sources: Ids = ()

    @property
    def key(self) -> str:
        return self.what


class DocumentSectionRecord(Record):
    heading: Text
    topics: Ids
    uses: Ids = ()


class DocumentRecord(Record):
    id: Id
    file: Text
    source: Id
    topics: Ids
    sections: tuple[DocumentSectionRecord, ...] = ()
    strength: Strength
    note: Text | None = None


class GlossaryRecord(Record):
    term: Text
    also: Texts = ()
    exact_case: bool = False
    meaning: Text

    @property
    def key(self) -> str:
        return self.term


class SectionRecord(Record):
    heading: Text
    subjects: Ids = ()
    topics: Ids = ()
    strengths: tuple[Strength, ...] = ()
    words: Texts = ()
    at_least: int = 0
    at_most: int = 8


class HarmsRecord(Record):
    """What an answer on a benefit says of harm, where nothing that was found does."""

    topic: Id
    """Of the passages that tell of harm."""
    fact: Id
    heading: Text


class PlanRecord(Record):
    id: Id
    name: Text
    draws_on: Ids = ()
    subjects: Ids = ()
    phrases: Texts = ()
    examples: Texts = ()
    use_first: bool = False
    evidence: bool = False
    approval: bool = False
    default_for_use: bool = False
    by_country: bool = False
    """Whether each country rules for itself here: what holds elsewhere comes after what holds where the reader is."""
    harms: HarmsRecord | None = None
    sections: tuple[SectionRecord, ...] = ()
    ask_team: Texts = ()


class KindOfMessageRecord(Record):
    """A kind of message that is not an ordinary question: how people word it."""

    id: Id
    kind: Literal["declined", "smalltalk"]
    reason: Literal["personal-advice", "out-of-scope", "unsafe-request", "unclear", "no-source"] | None = None
    patterns: tuple[Pattern, ...] = ()
    examples: Texts = ()
    not_examples: Texts = ()
    sure: float = Field(default=-0.4, ge=-1, le=1)
    """The score from which a message is of this kind; near 1 for its examples, near -1 for all others."""

    @property
    def firm(self) -> bool:
        """Whether nothing that the library holds makes such a message an ordinary question."""
        return self.reason in {"personal-advice", "unsafe-request"}


class UrgentWordsRecord(Record):
    """The first words of a care card, by its level."""

    emergency_now: WithNumbers = Field(alias="emergency-now")
    urgent_today: WithNumbers = Field(alias="urgent-today")


Alternatives = Annotated[Texts, Field(min_length=1)]
Rule = Annotated[tuple[Alternatives, ...], Field(min_length=1)]
"""A sign is told where one alternative of every group stands in a sentence."""


class ToldRecord(Record):
    """How one warning sign is told in a language."""

    sign: Id
    rules: tuple[Rule, ...] = Field(min_length=1)


class LanguageRecord(Record):
    """The fixed text of a language, and how warning signs are told in it."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    name: Text
    right_to_left: bool = False
    comma: str
    countries: Annotated[dict[Jurisdiction, Text], AfterValidator(_names_every_country)]
    answer: Text
    emergency: WithNumbers
    urgent: UrgentWordsRecord
    words: Texts
    """Common words by which it is told from English, where it is written in Latin letters."""
    spaces: bool = True
    marks: bool = False
    """Letters that differ only by their marks are other letters, where a message has marks at all."""
    same: dict[str, str] = {}
    reach: int = Field(ge=1)
    near: int = Field(ge=0)
    denials: Texts
    denials_after: Texts = ()
    no_denials: Texts
    openers: Texts
    harmless: Texts
    over: Texts
    now: Texts
    signs: tuple[ToldRecord, ...] = Field(min_length=1)

    @property
    def key(self) -> str:
        return self.code

    def first_words(self, level: UrgencyLevel) -> str | None:
        """Return how a care card of a level begins, if the language has words for it."""
        return {
            UrgencyLevel.EMERGENCY_NOW: self.urgent.emergency_now,
            UrgencyLevel.URGENT_TODAY: self.urgent.urgent_today,
        }.get(level)
