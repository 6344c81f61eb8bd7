"""A corpus to break: a copy in which a test changes a file and reads what is said about it."""

import shutil
from pathlib import Path

from chatbot.errors import CorpusError, Problem
from chatbot.knowledge.library import read_library


class Draft:
    """A copy of a corpus that may be changed."""

    def __init__(self, original: Path, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(original, folder)

    def change(self, file: str, old: str, new: str) -> None:
        """Replace the first of a text in a file; the text must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, file: str, content: str | bytes) -> None:
        """Write a file whole."""
        (self.folder / file).write_bytes(content.encode() if isinstance(content, str) else content)

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the corpus: none when it can be read."""
        try:
            read_library(self.folder)
        except CorpusError as error:
            return error.problems
        return ()
