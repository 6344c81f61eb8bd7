"""The page for everyone: by keyboard, on a small phone, with large text, in the dark, to a screen reader."""

from typing import Any

import pytest
from page_reader import DESK, PHONE, Reader, Site, serious, small_targets, too_wide
from playwright.sync_api import expect

pytestmark = pytest.mark.enable_socket


def test_the_whole_page_works_by_keyboard_alone(reader: Reader) -> None:
    keys = reader.page.keyboard
    for _ in range(24):
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


@pytest.mark.parametrize("width", [320, 360])
def test_the_page_fits_a_small_phone(width: int, opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport={"width": width, "height": 740}), site)
    assert not too_wide(reader.page)
    turn = reader.ask("Does it work for autism? " + "x" * 120)
    for summary in turn.locator("summary").all():
        summary.click()
    for question in ("she cannot breathe", "many?"):
        reader.ask(question)
    assert not too_wide(reader.page)


def test_the_page_fits_with_text_twice_as_large(opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport={"width": 640, "height": 900}), site)
    reader.page.add_style_tag(content="html { font-size: 225% !important }")
    reader.ask("Does it work for autism?").locator("details.details > summary").click()
    assert not too_wide(reader.page)
    assert reader.box.evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 36


def test_everything_to_press_is_large_enough(opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport=PHONE), site)
    turn = reader.ask("Does it work for autism?")
    for summary in turn.locator("summary").all():
        summary.click()
    assert small_targets(reader.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothingserious(scheme: str, size: dict[str, int], opened: Any, site: Site) -> None:
    reader = Reader(opened(viewport=size, color_scheme=scheme), site)
    found = serious(reader.page)
    turn = reader.ask("both, and does it work for autism?")
    for summary in turn.locator("summary").all():
        summary.click()
    found += serious(reader.page)
    turn.locator(".cite").first.click()
    found += serious(reader.page)
    reader.page.keyboard.press("Escape")
    for question in ("what to do today", "should we start?", "hello"):
        reader.ask(question)
    reader.page.locator("#send").click()
    reader.page.locator(".hint").wait_for()
    assert found + serious(reader.page) == []
