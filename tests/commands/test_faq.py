"""Frequent questions from the command line: built, checked, read, approved, and marked when the library moves."""

import pytest
from drafts import Draft
from shell import Shell

from chatbot.assemble import open_archive
from chatbot.audit.acts import Acts
from chatbot.commands.noted import as_whom
from chatbot.knowledge.files import read_files, write_records
from chatbot.settings import Settings


@pytest.fixture
def built(shell: Shell, draft: Draft) -> Draft:
    """The tiny corpus with its entries bound, but for the one that cannot be."""
    done = shell("faq", "build", CORPUS=draft.folder)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "3 of 4 entries are bound to an answer, 3 of them anew."
    return draft


def test_building_again_changes_nothing(shell: Shell, built: Draft) -> None:
    path = built.folder / "faq.yaml"
    before = path.read_text(encoding="utf-8")
    done = shell("faq", "build", CORPUS=built.folder)
    assert done.stdout == "3 of 4 entries are bound to an answer, 0 of them anew.\n"
    assert path.read_text(encoding="utf-8") == before
    assert before.startswith("# Frequent questions of the tiny library")


def test_check_names_what_has_no_answer(shell: Shell, built: Draft) -> None:
    done = shell("faq", "check", "--answers", CORPUS=built.folder)
    problem, summary = done.stdout.splitlines()
    assert (done.exit_code, summary) == (1, "4 entries, 0 approved, 3 waiting, 1 stale.")
    assert problem.startswith("nothing-known: the engine gives no answer to this question (")


def test_check_names_what_changed_and_list_shows_it(shell: Shell, built: Draft) -> None:
    built.change("faq.yaml", "id: nothing-known", "id: nothing-known-yet")
    built.change("facts/cost.yaml", "costs 900 dollars", "costs 950 dollars")
    done = shell("faq", "check", CORPUS=built.folder)
    assert done.exit_code == 1
    assert "machine-price: the passage seller-price-" in done.stdout
    stale = shell("faq", "list", "--stale", CORPUS=built.folder).stdout.splitlines()
    assert all(line.startswith("stale") for line in stale)
    assert {"machine-price", "nothing-known-yet"} <= {word for line in stale for word in line.split()}


def test_all_is_well_without_what_cannot_be_answered(shell: Shell, built: Draft) -> None:
    *kept, last = (row.record for row in read_files(built.folder, "faq")[0])
    assert last.key == "nothing-known"
    write_records(built.folder, "faq", kept)
    done = shell("faq", "check", CORPUS=built.folder)
    assert (done.exit_code, done.stdout) == (0, "3 entries, 0 approved, 3 waiting, 0 stale.\n")


def test_a_list_is_of_one_topic(shell: Shell, draft: Draft) -> None:
    lines = shell("faq", "list", "--topic", "cost", CORPUS=draft.folder).stdout.splitlines()
    assert [line.split()[2] for line in lines] == ["machine-price", "nothing-known"]
    assert shell("faq", "list", "--topic", "none", CORPUS=draft.folder).exit_code == 2


def test_an_answer_is_shown_approved_and_then_shown_as_such(shell: Shell, built: Draft) -> None:
    before = shell("faq", "show", "machine-price", CORPUS=built.folder).stdout
    assert before.startswith("How much does a machine at home cost?\n\nNot approved; awaiting a clinician.\n")
    assert "900 dollars" in before
    done = shell("faq", "approve", "machine-price", "--who", "Dr A. Name", CORPUS=built.folder)
    assert (done.exit_code, "Approved by Dr A. Name on" in done.stdout) == (0, True)
    (kept,) = [row.record for row in read_files(built.folder, "faq")[0] if row.record.key == "machine-price"]
    assert kept.approved.who == "Dr A. Name"  # type: ignore[attr-defined]
    assert "Approved by Dr A. Name" in shell("faq", "show", "machine-price", CORPUS=built.folder).stdout
    assert "1 approved" in shell("faq", "check", CORPUS=built.folder).stdout


def test_what_the_operator_approves_stands_in_the_trail(shell: Shell, built: Draft, tiny_settings: Settings) -> None:
    shell("faq", "approve", "machine-price", "--who", "Dr A. Name", CORPUS=built.folder)
    begun, done = reversed(Acts(open_archive(tiny_settings)).newest(2))
    assert (begun.what, done.what) == ("faq-approved-begun", "faq-approved")
    assert (done.who, done.about) == ("operator", "machine-price")
    assert done.detail == f"in the name of Dr A. Name; {as_whom()}"


@pytest.mark.parametrize("command", [("show", "no-such"), ("approve", "no-such", "--who", "Dr A. Name")])
def test_an_unknown_entry_is_told(shell: Shell, command: tuple[str, ...]) -> None:
    done = shell("faq", *command)
    assert done.exit_code == 1
    assert "no frequent question has the id 'no-such'" in done.stderr


def test_a_file_that_cannot_be_written_is_told(shell: Shell, built: Draft) -> None:
    (built.folder / "faq.new").mkdir()
    done = shell("faq", "build", CORPUS=built.folder)
    assert done.exit_code == 1
    assert "faq.yaml: -: -: cannot be written" in done.stderr
