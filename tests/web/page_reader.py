"""Somebody with the page open in a browser."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe
from page_samples import Notebook, Responder
from playwright.sync_api import BrowserContext, Locator, Page, expect

from chatbot.knowledge.wording import Wording

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
SCREENS = {"light": 320, "dark": 1280}
"""The width in which pages are looked at, by scheme."""
TOUCHED = "button, a, summary, select, textarea, input:not([type=hidden])"


class Site(NamedTuple):
    """The page as it is served to the tests, and the engine behind it."""

    url: str
    engine: Responder
    wording: Wording
    trail: Notebook
    uses: Collection[str]


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


def serious(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]}"
        for v in violations
        if v["impact"] in {"serious", "critical"}
        for node in v["nodes"]
    ]


def small_targets(page: Page) -> list[object]:
    """What can be pressed and is smaller than 24 by 24 px; links inside a sentence may be."""
    found: list[object] = page.evaluate(
        """css => [...document.querySelectorAll(css)].filter(e => e.checkVisibility() && !e.closest('.skip')).map(e => {
             const box = e.getBoundingClientRect(); return [e.className || e.outerHTML.slice(0, 90), box.width, box.height];
           }).filter(([, width, height]) => width && (width < 24 || height < 24))""",
        TOUCHED,
    )
    return found


def too_wide(page: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def flaws(page: Page, addresses: Sequence[str]) -> dict[str, list[object]]:
    """What is wrong with pages, narrow and light and wide and dark, with all that is folded open: by address."""
    found: dict[str, list[object]] = {}
    for scheme, width in SCREENS.items():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        for address in addresses:
            page.goto(address)
            for summary in page.locator("main summary").all():
                summary.click()
            if wrong := flaws_now(page):
                found[f"{address} {scheme}"] = wrong
    return found


def flaws_now(page: Page) -> list[object]:
    """What is wrong with a page as it stands."""
    return [*serious(page), *small_targets(page), *(["too wide"] if too_wide(page) else [])]
