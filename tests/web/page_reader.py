"""Somebody with the page open in a browser."""

from typing import NamedTuple

from page_samples import Responder
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chatbot.knowledge.wording import Wording

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


class Site(NamedTuple):
    """The page as it is served to the tests, and the engine behind it."""

    url: str
    engine: Responder
    wording: Wording


class Reader:
    """Somebody with the page open."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.requests: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(site.url)
        self.box.wait_for()

    @property
    def box(self) -> Locator:
        return self.page.locator("#question textarea")

    @property
    def turns(self) -> Locator:
        return self.page.locator(".turn")

    def ask(self, question: str) -> Locator:
        """Type a question and press Enter; return its turn."""
        before = self.turns.count()
        self.box.fill(question)
        self.box.press("Enter")
        turn = self.turns.nth(before)
        turn.wait_for()
        expect(self.box).to_have_value("")
        return turn
