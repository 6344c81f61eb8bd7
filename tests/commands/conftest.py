"""The command line over the tiny library."""

import pytest
from click.testing import CliRunner, Result
from shell import Shell

from chatbot.__main__ import main
from chatbot.settings import Settings


@pytest.fixture
def shell(tiny_settings: Settings) -> Shell:
    def run(*arguments: str, typed: str | bytes | None = None, **settings: object) -> Result:
        chosen = {"CORPUS": tiny_settings.corpus, "DATA": tiny_settings.data} | settings
        environment = {f"CHATBOT_{name}": str(value) for name, value in chosen.items()}
        return CliRunner().invoke(main, arguments, input=typed, env=environment)

    return run
