"""Adding, showing, deciding about and taking back documents from the command line, over the tiny library."""

from pathlib import Path

import pytest
from scans import picture, scan
from shell import Shell

TOLD = ("--title", "Ward leaflet", "--publisher", "A ward", "--kind", "patient-information")
MORE = ("--jurisdiction", "UK", "--year", "2024", "--interest", "none known")
TEXT = "The session takes four hours.\n\nDialysis is approved for hiccups.\n\nWe earn a commission on each machine.\n"
OWN = "own-ward-leaflet"


@pytest.fixture
def leaflet(tmp_path: Path) -> Path:
    path = tmp_path / "leaflet.txt"
    path.write_text(TEXT)
    return path


def test_a_document_goes_in_is_shown_decided_about_and_taken_back(shell: Shell, leaflet: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    added = shell("corpus", "add", str(leaflet), *TOLD, *MORE, DATA=data)
    assert (added.exit_code, added.stdout.splitlines()[0]) == (0, f"{OWN}: 99 characters, 0 tables, 3 passages.")
    again = shell("corpus", "add", str(leaflet), *TOLD, *MORE, DATA=data)
    assert f"{OWN}: stands there already, word for word." in again.stdout
    shown = shell("corpus", "show", OWN, DATA=data).stdout
    assert "3 passages, 1 answered from" in shown
    assert "notice (advertising): never answered from\n" in shown
    held = next(line for line in shown.splitlines() if "HELD BACK" in line).split(" · ")[0]
    assert shell("corpus", "resolve", OWN, held, "not-a-claim", DATA=data).exit_code == 0
    assert "3 passages, 2 answered from" in shell("corpus", "show", OWN, DATA=data).stdout
    assert "No problems." in shell("corpus", "check", DATA=data).stdout
    leaflet.write_text("It takes five hours now.\n")
    assert "24 characters" in shell("corpus", "replace", OWN, str(leaflet), DATA=data).stdout
    assert shell("corpus", "rename", OWN, "own-other", DATA=data).exit_code == 0
    assert shell("corpus", "remove", "own-other", DATA=data).exit_code == 0
    gone = shell("corpus", "show", "own-other", DATA=data)
    assert (gone.exit_code, gone.stderr) == (
        1,
        "chatbot: there is no document 'own-other'; the documents are: none yet\n",
    )
    assert list((data / "documents" / "files").iterdir()) == []


def test_a_scanned_page_is_read_when_ocr_is_asked_for(shell: Shell, tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "leaflet.pdf"
    lines = [(80, 60, "The session takes 4 hours, and"), (80, 100, "each costs 3,075 yuan.")]
    file.write_bytes(scan("Families park in the blue car park.", picture(lines, (700, 200)), picture([], (700, 200))))
    add = ("corpus", "add", str(file), *TOLD, *MORE)
    assert "page 2: scanned: only a picture of text: add it again with --ocr" in shell(*add, DATA=data).stdout
    shown = shell("corpus", "show", OWN, DATA=data).stdout
    assert "  page 2: 0 characters, 0 tables\n    page 2: scanned: only a picture of text: add it again" in shown
    assert "1 added" in shell(*add, "--ocr", DATA=data).stdout
    said = "The session takes 4 hours, and each costs 3,075 yuan."
    for asked in ({}, {"OCR": "on"}):  # also with a page that OCR has left unread
        assert "0 added, 1 stood there already" in shell(*add, DATA=data, **asked).stdout
    assert shell("corpus", "refresh", DATA=data).exit_code == 0
    shown = shell("corpus", "show", OWN, "--all", DATA=data).stdout
    assert f"  page 2: {len(said)} characters, 0 tables, read by OCR\n  page 3: 0 characters" in shown
    assert "2 passages, 2 answered from" in shown
    assert " · page 2, read by OCR\n" in shown
    assert said in shown


def test_what_is_missing_is_asked_for_by_name(shell: Shell, leaflet: Path, tmp_path: Path) -> None:
    done = shell("corpus", "add", str(leaflet), *TOLD, DATA=tmp_path / "data")
    assert done.exit_code == 1
    assert "leaflet.txt: jurisdiction, year, interest missing" in done.stderr


@pytest.mark.parametrize(
    ("option", "value", "what"),
    [
        ("--kind", "gossip", "kind 'gossip' is none"),
        ("--jurisdiction", "XX", "jurisdiction"),
        ("--year", "soon", "year"),
    ],
)
def test_what_is_wrong_is_told(option: str, value: str, what: str, shell: Shell, leaflet: Path, tmp_path: Path) -> None:
    done = shell("corpus", "add", str(leaflet), *TOLD, *MORE, option, value, DATA=tmp_path / "data")
    assert (done.exit_code, what in done.stderr) == (1, True)


REGISTER = """all: {publisher: A ward, kind: patient-information, jurisdiction: UK, year: 2024, interest: none known}
documents:
  - {file: one.txt, title: One}
  - {file: two.md, title: Two, year: 2020}
  - {file: picture.png, title: Three}
"""


def test_a_folder_is_added_by_its_register_and_what_cannot_be_read_is_told(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.txt").write_text("The first takes one hour.")
    (folder / "two.md").write_text("# Two\n\nThe second takes two hours.")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    missing = shell("corpus", "add", str(folder), DATA=tmp_path / "data")
    assert "has no register.yaml" in missing.stderr
    (folder / "register.yaml").write_text(REGISTER)
    done = shell("corpus", "add", str(folder), DATA=tmp_path / "data")
    assert done.exit_code == 1
    assert "2 added, 0 stood there already, 1 not added." in done.stdout
    assert "picture.png: nothing could be read" in done.stderr
    assert "0 added, 2 stood" in shell("corpus", "add", str(folder), DATA=tmp_path / "data").stdout
    assert "2 documents were read again." in shell("corpus", "refresh", DATA=tmp_path / "data").stdout
