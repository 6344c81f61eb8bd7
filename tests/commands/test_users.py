"""Users on the command line: added, listed, changed and removed; no password stands in an argument."""

from pathlib import Path

import pytest
from shell import Shell

GOOD = "a quiet green river\n"


def test_users_come_change_and_go(shell: Shell, tmp_path: Path) -> None:
    assert "There is no user yet" in shell("users", "list", DATA=tmp_path).stdout
    added = shell("users", "add", "Ada", "--role", "staff", typed=GOOD, DATA=tmp_path)
    assert (added.exit_code, added.stdout) == (0, "ada may sign in at /sign-in as staff.\n")
    assert shell("users", "add", "bob", "--role", "reviewer", "--sign-on", DATA=tmp_path).exit_code == 0
    listed = shell("users", "list", DATA=tmp_path).stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [["ada", "staff"], ["bob", "reviewer"]]
    assert listed[1].endswith("signs on by proxy")
    assert shell("users", "password", "ada", typed="two loud yellow hills", DATA=tmp_path).exit_code == 0
    assert shell("users", "remove", "ada", DATA=tmp_path).exit_code == 0
    assert "ada" not in shell("users", "list", DATA=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "typed", "what"),
    [
        (("add", "ada", "--role", "staff"), "short\n", "a password has 12 to 256 characters"),
        (("add", "ada", "--role", "staff"), "", "a password has 12 to 256 characters"),
        (("add", "a b", "--role", "staff"), GOOD, "is no name of a user"),
        (("password", "eve"), GOOD, "there is no user 'eve'"),
        (("remove", "eve"), "", "there is no user 'eve'"),
    ],
)
def test_what_cannot_be_is_told(
    arguments: tuple[str, ...], typed: str, what: str, shell: Shell, tmp_path: Path
) -> None:
    done = shell("users", *arguments, typed=typed, DATA=tmp_path)
    assert done.exit_code == 1
    assert what in done.stderr


def test_a_role_is_needed_and_a_password_is_no_argument(shell: Shell, tmp_path: Path) -> None:
    assert shell("users", "add", "ada", typed=GOOD, DATA=tmp_path).exit_code == 2
    assert shell("users", "add", "ada", "secret", "--role", "staff", DATA=tmp_path).exit_code == 2
