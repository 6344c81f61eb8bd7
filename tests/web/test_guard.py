"""What stands before every page: headers, sizes, rates, closed doors, and readers who are kept apart."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from fastapi.testclient import TestClient
from page_samples import Notebook, Responder

from chatbot.knowledge.library import Library
from chatbot.web.api import REASONS
from chatbot.web.clean import clean
from chatbot.web.guard import _strict
from chatbot.web.limits import MOST_BYTES, RateLimit
from chatbot.web.parts import Site
from chatbot.web.server import make_pages

PATHS = (
    "/",
    "/uses",
    "/library",
    "/costs",
    "/about",
    "/api",
    "/nothing",
    "/health",
    "/static/site.css",
    "/chat/config",
)


def client(
    library: Library, rate: RateLimit | None = None, trail: Notebook | None = None, **parts: object
) -> TestClient:
    engine = Responder(library.wording)
    site = Site(
        respond=trail.keeping(engine) if trail else engine,
        preview=engine,
        library=library,
        version="v",
        trail=trail,
        clock=lambda: date(2026, 11, 21),
        **parts,
    )  # type: ignore[arg-type]
    return TestClient(make_pages(site, rate or RateLimit()), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def tiny(tiny_library: Library) -> TestClient:
    return client(tiny_library)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_keeps_the_browser_here(path: str, tiny: TestClient) -> None:
    headers = tiny.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert policy.endswith("frame-ancestors 'self'")
    script = policy.split("script-src")[1].split(";")[0]
    assert script == (" 'self' 'unsafe-eval'" if path == "/" else " 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_named_sites_may_show_it_in_a_frame(tiny_library: Library) -> None:
    framed = client(tiny_library, frame_ancestors=("https://clinic.example",))
    assert framed.get("/").headers["content-security-policy"].endswith("frame-ancestors 'self' https://clinic.example")


def test_a_cookie_goes_nowhere_else() -> None:
    assert _strict(b"a=b; Path=/; SameSite=None; httponly") == b"a=b; Path=/; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize(
    "door", ["upload", "proxy=https://example.org", "file=/etc/passwd", "deep_link", "runs", "stream/x"]
)
def test_doors_that_are_not_used_are_shut(door: str, tiny: TestClient) -> None:
    assert tiny.get(f"/chat/gradio_api/{door}").status_code == 404
    assert tiny.post(f"/chat/gradio_api/{door}").status_code == 404


def test_a_request_that_is_too_large_is_refused(tiny: TestClient) -> None:
    assert tiny.post("/api/ask", content=b" " * (MOST_BYTES + 1)).status_code == 413


def test_nobody_asks_without_end(tiny_library: Library) -> None:
    eager = client(tiny_library, RateLimit("3/minute"))
    statuses = [eager.post("/api/ask", json={"question": "hello"}).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_the_interface_answers_in_the_contracts_json(tiny: TestClient) -> None:
    reply = tiny.post("/api/ask", json={"id": "q1", "question": "does it work?", "country": "UK"}).json()
    assert (reply["id"], reply["kind"], reply["question"]) == ("q1", "answer", "does it work?")
    assert {"labels", "sentences", "citations", "caveats", "text", "answer_id", "timings_ms"} <= reply.keys()


@pytest.mark.parametrize(
    "body", [{}, {"question": 3}, {"question": "a", "country": "XX"}, {"question": "a", "more": 1}]
)
def test_what_is_no_question_is_refused(body: dict[str, object], tiny: TestClient) -> None:
    assert tiny.post("/api/ask", json=body).status_code == 422


def test_alive_and_ready(tiny: TestClient) -> None:
    assert tiny.get("/health").json() == {"status": "alive"}
    assert tiny.get("/ready").json() == {"status": "ready", "library_version": "v"}


def test_the_interface_is_described_from_here_alone(tiny: TestClient) -> None:
    schema = tiny.get("/api/openapi.json").json()
    assert set(schema["paths"]) == {"/api/ask", "/api/quality", "/health", "/ready"}
    page = tiny.get("/api").text
    assert all(path in page for path in schema["paths"])
    assert "//" not in page.replace("http://127.0.0.1/", "")


def test_feedback_is_kept_for_answers_that_were_given(tiny_library: Library) -> None:
    trail = Notebook()
    kept = client(tiny_library, trail=trail)
    answer_id = kept.post("/api/ask", json={"question": "does it work?"}).json()["answer_id"]
    said = {"answer_id": answer_id, "helpful": False, "reasons": [REASONS[0], REASONS[-1]]}
    assert kept.post("/api/feedback", json=said).status_code == 204
    assert trail.said == [(answer_id, False, (REASONS[0], REASONS[-1]))]
    assert kept.post("/api/feedback", json=said | {"answer_id": "other"}).status_code == 404
    assert kept.post("/api/feedback", json=said | {"reasons": ["rude"]}).status_code == 422


def test_without_a_trail_nobody_is_asked_what_they_thought(tiny: TestClient) -> None:
    assert tiny.post("/api/feedback", json={"answer_id": "a", "helpful": True}).status_code == 404


def test_ten_people_at_once_do_not_see_each_others_words(tiny: TestClient) -> None:
    def ask(person: int) -> dict[str, object]:
        body = {"question": f"does it work for person {person}?", "history": [f"secret of {person}"]}
        return tiny.post("/api/ask", json=body).json()  # type: ignore[no-any-return]

    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(ask, range(10)))
    for person, reply in enumerate(replies):
        assert reply["question"] == f"does it work for person {person}?"
        assert "secret" not in str(reply)
    assert len({reply["answer_id"] for reply in replies}) == 10


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**so**", "<p><strong>so</strong></p>"),
        ("<b onclick=x>so</b>", "<p>&lt;b onclick=x&gt;so&lt;/b&gt;</p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](https://a.example)", '<p><a href="https://a.example" rel="noopener noreferrer nofollow">a</a></p>'),
        ("![a](https://a.example/a.png)", "<p></p>"),
    ],
)
def test_markdown_can_do_no_harm(markdown: str, html: str) -> None:
    assert clean(markdown).strip() == html
