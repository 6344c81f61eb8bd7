"""Building the index from the command line."""

import re
from pathlib import Path

from shell import Shell


def encoded(said: str) -> tuple[int, int]:
    found = re.search(r"(\d+) texts, (\d+) encoded now", said)
    assert found, said
    return int(found[1]), int(found[2])


def test_a_second_run_encodes_nothing(shell: Shell, tmp_path: Path) -> None:
    first = shell("index", DATA=tmp_path)
    texts, new = encoded(first.stdout)
    assert 0 < new <= texts
    assert "Encoding" in first.stderr
    second = shell("index", DATA=tmp_path)
    assert encoded(second.stdout) == (texts, 0)
    assert second.stderr == ""


def test_a_folder_that_cannot_be_written_is_told(shell: Shell, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "data").write_text("", encoding="utf-8")
    done = shell("index", DATA=tmp_path / "data")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "chatbot: " in done.stderr
    assert "CHATBOT_DATA" in done.stderr
    assert "Traceback" not in done.stderr
