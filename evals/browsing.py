"""The pages in a real browser: pictures of every one, and how soon they paint and answer."""

import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from chatbot.errors import SettingsError
from chatbot.settings import Settings
from chatbot.web.limits import RateLimit
from chatbot.web.parts import Site
from chatbot.web.server import App, read_site
from evals.desks import PASSWORD, WHO, desks
from evals.serving import serving
from evals.speed import Spread

WIDTHS = (360, 768, 1280)
HEIGHT = 900
SCHEMES = ("light", "dark")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SETTLED = 1500
"""Milliseconds after which an answer's page no longer changes."""
TIMES = 12
QUESTION = "#question textarea"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def screenshots(settings: Settings, folder: Path) -> None:
    """Write a picture of every page in every width and scheme; the chat also with an answer and with a care card.

    The answers, which are kept there, and the pages of staff and reviewers are pictured over a data folder that is
    made for that and deleted again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    site = read_site(settings)
    with _browser() as browser:
        with _served(site) as url:
            for page, name in _screens(browser):
                for what, path in _pages(site).items():
                    page.goto(url + path)
                    if what == "ask":
                        page.locator(QUESTION).wait_for()
                    page.screenshot(path=folder / f"{what}-{name}.png", full_page=True)
        with TemporaryDirectory() as made, desks(settings, Path(made)) as opened, serving(opened.app) as url:
            for page, name in _screens(browser):
                for what, question in _questions(site).items():
                    _ask(page, url, question)
                    page.screenshot(path=folder / f"{what}-{name}.png", full_page=True)
                page.goto(url + str(page.locator("[data-act=share]").first.get_attribute("data-path")))
                page.screenshot(path=folder / f"kept-answer-{name}.png", full_page=True)
                page.goto(f"{url}/sign-in")
                page.screenshot(path=folder / f"sign-in-{name}.png", full_page=True)
                _sign_in(page, url)
                for what, path in opened.pages.items():
                    page.goto(f"{url}/{path}")
                    page.screenshot(path=folder / f"{what}-{name}.png", full_page=True)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


def _screens(browser: Browser) -> Iterator[tuple[Page, str]]:
    """Yield an empty page of every width and scheme, and what that is called."""
    for scheme in SCHEMES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHT},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            yield context.new_page(), f"{width}-{scheme}"
            context.close()


def _sign_in(page: Page, url: str) -> None:
    page.locator("#name").fill(WHO)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/staff")


def times(settings: Settings) -> None:
    """Print first paint of every page, and the time from sending a question to its answer beside the engine's own."""
    site = read_site(settings)
    with _served(site) as url, _browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": HEIGHT})
        for name, path in _pages(site).items():
            painted = []
            for _ in range(TIMES):
                page.goto(url + path)
                painted.append(float(page.wait_for_function(PAINTED).json_value()))
            print(f"first paint  {name:12} {_said(_spread(painted))}   (aim: ≤ 2000)")
        opened, shown, engine = _answers(page, url, site)
    print(f"box ready    {'ask':12} {_said(opened)}   from opening the page")
    print(f"answer       {'ask':12} {_said(shown)}   from sending to the answer on screen (aim: ≤ 500)")
    print(f"engine       {'':12} {_said(engine)}   the same questions")
    print(f"answer / engine           p50 {shown.p50 / engine.p50:7.2f}")


def _answers(page: Page, url: str, site: Site) -> tuple[Spread, Spread, Spread]:
    opened, shown, engine = [], [], []
    questions = list(site.library.wording.under("examples").values())
    for number in range(TIMES):
        started = time.perf_counter()
        page.goto(url)
        page.locator(QUESTION).wait_for()
        opened.append((time.perf_counter() - started) * 1000)
        question = questions[number % len(questions)]
        started = time.perf_counter()
        site.respond(question, (), None)
        engine.append((time.perf_counter() - started) * 1000)
        page.locator(QUESTION).fill(question)
        started = time.perf_counter()
        page.locator(QUESTION).press("Enter")
        page.locator(".turn").wait_for()
        shown.append((time.perf_counter() - started) * 1000)
    return _spread(opened), _spread(shown), _spread(engine)


def _ask(page: Page, url: str, question: str) -> None:
    page.goto(url)
    page.locator(QUESTION).fill(question)
    page.locator(QUESTION).press("Enter")
    page.locator(".turn").wait_for()
    # What could be asked next comes last, if at all. The network is never idle: Gradio holds a connection open.
    page.wait_for_timeout(SETTLED)
    # In a picture of the whole page the box would stand in its middle.
    page.locator("#composer").evaluate("box => { box.style.position = 'static'; }")


def _pages(site: Site) -> dict[str, str]:
    """Every page by the name of its picture; of the uses and sources the one that most is held of."""
    library = site.library
    use = max(library.uses, key=lambda name: sum(name in p.uses for p in library.passages))
    source = max(library.sources, key=lambda name: sum(p.source.id == name for p in library.passages))
    found = {"ask": "", "uses": "uses", "use": f"uses/{use}", "library": "library", "source": f"library/{source}"}
    if library.costs:
        step = library.costs[0].rules.doses_per_day.per_kg
        found |= {
            "costs": "costs",
            "costs-sum": f"costs?weight={2 * step}",
            "costs-open": f"costs?weight={2.5 * step:g}",
        }
    if library.faq:
        found |= {"faq": "faq", "entry": f"faq/{library.faq[0].id}"}
    if library.checklists:
        found |= {"get-ready": "get-ready"}
    return found | {"about": "about", "api": "api", "missing": "no-such-page"}


def _questions(site: Site) -> dict[str, str]:
    """What the chat is asked for its pictures: an example, and a warning sign as people tell it."""
    sign = site.library.signs[0].say_it_like[0]
    return {"answer": site.library.wording("examples.1"), "care-card": sign}


@contextmanager
def _served(site: Site) -> Iterator[str]:
    with serving(App(site, RateLimit("10000/minute"))) as url:
        yield f"{url}/"


@contextmanager
def _browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SettingsError("no browser was found; install chromium (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def _spread(found: list[float]) -> Spread:
    return Spread(statistics.median(found), statistics.quantiles(found, n=20)[18])


def _said(spread: Spread) -> str:
    return f"p50 {spread.p50:7.0f} ms   p95 {spread.p95:7.0f} ms"
