"""The command line teaches itself: every command has help with an example of its own."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields

import click
import pytest
from click.testing import CliRunner

from chatbot.__main__ import main
from chatbot.settings import PREFIX, ROOT, Settings


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [*commands(main)], ids=" ".join)
def test_help_says_what_a_command_does_and_shows_it(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*path, "--help"])
    assert shown.exit_code == 0
    usage, does, *rest = shown.output.split("\n\n")
    assert usage.startswith("Usage:")
    assert does.strip().endswith((".", ":"))
    assert f"chatbot {' '.join(path)}" in "".join(rest).partition("Options:")[0]


def test_help_names_every_command_and_every_setting() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    assert all(f"chatbot {name}" in shown for name in main.commands)
    assert all(PREFIX + field.name.upper() in shown for field in fields(Settings))


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "chatbot", "uses", "--country", "nowhere"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "unknown country 'nowhere'" in done.stderr
