"""What the commands share: settings, failures in one line, a progress bar."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import click
from tqdm import tqdm

from chatbot.domain import COUNTRIES, Jurisdiction
from chatbot.errors import ChatbotError, SettingsError
from chatbot.finding.encoding import Progress
from chatbot.settings import Settings, country

P = ParamSpec("P")
T = TypeVar("T")


def _country(context: click.Context, parameter: click.Parameter, value: str | None) -> Jurisdiction | None:
    try:
        return country(value)
    except SettingsError as error:
        raise click.BadParameter(str(error), context, parameter) from error


country_option = click.option(
    "--country",
    callback=_country,
    metavar="|".join(COUNTRIES),
    help="The reader's country: decides the label and the emergency number.",
)


def settings() -> Settings:
    """Read the settings from the environment."""
    return Settings.read(os.environ)


def told(command: Callable[P, T]) -> Callable[P, T]:
    """Tell a failure that a person can mend in plain lines and exit 1; any other keeps its traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except ChatbotError as error:
            click.echo(f"chatbot: {error}", err=True)
            sys.exit(1)

    return run


@contextmanager
def progress_bar(what: str) -> Iterator[Progress]:
    """Show a bar on standard error from the first step on, and another for each pass; nothing when there is no step."""
    bar: tqdm[NoReturn] | None = None

    def step(done: int, total: int) -> None:
        nonlocal bar
        if bar is not None and done < bar.n:
            bar.close()
            bar = None
        if bar is None:
            bar = tqdm(total=total, desc=what, unit="text", file=sys.stderr)
        bar.update(done - bar.n)

    try:
        yield step
    finally:
        if bar is not None:
            bar.close()
