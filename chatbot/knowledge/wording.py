"""The fixed words that people see, from corpus/wording.yaml and the files of corpus/wording; checked when used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter

from chatbot.errors import CorpusError, Problem
from chatbot.knowledge.files import read_yaml

FILE = "wording.yaml"
FOLDER = "wording"
"""Of further files of words, such as those of the staff's pages."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates by dotted name, such as `label.approved`."""

    templates: Mapping[str, str]

    def __call__(self, name: str, /, **values: object) -> str:
        """Fill a template; raise CorpusError when it is missing or has a placeholder that is not given."""
        try:
            return self.templates[name].format(**values)
        except KeyError as error:
            missing = str(error).strip("'")
            what = "is missing; add it" if missing == name else f"has the placeholder {error} that is never filled"
            raise CorpusError([Problem(FILE, name, "-", what)]) from None

    def get(self, name: str) -> str:
        """Return a template as it stands, or an empty text when there is none."""
        return self.templates.get(name, "")

    def under(self, prefix: str) -> Mapping[str, str]:
        """Return the templates whose names begin with a prefix, by the rest of their names."""
        start = prefix + "."
        return {k.removeprefix(start): v for k, v in self.templates.items() if k.startswith(start)}


def day(when: date) -> str:
    """Write a date in words, since 03/04 is read in two ways."""
    return f"{when.day} {when:%B %Y}"


def read_wording(corpus: Path) -> tuple[Wording | None, list[Problem]]:
    """Read the templates; nested keys become dotted names, and no name stands in two files."""
    templates: dict[str, str] = {}
    problems: list[Problem] = []
    for path in (corpus / FILE, *sorted((corpus / FOLDER).glob("*.yaml"))):
        where = path.relative_to(corpus).as_posix()
        content, bad = read_yaml(path, where)
        if not bad and not isinstance(content, dict):
            bad = [Problem(where, "-", "-", "must be a mapping of names to texts")]
        if bad:
            return None, bad
        found: dict[str, str] = {}
        problems += _flatten(content, "", found, where)
        twice = sorted(found.keys() & templates.keys())
        problems += [Problem(where, name, "-", "stands in another file too; remove one") for name in twice]
        templates |= found
    return Wording(templates), problems


def _flatten(content: object, name: str, into: dict[str, str], where: str) -> Iterator[Problem]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _flatten(value, f"{name}.{key}" if name else str(key), into, where)
    elif isinstance(content, str):
        into[name] = _folded(content)
        yield from _bad_braces(name, content, where)
    else:
        yield Problem(where, name, "-", f"must be a text in quotes, not {content!r}")


def _folded(text: str) -> str:
    """Fold the lines of a block and keep its paragraphs; a text on one line is kept to the letter."""
    if "\n\n" in text:
        return text.strip()
    return " ".join(text.split()) if "\n" in text else text


def _bad_braces(name: str, text: str, where: str) -> list[Problem]:
    try:
        fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError as error:
        return [Problem(where, name, "-", f"has a broken placeholder ({error}); mend the braces")]
    bad = [field for field in fields if not field.isidentifier()]
    return [Problem(where, name, "-", f"has the placeholder {{{field}}}, which is no name; mend it") for field in bad]
