"""Signing in and out over HTTP, without a browser: cookies, roles, forms of other sites, and a proxy's word."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Annotated

import pytest
from argon2 import PasswordHasher
from clocks import Clock
from fastapi import Depends, FastAPI
from fastapi.responses import Response
from fastapi.testclient import TestClient
from httpx import Response as Answer
from page_samples import Responder

from chatbot.access.accounts import Accounts, Role
from chatbot.access.passwords import Passwords
from chatbot.access.sessions import WINDOW, Person, Sessions
from chatbot.audit.archive import Archive
from chatbot.audit.chain import Chain
from chatbot.audit.database import Database, database_url
from chatbot.audit.key import seal
from chatbot.knowledge.library import Library
from chatbot.web.door import Door, Sent, inner, see
from chatbot.web.limits import RateLimit
from chatbot.web.parts import Site
from chatbot.web.server import make_pages

GOOD = "a quiet green river"
KEY = b"a key of the tests"
HEADER = "X-Remote-User"
TIME = Clock()
PEER = ("10.0.0.1", 50000)
"""A proxy that is trusted."""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One door for all tests, since making a database waits for the disk."""
    database = Database(database_url("", tmp_path_factory.mktemp("door")))
    archive = Archive(database, Chain(KEY), partial(seal, KEY))
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    accounts = Accounts(archive, passwords)
    for name, role in (("ada", Role.STAFF), ("rob", Role.REVIEWER), ("root", Role.ADMIN)):
        accounts.add(name, role, GOOD)
    yield Door(Sessions(archive, passwords, TIME), HEADER)
    database.close()


@pytest.fixture(autouse=True)
def later() -> None:
    """The failures of the test before are past."""
    TIME.on(WINDOW + timedelta(seconds=1))


@pytest.fixture(scope="module")
def app(door: Door, tiny_library: Library) -> FastAPI:
    """The pages with two of staff: one shows who is there, one takes a form."""
    engine = Responder(tiny_library.wording)
    site = Site(
        respond=engine,
        preview=engine,
        library=tiny_library,
        version="v",
        clock=lambda: date(2026, 11, 21),
        door=door,
        trusted_proxies=("10.0.0.0/24",),
    )
    made = make_pages(site, RateLimit())

    @made.get("/staff/who")
    def who(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> dict[str, str]:
        return {"name": person.name, "csrf": person.csrf}

    @made.post("/staff/say")
    def say(sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        file = sent.file("file")
        return see(f"/staff/said-{sent['word']}-{file.name if file else 'nothing'}")

    return made


def client(app: FastAPI, base: str = "http://127.0.0.1", peer: tuple[str, int] = ("192.0.2.1", 1)) -> TestClient:
    return TestClient(app, base_url=base, client=peer, follow_redirects=False)


def sign_in(browser: TestClient, name: str = "ada", password: str = GOOD, **more: str) -> Answer:
    return browser.post("/sign-in", data={"name": name, "password": password, **more})


def test_who_is_not_signed_in_is_sent_to_the_door_and_comes_back(app: FastAPI) -> None:
    browser = client(app)
    away = browser.get("/staff/who")
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?next=/staff/who")
    assert 'name="next" value="/staff/who"' in browser.get(away.headers["location"]).text
    back = sign_in(browser, next="/staff/who")
    assert (back.status_code, back.headers["location"]) == (303, "/staff/who")
    assert browser.get("/staff/who").json()["name"] == "ada"


@pytest.mark.parametrize(
    ("base", "name", "secure"),
    [("http://127.0.0.1", "session", set()), ("https://a.example", "__Host-session", {"secure"})],
)
def test_the_cookie_is_kept_from_scripts_and_other_sites(base: str, name: str, secure: set[str], app: FastAPI) -> None:
    cookie = sign_in(client(app, base)).headers["set-cookie"]
    assert cookie.startswith(f"{name}=")
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/"} | secure


def test_a_refusal_says_the_same_whatever_was_wrong(app: FastAPI) -> None:
    browser = client(app)
    wrong = sign_in(browser, password="wrong")
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (401, False)
    assert sign_in(browser, "nobody").text == wrong.text
    for _ in range(5):
        sign_in(browser, password="wrong")
    assert sign_in(browser).text == wrong.text


def test_private_pages_are_kept_nowhere_and_shown_in_no_frame(app: FastAPI) -> None:
    for path in ("/sign-in", "/staff/who", "/staff"):
        headers = client(app).get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_roles_keep_each_other_out(app: FastAPI) -> None:
    reviewer, admin = client(app), client(app)
    assert sign_in(reviewer, "rob").headers["location"] == "/review"
    assert sign_in(admin, "root").headers["location"] == "/staff"
    assert reviewer.get("/staff/who").status_code == 403
    assert admin.get("/staff/who").status_code == 200


def test_signing_out_ends_the_session_even_for_who_kept_the_cookie(app: FastAPI, door: Door) -> None:
    browser = client(app)
    sign_in(browser)
    token = browser.cookies["session"]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert "session" not in browser.cookies
    assert door.sessions.person(token) is None


def test_a_form_needs_what_only_a_page_of_this_session_holds(app: FastAPI) -> None:
    browser, other = client(app), client(app)
    sign_in(browser)
    sign_in(other)
    mine, theirs = (one.get("/staff/who").json()["csrf"] for one in (browser, other))
    for wrong in ("", theirs, "é"):
        assert browser.post("/staff/say", data={"csrf": wrong, "word": "x"}).status_code == 403
    sent = browser.post("/staff/say", data={"csrf": mine, "word": " yes "}, files={"file": ("../a.pdf", b"x")})
    assert (sent.status_code, sent.headers["location"]) == (303, "/staff/said-yes-a.pdf")
    assert client(app).post("/staff/say", data={"csrf": mine}).headers["location"] == "/sign-in?next=/staff/say"


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_nobody_is_signed_in_or_out_by_another_site(headers: dict[str, str], app: FastAPI) -> None:
    browser = client(app)
    assert browser.post("/sign-in", data={"name": "ada", "password": GOOD}, headers=headers).status_code == 403
    sign_in(browser)
    assert browser.post("/sign-out", headers=headers).status_code == 403
    assert browser.get("/staff/who").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/staff//evil.example",
        "/uses",
        "/sign-in",
        "/staffed",
    ],
)
def test_the_way_back_leads_to_a_private_page_alone(path: str) -> None:
    assert inner(path, "/staff") == "/staff"


def test_a_trusted_proxy_says_who_signed_on(app: FastAPI) -> None:
    browser = client(app, peer=PEER)
    signed = browser.get("/sign-in?next=/staff/who", headers={HEADER: "Ada"})
    assert signed.headers["location"] == "/staff/who"
    assert browser.get("/staff/who", headers={HEADER: "ada"}).json()["name"] == "ada"
    assert browser.get("/staff/who", headers={HEADER: "root"}).status_code == 303
    unknown = client(app, peer=PEER).get("/sign-in", headers={HEADER: "nobody"})
    assert (unknown.status_code, "set-cookie" in unknown.headers) == (200, False)


def test_nobody_else_is_believed(app: FastAPI) -> None:
    for forged in ({HEADER: "root"}, {HEADER.lower(): "root", "x-forwarded-for": PEER[0]}):
        stranger = client(app, peer=("10.0.1.1", 1)).get("/sign-in?next=/staff", headers=forged)
        assert (stranger.status_code, "set-cookie" in stranger.headers) == (200, False)


def test_clients_behind_a_trusted_proxy_are_told_apart(app: FastAPI) -> None:
    browser = client(app, peer=PEER)

    def tries(address: str) -> None:
        for n in range(20):
            sent = {"x-forwarded-for": address}
            browser.post("/sign-in", data={"name": f"name{n}", "password": "wrong"}, headers=sent)

    tries("192.0.2.7")
    data = {"name": "ada", "password": GOOD}
    assert browser.post("/sign-in", data=data, headers={"x-forwarded-for": "192.0.2.7"}).status_code == 401
    assert browser.post("/sign-in", data=data, headers={"x-forwarded-for": "192.0.2.8"}).status_code == 303


def test_without_a_door_there_is_none(tiny_library: Library) -> None:
    engine = Responder(tiny_library.wording)
    bare = TestClient(make_pages(Site(respond=engine, preview=engine, library=tiny_library, version="v"), RateLimit()))
    assert bare.get("/sign-in").status_code == 404
    assert "/sign-in" not in bare.get("/").text
