"""What must be known of a document before it may be answered from, and the register of a folder of documents."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from chatbot.domain import SourceKind
from chatbot.errors import CorpusError, DocumentError, Problem
from chatbot.knowledge.files import complaints, read_yaml
from chatbot.knowledge.records import SourceRecord
from chatbot.knowledge.shelf import PREFIX

REGISTER = "register.yaml"
NEEDED = ("title", "publisher", "kind", "jurisdiction", "year", "interest")
OPTIONAL = ("url", "id")
MONTHS: Mapping[SourceKind, int] = {
    SourceKind.COMMERCIAL: 6,
    SourceKind.REGULATOR: 12,
    SourceKind.GUIDELINE: 12,
    SourceKind.MAGAZINE: 12,
}
"""Until the next review, by kind; all others 36."""
OTHER_MONTHS = 36
NO_YEAR = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file and what was told about it, as text by name."""

    file: Path
    told: Mapping[str, str]

    def missing(self) -> tuple[str, ...]:
        """Name what must still be told."""
        return tuple(name for name in NEEDED if not self.told.get(name, "").strip())


def source_of(given: Given, today: date, *, whole: bool) -> tuple[SourceRecord, SourceKind]:
    """Make the source of a document; raise DocumentError that names everything missing or wrong."""
    if missing := given.missing():
        raise DocumentError(
            f"{given.file.name}: {', '.join(missing)} missing; where it is from must be known: tell each"
        )
    told = {name: value.strip() for name, value in given.told.items() if value.strip()}
    kinds = [kind.value for kind in SourceKind]
    if told["kind"] not in kinds:
        raise DocumentError(f"{given.file.name}: kind {told['kind']!r} is none; use one of {', '.join(kinds)}")
    if told["year"] != NO_YEAR and not re.fullmatch(r"\d{4}", told["year"], re.ASCII):
        raise DocumentError(
            f"{given.file.name}: year {told['year']!r} is none; use four figures such as 2024, or {NO_YEAR!r} where it "
            "does not say"
        )
    kind = SourceKind(told["kind"])
    record = {
        "id": _id(told.get("id") or told["title"]),
        "title": told["title"],
        "publisher": told["publisher"],
        "jurisdiction": told["jurisdiction"].upper(),
        "year": None if told["year"] == NO_YEAR else told["year"],
        "url": told.get("url"),
        "link": "official" if told.get("url") else "none",
        "interest": told["interest"],
        "read": "full" if whole else "part",
        "checked": today,
        "next_review": review_after(today, kind),
    }
    try:
        return SourceRecord.model_validate(record), kind
    except ValidationError as error:
        said = "; ".join(f"{field}: {what}" for field, what in complaints(error))
        raise DocumentError(f"{given.file.name}: {said}") from error


def read_register(folder: Path) -> list[Given]:
    """Read a folder's register: `documents`, each with its file, and `all` for what they have in common."""
    path = folder / REGISTER
    if not path.is_file():
        raise DocumentError(f"{folder}: has no {REGISTER}; write one that tells where each file is from")
    content, problems = read_yaml(path, REGISTER)
    if not problems:
        problems = list(_shape(content))
    if problems:
        raise CorpusError(problems)
    assert isinstance(content, dict)
    common = _texts(content.get("all") or {})
    rows = [(str(row["file"]), _texts(row)) for row in content["documents"]]
    return [Given(file=folder / file, told={**common, **row}) for file, row in rows]


def _shape(content: object) -> Iterator[Problem]:
    if (
        not isinstance(content, dict)
        or not isinstance(content.get("documents"), list)
        or content.keys() - {"documents", "all"}
    ):
        yield Problem(REGISTER, "-", "-", "must hold a list 'documents' and, if wanted, 'all' with what they share")
        return
    known = {*NEEDED, *OPTIONAL, "file"}
    for number, row in enumerate([content.get("all") or {}, *content["documents"]]):
        name = f"document {number}" if number else "all"
        if not isinstance(row, dict) or (number and not row.get("file")):
            yield Problem(REGISTER, name, "file", "must name a file")
        elif unknown := row.keys() - known:
            yield Problem(REGISTER, name, ", ".join(map(str, sorted(unknown))), "is not known; correct or remove it")


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if value is not None and name != "file"}


def _id(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", folded))[:60].strip("-").removeprefix(PREFIX)
    if not slug:
        raise DocumentError(f"{text!r} has no letter from a to z and no figure, so it gives no id; add some to it")
    return PREFIX + slug


def review_after(day: date, kind: SourceKind) -> date:
    """Return when a source of a kind is to be checked again."""
    years, month = divmod(day.month - 1 + MONTHS.get(kind, OTHER_MONTHS), 12)
    return date(day.year + years, month + 1, min(day.day, 28))
