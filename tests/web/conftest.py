"""The page served to a real browser, and a reader who has it open."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from clinics import Clinic, opened_clinic
from page_reader import DESK, Reader, Site
from page_samples import Notebook, Responder
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from chatbot.assistant import Assistant
from chatbot.finding.encoding import MiniLM
from chatbot.knowledge.library import Library
from chatbot.knowledge.records import GlossaryRecord
from chatbot.settings import Settings
from chatbot.web.limits import RateLimit
from chatbot.web.parts import Site as Parts
from chatbot.web.server import QUALITY, App
from evals.serving import serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def called() -> list[object]:
    """Every address that this process connects to from now on."""
    addresses: list[object] = []

    def note(event: str, details: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            addresses.append(details[1])

    sys.addaudithook(note)
    return addresses


@pytest.fixture(scope="session")
def site(called: list[object], library: Library) -> Iterator[Site]:
    assert called == []
    engine, trail = Responder(library.wording), Notebook()
    words = (GlossaryRecord(term="placebo", meaning="a dummy treatment"),)
    kept = replace(library, glossary=words)
    preview = Responder(library.wording)
    respond, version = trail.keeping(engine), "4f1d2c3b4a59"
    parts = Parts(respond=respond, preview=preview, library=kept, version=version, trail=trail, quality=QUALITY)
    with serving(App(parts, RateLimit("10000/minute"))) as url:
        yield Site(f"{url}/", engine, library.wording, trail, library.uses)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        why = "NO BROWSER: the page was NOT tested; install chromium (apt-get install chromium)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    contexts: list[BrowserContext] = []

    def open_(**options: Any) -> BrowserContext:
        context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def reader(opened: Any, site: Site) -> Reader:
    return Reader(opened(), site)


@pytest.fixture(scope="module")
def clinic(
    tiny_settings: Settings,
    tiny_assistant: Assistant,
    real_encoder: MiniLM,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Clinic]:
    with opened_clinic(tmp_path_factory.mktemp("clinic"), tiny_settings, tiny_assistant, real_encoder) as opened:
        yield opened
