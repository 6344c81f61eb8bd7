"""The page in a real browser: what a reader sees, hears and can reach; and nothing leaves the machine."""

import logging
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from page_samples import AGAINST, Responder
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect, sync_playwright

from chatbot.domain import Jurisdiction
from chatbot.knowledge.records import GlossaryRecord
from chatbot.knowledge.wording import Wording, read_wording
from chatbot.web.page import LONGEST, build
from chatbot.web.server import make_app

pytestmark = pytest.mark.enable_socket

CORPUS = Path(__file__).parents[2] / "corpus"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOUCHED = "button, a, summary, select, textarea"


class Site(NamedTuple):
    """The page as it is served to the tests, and the engine behind it."""

    url: str
    engine: Responder
    wording: Wording


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    wording, _ = read_wording(CORPUS)
    assert wording
    engine = Responder(wording)
    words = [GlossaryRecord(term="placebo", meaning="a dummy treatment")]
    server = uvicorn.Server(uvicorn.Config(make_app(build(engine, wording, words)), log_level="warning"))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}/", engine, wording)
    server.should_exit = True
    server.force_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        why = "NO BROWSER: the page was NOT tested; install chromium (apt-get install chromium)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


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


def test_an_answer_is_shown_with_its_label_in_words_and_its_details_folded(reader: Reader) -> None:
    turn = reader.ask("Does it work for autism?")
    expect(turn.locator(".badge").first).to_have_text("Experimental")
    expect(turn.locator(".short")).to_be_visible()
    expect(turn.locator(".uncertain")).to_be_visible()
    expect(turn.get_by_text("What guidance says")).to_be_hidden()
    turn.locator("details.details > summary").click()
    expect(turn.get_by_text("What guidance says")).to_be_visible()


def test_an_answer_is_announced_once_and_politely(reader: Reader, site: Site) -> None:
    reader.ask("Does it work for autism?")
    status = reader.page.get_by_role("status").filter(has_text=site.wording("page.ready"))
    expect(status).to_have_count(1)
    assert status.get_attribute("role") == "status"


def test_a_care_card_is_an_alert_and_the_only_announcement(reader: Reader) -> None:
    turn = reader.ask("she cannot breathe")
    expect(turn.get_by_role("alert")).to_contain_text("This could be an emergency.")
    expect(turn.locator(".call").first).to_have_attribute("href", "tel:911")
    expect(reader.page.locator("#status")).to_have_text("")


def test_an_answer_with_a_sign_shows_the_card_above_it(reader: Reader) -> None:
    turn = reader.ask("both of it")
    card, answered = turn.get_by_role("alert").bounding_box(), turn.locator(".answer").bounding_box()
    assert card
    assert answered
    assert card["y"] + card["height"] <= answered["y"]


def test_a_citation_opens_its_card_and_gives_the_focus_back(reader: Reader) -> None:
    turn = reader.ask("Does it work for autism?")
    button = turn.locator(".cite").first
    button.focus()
    reader.page.keyboard.press("Enter")
    card = turn.get_by_role("dialog")
    expect(card).to_contain_text(AGAINST.text)
    expect(card).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(button).to_be_focused()


def test_the_close_button_of_a_card_gives_the_focus_back_too(reader: Reader, site: Site) -> None:
    turn = reader.ask("Does it work for autism?")
    turn.locator(".cite").first.click()
    turn.get_by_role("button", name=site.wording("page.close")).click()
    expect(turn.locator(".cite").first).to_be_focused()


def test_a_hard_word_shows_its_meaning_by_pointer_and_by_focus(reader: Reader) -> None:
    turn = reader.ask("Does it work for autism?")
    meaning = reader.page.locator("#meaning")
    turn.locator(".word").hover()
    expect(meaning).to_have_text("a dummy treatment")
    reader.page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    turn.locator(".word").focus()
    expect(meaning).to_be_visible()


def test_a_hard_word_shows_its_meaning_by_tap(opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport=PHONE, has_touch=True), site)
    reader.ask("Does it work for autism?").locator(".word").tap()
    box = reader.page.locator("#meaning").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


def test_the_whole_page_works_by_keyboard_alone(reader: Reader) -> None:
    keys = reader.page.keyboard
    for _ in range(12):
        keys.press("Tab")
        if reader.box.evaluate("box => box === document.activeElement"):
            break
    keys.type("Does it work for autism?")
    keys.press("Enter")
    reader.turns.first.wait_for()
    expect(reader.box).to_be_focused()
    seen = set()
    for _ in range(40):
        keys.press("Shift+Tab")
        seen.add(reader.page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert {"cite", "word", "SUMMARY"} <= seen


def test_what_has_the_focus_is_never_behind_the_question_box(opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport=PHONE), site)
    turn = reader.ask("Does it work for autism?")
    turn.locator("h2").focus()
    for _ in range(14):
        reader.page.keyboard.press("Tab")
        hidden = reader.page.evaluate(
            """() => {
              const at = document.activeElement, box = document.getElementById('composer');
              if (box.contains(at) || at === document.body) return false;
              return at.getBoundingClientRect().bottom > box.getBoundingClientRect().top + 1;
            }"""
        )
        assert not hidden


def test_an_example_is_asked_and_the_focus_goes_to_its_answer(reader: Reader, site: Site) -> None:
    example = site.wording("examples.1")
    reader.page.get_by_role("button", name=example).click()
    expect(reader.turns.first.locator("h2")).to_be_focused()
    expect(reader.page.locator("#start")).to_have_count(0)
    assert site.engine.calls[-1] == (example, (), None)


def test_an_empty_question_is_not_asked(reader: Reader, site: Site) -> None:
    before = len(site.engine.calls)
    reader.box.fill("   ")
    reader.page.locator("#send").click()
    expect(reader.page.locator(".hint")).to_have_text(site.wording("page.empty"))
    expect(reader.box).to_be_focused()
    assert len(site.engine.calls) == before


def test_a_text_too_long_is_not_asked_and_stays_in_the_box(reader: Reader, site: Site) -> None:
    before, text = len(site.engine.calls), "a" * (LONGEST + 1)
    reader.box.fill(text)
    reader.page.locator("#send").click()
    expect(reader.page.locator(".hint")).to_have_text(site.wording("declined.too-long"))
    expect(reader.box).to_have_value(text)
    assert len(site.engine.calls) == before


def test_a_failure_is_told_logged_and_costs_no_question(
    reader: Reader, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reader.box.fill("please break")
        reader.box.press("Enter")
        expect(reader.page.locator(".hint")).to_have_text(site.wording("page.error"))
    expect(reader.box).to_have_value("please break")
    expect(reader.turns).to_have_count(0)
    assert "the engine broke" in caplog.text
    reader.ask("Does it work for autism?")
    expect(reader.page.locator(".hint")).to_have_count(0)


def test_nothing_that_is_typed_runs(reader: Reader) -> None:
    evil = (
        "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script> ${window.hacked=1} {{value}}"
    )
    turn = reader.ask(evil)
    expect(turn.locator("h2")).to_contain_text(evil)
    assert reader.page.evaluate("window.hacked") is None
    assert turn.locator("img, script").count() == 0


def test_two_readers_are_kept_apart_and_each_has_their_own_history(opened: Any, site: Site) -> None:
    first, second = Reader(opened(), site), Reader(opened(), site)
    first.ask("Does it work for autism?")
    second.page.locator("#country-choice").select_option("UK")
    second.ask("And for her?")
    assert site.engine.calls[-1] == ("And for her?", (), Jurisdiction.UK)
    first.ask("How sure is that?")
    assert site.engine.calls[-1] == ("How sure is that?", ("Does it work for autism?",), None)
    expect(second.turns).to_have_count(1)


def test_a_new_chat_forgets_everything(reader: Reader, site: Site) -> None:
    reader.ask("Does it work for autism?")
    reader.page.locator("#clear").click()
    expect(reader.turns).to_have_count(0)
    expect(reader.page.locator("#start")).to_be_visible()
    expect(reader.box).to_be_focused()
    reader.ask("Does it work for autism?")
    assert site.engine.calls[-1][1] == ()


def test_what_a_reader_opened_stays_open_when_they_ask_again(reader: Reader) -> None:
    first = reader.ask("Does it work for autism?")
    first.locator("details.details > summary").click()
    reader.ask("And now?")
    expect(first.get_by_text("What guidance says")).to_be_visible()


def test_no_request_leaves_the_machine(reader: Reader, site: Site) -> None:
    turn = reader.ask("Does it work for autism?")
    turn.locator("details.source-list > summary").click()
    turn.locator(".cite").first.click()
    reader.page.keyboard.press("Escape")
    reader.ask("she cannot breathe")
    reader.page.wait_for_load_state("load")
    assert len(reader.requests) > 10
    assert [url for url in reader.requests if not url.startswith((site.url, "data:", "blob:"))] == []


def test_the_browser_is_told_to_let_nothing_leave(reader: Reader) -> None:
    with pytest.raises(Error, match="Failed to fetch"):
        reader.page.evaluate("fetch('https://example.org/')")


def test_nothing_of_gradios_own_is_offered(reader: Reader, site: Site) -> None:
    shown = reader.page.locator("body").inner_text()
    assert "Gradio" not in shown
    assert "API" not in shown
    info = reader.page.request.get(f"{site.url}gradio_api/info").json()
    assert info["named_endpoints"] == {}
    assert info["unnamed_endpoints"] == {}
    assert reader.page.request.post(f"{site.url}gradio_api/upload").status == 404


@pytest.mark.parametrize("width", [320, 360])
def test_the_page_fits_a_small_phone(width: int, opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport={"width": width, "height": 740}), site)
    assert reader.page.evaluate(WIDE) <= 0
    turn = reader.ask("Does it work for autism? " + "x" * 120)
    for summary in turn.locator("summary").all():
        summary.click()
    reader.ask("she cannot breathe")
    assert reader.page.evaluate(WIDE) <= 0


def test_the_page_fits_with_text_twice_as_large(opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport={"width": 640, "height": 900}), site)
    reader.page.add_style_tag(content="html { font-size: 225% !important }")
    reader.ask("Does it work for autism?").locator("details.details > summary").click()
    assert reader.page.evaluate(WIDE) <= 0
    assert reader.box.evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 36


def test_everything_to_press_is_large_enough(opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport=PHONE), site)
    turn = reader.ask("Does it work for autism?")
    for summary in turn.locator("summary").all():
        summary.click()
    small = reader.page.evaluate(
        """css => [...document.querySelectorAll(css)].filter(e => e.checkVisibility()).map(e => {
             const box = e.getBoundingClientRect(); return [e.className || e.tagName, box.width, box.height];
           }).filter(([, width, height]) => width && (width < 24 || height < 24))""",
        TOUCHED,
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_serious(scheme: str, size: dict[str, int], opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport=size, color_scheme=scheme), site)
    found = _serious(reader.page)
    turn = reader.ask("both, and does it work for autism?")
    for summary in turn.locator("summary").all():
        summary.click()
    found += _serious(reader.page)
    turn.locator(".cite").first.click()
    found += _serious(reader.page)
    reader.page.keyboard.press("Escape")
    for question in ("what to do today", "should we start?", "hello"):
        reader.ask(question)
    reader.page.locator("#send").click()
    reader.page.locator(".hint").wait_for()
    assert found + _serious(reader.page) == []


def _serious(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]}"
        for v in violations
        if v["impact"] in {"serious", "critical"}
        for node in v["nodes"]
    ]
