"""Reviewers in a real browser: two disagree, a third resolves, a case is made and run; for everyone, by keyboard."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from page_reader import DESK, serious, small_targets, too_wide
from playwright.sync_api import Page, expect
from review_samples import PASSWORD, opened_desk
from trail_samples import make_traced

from chatbot.assistant import Assistant
from chatbot.knowledge.library import Library
from chatbot.reply import Reason
from chatbot.settings import Settings
from chatbot.web.bench import COMMAND
from chatbot.web.limits import RateLimit
from chatbot.web.parts import Site
from chatbot.web.server import make_pages
from evals.serving import serving

pytestmark = pytest.mark.enable_socket

QUESTION = "Does dialysis work for kidney failure?"
FINE = {"understood": "4", "correct": "4", "complete": "3", "helpful": "3", "harm": "4"}
RUN = 300_000
"""Milliseconds that a run of one case may take: it loads the model first."""


@pytest.fixture(scope="module")
def served(tiny_library: Library, tiny_settings: Settings, tiny_assistant: Assistant) -> Iterator[str]:
    """The pages over a real answer, with the evals themselves to run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHATBOT_CORPUS", str(tiny_settings.corpus))
        patch.setenv("CHATBOT_DATA", str(tiny_settings.data))
        answers = [(tiny_assistant.traced(QUESTION), "page")]
        with opened_desk(tiny_settings.data, tiny_library, answers, COMMAND) as site, listening(site) as url:
            yield url


@pytest.fixture(scope="module")
def made(tiny_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages over made answers of every kind, with a small program instead of the evals; two runs are over."""
    linked = make_traced(answer_id="first")
    text = "It does [1].\n\n[The source](https://example.org/source)"
    answers = [
        (replace(linked, reply=replace(linked.reply, text=text)), "page"),
        (make_traced(answer_id="second", reason=Reason.NO_SOURCE), "page"),
        (make_traced(answer_id="third"), "set:costs"),
        (make_traced(answer_id="fourth"), "page"),
    ]
    with opened_desk(tmp_path_factory.mktemp("made"), tiny_library, answers) as site, listening(site) as url:
        assert site.desk
        site.desk.score(4, "dee", FINE, "a note")
        for _ in range(2):
            id_ = site.desk.start("costs", "", "dee")
            while (run := site.desk.bench.run(id_)) and run.state == "running":
                time.sleep(0.05)
        yield url


@contextmanager
def listening(site: Site) -> Iterator[str]:
    """Serve the pages on a free port of this machine."""
    with serving(make_pages(site, RateLimit("10000/minute"))) as url:
        yield url


def signed_in(opened: Any, url: str, name: str, **options: Any) -> Page:
    page: Page = opened(viewport=DESK, **options).new_page()
    page.goto(f"{url}/review")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").wait_for()
    return page


def rate(page: Page, url: str, keys: str) -> None:
    """Score the first answer with single keys, the last of which saves."""
    page.goto(f"{url}/review/answers/1?queue=random")
    expect(page.locator(".keys")).to_be_visible()
    for key in keys:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("s")


def test_two_disagree_a_third_resolves_and_a_case_is_made_and_run(opened: Any, served: str) -> None:
    ann, bob, cat = (signed_in(opened, served, name) for name in ("ann", "bob", "cat"))
    rate(ann, served, "44334")
    rate(bob, served, "44331")
    cat.goto(f"{served}/review/answers/1")
    assert "By ann" not in cat.locator("main").inner_text()
    rate(cat, served, "44331")
    cat.goto(f"{served}/review/answers/1")
    expect(cat.get_by_text("Settled: Understood 4, Correct 4, Complete 3, Helpful 3, No harm 1.")).to_be_visible()
    expect(cat.get_by_role("heading", name="By bob")).to_be_visible()
    cat.get_by_role("button", name="Make a case").click()
    expect(cat.get_by_text("The case reviewed-1 is made.")).to_be_visible()
    cat.get_by_role("button", name="Run it now").click()
    expect(cat.locator("progress")).to_be_visible()
    expect(cat.get_by_text("The run is over.")).to_be_visible(timeout=RUN)
    row = cat.get_by_role("row").filter(has=cat.get_by_text("own: must-say in the whole reply"))
    expect(row).to_contain_text("100.0%")
    cat.get_by_role("link", name="Read the report").click()
    expect(cat.get_by_role("heading", name="How well the questions are answered")).to_be_visible()
    cat.goto(f"{served}/review")
    expect(cat.get_by_role("row").filter(has_text="No harm")).to_contain_text("0 of 1")


def test_keys_go_through_claims_and_can_be_switched_off(opened: Any, made: str) -> None:
    page = signed_in(opened, made, "dee")
    page.goto(f"{made}/review/answers/3?queue=set:costs")
    page.keyboard.press("j")
    expect(page.locator(".claim").first).to_be_focused()
    page.keyboard.press("3")
    expect(page.locator("input[name=understood][value='3']")).to_be_checked()
    page.keyboard.press("u")
    expect(page.locator("input[name=understood]:checked")).to_have_count(0)
    page.locator("#note").fill("34 things, just so")
    expect(page.locator("input:checked[type=radio]")).to_have_count(0)
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("4")
    expect(page.locator("input:checked[type=radio]")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Use single keys")).not_to_be_checked()


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_every_page_is_for_everyone(scheme: str, width: int, opened: Any, made: str) -> None:
    page = signed_in(opened, made, "dee", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    found: dict[str, list[object]] = {}
    page.goto(f"{made}/review/runs")
    newest, oldest = (str(link.get_attribute("href")) for link in page.locator("tbody a").all())
    runs = (newest, f"/review/compare?was={oldest.rpartition('/')[2]}&now={newest.rpartition('/')[2]}")
    answers = ("1?queue=random", "2", "3?queue=set:costs", "4")
    for path in ("/review", *(f"/review/answers/{which}" for which in answers), "/review/runs", *runs):
        assert (answer := page.goto(f"{made}{path}"))
        assert answer.ok, path
        for summary in page.locator("main summary").all():
            summary.click()
        found[path] = [*serious(page), *small_targets(page), *(["too wide"] if too_wide(page) else [])]
    assert {path: what for path, what in found.items() if what} == {}
    assert broken == []
