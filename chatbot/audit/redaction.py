"""Removes personal details from what readers write: names, addresses, telephone numbers, births, numbers of records.

What a detail looks like stands in redaction.toml; telephone numbers are found by phonenumbers (home of it), names by
names.py. A detail leaves its kind behind: 'my son [name] weighs 20 kg'.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from phonenumbers import Leniency, PhoneNumberMatcher

from chatbot.audit.names import Kept, NameFinder
from chatbot.audit.people import people
from chatbot.errors import CorpusError, Problem
from chatbot.knowledge.files import read_yaml
from chatbot.knowledge.library import Library
from chatbot.understanding.text import clean, key, plain, tokens

PATTERNS = Path(__file__).parent / "redaction.toml"
FILE = "redaction.yaml"
"""Of the corpus, and not needed: names of medicine that are no person's."""
REGIONS = ("GB", "US", "AU", "IE", "IN", "CN", "DE", "FR", "ES", "IT", "PL", None)
"""Where a number without its country's code may be from; None for those that have it."""

FIGURES = 9
"""That a telephone number has at least, where no word says that it is one."""


class Detail(NamedTuple):
    """A personal detail that was found: its kind, its words, and where they stood."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def repeated(self) -> bool:
        """Whether its words, met again, are surely the same detail."""
        return self.kind != "name" or len(self.text) > 2


class Redacted(NamedTuple):
    """A text without personal details, and what was removed."""

    text: str
    removed: tuple[Detail, ...]


class Redactor:
    """Removes personal details; the library's own names stay."""

    def __init__(self, kept: Kept) -> None:
        rules = _rules()
        self._patterns = [(rule["kind"], re.compile(rule["regex"], re.IGNORECASE)) for rule in rules["pattern"]]
        self._names = NameFinder(people(), kept, rules["names"])

    def __call__(self, text: str) -> Redacted:
        """Return the text as it is where nothing is found, else cleaned and without the details."""
        plainly = clean(text.encode("utf-8", "replace").decode("utf-8"))
        details: list[Detail] = []
        for kind, start, end in self._found(plainly):
            within = [one.end for one in details if one.start <= start < one.end]
            before = [one.start for one in details if start < one.start < end]
            first, last = max(within, default=start), min(before, default=end)
            if any(ch.isalnum() for ch in plainly[first:last]):
                details.append(Detail(kind, plainly[first:last], first, last))
        details = _joined(sorted(details, key=lambda one: one.start), plainly)
        return Redacted(_without(plainly, details) if details else text, tuple(details))

    def _found(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Every detail that may be one, the surest kinds first."""
        for kind, pattern in self._patterns:
            group = "it" if "it" in pattern.groupindex else 0
            for match in pattern.finditer(text):
                yield kind, *match.span(group)
        for region in REGIONS if sum(map(str.isdigit, text)) >= FIGURES else ():
            for number in PhoneNumberMatcher(text, region, leniency=Leniency.VALID):
                if sum(map(str.isdigit, number.raw_string)) >= FIGURES:
                    yield "phone", number.start, number.end
        for start, end in self._names.find(text):
            yield "name", start, end


def kept_names(library: Library, corpus: Path) -> Kept:
    """Return the names that are no person's: those of the library and those that its corpus lists."""
    told = _told(corpus / FILE)
    names = [name for use in library.uses.values() for name in (use.name, *use.synonyms)]
    names += [record.term for record in library.ambiguous] + list(library.reading.treatment_names)
    names += [form for record in library.glossary for form in (record.term, *record.also)]
    kept = {word for name in [*names, *told["kept"]] for word in key(name)}
    return Kept(frozenset(kept | (_proper(library) - people().given)), frozenset(map(plain, told["before"])))


def _proper(library: Library) -> set[str]:
    """Words that only ever stand with a capital in the library's passages: names of illnesses, products, bodies."""
    typed = [token for passage in library.passages for token in tokens(passage.text)]
    small = {token.plain for token in typed if token.typed.islower()}
    return {token.plain for token in typed if token.typed[:1].isupper()} - small


def _told(path: Path) -> dict[str, list[str]]:
    if not path.exists():
        return {"kept": [], "before": []}
    content, problems = read_yaml(path, FILE)
    if not problems and not _holds(content):
        problems = [Problem(FILE, "-", "-", "must hold the lists of words 'kept' and 'before', and nothing else")]
    if problems or not isinstance(content, dict):
        raise CorpusError(problems)
    return content


def _holds(content: object) -> bool:
    return (
        isinstance(content, dict)
        and content.keys() == {"kept", "before"}
        and all(isinstance(some, list) and all(isinstance(word, str) for word in some) for some in content.values())
    )


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    return tomllib.loads(PATTERNS.read_text(encoding="utf-8"))


def _joined(details: Sequence[Detail], text: str) -> list[Detail]:
    """Make one of neighbours of the same kind: a street and its postcode are one address."""
    joined: list[Detail] = []
    for one in details:
        last = joined[-1] if joined else None
        if last and last.kind == one.kind and one.kind != "name" and not text[last.end : one.start].strip(" ,"):
            joined[-1] = Detail(one.kind, text[last.start : one.end], last.start, one.end)
        else:
            joined.append(one)
    return joined


def _without(text: str, details: Sequence[Detail]) -> str:
    parts: list[str] = []
    end = 0
    for one in details:
        parts += [text[end : one.start], f"[{one.kind}]"]
        end = one.end
    return "".join([*parts, text[end:]])
