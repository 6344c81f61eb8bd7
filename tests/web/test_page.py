"""The page in a real browser: asking, answers, care cards, failures; and nothing leaves the machine."""

import logging
import socket
from typing import Any

import pytest
from page_reader import PHONE, Reader, Site
from page_samples import AGAINST
from playwright.sync_api import Error, expect

from chatbot.domain import Jurisdiction
from chatbot.web.chat import LONGEST

pytestmark = pytest.mark.enable_socket


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
    evil = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script> ${window.hacked=1} {{value}}"
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
    clear = reader.page.locator("#clear")
    expect(clear).to_be_hidden()
    reader.ask("Does it work for autism?")
    clear.click()
    expect(reader.turns).to_have_count(0)
    expect(reader.page.locator("#start")).to_be_visible()
    expect(clear).to_be_hidden()
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


def test_the_server_calls_nobody(reader: Reader, called: list[object]) -> None:
    reader.ask("Does it work for autism?")
    assert called == []
    with socket.create_connection(("127.0.0.1", int(reader.page.url.rstrip("/").rpartition(":")[2]))):
        assert len(called) == 1, "a call would have been seen"


def test_a_server_that_is_gone_is_told_and_costs_no_question(reader: Reader, site: Site) -> None:
    reader.page.context.set_offline(True)
    reader.box.fill("Does it work for autism?")
    reader.box.press("Enter")
    expect(reader.page.locator("#status")).to_have_text(site.wording("page.searching"))
    expect(reader.page.locator("#status")).to_have_text(site.wording("page.error"), timeout=15_000)
    expect(reader.box).to_have_value("Does it work for autism?")


def test_the_browser_is_told_to_let_nothing_leave(reader: Reader) -> None:
    with pytest.raises(Error, match="Failed to fetch"):
        reader.page.evaluate("fetch('https://example.org/')")


def test_nothing_of_gradios_own_is_offered(reader: Reader, site: Site) -> None:
    shown = reader.page.locator("body").inner_text()
    assert "Gradio" not in shown
    assert "API" not in shown
    info = reader.page.request.get(f"{site.url}chat/gradio_api/info").json()
    assert info["named_endpoints"] == {}
    assert info["unnamed_endpoints"] == {}
    assert reader.page.request.post(f"{site.url}chat/gradio_api/upload").status == 404
