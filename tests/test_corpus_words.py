"""The fixed words are a closed world: every one that the code asks for is there, and none is spare."""

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
from jinja2 import Environment, nodes
from samples import make_use

from chatbot.answering.caveats import RULES
from chatbot.answering.headline import headline
from chatbot.audit.signtest import Shift
from chatbot.domain import (
    COUNTRIES,
    EvidenceLevel,
    Jurisdiction,
    LabelName,
    Position,
    SourceKind,
    Strength,
    UrgencyLevel,
)
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.passages import from_use
from chatbot.knowledge.wording import Wording
from chatbot.reply import Reason
from chatbot.settings import ROOT, Settings
from chatbot.web.api import REASONS
from chatbot.web.shell import PLACES

NAMES = {"wording", "_wording"}
ANYTHING = r"[^.]+"


class Call(NamedTuple):
    """A place in the code that asks for words."""

    where: str
    pattern: re.Pattern[str]
    given: frozenset[str] | None
    """What the template is filled with; None when that is not written at the call."""


def _pattern(node: ast.expr) -> re.Pattern[str] | None:
    """The names that a call's first argument may mean; None when a variable alone says it."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    made = "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ANYTHING for part in parts)
    return re.compile(made) if made.replace(ANYTHING, "") else None


def _calls(path: Path) -> Iterator[Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == "get" else node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        pattern = _pattern(node.args[0]) if name in NAMES else None
        if pattern:
            keys = [keyword.arg for keyword in node.keywords]
            given = None if None in keys or called is not node.func else frozenset(str(key) for key in keys)
            yield Call(f"{path.name}:{node.lineno}", pattern, given)


def _template_calls(path: Path) -> Iterator[Call]:
    """The places in a page's template that ask for words."""
    for node in _parsed(path).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name == "wording" and node.args:
            parts = node.args[0].nodes if isinstance(node.args[0], nodes.Concat) else [node.args[0]]
            made = "".join(re.escape(part.value) if isinstance(part, nodes.Const) else ANYTHING for part in parts)
            if made.replace(ANYTHING, ""):
                where = f"{path.name}:{node.lineno}"
                yield Call(where, re.compile(made), frozenset(keyword.key for keyword in node.kwargs))


def _parsed(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))


def _matching(call: Call, wording: Wording) -> list[str]:
    """The templates that a call may mean: the one it names, or those of its family that no other call names."""
    if call.pattern.pattern in EXACT:
        return [name for name in wording.templates if call.pattern.fullmatch(name)]
    return [n for n in wording.templates if call.pattern.fullmatch(n) and re.escape(n) not in EXACT]


def _fields(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field}


MODULES = sorted((ROOT / "chatbot").rglob("*.py"))
TEMPLATES = sorted((ROOT / "chatbot").rglob("*.html"))
CALLS = [
    *(call for path in MODULES for call in _calls(path)),
    *(call for path in TEMPLATES for call in _template_calls(path)),
]
EXACT = {call.pattern.pattern for call in CALLS if ANYTHING not in call.pattern.pattern}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.where} {call.pattern.pattern}")
def test_what_the_code_asks_for_is_there_and_can_be_filled(call: Call, library: Library) -> None:
    assert any(call.pattern.fullmatch(name) for name in library.wording.templates)
    if call.given is not None:
        names = _matching(call, library.wording)
        unfilled = {name: _fields(library.wording.get(name)) - call.given for name in names}
        assert {name: fields for name, fields in unfilled.items() if fields} == {}


class Recorder(Wording):
    """Words that note which of them were asked for."""

    asked: set[str] = set()  # noqa: RUF012  one notebook for all

    def __call__(self, name: str, /, **values: object) -> str:
        self.asked.add(name)
        return super().__call__(name, **values)


def _headlines(wording: Wording) -> Iterator[str]:
    """The names of the headlines of every sort of use, reader's country and length."""
    recorder = Recorder(wording.templates)
    known = [None, True, False]
    positions: list[list[Position]] = [[], [Position.RECOMMENDED]]
    levels = [EvidenceLevel.LIMITED, EvidenceLevel.NEGATIVE]
    for us, eu, position, level in product(known, known, positions, levels):
        use = make_use({Jurisdiction.US: us, Jurisdiction.EU: eu}, position, level)
        for country, full in product((None, Jurisdiction.US, Jurisdiction.UK), (True, False)):
            headline(labels(use, country), list(from_use(use, wording)), recorder, full=full)
    yield from recorder.asked


def _texts() -> Iterator[re.Pattern[str]]:
    """Every text in the code, written whole or with gaps after a dotted beginning."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.compile(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr) and re.match(r"'\w+\.", ast.unparse(node).removeprefix("f")):
                yield _pattern(node) or re.compile("")
    for path in TEMPLATES:
        yield from (re.compile(re.escape(str(text.value))) for text in _parsed(path).find_all(nodes.Const))


def _looked_up() -> Iterator[str]:
    """The prefixes under which the code takes all there is."""
    for path in MODULES:
        yield from re.findall(r'\.under\("([\w.]+)"\)', path.read_text(encoding="utf-8"))


def test_no_words_are_spare(library: Library) -> None:
    wording = library.wording
    used = {name for call in CALLS for name in _matching(call, wording)} | set(_headlines(wording))
    used |= {name for text in set(_texts()) for name in wording.templates if text.fullmatch(name)}
    used |= {name for name in wording.templates for prefix in _looked_up() if name.startswith(f"{prefix}.")}
    assert sorted(wording.templates.keys() - used) == []


FAMILIES: list[tuple[str, Iterable[str]]] = [
    ("strength", Strength),
    ("sure", [*Strength, "use"]),
    ("kind", SourceKind),
    ("label", LabelName),
    ("label_means", LabelName),
    ("level", EvidenceLevel),
    ("evidence", EvidenceLevel),
    ("evidence_short", EvidenceLevel),
    *((f"works.{label}", EvidenceLevel) for label in LabelName),
    ("position", Position),
    ("status", ["approved", "not-approved", "not-known"]),
    ("country", Jurisdiction),
    ("emergency_number", COUNTRIES),
    ("page.country_name", COUNTRIES),
    ("urgent", [*UrgencyLevel, "sign", "after"]),
    ("page.care", UrgencyLevel),
    ("declined", [*Reason, "too-long"]),
    ("next", [*Reason, "no-questions", "use", "what-is-known"]),
    ("page.declined", Reason),
    ("page.reason", REASONS),
    ("site.nav", ["label", *PLACES]),
    ("site.place", Jurisdiction),
    ("site.strength", Strength),
    ("site.known", ["approved", "not-approved", "not-known"]),
    ("caveat", RULES),
    ("says", ["yes", "no", "depends", "not-known"]),
    ("read", ["full", "part", "abstract", "secondary"]),
    ("cost.doubt", ["weight", "visits", "rate", "no-unit", "several-weights", "several-visits", "parts"]),
    ("cost.open", ["between", "below"]),
    ("reviewing.runs.shift_name", Shift),
    ("section", ["short-answer", "more", "labels"]),
]


@pytest.mark.parametrize(("family", "members"), FAMILIES, ids=[family for family, _ in FAMILIES])
def test_each_member_of_a_family_has_words_and_no_other(library: Library, family: str, members: Iterable[str]) -> None:
    assert library.wording.under(family).keys() == {str(member) for member in members}


def test_small_talk_has_words_for_each_of_its_kinds(library: Library) -> None:
    kinds = {kind.id for kind in library.kinds_of_message if kind.kind == "smalltalk"}
    assert library.wording.under("smalltalk").keys() == kinds


def test_both_corpora_have_the_same_words_but_for_examples_suggestions_and_small_talk(
    library: Library, tiny_library: Library
) -> None:
    def names(wording: Wording) -> set[str]:
        own = ("examples.", "headline_of.", "smalltalk.", "suggest.")
        return {name for name in wording.templates if not name.startswith(own)}

    assert names(library.wording) == names(tiny_library.wording)


def test_each_part_of_the_treatment_has_its_words(library: Library, tiny_library: Library) -> None:
    for held in (library, tiny_library):
        assert held.wording.under("headline_of").keys() == held.reading.parts_of_treatment.keys()


@pytest.mark.parametrize("name", ["label", "position", "evidence", "headline", "says", "works"])
def test_no_words_of_another_label_stand_in_for_approved(library: Library, name: str) -> None:
    """Words for what is not approved never say 'is approved' without a 'not' or a country beside it."""
    bad = {
        key: text
        for key, text in library.wording.under(name).items()
        if not key.startswith(("approved", "mixed")) and re.search(r"\bapproved\b", text, re.IGNORECASE)
    }
    turned = re.compile(r"\bnot approved\b|\bno approval\b|approved in \{yes\}|Whether .* is approved", re.IGNORECASE)
    assert {key: text for key, text in bad.items() if not turned.search(text)} == {}


def test_who_asks_whether_a_question_is_kept_is_told_that_it_is_and_for_how_long(library: Library) -> None:
    text = library.wording("smalltalk.privacy")
    assert "are kept" in text
    assert f"{Settings().retention_days} days" in text
    assert re.search(r"personal details are taken out .* as far as they are recognised", text)
