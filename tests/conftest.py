"""What every test shares: no network but this machine's own, the library, and one real assistant."""

import os
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import pytest_socket
from drafts import Draft

from chatbot.assemble import assemble, library_version, open_index, open_listener
from chatbot.assistant import Assistant
from chatbot.finding.encoding import MiniLM
from chatbot.finding.index import Index
from chatbot.knowledge.library import Library, read_library
from chatbot.settings import OFFICIAL_SHA256, ROOT, Settings
from chatbot.understanding.listening import Listener

LOOPBACK = ["127.0.0.1", "::1"]
TODAY = date(2026, 11, 21)


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup() -> None:
    """Refuse every connection that leaves this machine."""
    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def settings_of_nobody() -> Iterator[None]:
    """Keep the settings of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        for field in fields(Settings):
            patch.delenv(f"CHATBOT_{field.name.upper()}", raising=False)
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def library(corpus: Path) -> Library:
    return read_library(corpus)


@pytest.fixture(scope="session")
def real_encoder(real_data: Path) -> MiniLM:
    return MiniLM("", OFFICIAL_SHA256, real_data / "model")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The data folder in which the real index stands once `real_index` was asked for; it is kept between runs."""
    return ROOT / ".chatbot" / "tests"


@pytest.fixture(scope="session")
def real_index(library: Library, real_encoder: MiniLM, real_data: Path) -> Index:
    version = library_version(library, real_encoder)
    return open_index(Settings(data=real_data), library, real_encoder, version)


@pytest.fixture(scope="session")
def real_listener(library: Library, real_encoder: MiniLM, real_data: Path) -> Listener:
    return open_listener(Settings(data=real_data), library, real_encoder)


@pytest.fixture(scope="session")
def real_assistant(library: Library, real_encoder: MiniLM, real_index: Index, real_listener: Listener) -> Assistant:
    return assemble(library, real_encoder, real_index, real_listener, library_version(library, real_encoder), TODAY)


@pytest.fixture(scope="session")
def tiny_corpus() -> Path:
    """A second corpus, about another treatment."""
    return ROOT / "tests" / "tiny"


@pytest.fixture(scope="session")
def tiny_library(tiny_corpus: Path) -> Library:
    return read_library(tiny_corpus)


@pytest.fixture
def draft(tiny_corpus: Path, tmp_path: Path) -> Draft:
    """A copy of the second corpus, to break."""
    return Draft(tiny_corpus, tmp_path / "corpus")


@pytest.fixture(scope="session")
def tiny_settings(tiny_corpus: Path, real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder of its own, but for what is learned: that takes long and is kept between runs by all it rests on."""
    settings = Settings(corpus=tiny_corpus, data=tmp_path_factory.mktemp("tiny"))
    learned = real_data / f"tiny-learned-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # two would write at once
    learned.mkdir(parents=True, exist_ok=True)
    (settings.data / "learned").symlink_to(learned, target_is_directory=True)
    return settings


@pytest.fixture(scope="session")
def tiny_assistant(tiny_library: Library, tiny_settings: Settings, real_encoder: MiniLM) -> Assistant:
    version = library_version(tiny_library, real_encoder)
    index = open_index(tiny_settings, tiny_library, real_encoder, version)
    listener = open_listener(tiny_settings, tiny_library, real_encoder)
    return assemble(tiny_library, real_encoder, index, listener, version, TODAY)
