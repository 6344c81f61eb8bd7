"""What can go wrong, drawn as a tree; every message says what, where and what to do.

ChatbotError
├── SettingsError      a setting is unknown or has a value that cannot be used
├── CorpusError        the library has records that do not hold; carries every problem found
├── DocumentError      a file of the library cannot be read
├── ModelError         the embedding weights are missing or are not the ones expected
├── SearchIndexError   the index is missing, was made from another library, or cannot be written
├── QuestionError      a question or its setting cannot be used
├── HandoutError       a page to print cannot be made or written
├── PriceError         a price of staff cannot be taken as it is
├── EntryError         a frequent question is not there, or its answer cannot be approved
├── TrailError         the record of what was answered cannot be read, written or trusted
├── ReviewError        a reviewer's score or case cannot be taken as it is
└── AccessError        a user cannot be added or changed, or a password is too plain
"""

from collections.abc import Sequence
from dataclasses import dataclass


class ChatbotError(Exception):
    """Base of every failure that a person can do something about.

    `command` is what mends it at the command line; a page shows `what` alone and has its own way.
    """

    def __init__(self, what: str = "", *, command: str = "") -> None:
        super().__init__(f"{what}; run '{command}'" if command else what)
        self.what = what


class SettingsError(ChatbotError):
    """A setting is unknown or cannot be used."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the library."""

    file: str
    record: str
    field: str
    what: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        return f"{self.file}: {self.record}: {self.field}: {self.what}"


class CorpusError(ChatbotError):
    """The library does not hold together; nothing of it is used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        lines = "\n".join(str(problem) for problem in self.problems[:20])
        more = f"\n… and {count - 20} more" if count > 20 else ""
        super().__init__(f"{count} problem{'s' * (count != 1)} in the library:\n{lines}{more}")


class DocumentError(ChatbotError):
    """A document cannot be read."""


class ModelError(ChatbotError):
    """The embedding weights are missing or are not the expected ones."""


class SearchIndexError(ChatbotError):
    """The index is missing, stale or cannot be written."""


class QuestionError(ChatbotError):
    """A question or its country cannot be used."""


class HandoutError(ChatbotError):
    """A page to print cannot be made or written."""


class PriceError(ChatbotError):
    """A price of staff cannot be taken, kept or found."""


class EntryError(ChatbotError):
    """A frequent question is not there, or its answer cannot be approved."""


class TrailError(ChatbotError):
    """What was answered cannot be recorded or read, or its chain cannot be checked."""


class ReviewError(ChatbotError):
    """A queue, a score or a case that a reviewer asks for cannot be."""


class AccessError(ChatbotError):
    """A user or a password cannot be taken as it is."""
