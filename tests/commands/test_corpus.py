"""Checking and counting a library from the command line."""

import shutil
from pathlib import Path

import pytest
from shell import Shell

from chatbot.knowledge.library import Library


@pytest.fixture
def own_corpus(tiny_corpus: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(tiny_corpus, tmp_path / "corpus"))


def test_a_whole_library_has_no_problems(shell: Shell, tiny_library: Library) -> None:
    done = shell("corpus", "check")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"No problems. {len(tiny_library.sources)} sources, {len(tiny_library.uses)} uses")


def test_each_problem_is_told_with_file_record_and_field(shell: Shell, own_corpus: Path) -> None:
    fact = own_corpus / "facts" / "cost.yaml"
    text = fact.read_text(encoding="utf-8").replace("source: home-seller", "source: no-such-source")
    fact.write_text(text.replace("locator: Prices", "locaton: Prices"), encoding="utf-8")
    done = shell("corpus", "check", CORPUS=own_corpus)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "problem" in done.stderr.splitlines()[0]
    assert "facts/cost.yaml: seller-price: locaton: is not a known key" in done.stderr
    assert "facts/cost.yaml: seller-price: locator: is missing; add it" in done.stderr


def test_a_source_that_is_nowhere_is_told(shell: Shell, own_corpus: Path) -> None:
    fact = own_corpus / "facts" / "cost.yaml"
    text = fact.read_text(encoding="utf-8").replace("source: home-seller", "source: no-such-source")
    fact.write_text(text, encoding="utf-8")
    done = shell("corpus", "check", CORPUS=own_corpus)
    assert done.exit_code == 1
    assert "facts/cost.yaml: seller-price: source: " in done.stderr
    assert "no-such-source" in done.stderr


@pytest.mark.parametrize("command", [("corpus", "check"), ("corpus", "stats"), ("uses",), ("index",), ("ask", "x")])
def test_a_folder_that_is_no_library_is_told(shell: Shell, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = shell(*command, CORPUS=tmp_path / "nowhere", DATA=tmp_path / "data")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("chatbot: ")
    assert "Traceback" not in done.stderr


def test_stats_count_what_is_there(shell: Shell, tiny_library: Library) -> None:
    said = [line.rsplit(maxsplit=1) for line in shell("corpus", "stats").stdout.splitlines()]
    counts = {name.strip(): int(number) for name, number in (row for row in said if row and row[-1].isdigit())}
    origins = [str(passage.origin) for passage in tiny_library.passages]
    assert {name: counts[name] for name in set(origins)} == {name: origins.count(name) for name in set(origins)}
