"""Ten people at once in ten real browsers: nobody sees another's words, and each is counted alone."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import pytest
from page_reader import DESK
from page_samples import Responder
from playwright.sync_api import Page, expect

from chatbot.domain import Jurisdiction
from chatbot.knowledge.library import Library
from chatbot.reply import Reply
from chatbot.web.chat import AT_ONCE
from chatbot.web.limits import RateLimit
from chatbot.web.parts import Site
from chatbot.web.server import App
from evals.serving import serving

pytestmark = [
    pytest.mark.enable_socket,
    # Gradio sums up its own times after so many events, with an option that pandas is about to drop; as an error that
    # would leave an event unanswered, which no server outside of the tests does.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
]

PEOPLE = 10
MOST = 2
"""Questions of one client; in an hour, so that a slow machine forgets none."""
SLOW = 0.5
"""Seconds that an answer takes, so that many are made at the same time."""
PATIENCE = 120_000
"""Milliseconds that a step of ten browsers may take on a machine that has other things to do."""
BOX = "#question textarea"


@dataclass
class Engine:
    """Answers slowly and with what was asked, and remembers how many were answered at once."""

    inner: Responder
    now: int = 0
    most: int = 0
    lock: Lock = field(default_factory=Lock)

    def __call__(self, question: str, history: tuple[str, ...], country: Jurisdiction | None) -> Reply:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(SLOW)
        reply = self.inner(question, history, country)
        with self.lock:
            self.now -= 1
        return replace(reply, asked=replace(reply.asked, standalone=f"Read as: {question}"))


@pytest.fixture
def engine(tiny_library: Library) -> Engine:
    return Engine(Responder(tiny_library.wording))


@pytest.fixture
def url(engine: Engine, tiny_library: Library) -> Iterator[str]:
    preview = Responder(tiny_library.wording)
    site = Site(respond=engine, preview=preview, library=tiny_library, version="v1", trusted_proxies=("127.0.0.1",))
    with serving(App(site, RateLimit(f"{MOST}/hour"))) as address:
        yield address


def word(number: int) -> str:
    """A word that nobody else says."""
    return f"word{number:02}x"


@pytest.fixture
def people(opened: Any, url: str) -> list[Page]:
    """Ten people, each with an address of their own, as a proxy tells it."""
    pages = []
    for number in range(PEOPLE):
        sent = {"x-forwarded-for": f"192.0.2.{number + 1}"}
        page: Page = opened(viewport=DESK, extra_http_headers=sent).new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        page.locator(BOX).wait_for()
        pages.append(page)
    return pages


def ask_all(people: list[Page], words: str) -> None:
    """Let everybody send a question before anybody is answered."""
    for number, page in enumerate(people):
        page.locator(BOX).fill(f"{words} {word(number)}?")
    for page in people:
        page.locator(BOX).press("Enter")


def test_ten_at_once_see_their_own_words_alone(people: list[Page], engine: Engine, tiny_library: Library) -> None:
    for turn, words in enumerate(("does it help with", "and what about")):
        ask_all(people, words)
        for number, page in enumerate(people):
            expect(page.locator(".turn")).to_have_count(turn + 1, timeout=PATIENCE)
            expect(page.locator(".turn").nth(turn)).to_contain_text(word(number))
    for number, page in enumerate(people):
        seen = page.content()
        assert word(number) in seen
        assert [other for other in range(PEOPLE) if other != number and word(other) in seen] == []
    assert 1 < engine.most <= AT_ONCE
    for question, history, _ in engine.inner.calls:
        own = question.rpartition(" ")[2]
        assert all(said.endswith(own) for said in history)
    assert sorted(len(history) for _, history, _ in engine.inner.calls) == [0] * PEOPLE + [1] * PEOPLE
    # Each had as many as one may have, though together they had ten times that; one more is refused.
    first = people[0]
    first.locator(BOX).fill("one more?")
    first.locator(BOX).press("Enter")
    expect(first.locator("#hint")).to_contain_text(tiny_library.wording("page.too_many"), timeout=PATIENCE)
    assert len(engine.inner.calls) == MOST * PEOPLE
