"""Bad input of every sort: each is told with its file, record and field, and nothing of the corpus is used."""

import re
import shutil
from pathlib import Path

import pytest
from drafts import Draft

from chatbot.errors import CorpusError
from chatbot.knowledge.files import FILES, read_files, read_yaml
from chatbot.knowledge.library import read_library

PRICE = "    locator: Prices"
"""A line of the only record of facts/cost.yaml."""

RECORDS = [
    ("facts/cost.yaml", PRICE, "    locater: Prices", ("seller-price", "locater", "is not a known key")),
    ("facts/cost.yaml", PRICE, "    locater: Prices", ("seller-price", "locator", "is missing; add it")),
    ("facts/cost.yaml", PRICE, "    locator: ''", ("seller-price", "locator", "at least 1 character")),
    ("facts/cost.yaml", PRICE, "    locator: [a]", ("seller-price", "locator", "valid string (given: ['a'])")),
    ("facts/cost.yaml", "topics: [cost]", "topics: cost", ("seller-price", "topics", "valid tuple")),
    ("facts/cost.yaml", "topics: [cost]", "topics: []", ("seller-price", "topics", "at least 1 item")),
    ("facts/cost.yaml", "commercial-claim", "certain", ("seller-price", "strength", "'label', 'guideline'")),
    ("facts/cost.yaml", "id: seller-price", "id: Seller Price", ("Seller Price", "id", "match pattern")),
    ("facts/cost.yaml", "id: seller-price\n    ", "", ("Example Home Machines says", "id", "is missing")),
    ("facts/cost.yaml", "- id: seller-price\n    text:", "- some\n  - text:", ("record 1", "-", "dictionary")),
    ("facts/what-it-is.yaml", "says: 'no'", "says: no", ("machine-cleans-blood", "asks.2.AskRecord.says", "False")),
    ("sources/guideline.yaml", "year: 2024", "year: soon", ("kidney-guideline", "year", "valid integer")),
    ("sources/guideline.yaml", "year: 2024", "year: 20240", ("kidney-guideline", "year", "less than or equal")),
    ("sources/guideline.yaml", "2026-11-20", "20 Nov 2026", ("kidney-guideline", "checked", "valid date")),
    ("sources/guideline.yaml", "link: official", "link: yes", ("kidney-guideline", "link", "'official'")),
    ("uses/kidneys.yaml", "US: {approved", "USA: {approved", ("kidney-failure", "status.USA.[key]", "'US'")),
    ("uses/kidneys.yaml", "position: rec", "position: un", ("kidney-failure", "guidance.0.position", "'silent'")),
    ("signs.yaml", "      - her access is bleeding and will not stop\n", "", ("access-bleeding", "say_it_like", "3")),
    ("signs.yaml", "level: emergency-now", "level: red", ("access-bleeding", "level", "'urgent-today'")),
    ("boundary.yaml", "'^(?:hi|hello)", "'^(?:hi|hello", ("greeting", "patterns.0", "not a regular expression")),
    ("boundary.yaml", "reason: unclear", "reason: odd", ("unclear", "reason", "'personal-advice'")),
    ("topics.yaml", "at_most: 6", "at_most: many", ("what-is", "sections.0.at_most", "valid integer")),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), RECORDS)
def test_a_record_that_does_not_hold_is_told(
    draft: Draft, file: str, old: str, new: str, expected: tuple[str, str, str]
) -> None:
    record, field, what = expected
    draft.change(file, old, new)
    told = [p for p in draft.problems() if (p.file, p.field) == (file, field) and p.record.startswith(record)]
    assert what in told[0].what


WHOLE_FILES = [
    ("facts/cost.yaml", "subject: cost", "subject: [cost", "is not valid YAML"),
    ("facts/cost.yaml", PRICE, f"{PRICE}\n{PRICE}", "key locator stands twice in one record"),
    ("facts/cost.yaml", PRICE, f"{PRICE}\n    [a]: b\n    [a]: c", "is not valid YAML"),
    ("facts/cost.yaml", "subject: cost\n", "", "must hold exactly the keys facts, subject at its top"),
    ("facts/cost.yaml", "subject: cost", "subject: cost\nauthor: me", "must hold exactly the keys facts, subject"),
    ("facts/cost.yaml", "facts:", "facts: none\nfacts_:", "must hold exactly the keys"),
    ("signs.yaml", "signs:", "sings:", "must hold exactly the keys signs at its top"),
    ("reading.yaml", "pointing:", "\tpointing:", "is not valid YAML"),
]


@pytest.mark.parametrize(("file", "old", "new", "what"), WHOLE_FILES)
def test_a_file_that_does_not_hold_is_told(draft: Draft, file: str, old: str, new: str, what: str) -> None:
    draft.change(file, old, new)
    assert [(p.record, p.field, what in p.what) for p in draft.problems() if p.file == file] == [("-", "-", True)]


@pytest.mark.parametrize(
    ("content", "field", "what"),
    [
        (b"", "-", "must hold exactly the keys"),
        (b"- a\n- b", "-", "must hold exactly the keys"),
        (b"subject: cost\nfacts: none", "facts", "must be a list of records"),
        (b"subject: null\nfacts: []", "subject", "must be a text"),
        (b"subject: ' '\nfacts: []", "subject", "must be a text"),
        (b"subject: \xff\xfe", "-", "cannot be read"),
        (b"subject: \x00", "-", "is not valid YAML"),
    ],
)
def test_a_file_of_another_shape_is_told(draft: Draft, content: bytes, field: str, what: str) -> None:
    draft.write("facts/cost.yaml", content)
    told = [(p.record, p.field, what in p.what) for p in draft.problems() if p.file == "facts/cost.yaml"]
    assert told == [("-", field, True)]


def test_a_missing_line_is_named_by_its_number(draft: Draft) -> None:
    draft.change("facts/cost.yaml", "facts:", "facts")
    (problem,) = (p for p in draft.problems() if p.file == "facts/cost.yaml")
    assert re.search(r"line \d+, column \d+", problem.what)


DOCUMENTS: list[tuple[str, str | bytes, str]] = [
    ("documents/overview.pdf", b"%PDF-1.4 cut off", "overview"),
    ("documents/leaflet.md", "", "leaflet"),
    ("documents/leaflet.md", "# Your dialysis session\n\nOnly under a heading that is left out.", "leaflet"),
]


@pytest.mark.parametrize(("file", "content", "record"), DOCUMENTS, ids=["corrupt PDF", "empty Markdown", "left out"])
def test_a_document_that_cannot_be_read_is_told(draft: Draft, file: str, content: str | bytes, record: str) -> None:
    draft.write(file, content)
    assert [(p.file, p.record, p.field) for p in draft.problems()] == [(file, record, "file")]


@pytest.mark.parametrize(
    ("name", "what"), [("leaflet.docx", "files of this kind are not read"), ("gone.md", "there is no such file")]
)
def test_a_document_that_is_none_is_told(draft: Draft, name: str, what: str) -> None:
    draft.write("documents/leaflet.docx", b"PK")
    draft.change("documents.yaml", "documents/leaflet.md", f"documents/{name}")
    (problem,) = draft.problems()
    assert (problem.file, problem.record, problem.field) == (f"documents/{name}", "leaflet", "file")
    assert what in problem.what


@pytest.mark.parametrize("file", ["wording.yaml", "reading.yaml", "topics.yaml"])
def test_a_file_that_must_be_there_is_missed(draft: Draft, file: str) -> None:
    (draft.folder / file).unlink()
    assert [p.file for p in draft.problems()] == [file]


@pytest.mark.parametrize("kind", ["facts", "sources"])
def test_a_library_without_facts_or_sources_is_refused(draft: Draft, kind: str) -> None:
    shutil.rmtree(draft.folder / kind)
    draft.write("disagreements.yaml", "disagreements: []")
    assert [p.file for p in draft.problems()] == [f"{kind}/*.yaml"]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is not a folder; set CHATBOT_CORPUS"):
        read_library(tmp_path / "nowhere")


def test_every_problem_is_told_at_once_and_each_but_once(draft: Draft) -> None:
    draft.change("sources/guideline.yaml", "year: 2024", "year: soon")
    draft.change("sources/trial.yaml", "kind: trial", "kind: trial: no")
    draft.change("facts/cost.yaml", "source: home-seller", "source: nobody")
    draft.change("wording.yaml", "treatment: dialysis", "treatment: 3")
    draft.change("topics.yaml", "at_most: 6", "at_most: many")
    draft.write("documents/overview.pdf", b"no PDF")
    assert [p.file for p in draft.problems()] == [
        "documents/overview.pdf",
        "sources/guideline.yaml",
        "sources/trial.yaml",
        "topics.yaml",
        "wording.yaml",
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_stands_in_the_second_corpus_and_is_read_whole(name: str, tiny_corpus: Path) -> None:
    found, problems = read_files(tiny_corpus, name)
    rows = 0
    for path in sorted(tiny_corpus.glob(FILES[name].pattern)):
        content, _ = read_yaml(path, path.name)
        assert isinstance(content, dict)
        rows += len(content[FILES[name].list_key])
    assert (len(found), problems) == (rows, [])
    assert rows > 0
