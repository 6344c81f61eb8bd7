from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from drafts import Draft
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain import Jurisdiction, LabelName, Origin
from chatbot.errors import CorpusError
from chatbot.knowledge.library import Library, fingerprint, read_library

TINY = Path(__file__).parents[1] / "tiny"
LINES = [
    (path.relative_to(TINY).as_posix(), number)
    for path in sorted(TINY.rglob("*.yaml"))
    for number in range(len(path.read_text(encoding="utf-8").splitlines()))
]


def test_everything_of_the_second_corpus_is_held(tiny_library: Library) -> None:
    held = tiny_library
    assert (len(held.sources), len(held.uses), len(held.signs), len(held.costs)) == (11, 7, 3, 1)
    assert (len(held.lookalikes), len(held.ambiguous), len(held.disagreements)) == (2, 2, 1)
    assert (len(held.glossary), len(held.plans), len(held.kinds_of_message)) == (4, 6, 5)
    assert held.groups["kidneys"] == "Kidneys"
    assert {passage.origin for passage in held.passages} == set(Origin)


def test_a_use_is_put_together_from_its_record(tiny_library: Library) -> None:
    use = tiny_library.uses["acute-kidney-injury"]
    assert use.group == "kidneys"
    assert use.exact_case == {"AKI"}
    assert {place: status.approved for place, status in use.status.items()} == {
        Jurisdiction.US: True,
        Jurisdiction.EU: None,
    }
    assert use.evidence_sources == (tiny_library.sources["kidney-guideline"],)


def test_where_no_study_was_found_the_uses_own_sources_stand_in(tiny_library: Library) -> None:
    use = tiny_library.uses["tiredness"]
    assert use.evidence_sources == use.sources == (tiny_library.sources["kidney-handbook"],)
    assert use.by_hand
    assert use.by_hand.label is LabelName.NOT_RECOMMENDED


@pytest.mark.parametrize(("name", "url"), [("heart-guideline", None), ("skin-reports", None)])
def test_the_address_of_a_copy_is_never_shown(name: str, url: str | None, tiny_library: Library) -> None:
    assert tiny_library.sources[name].url is url
    assert "copies.example.net" not in repr(tiny_library)


def test_passages_stand_under_their_record_and_once(tiny_library: Library) -> None:
    assert {p.origin for p in tiny_library.by_record["kidney-failure"]} == set(Origin) - {Origin.FACT, Origin.DOCUMENT}
    assert [p.record for p in tiny_library.by_record["two-kinds"]] == ["two-kinds"]
    ids = [passage.id for passage in tiny_library.passages]
    assert len(ids) == len(set(ids)) == sum(map(len, tiny_library.by_record.values()))


def test_one_note_under_two_rows_is_one_passage(draft: Draft) -> None:
    twice = "      - body: Example Heart Society\n        year: 2021\n        position: restricted\n"
    note = "        note: Only when water tablets have failed.\n        source: heart-guideline\n"
    draft.change("uses/elsewhere.yaml", twice + note, (twice + note) * 2)
    made = read_library(draft.folder).by_record["heart-failure-fluid"]
    assert [passage.origin for passage in made].count(Origin.GUIDANCE) == 1


def test_examples_are_what_people_write_of_signs_and_other_messages(tiny_library: Library) -> None:
    told = {(example.family, example.of, example.holds): example.text for example in tiny_library.examples}
    assert told["sign", "access-bleeding", True] == "the neck line came out and blood is everywhere"
    assert told["sign", "access-bleeding", False] == "how often does the access start bleeding"
    assert told["boundary", "personal-start-stop", True] == "can he skip the session on friday"
    assert told["boundary", "personal-start-stop", False] == "what happens when sessions are skipped"


def test_nothing_in_a_library_can_be_changed(tiny_library: Library) -> None:
    with pytest.raises(FrozenInstanceError):
        tiny_library.passages = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        tiny_library.passages[0].text = "other"  # type: ignore[misc]


def _keep(_folder: Path) -> None:
    pass


def _edit(folder: Path) -> None:
    with (folder / "README.md").open("a", encoding="utf-8") as file:
        file.write("more\n")


def _rename(folder: Path) -> None:
    (folder / "facts" / "cost.yaml").rename(folder / "facts" / "price.yaml")


def _hidden(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"\0")


@pytest.mark.parametrize(("change", "same"), [(_keep, True), (_hidden, True), (_edit, False), (_rename, False)])
def test_the_fingerprint_changes_with_every_file(draft: Draft, change: Callable[[Path], None], *, same: bool) -> None:
    before = fingerprint(draft.folder)
    change(draft.folder)
    assert (fingerprint(draft.folder) == before) is same


@settings(max_examples=100, deadline=None, derandomize=True)
@given(place=st.sampled_from(LINES), doubled=st.booleans())
def test_a_line_lost_or_doubled_is_read_or_told_and_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[str, int], *, doubled: bool
) -> None:
    file, number = place
    draft = Draft(TINY, tmp_path_factory.mktemp("drafts") / "corpus")
    lines = (TINY / file).read_text(encoding="utf-8").splitlines(keepends=True)
    draft.write(file, "".join([*lines[:number], *([lines[number]] * 2 * doubled), *lines[number + 1 :]]))
    try:
        made = read_library(draft.folder)
    except CorpusError as error:
        assert all(problem.file and problem.what for problem in error.problems)  # noqa: PT017  one of two right ends
    else:
        assert made.passages
