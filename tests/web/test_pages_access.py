"""Every plain page in a real browser: for everyone, on every screen, and with nothing that leaves the machine."""

from typing import Any

import pytest
from page_reader import DESK, Site, serious, small_targets, too_wide
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.enable_socket

PATHS = (
    "uses?country=UK",
    "uses/autism-spectrum-disorder",
    "library?q=children",
    "library/seed-clinic-page",
    "costs?sent=1&weight=x",
    "costs?weight=23",
    "faq?q=drip",
    "faq/how-ivig-work",
    "get-ready?country=UK",
    "about",
    "api",
    "nothing-here",
)


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_every_page_is_for_everyone(scheme: str, width: int, opened: Any, site: Site) -> None:
    """No serious finding of axe, nothing wider than the screen, nothing too small to press, nothing from elsewhere."""
    page: Page = opened(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    requests: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    found: dict[str, list[object]] = {}
    for path in PATHS:
        page.goto(site.url + path)
        for summary in page.locator("summary").all():
            summary.click()
        found[path] = [*serious(page), *small_targets(page), *(["too wide"] if too_wide(page) else [])]
    assert found == {path: [] for path in PATHS}
    assert [url for url in requests if not url.startswith((site.url, "data:"))] == []
    assert [text for text in broken if "404" not in text] == []


def test_pages_fit_with_text_twice_as_large(opened: Any, site: Site) -> None:
    page: Page = opened(viewport={"width": 640, "height": 900}).new_page()
    for path in ("uses/autism-spectrum-disorder", "library?q=children", "costs?weight=23"):
        page.goto(site.url + path)
        # The policy of the page lets no style in, so the size is set on the element.
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        assert not too_wide(page), path


def test_the_sums_of_two_columns_fit_a_phone(opened: Any, site: Site) -> None:
    page: Page = opened(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{site.url}costs")
    page.get_by_label(site.wording("site.costs.weight")).fill("23")
    page.get_by_role("button", name=site.wording("site.costs.add_up")).click()
    table = page.locator(".cost table")
    expect(table.locator("thead th")).to_have_count(4)
    box = table.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert not too_wide(page)


def test_uses_are_found_by_keyboard_alone(opened: Any, site: Site) -> None:
    page: Page = opened(viewport=DESK).new_page()
    page.goto(f"{site.url}uses")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("kawasaki")
    shown = page.locator("#uses tbody tr").filter(visible=True).count()
    assert 0 < shown < len(site.uses)
    expect(page.locator("#count")).to_have_text(site.wording("site.uses.count", n=shown, all=len(site.uses)))
    page.get_by_role("link", name="Kawasaki disease", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kawasaki disease")
    expect(page.locator(".top [aria-current=page]")).to_have_text(site.wording("site.nav.uses"))


def test_without_scripts_the_pages_work_and_the_chat_says_so(opened: Any, site: Site) -> None:
    page: Page = opened(java_script_enabled=False).new_page()
    page.goto(site.url)
    expect(page.get_by_text(site.wording("site.ask.opening"))).to_be_visible()
    page.goto(f"{site.url}uses")
    page.get_by_role("searchbox").fill("kawasaki")
    page.get_by_role("button", name=site.wording("site.search")).click()
    expect(page.locator("#uses tbody tr")).not_to_have_count(len(site.uses))
    assert "Kawasaki disease" in page.locator("#uses tbody").inner_text()
