"""The command line: aliases, what there is not, what cannot be accepted."""

from pathlib import Path

from click.testing import CliRunner

from evals.__main__ import ALIASES, main


def test_every_set_and_group_that_was_a_command_still_is() -> None:
    assert {"answers", "finding", "urgent", "coverage", "fit", "speed", "costs", "attacks", "followups"} <= set(
        main.commands
    )
    assert set(ALIASES) <= set(main.commands)


def test_a_sheet_that_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["import", str(tmp_path / "none.xlsx")])
    assert told.exit_code == 1
    assert "the file is not there" in told.output


def test_a_set_that_there_is_not_is_told_before_anything_is_loaded() -> None:
    told = CliRunner().invoke(main, ["--set", "nothing"])
    assert told.exit_code == 1
    assert "no set nothing; there are answers, refusals" in told.output


def test_accepting_asks_for_a_name_and_a_reason() -> None:
    told = CliRunner().invoke(main, ["accept", "--who", "A"])
    assert told.exit_code == 2
    assert "--why" in told.output
