"""What the library knows, as values: sources, uses, passages, claims, labels. Knows nothing else of the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Jurisdiction(StrEnum):
    """Where a status or a source holds; INT is international."""

    US = "US"
    EU = "EU"
    UK = "UK"
    CA = "CA"
    AU = "AU"
    CN = "CN"
    INT = "INT"


COUNTRIES: tuple[Jurisdiction, ...] = tuple(j for j in Jurisdiction if j is not Jurisdiction.INT)
"""The countries a reader may choose, in the order in which they are shown."""


class SourceKind(StrEnum):
    """What kind of publication a source is."""

    REGULATOR = "regulator"
    GUIDELINE = "guideline"
    SYSTEMATIC_REVIEW = "systematic-review"
    TRIAL = "trial"
    OBSERVATIONAL_STUDY = "observational-study"
    PATIENT_INFORMATION = "patient-information"
    REFERENCE = "reference"
    COMMERCIAL = "commercial"
    MAGAZINE = "magazine"


class Strength(StrEnum):
    """What kind of statement a passage is, in the order in which they speak."""

    LABEL = "label"
    GUIDELINE = "guideline"
    META_ANALYSIS = "meta-analysis"
    RCT = "rct"
    UNCONTROLLED = "uncontrolled"
    EXPERT = "expert"
    COMMERCIAL_CLAIM = "commercial-claim"


class EvidenceLevel(StrEnum):
    """How sure the evidence for a use is; a second axis beside the status, never merged with it."""

    STRONG = "strong"
    MODERATE = "moderate"
    LIMITED = "limited"
    CONFLICTING = "conflicting"
    NEGATIVE = "negative"
    NONE_FOUND = "none-found"


class Position(StrEnum):
    """What a guideline or payer says about a use."""

    RECOMMENDED = "recommended"
    RESTRICTED = "restricted"
    EXCEPTIONAL_ONLY = "exceptional-only"
    NOT_ROUTINE = "not-routine"
    AGAINST = "against"
    SILENT = "silent"


class LabelName(StrEnum):
    """The headline computed from status, guidance and evidence."""

    APPROVED = "approved"
    OFF_LABEL = "off-label"
    EXPERIMENTAL = "experimental"
    NOT_RECOMMENDED = "not-recommended"


class UrgencyLevel(StrEnum):
    """How soon a warning sign needs help, most urgent first."""

    EMERGENCY_NOW = "emergency-now"
    URGENT_TODAY = "urgent-today"
    TELL_TEAM = "tell-team"


class Origin(StrEnum):
    """Which kind of record a passage was made from."""

    FACT = "fact"
    STATUS = "status"
    GUIDANCE = "guidance"
    EVIDENCE = "evidence"
    SUMMARY = "summary"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publication."""

    id: str
    title: str
    publisher: str
    kind: SourceKind
    jurisdiction: Jurisdiction
    year: int | None
    url: str | None
    """The publisher's own address; None where only a copy is known, so that no mirror is ever shown."""
    interest: str
    """What the publisher stands to gain, or 'none known'."""
    read: str
    """How much of it was read: full, part, abstract or secondary."""
    checked: date
    next_review: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Whether a use is approved in one jurisdiction; None is 'not known'."""

    jurisdiction: Jurisdiction
    approved: bool | None
    note: str
    source: Source
    adults_only: bool = False
    """Whether it is approved for adults alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What one body says about a use."""

    body: str
    year: int | None
    position: Position
    note: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelByHand:
    """A label set by a person, with the reason and the source that it needs."""

    label: LabelName
    reason: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A condition or purpose that the treatment, or one offered beside it, is given for."""

    id: str
    name: str
    phrase: str
    """The name as it stands inside a sentence."""
    treatment: str | None
    """What is given where it is not the library's own treatment."""
    group: str
    synonyms: tuple[str, ...]
    exact_case: frozenset[str]
    also_everyday: frozenset[str]
    status: Mapping[Jurisdiction, Status]
    guidance: tuple[Guidance, ...]
    evidence: EvidenceLevel
    evidence_why: str
    evidence_sources: tuple[Source, ...]
    summary: str
    summary_sources: tuple[Source, ...]
    """Those that carry the summary."""
    sources: tuple[Source, ...]
    checked: date
    asks: tuple[str, ...] = ()
    """Questions in readers' words that the summary answers."""
    by_hand: LabelByHand | None = None
    symptom_of: frozenset[str] = frozenset()
    """Uses of which this may be a symptom: beside the name of one of them it is told, not asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question in readers' words that a fact answers; `says` when the fact alone settles it."""

    text: str
    says: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a passage stands in its document, so that it can be shown there."""

    page: int | None
    """From 1; None where the document has no pages."""
    section: str
    start: int
    """Of its characters in the text of the page, or of the whole document."""
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is indexed and cited: a fact, a row of a use's record, or a piece of a document."""

    id: str
    """Made from the record and the text, so that it survives a rebuild and changes with the text."""
    record: str
    """Id of the fact, use or document that it was made from."""
    text: str
    source: Source
    also: tuple[Source, ...] = ()
    locator: str
    strength: Strength
    topics: frozenset[str] = frozenset()
    uses: tuple[str, ...] = ()
    subject: str
    origin: Origin
    jurisdiction: Jurisdiction | None = None
    asks: tuple[Ask, ...] = ()
    sentences: tuple[str, ...] = ()
    title: str = ""
    """Of the document that it was cut from; empty for a record, whose text says all."""
    heading: str = ""
    """Of its section."""
    disagrees_with: tuple[str, ...] = ()
    place: Place | None = None
    """Of a staff document's passage."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that the text leans on, the main one first."""
        return (self.source, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A warning sign that needs help now or today."""

    id: str
    sign: str
    say_it_like: tuple[str, ...]
    possible_cause: str
    level: UrgencyLevel
    told_by: tuple[tuple[str, ...], ...] = ()
    """Concepts that tell of the sign where they stand together."""
    told_with: tuple[tuple[str, ...], ...] = ()
    """Other signs that are this one where a message tells them all."""
    worse_with: tuple[str, ...] = ()
    """Signs that, told beside this one, make both an emergency by its own advice."""
    only_of: str = ""
    """Pattern of what a message says that is about one of the people who alone can have it; empty for everybody."""
    nothing_beside: bool = False
    """Whether nothing else that the message asks is answered beside its card."""
    advice: str
    sources: tuple[Source, ...]
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message as people write it, and the sign or kind of message that it is, or only looks like."""

    text: str
    family: str
    """sign or boundary."""
    of: str
    holds: bool
    """False for a message that only looks like one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLabel:
    """The label of a use for one country, with what it rests on."""

    use: Use
    name: LabelName
    country: Jurisdiction | None
    """None when the label is the same in every country whose status is known."""
    known: bool
    """False when the status in the chosen country is not known."""
    source: Source
    checked: date
    approved_in: tuple[Jurisdiction, ...] = ()
    not_approved_in: tuple[Jurisdiction, ...] = ()
    against: tuple[Guidance, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of an answer and the passages that carry it; cannot be built without one."""

    text: str
    passages: tuple[Passage, ...]
    section: str = "details"

    def __post_init__(self) -> None:
        if not self.passages:
            raise ValueError(f"a claim needs a passage: {self.text!r}")


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something a reader must know about the evidence, and the passages that make it true."""

    name: str
    text: str
    because: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered reference under an answer: one source of one passage."""

    n: int
    source: Source
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A text in another language, as it stands at the start of a reply."""

    code: str
    name: str
    """Of the language, in the language."""
    right_to_left: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CareCard:
    """The fixed card that a warning sign brings up."""

    level: UrgencyLevel
    signs: tuple[Sign, ...]
    text: str
    spoken: Spoken | None = None
    """What the text begins with, where the sign was told in another language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A currency that a sum is wanted in, and the reader's own rate; None where none was told, for none is invented."""

    currency: str
    per_one: float | None
    """How much of the list's currency one of the other is worth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostPlan:
    """What is to be added up: a body weight, a number of visits (None: the usual one), with the tests or without."""

    weight_kg: float
    visits: int | None = None
    tests: bool = True
    rate: Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One line of a cost sum; `source` and `fact` are the records that state its price."""

    what: str
    how: str = ""
    """How its number comes about."""
    amount: int
    currency: str
    times: int
    sum: int
    source: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A sum over a seller's price list, and what it covers.

    Where the list does not settle the sum, the total is None, `low` and `high` are the sums on either side, and the
    lines are those that both have in common. Below the list's first step there is a `high` alone.
    """

    items: tuple[CostLine, ...]
    total: int | None
    currency: str
    scope: str
    per_visit: int | None = None
    counted_kg: int | None = None
    """The whole step that the weight is counted as."""
    said: tuple[str, ...] = ()
    """The sum in sentences, the most needed first."""
    notes: tuple[str, ...] = field(default=())
    """What must be known beside it."""
    low: "Cost | None" = None
    high: "Cost | None" = None
