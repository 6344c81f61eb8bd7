"""A question set in BEIR's form: documents, queries, and how good each judged document is for a query."""

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.errors import ChatbotError
from evals.cases import Half, half_of

CORPUS = ("corpus.jsonl", "corpus.jsonl.gz")
QUERIES = ("queries.jsonl", "queries.jsonl.gz")
QRELS = ("qrels.tsv", "qrels/test.tsv")


class CollectionError(ChatbotError):
    """A folder holds no question set that can be measured with."""


class _Row(BaseModel):
    """One line of a set; fields that are not measured with are passed over, since sets carry many."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    id: str = Field(alias="_id", min_length=1)
    text: str


class Document(_Row):
    """What is looked for; its title and heading may be empty."""

    title: str = ""
    heading: str = ""


class Asked(_Row):
    """What is looked for with."""

    text: str = Field(min_length=1)
    kind: str = ""
    half: Half | None = None

    @property
    def in_half(self) -> Half:
        """The half that it says, or else the one that a fixed hash of its id gives."""
        return self.half or half_of(self.id)


class Collection(NamedTuple):
    """A whole set."""

    documents: tuple[Document, ...]
    queries: tuple[Asked, ...]
    """Those of which some document is judged above 0."""
    gains: Mapping[str, Mapping[str, int]]
    """By query and document, above 0."""
    unjudged: int
    """How many queries were left out because no document is judged good for them."""
    relevant: int
    """The gain from which a document counts as found: 2 where every query has such a document, else 1."""


RowT = TypeVar("RowT", bound=_Row)


def read_collection(folder: Path, half: Half | None = None, kind: str | None = None) -> Collection:
    """Read a set, of its queries one half and kind or all; raise CollectionError with the place of what is wrong."""
    if not folder.is_dir():
        raise CollectionError(f"{folder} is not a folder; give one with {CORPUS[0]}, {QUERIES[0]} and {QRELS[0]}")
    documents = _rows(Document, _file(folder, CORPUS))
    asked = _rows(Asked, _file(folder, QUERIES))
    every = _gains(_file(folder, QRELS), {row.id for row in documents}, {row.id for row in asked})
    wanted = [q for q in asked if half in {None, q.in_half} and kind in {None, q.kind}]
    if not wanted:
        raise CollectionError(f"{folder}: no query is of the {half or 'whole'} set and the kind {kind or 'any'}")
    judged = tuple(query for query in wanted if query.id in every)
    if not judged:
        raise CollectionError(f"{folder}: no document is judged above 0 for any of {len(wanted)} queries")
    relevant = 2 if all(max(of.values()) > 1 for of in every.values()) else 1
    gains = MappingProxyType({query.id: every[query.id] for query in judged})
    return Collection(documents, judged, gains, len(wanted) - len(judged), relevant)


def _file(folder: Path, names: tuple[str, ...]) -> Path:
    found = next((folder / name for name in names if (folder / name).is_file()), None)
    if found is None:
        raise CollectionError(f"{folder} has no {' or '.join(names)}; a set in BEIR's form has one")
    return found


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each line that is not empty, with its place."""
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise CollectionError(f"{path} cannot be read ({error}); get the file again, as UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{path}, line {number}", line


def _rows(model: type[RowT], path: Path) -> tuple[RowT, ...]:
    rows = []
    for place, line in _lines(path):
        try:
            rows.append(model.model_validate(json.loads(line)))
        except ValidationError as error:
            first = error.errors()[0]
            what = f"{'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}"
            raise CollectionError(f"{place}: {what}; a line is an object with _id and text") from error
        except ValueError as error:
            raise CollectionError(f"{place}: is not JSON ({error}); write one object a line") from error
    twice = [id_ for id_, count in Counter(row.id for row in rows).items() if count > 1]
    if twice:
        raise CollectionError(f"{path}: the id {twice[0]!r} is given {len(twice)} times more than once")
    if not rows:
        raise CollectionError(f"{path} holds no line")
    return tuple(rows)


def _gains(path: Path, documents: set[str], queries: set[str]) -> dict[str, dict[str, int]]:
    """Read judgements; a first line whose last column is no number is the heading."""
    gains: dict[str, dict[str, int]] = {}
    for at, (place, line) in enumerate(_lines(path)):
        columns = [column.strip() for column in line.rstrip("\r\n").split("\t")]
        if len(columns) != 3:
            raise CollectionError(f"{place}: has {len(columns)} columns; write query, document and gain, with tabs")
        query, document, told = columns
        gain = int(told) if told.lstrip("-").isdecimal() else None
        if gain is None and at == 0:
            continue
        if gain is None:
            raise CollectionError(f"{place}: the gain {told!r} is not a whole number")
        for what, id_, known in (("query", query, queries), ("document", document, documents)):
            if id_ not in known:
                raise CollectionError(f"{place}: the {what} {id_!r} is not in the set; add it or remove the line")
        if gain > 0:
            gains.setdefault(query, {})[document] = gain
    return gains
