"""Whether a question typed badly is still understood: the same uses and labels as when it is typed well."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.understanding.question import Question, Reader
from evals.cases import AnswerCase
from evals.noise import NOISES, noisy


class Row(NamedTuple):
    """A noisy form of a question, and whether it is understood as the clean one."""

    kind: str
    text: str
    same_uses: bool
    same_labels: bool


def run(library: Library, cases: Sequence[AnswerCase]) -> list[Row]:
    """Read every case about a use in every noisy form."""
    reader = Reader(library)
    return [row for case in cases if case.labels for row in _rows(library, reader, case.question)]


def shares(rows: Sequence[Row]) -> dict[str, tuple[float, float]]:
    """Return for each kind of noise, and for all, the share with the same uses and with the same labels."""
    groups = {kind: [row for row in rows if row.kind == kind] for kind in NOISES} | {"all": list(rows)}
    return {
        kind: (sum(row.same_uses for row in of) / len(of), sum(row.same_labels for row in of) / len(of))
        for kind, of in groups.items()
    }


def _rows(library: Library, reader: Reader, question: str) -> Iterator[Row]:
    clean = reader.read(question, (), None)
    for kind in NOISES:
        text = noisy(question, kind)
        read = reader.read(text, (), None)
        same = set(read.uses) == set(clean.uses)
        yield Row(kind, text, same, same and _labels(library, read) == _labels(library, clean))


def _labels(library: Library, question: Question) -> set[tuple[str, str, str | None]]:
    computed = (label for use in question.uses for label in labels(library.uses[use], question.country))
    return {(label.use.id, label.name, label.country) for label in computed}
