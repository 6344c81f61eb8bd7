"""The files of corpus/ as closed models: unknown keys, wrong types and duplicate keys are refused, all at once."""

from collections.abc import Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chatbot.domain import (
    EvidenceLevel,
    Jurisdiction,
    LabelName,
    Position,
    Strength,
    UrgencyLevel,
)
from chatbot.errors import Problem

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Texts = tuple[Text, ...]
Ids = tuple[Id, ...]


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
    status: dict[Jurisdiction, StatusRecord]
    guidance: tuple[GuidanceRecord, ...]
    evidence: EvidenceRecord
    label: LabelRecord | None = None
    summary: Text
    sources: Ids = Field(min_length=1)
    checked: date


class AmbiguousRecord(Record):
    term: Text
    uses: Ids = Field(min_length=2)
    note: Text

    @property
    def key(self) -> str:
        return self.term


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


class SignRecord(Record):
    id: Id
    sign: Text
    say_it_like: Texts = Field(min_length=3)
    possible_cause: Text
    level: UrgencyLevel
    when: Texts
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
    sections: tuple[SectionRecord, ...] = ()
    ask_team: Texts = ()


class KindOfMessageRecord(Record):
    """A kind of message that is not an ordinary question: how people word it."""

    id: Id
    kind: Literal["declined", "smalltalk"]
    reason: Literal["personal-advice", "out-of-scope", "unsafe-request", "unclear"] | None = None
    patterns: Texts = ()
    examples: Texts = ()
    not_examples: Texts = ()


RecordT = TypeVar("RecordT", bound=Record)


class Located(NamedTuple):
    """A record with the file it stands in and the file's own heading keys."""

    record: Record
    file: str
    head: dict[str, str]


class FileKind(NamedTuple):
    """How one kind of file looks: where it is, its list, its heading keys, the model of its records."""

    pattern: str
    list_key: str
    model: type[Record]
    head: tuple[str, ...] = ()


FILES: dict[str, FileKind] = {
    "sources": FileKind("sources/*.yaml", "sources", SourceRecord, ("kind",)),
    "uses": FileKind("uses/*.yaml", "uses", UseRecord, ("group", "name")),
    "ambiguous": FileKind("ambiguous.yaml", "ambiguous", AmbiguousRecord),
    "facts": FileKind("facts/*.yaml", "facts", FactRecord, ("subject",)),
    "signs": FileKind("signs.yaml", "signs", SignRecord),
    "lookalikes": FileKind("lookalikes.yaml", "lookalikes", LookalikeRecord),
    "disagreements": FileKind("disagreements.yaml", "disagreements", DisagreementRecord),
    "documents": FileKind("documents.yaml", "documents", DocumentRecord),
    "glossary": FileKind("glossary.yaml", "glossary", GlossaryRecord),
    "topics": FileKind("topics.yaml", "topics", PlanRecord),
    "boundary": FileKind("boundary.yaml", "boundary", KindOfMessageRecord),
}


class _Loader(yaml.CSafeLoader):
    """PyYAML's fast safe loader that refuses a key given twice, which would lose the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        keys = [key.value for key, _ in node.value]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise yaml.constructor.ConstructorError(
                None, None, f"key {', '.join(twice)} stands twice in one record", node.start_mark
            )
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path, where: str) -> tuple[object, list[Problem]]:
    """Return what a YAML file holds, and the problem that kept it from being read, if any."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader), []  # noqa: S506  a safe loader
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(where, "-", "-", f"cannot be read ({error}); check the file and its encoding")]
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())
        return None, [Problem(where, "-", "-", f"is not valid YAML ({what}); mend the line named")]


def read_files(corpus: Path, name: str) -> tuple[list[Located], list[Problem]]:
    """Read every record of one kind; a record that does not hold is left out and told as a problem."""
    kind = FILES[name]
    found: list[Located] = []
    problems: list[Problem] = []
    for path in sorted(corpus.glob(kind.pattern)):
        where = path.relative_to(corpus).as_posix()
        content, unread = read_yaml(path, where)
        problems += unread
        if not unread:
            records, bad = _read_list(content, where, kind)
            found += records
            problems += bad
    return found, problems


def _read_list(content: object, where: str, kind: FileKind) -> tuple[list[Located], list[Problem]]:
    wanted = {*kind.head, kind.list_key}
    if not isinstance(content, dict) or content.keys() != wanted:
        what = f"must hold exactly the keys {', '.join(sorted(wanted))} at its top"
        return [], [Problem(where, "-", "-", what)]
    rows = content[kind.list_key]
    if not isinstance(rows, list):
        return [], [Problem(where, "-", kind.list_key, "must be a list of records")]
    head = {key: str(content[key]) for key in kind.head}
    found: list[Located] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        record, bad = _read_record(row, where, number, kind.model)
        problems += bad
        if record is not None:
            found.append(Located(record, where, head))
    return found, problems


def _read_record(
    row: object, where: str, number: int, model: type[Record]
) -> tuple[Record | None, list[Problem]]:
    try:
        return model.model_validate(row), []
    except ValidationError as error:
        name = _name(row) or f"record {number}"
        return None, [Problem(where, name, field, what) for field, what in _complaints(error)]


def _name(row: object) -> str:
    if not isinstance(row, dict):
        return ""
    return str(row.get("id") or row.get("term") or row.get("text") or row.get("what") or "")


def _complaints(error: ValidationError) -> Iterator[tuple[str, str]]:
    for detail in error.errors(include_url=False, include_context=False):
        field = ".".join(str(part) for part in detail["loc"]) or "-"
        match detail["type"]:
            case "extra_forbidden":
                yield field, "is not a known key; correct its spelling or remove it"
            case "missing":
                yield field, "is missing; add it"
            case _:
                given = repr(detail["input"])
                shown = given if len(given) < 80 else given[:80] + "…"
                yield field, f"{detail['msg']} (given: {shown}); correct it"
