"""All that is learned from a library's example messages, and the file that keeps it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np

from chatbot.errors import SearchIndexError
from chatbot.finding.encoding import Encoded
from chatbot.understanding.learning import Learned, Lesson, learn
from chatbot.understanding.lessons import ALARM, KIND, UNCOVERED
from chatbot.understanding.nearest import Nearest, keep
from chatbot.understanding.phrases import Phrases, weigh

WORDED = (ALARM, KIND + UNCOVERED)
"""Kinds that are told by their wording too: each decides a line."""
ONE_BY_ONE = (KIND + UNCOVERED,)
"""Kinds whose examples are compared one by one too: they have nothing in common."""


class Taught(NamedTuple):
    """What was learned of the meaning and of the wording of messages, and examples to compare them with."""

    meaning: Learned
    phrases: Phrases
    nearest: Nearest

    def save(self, path: Path) -> None:
        """Write it in one step."""
        part = path.with_name(f"{path.name}.part")
        parts = {name: getattr(self, name)._asdict() for name in self._fields}
        arrays = {f"{name}.{key}": value for name, values in parts.items() for key, value in values.items()}
        with part.open("wb") as file:
            np.savez(file, **arrays)
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Taught":
        """Read what was saved."""
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                meaning, phrases, nearest = (
                    (tuple(map(str, file[f"{name}.kinds"])), *(file[f"{name}.{key}"] for key in part._fields[1:]))
                    for name, part in (("meaning", Learned), ("phrases", Phrases), ("nearest", Nearest))
                )
                return cls(Learned(*meaning), Phrases(*phrases), Nearest(*nearest))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise SearchIndexError(f"{path} cannot be read ({error}); delete it and run 'chatbot index'") from error


def teach(lessons: Sequence[Lesson], read: Encoded, told: Sequence[Sequence[float]]) -> Taught:
    """Learn from lessons; `read` and `told` (its circumstances) have a row for each."""
    nearest = keep(lessons, read.vectors, ONE_BY_ONE)
    return Taught(learn(lessons, read, told), weigh(lessons, WORDED), nearest)


def kept(folder: Path, version: str, taught: Callable[[], Taught]) -> Taught:
    """Return what was learned for a library version; it is learned first where it is not kept in the folder."""
    path = folder / f"{version}.npz"
    if path.is_file():
        try:
            return Taught.load(path)
        except SearchIndexError:
            path.unlink()  # it is made from the library, so it can be made again
    made = taught()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made.save(path)
        for old in folder.glob("*.npz"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        raise SearchIndexError(
            f"what was learned cannot be written to {folder} ({error}). Free some space, make the folder writable "
            "or set CHATBOT_DATA to another one"
        ) from error
    return made
