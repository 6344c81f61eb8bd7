"""Checking and counting a library from the command line."""

from collections import Counter
from pathlib import Path

import pytest
from drafts import Draft
from shell import Shell

from chatbot.knowledge.library import Library


def test_a_whole_library_has_no_problems(shell: Shell, tiny_library: Library) -> None:
    done = shell("corpus", "check")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"No problems. {len(tiny_library.sources)} sources, {len(tiny_library.uses)} uses")


def test_each_problem_is_told_with_file_record_and_field(shell: Shell, draft: Draft) -> None:
    draft.change("facts/cost.yaml", "locator: Prices", "locaton: Prices")
    done = shell("corpus", "check", CORPUS=draft.folder)
    assert (done.exit_code, done.stderr) == (1, "")
    extra, missing = done.stdout.splitlines()
    assert extra.startswith("facts/cost.yaml: seller-price: locaton: is not a known key; ")
    assert missing == "facts/cost.yaml: seller-price: locator: is missing; add it"


def test_a_source_that_is_nowhere_is_told(shell: Shell, draft: Draft) -> None:
    draft.change("facts/cost.yaml", "source: home-seller", "source: no-such-source")
    done = shell("corpus", "check", CORPUS=draft.folder)
    assert done.exit_code == 1
    assert done.stdout.startswith("facts/cost.yaml: seller-price: source: ")
    assert "no-such-source" in done.stdout


@pytest.mark.parametrize("command", [("corpus", "check"), ("corpus", "stats"), ("uses",), ("index",), ("ask", "x")])
def test_a_folder_that_is_no_library_is_told(shell: Shell, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = shell(*command, CORPUS=tmp_path / "nowhere", DATA=tmp_path / "data")
    assert done.exit_code == 1
    assert "nowhere: -: -: is not a folder; set CHATBOT_CORPUS to the corpus" in done.output


def test_stats_count_what_is_there(shell: Shell, tiny_library: Library) -> None:
    line, *tables = shell("corpus", "stats").stdout.strip().split("\n\n")
    assert line.startswith(f"{len(tiny_library.sources)} sources, ")
    counted = {rows.splitlines()[0]: dict(row.split() for row in rows.splitlines()[1:]) for rows in tables}
    origins = Counter(str(passage.origin) for passage in tiny_library.passages)
    kinds = Counter(str(source.kind) for source in tiny_library.sources.values())
    assert counted["Passages by origin"] == {name: str(count) for name, count in origins.items()}
    assert counted["Sources by kind"] == {name: str(count) for name, count in kinds.items()}


def test_every_problem_is_listed_however_many_there_are(shell: Shell, draft: Draft) -> None:
    for path in (draft.folder / "facts").iterdir():
        draft.write(f"facts/{path.name}", path.read_text(encoding="utf-8").replace("source: ", "source: no-"))
        draft.change(f"facts/{path.name}", "    locator: ", "    locater: ")
    draft.write("documents/leaflet.md", "")
    done = shell("corpus", "check", CORPUS=draft.folder)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [str(problem) for problem in draft.problems()]
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {
        "documents/leaflet.md",
        *(f"facts/{name}.yaml" for name in ("cost", "session", "side-effects", "what-it-is")),
    }
