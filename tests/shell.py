"""The command line as a person uses it."""

from typing import Protocol

from click.testing import Result


class Shell(Protocol):
    """Runs one command line; named settings go into its environment."""

    def __call__(self, *arguments: str, typed: str | bytes | None = None, **settings: object) -> Result:
        """Return what the command printed and its exit code."""
        ...
