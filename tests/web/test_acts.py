"""What a reader does with an answer: follow it up, copy, print, share, and say what it was worth."""

import re
from typing import Any

import pytest
from page_reader import Reader, Site
from playwright.sync_api import expect

pytestmark = pytest.mark.enable_socket


def test_what_could_be_asked_next_is_asked_by_a_press(reader: Reader, site: Site) -> None:
    reader.ask("Does it work for autism?")
    choices = reader.page.locator("#next .say")
    expect(choices).to_have_count(3)
    next_ = choices.first.inner_text()
    choices.first.click()
    expect(reader.turns).to_have_count(2)
    expect(reader.turns.nth(1).locator("h2")).to_contain_text(next_)
    assert (next_, ("Does it work for autism?",), None) in site.engine.calls


def test_an_answer_is_copied_whole(opened: Any, site: Site) -> None:
    reader = Reader(opened(permissions=["clipboard-read", "clipboard-write"]), site)
    turn = reader.ask("Does it work for autism?")
    turn.get_by_role("button", name=site.wording("page.copy"), exact=True).click()
    expect(turn.locator(".said")).to_have_text(site.wording("page.copied"))
    assert "Does IVIG work for autism?" in reader.page.evaluate("navigator.clipboard.readText()")


def test_one_answer_is_printed_unfolded_and_alone(reader: Reader, site: Site) -> None:
    reader.ask("hello")
    turn = reader.ask("Does it work for autism?")
    reader.page.evaluate("window.print = () => { window.printed = true; }")
    turn.get_by_role("button", name=site.wording("page.print")).click()
    reader.page.emulate_media(media="print")
    assert reader.page.evaluate("window.printed")
    expect(turn.get_by_text("What guidance says")).to_be_visible()
    expect(reader.turns.first).to_be_hidden()
    expect(reader.box).to_be_hidden()
    reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(reader.turns.first).to_be_visible()


def test_a_link_shows_the_same_answer_to_somebody_else(opened: Any, site: Site) -> None:
    reader = Reader(opened(permissions=["clipboard-read", "clipboard-write"]), site)
    turn = reader.ask("Does it work for autism?")
    turn.get_by_role("button", name=site.wording("page.share")).click()
    expect(turn.locator(".said")).to_have_text(site.wording("page.link_copied"))
    link = reader.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(site.url) + "answer/[0-9a-f]{16}", link)
    other = opened().new_page()
    other.goto(link)
    assert other.locator(".short").inner_text() == turn.locator(".short").inner_text()
    other.locator(".cite").first.click()
    expect(other.get_by_role("dialog")).to_be_visible()


def test_whoever_was_not_helped_says_why(reader: Reader, site: Site) -> None:
    turn = reader.ask("Does it work for autism? Was it of no help?")
    turn.get_by_role("button", name=site.wording("page.not_helpful"), exact=True).click()
    first = turn.get_by_label(site.wording("page.reason.wrong"))
    expect(first).to_be_focused()
    first.check()
    turn.get_by_role("button", name=site.wording("page.send_feedback")).click()
    expect(turn.locator(".said")).to_have_text(site.wording("page.thanks"))
    answer_id, helpful, reasons = site.trail.said[-1]
    assert site.trail.pages[answer_id].question == "Does it work for autism? Was it of no help?"
    assert (helpful, reasons) == (False, ("wrong",))


def test_a_question_comes_along_from_another_page(reader: Reader, site: Site) -> None:
    reader.page.goto(f"{site.url}uses/kawasaki-disease")
    reader.page.get_by_role("link", name=site.wording("site.use.ask")).click()
    expect(reader.box).to_have_value(re.compile("Kawasaki"))
    expect(reader.box).to_be_focused()
    assert reader.page.url == site.url


def test_nothing_is_kept_in_the_browser(reader: Reader) -> None:
    reader.ask("Does it work for autism?")
    kept = "JSON.stringify([document.cookie, Object.values(localStorage), Object.values(sessionStorage)])"
    assert "autism" not in reader.page.evaluate(kept)
    assert reader.page.context.cookies() == []
