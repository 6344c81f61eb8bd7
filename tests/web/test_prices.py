"""Staff's prices and acts, as their pages show and take them, over the tiny library."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from clinics import Clinic, send, signed_in, signs_in
from fastapi.testclient import TestClient
from page_reader import DESK, flaws, flaws_now
from playwright.sync_api import Page, expect

from chatbot.audit.acts import What
from chatbot.commands.cost import cost
from evals.serving import serving

pytestmark = pytest.mark.enable_socket

ROOM = "/staff/prices/home-machine-prices/room"
PUBLISHING = 120_000
"""Milliseconds that a change may take on a machine that has other things to do."""
GIVEN = {"amount": "1,045", "checked": "2026-11-20", "reason": "a letter of the seller"}
ASKED = "what does the home machine cost for 40 kg"
SUM = 70 + 12 * 5 + 2 * 40 + 100
"""The list's own for 40 kg."""


@pytest.fixture(scope="module")
def ada(clinic: Clinic) -> TestClient:
    return signed_in(clinic)


@pytest.fixture(scope="module")
def eve(clinic: Clinic) -> TestClient:
    return signed_in(clinic, "eve")


def asked_sum(browser: TestClient) -> int:
    return int(browser.post("/api/ask", json={"question": ASKED}).json()["cost"]["total"])


def printed_sum(clinic: Clinic) -> int:
    environment = {"CHATBOT_CORPUS": str(clinic.settings.corpus), "CHATBOT_DATA": str(clinic.settings.data)}
    done = CliRunner(env=environment).invoke(cost, ["--weight", "40", "--json"])
    assert done.exit_code == 0, done.output
    return int(json.loads(done.output)["total"])


def test_a_price_is_corrected_and_taken_back(clinic: Clinic, ada: TestClient) -> None:
    assert (asked_sum(ada), printed_sum(clinic)) == (SUM, SUM)
    listed = send(ada, ROOM, ROOM, **GIVEN)
    assert listed.url.path == "/staff/prices"
    assert clinic.words("staff.prices.done_given") in listed.text
    for shown in ("1,045 USD", GIVEN["reason"], "ada,"):
        assert shown in listed.text
    now = SUM + 2 * (1045 - 40)
    assert (asked_sum(ada), printed_sum(clinic)) == (now, now)
    page = ada.get("/costs", params={"weight": "40"}).text
    assert f"{now:,}" in page
    assert clinic.words("own_price.what", what="a room") in page
    assert "/library/staff-price-home-machine-prices-room" in page
    source = ada.get("/library/staff-price-home-machine-prices-room").text
    assert clinic.words("own_price.publisher") in source
    assert "given by staff on" in source
    assert GIVEN["reason"] not in page + source
    reply = ada.post("/api/ask", json={"question": ASKED}).json()
    assert "staff-price-home-machine-prices-room" in {one["source_id"] for one in reply["citations"]}
    back = send(ada, ROOM, f"{ROOM}/take-back")
    assert clinic.words("staff.prices.done_back") in back.text
    assert (asked_sum(ada), printed_sum(clinic)) == (SUM, SUM)
    assert send(ada, ROOM, f"{ROOM}/take-back").status_code == 422


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", "0"),
        ("amount", "-5"),
        ("amount", "12.50"),
        ("amount", "1" * 30),
        ("amount", "dear"),
        ("amount", ""),
        ("checked", "soon"),
        ("checked", ""),
        ("checked", "2999-01-01"),
        ("reason", "  "),
        ("reason", "x" * 501),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_the_form_is_kept(name: str, value: str, ada: TestClient) -> None:
    page = send(ada, ROOM, ROOM, **{**GIVEN, name: value})
    assert page.status_code == 422
    assert f'id="{name}-wrong"' in page.text
    assert page.text.count('class="wrong"') == 1
    assert [kept for kept in GIVEN.values() if kept != GIVEN[name] and kept not in page.text] == []
    assert asked_sum(ada) == SUM


@pytest.mark.parametrize("path", ["home-machine-prices/garage", "nothing/room", "..%2F..%2Fx/room"])
def test_an_item_that_is_not_there_has_no_page(path: str, ada: TestClient) -> None:
    assert ada.get(f"/staff/prices/{path}").status_code == 404


def test_prices_are_for_staff_alone(clinic: Clinic) -> None:
    stranger = TestClient(clinic.app, base_url="http://127.0.0.1", follow_redirects=False)
    assert stranger.get(ROOM).status_code == 303
    assert stranger.post(ROOM, data=GIVEN).status_code == 303
    assert signed_in(clinic, "rob").post(ROOM, data=GIVEN).status_code == 403


# Acts


def test_an_admin_sees_every_act_by_person_kind_and_day(clinic: Clinic, ada: TestClient, eve: TestClient) -> None:
    send(ada, ROOM, ROOM, **GIVEN)
    page = eve.get("/staff/acts").text
    given = clinic.words("staff.act.price-given")
    begun = clinic.words("staff.act_begun", what=given)
    for what in (clinic.words("staff.act.user-added"), clinic.words("staff.act.sign-in"), begun, given):
        assert f"<span>{what}</span>" in page
    of_ada = eve.get("/staff/acts", params={"who": "ada", "what": "price-given"}).text
    assert f"<span>{given}</span>" in of_ada
    assert "a letter of the seller" in of_ada
    assert f"<span>{begun}</span>" not in of_ada
    assert "<span>eve</span>" not in of_ada
    none = eve.get("/staff/acts", params={"day": "2001-01-01"}).text
    assert clinic.words("staff.acts.none") in none
    wrong = eve.get("/staff/acts", params={"day": "soon"})
    assert clinic.words("staff.acts.wrong_day") in wrong.text
    today = eve.get("/staff/acts", params={"day": _utc_today(eve)}).text
    assert f"<span>{given}</span>" in today
    assert "/staff/acts" in eve.get("/staff").text


def _utc_today(eve: TestClient) -> str:
    """The day of the newest act, as the table tells it."""
    rows = list(csv.DictReader(io.StringIO(eve.get("/staff/acts.csv").text)))
    return str(date.fromisoformat(rows[-1]["at"][:10]))


def test_acts_are_taken_away_as_a_table_and_that_is_an_act(eve: TestClient) -> None:
    answer = eve.get("/staff/acts.csv", params={"who": "ada"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["who"] for row in rows} == {"ada"}
    assert list(rows[0]) == ["at", "who", "what", "about", "detail"]
    every = list(csv.DictReader(io.StringIO(eve.get("/staff/acts.csv").text)))
    assert [row["about"] for row in every if row["what"] == "downloaded"][-1] == "acts"


def test_acts_come_page_by_page(eve: TestClient) -> None:
    for _ in range(60):
        eve.get("/staff/acts.csv")
    first = eve.get("/staff/acts", params={"what": "downloaded"}).text
    assert first.count("<span>downloaded</span>") == 50
    second = eve.get("/staff/acts", params={"what": "downloaded", "page": "2"}).text
    assert 0 < second.count("<span>downloaded</span>") < 50
    assert "what=downloaded" in first
    for page in ("0", "-1", "99999999999", "x"):
        assert eve.get("/staff/acts", params={"page": page}).status_code == 200


def test_acts_are_for_admins_alone(clinic: Clinic, ada: TestClient) -> None:
    for path in ("/staff/acts", "/staff/acts.csv"):
        assert ada.get(path).status_code == 403
        assert signed_in(clinic, "rob").get(path).status_code == 403
    assert "/staff/acts" not in ada.get("/staff").text


def test_every_act_has_words(clinic: Clinic) -> None:
    assert {what.value for what in What} == set(clinic.library.wording.under("staff.act"))


# In a browser


def test_a_price_is_corrected_by_keyboard_alone(clinic: Clinic, opened: Any) -> None:
    """And on the way: an error is read out at its field, and every page is for everyone."""
    page: Page = opened(viewport=DESK).new_page()
    with serving(clinic.app) as url:
        signs_in(page, clinic, f"{url}{ROOM}")
        amount, checked, reason = (page.locator(f"#{name}") for name in ("amount", "checked", "reason"))
        amount.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("dear")
        checked.fill(GIVEN["checked"])
        reason.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(GIVEN["reason"])
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(clinic.words("staff.price.mend"))
        expect(amount).to_have_attribute("aria-describedby", "amount-hint amount-wrong")
        expect(reason).to_have_value(GIVEN["reason"])
        assert flaws_now(page) == []
        amount.fill("1045")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text(clinic.words("staff.prices.done_given"), timeout=PUBLISHING)
        assert flaws(page, [page.url, f"{url}{ROOM}", f"{url}/costs?weight=40"]) == {}
        page.goto(f"{url}{ROOM}")
        page.get_by_role("button", name=clinic.words("staff.price.take_back")).click(timeout=PUBLISHING)
        expect(page.get_by_role("status")).to_have_text(clinic.words("staff.prices.done_back"), timeout=PUBLISHING)
