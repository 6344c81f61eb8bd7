"""The files of corpus/ read into records: whatever does not hold is told, all at once; home of yaml."""

import os
from collections.abc import Hashable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import ValidationError

from chatbot.errors import CorpusError, Problem
from chatbot.knowledge.checklist_records import ChecklistRecord
from chatbot.knowledge.cost_records import CostsRecord
from chatbot.knowledge.faq_records import FaqRecord
from chatbot.knowledge.notices import IntakeRecord
from chatbot.knowledge.records import (
    AmbiguousRecord,
    ConceptRecord,
    DisagreementRecord,
    DocumentRecord,
    FactRecord,
    GlossaryRecord,
    IllnessRecord,
    KindOfMessageRecord,
    LanguageRecord,
    LineRecord,
    LookalikeRecord,
    PlanRecord,
    Record,
    SignRecord,
    SourceRecord,
    UseRecord,
)

WHOLE_FILE = "-"
"""In place of a record's name where the problem is the file's."""

OfRecord = TypeVar("OfRecord", bound=Record)


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
    needed: bool = False


FILES: dict[str, FileKind] = {
    "sources": FileKind("sources/*.yaml", "sources", SourceRecord, ("kind",), needed=True),
    "uses": FileKind("uses/*.yaml", "uses", UseRecord, ("group", "name")),
    "ambiguous": FileKind("ambiguous.yaml", "ambiguous", AmbiguousRecord),
    "illnesses": FileKind("illnesses.yaml", "illnesses", IllnessRecord),
    "facts": FileKind("facts/*.yaml", "facts", FactRecord, ("subject",), needed=True),
    "concepts": FileKind("concepts.yaml", "concepts", ConceptRecord),
    "signs": FileKind("signs.yaml", "signs", SignRecord),
    "lookalikes": FileKind("lookalikes.yaml", "lookalikes", LookalikeRecord),
    "lines": FileKind("lines.yaml", "lines", LineRecord, needed=True),
    "costs": FileKind("costs.yaml", "costs", CostsRecord),
    "disagreements": FileKind("disagreements.yaml", "disagreements", DisagreementRecord),
    "documents": FileKind("documents.yaml", "documents", DocumentRecord),
    "glossary": FileKind("glossary.yaml", "glossary", GlossaryRecord),
    "topics": FileKind("topics.yaml", "topics", PlanRecord, needed=True),
    "boundary": FileKind("boundary.yaml", "boundary", KindOfMessageRecord),
    "intake": FileKind("intake.yaml", "intake", IntakeRecord),
    "languages": FileKind("languages/*.yaml", "languages", LanguageRecord),
    "faq": FileKind("faq.yaml", "faq", FaqRecord),
    "checklists": FileKind("checklists.yaml", "checklists", ChecklistRecord),
}


class _Loader(yaml.CSafeLoader):
    """PyYAML's fast safe loader that refuses a key given twice, which would lose the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        keys = [str(key.value) for key, _ in node.value]
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


def read_alone(path: Path, where: str, model: type[OfRecord], named_by: str) -> tuple[OfRecord | None, list[Problem]]:
    """Return the one record of a file that bears its name, and the problems that kept it from being read, if any.

    `named_by` are the fields that make its name.
    """
    content, problems = read_yaml(path, where)
    if problems:
        return None, problems
    try:
        record = model.model_validate(content)
    except ValidationError as error:
        return None, [Problem(where, path.stem, field, what) for field, what in complaints(error)]
    if record.key != path.stem:
        what = f"is {record.key!r}; make it the same as the file's name"
        return None, [Problem(where, path.stem, named_by, what)]
    return record, []


def dump_yaml(content: object) -> str:
    """Write plain values as YAML, in their own order."""
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120))


def read_files(corpus: Path, name: str) -> tuple[list[Located], list[Problem]]:
    """Read every record of one kind; a record that does not hold is left out and told as a problem."""
    kind = FILES[name]
    found: list[Located] = []
    problems: list[Problem] = []
    paths = sorted(corpus.glob(kind.pattern))
    if kind.needed and not paths:
        problems.append(Problem(kind.pattern, WHOLE_FILE, "-", "no such file; a library needs at least one"))
    for path in paths:
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
    if bad_heads := [key for key in kind.head if not isinstance(content[key], str) or not content[key].strip()]:
        return [], [Problem(where, "-", key, "must be a text") for key in bad_heads]
    head = {key: content[key] for key in kind.head}
    found: list[Located] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        record, bad = _read_record(row, where, number, kind.model)
        problems += bad
        if record is not None:
            found.append(Located(record, where, head))
    return found, problems


def _read_record(row: object, where: str, number: int, model: type[Record]) -> tuple[Record | None, list[Problem]]:
    try:
        return model.model_validate(row), []
    except ValidationError as error:
        name = _name(row) or f"record {number}"
        return None, [Problem(where, name, field, what) for field, what in complaints(error)]


def _name(row: object) -> str:
    if not isinstance(row, dict):
        return ""
    return str(row.get("id") or row.get("code") or row.get("term") or row.get("text") or row.get("what") or "")


def complaints(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Yield each field that does not hold, and what to do about it."""
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


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that at any moment it stands there whole or not at all."""
    next_ = path.with_name(path.name + ".next")
    with next_.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    next_.replace(path)


def write_records(corpus: Path, name: str, records: Sequence[Record]) -> None:
    """Write a file of one kind anew under the comment lines at its top; raise CorpusError where it cannot be.

    The same records give the same bytes, and a reader never meets a file that is half written.
    """
    kind = FILES[name]
    path = corpus / kind.pattern
    rows = [record.model_dump(mode="json", exclude_defaults=True) for record in records]
    content = {kind.list_key: rows}
    made = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
    beside = path.with_suffix(".new")
    try:
        top = takewhile(lambda line: line.startswith("#"), path.read_text(encoding="utf-8").splitlines(keepends=True))
        beside.write_text("".join(top) + made, encoding="utf-8")
        os.replace(beside, path)  # noqa: PTH105  in one step
    except OSError as error:
        what = f"cannot be written ({error}); make the file and its folder writable"
        raise CorpusError([Problem(path.name, WHOLE_FILE, "-", what)]) from error
