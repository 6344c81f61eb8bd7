"""Uses and topics linked to passages as documents of staff are, against labels given by hand.

The passages are the records of the library: the title of a record's source and the place in it stand above it, as the
title and heading of a document do. What is learned of topics is learned from the records of other sources only. Labels
that a record has for answering and that do not fit the question here are set right in linking.yaml, which says how.
Rules were made and thresholds chosen on one half, but misses of both were seen while labels were set right, and labels
were looked at again only where they differed from the rules: the figures lean in our favour.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, cast

from pydantic import BaseModel, ConfigDict

from chatbot.domain import Origin, Passage
from chatbot.errors import CorpusError
from chatbot.knowledge.files import read_files, read_yaml
from chatbot.knowledge.library import Library, linker_of
from chatbot.knowledge.notices import IntakeRecord

GOLD = Path(__file__).with_name("linking.yaml")
PARTS = 8
"""Each part of the sources is linked by what is learned from the others."""


class Right(BaseModel):
    """The labels of a passage that are not those of its record; None is as the record has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record: str
    uses: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None


class Gold(BaseModel):
    """What was set right."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: tuple[Right, ...]


class Linked(NamedTuple):
    """A passage with the labels that it was given by hand and those that it was linked to."""

    passage: Passage
    by_hand: frozenset[str]
    found: frozenset[str]

    @property
    def tuned(self) -> bool:
        """Whether it is of the half that rules and thresholds were chosen on."""
        return _part(self.passage.record, 2) == 0


class Figures(NamedTuple):
    """Of all labels given, how many are right; of all given by hand, how many were found."""

    right: int
    given: int
    wanted: int

    def __str__(self) -> str:
        return (
            f"precision {self.right} of {self.given} = {self.right / max(self.given, 1):.1%}, "
            f"recall {self.right} of {self.wanted} = {self.right / max(self.wanted, 1):.1%}"
        )


def read_gold(library: Library, path: Path = GOLD) -> dict[str, Right]:
    """Read what was set right, by record; raise ValueError where it names what the library does not hold."""
    content, problems = read_yaml(path, path.name)
    if problems:
        raise CorpusError(problems)
    gold = {right.record: right for right in Gold.model_validate(content).labels}
    unknown = gold.keys() - {p.record for p in _by_hand(library)}
    unknown |= {use for right in gold.values() for use in right.uses or ()} - library.uses.keys()
    if unknown:
        raise ValueError(f"{path.name}: {', '.join(sorted(unknown))}: not in the library; correct or remove")
    return gold


def linked(library: Library, corpus: Path, gold: dict[str, Right]) -> tuple[list[Linked], list[Linked]]:
    """Link every passage that was labelled by hand to uses, and to topics."""
    located, _ = read_files(corpus, "intake")
    intake = [cast(IntakeRecord, row.record) for row in located]
    uses: list[Linked] = []
    topics: list[Linked] = []
    for part in range(PARTS):
        passages = [p for p in _by_hand(library) if _part(p.source.id, PARTS) == part]
        linker = linker_of(library, intake, without={p.source.id for p in passages})
        for passage in passages:
            right = gold.get(passage.record, Right(record=passage.record))
            links = linker.link(passage.text, passage.locator, passage.source.title)
            by_hand = passage.uses if right.uses is None else right.uses
            uses.append(Linked(passage, frozenset(by_hand), frozenset(links.uses)))
            about: Collection[str] = passage.topics if right.topics is None else right.topics
            topics.append(Linked(passage, frozenset(about), links.topics))
    return uses, topics


def _part(name: str, parts: int) -> int:
    return int(sha256(name.encode()).hexdigest(), 16) % parts


def _by_hand(library: Library) -> Iterator[Passage]:
    return (p for p in library.shipped.passages if p.origin is Origin.FACT)


def figures(rows: Iterable[Linked]) -> Figures:
    """Count over all passages."""
    made: Sequence[Linked] = list(rows)
    right = sum(len(row.by_hand & row.found) for row in made)
    return Figures(right, sum(len(row.found) for row in made), sum(len(row.by_hand) for row in made))
