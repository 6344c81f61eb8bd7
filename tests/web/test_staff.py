"""Staff's pages over the tiny library without a browser, and a whole way in one: a PDF from upload to a cited answer."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clinics import ASKED, OWN, TEXT, TOLD, Clinic, send, signed_in, signs_in
from fastapi.testclient import TestClient
from httpx import Response
from page_reader import DESK, flaws
from playwright.sync_api import Page, expect
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
from scans import picture, scan

from chatbot.assemble import open_archive
from chatbot.audit.acts import Acts
from chatbot.publishing import FOR_OCR
from evals.serving import serving

pytestmark = pytest.mark.enable_socket

PUBLISHING = 120_000
"""Milliseconds that publishing may take on a machine that has other things to do."""
LINES = (TEXT, "The blue car park opens at six in the morning and costs four pounds a day.")


@pytest.fixture(scope="module")
def ada(clinic: Clinic) -> TestClient:
    return signed_in(clinic)


def pdf() -> bytes:
    made, styles = io.BytesIO(), getSampleStyleSheet()
    rows = Table([["Day", "Price"], ["Weekday", "4 pounds"], ["Sunday", "free"]])
    story = [Paragraph(TOLD["title"], styles["Title"]), *(Paragraph(t, styles["BodyText"]) for t in LINES), rows]
    SimpleDocTemplate(made).build(story)
    return made.getvalue()


def add(browser: TestClient, name: str = "parking.pdf", content: bytes | None = None, **told: str) -> Response:
    files = {"file": (name, pdf() if content is None else content)}
    return send(browser, "/staff/documents/add", "/staff/documents/add", files=files, **{**TOLD, "url": "", **told})


def ask(browser: TestClient, question: str = ASKED) -> dict[str, Any]:
    return dict(browser.post("/api/ask", json={"question": question}).json())


def cited(reply: dict[str, Any]) -> set[str]:
    return {one["source_id"] for one in reply["citations"]}


PRICE = "/prices/home-machine-prices/room"
PATHS = (
    *("", "/documents", "/documents/add", "/try", "/try?q=how+long", "/questions", "/questions/what-is-dialysis"),
    *("/unanswered", "/due", "/prices", PRICE),
)


@pytest.mark.parametrize("path", PATHS)
def test_each_page_is_for_staff_alone(path: str, clinic: Clinic, ada: TestClient) -> None:
    stranger = TestClient(clinic.app, base_url="http://127.0.0.1", follow_redirects=False)
    assert stranger.get(f"/staff{path}").status_code == 303
    assert signed_in(clinic, "rob").get(f"/staff{path}").status_code == 403
    page = ada.get(f"/staff{path}")
    assert page.status_code == 200
    assert clinic.words("staff.signed_in_as", name="ada", role="staff") in page.text


def test_a_document_is_published_and_taken_back_while_the_server_runs(clinic: Clinic, ada: TestClient) -> None:
    before = ask(ada)
    added = add(ada)
    assert (added.status_code, added.url.path) == (200, f"/staff/drafts/{OWN}")
    for shown in (*LINES, "Weekday", clinic.words("staff.done.added")):
        assert shown in added.text
    assert ask(ada)["library_version"] == before["library_version"]
    published = send(ada, f"/staff/drafts/{OWN}", f"/staff/drafts/{OWN}/publish")
    assert (published.status_code, published.url.path) == (200, f"/staff/documents/{OWN}")
    after = ask(ada)
    assert OWN in cited(after)
    assert "blue car park" in after["text"]
    assert TOLD["title"] in ada.get(f"/library/{OWN}").text
    assert ada.get(f"/staff/drafts/{OWN}").status_code == 404
    assert send(ada, f"/staff/documents/{OWN}", f"/staff/documents/{OWN}/take-back").status_code == 200
    gone = ask(ada)
    assert OWN not in cited(gone)
    assert ada.get(f"/library/{OWN}").status_code == 404
    acts = [(act.who, act.what, act.about) for act in Acts(open_archive(clinic.settings)).newest(5)]
    what = (
        "document-taken-back",
        "document-taken-back-begun",
        "document-published",
        "document-published-begun",
        "document-added",
    )
    assert acts == [("ada", name, OWN) for name in what]


def test_a_passage_is_set_right_before_it_is_published(clinic: Clinic, ada: TestClient) -> None:
    page = add(ada).text
    keys = re.findall(rf'href="/staff/drafts/{OWN}/([\w-]+)"', page)
    edit = f"/staff/drafts/{OWN}/{keys[0]}"
    shown = ada.get(edit).text
    read = re.search(r"<textarea[^>]*>([^<]+)", shown)
    assert read
    use = next(iter(clinic.library.uses))
    text = read[1].replace("blue", "green")
    done = send(ada, edit, edit, text=text, use=[use], topic=[], decision="leave-out")
    assert text in done.text
    assert clinic.words("staff.document.corrected") in done.text
    assert clinic.library.uses[use].name in done.text
    assert clinic.words("staff.document.why_left-out") in done.text
    far = send(ada, edit, edit, text="Something else altogether is written here.", decision="")
    assert far.status_code == 422
    assert "too far from what was read" in far.text
    assert text in ada.get(edit).text
    send(ada, f"/staff/drafts/{OWN}", f"/staff/drafts/{OWN}/remove")
    assert ada.get(f"/staff/drafts/{OWN}").status_code == 404


def test_the_form_says_how_many_scanned_pages_are_read(clinic: Clinic, ada: TestClient) -> None:
    hint = clinic.words("staff.add.scanned_hint", pages=FOR_OCR.pages)
    assert hint in ada.get("/staff/documents/add").text


def test_a_scanned_page_is_read_and_says_so(clinic: Clinic, ada: TestClient) -> None:
    lines = [(80, 60, "Families park behind the ward"), (80, 100, "in the blue car park for 3 hours.")]
    page = add(ada, content=scan(picture(lines, (700, 200)))).text
    assert "Families park behind the ward in the blue car park for 3 hours." in page
    size = clinic.words("staff.document.size", characters=63, tables=0)
    assert f"{size}, {clinic.words('own_document.ocr')}</span>" in page
    assert f"page 1, {clinic.words('own_document.ocr')} ·" in page
    send(ada, f"/staff/drafts/{OWN}", f"/staff/drafts/{OWN}/remove")


@pytest.mark.parametrize(
    ("name", "content", "told", "what"),
    [
        ("parking.exe", b"MZ", {}, "files of this kind are not read"),
        ("parking.pdf", b"", {}, "nothing could be read"),
        ("parking.txt", b"Families park here.", {"publisher": ""}, "publisher missing"),
        ("parking.txt", b"Families park here.", {"year": "soon"}, "year"),
    ],
)
def test_what_cannot_be_taken_is_told_and_the_form_is_kept(
    name: str, content: bytes, told: dict[str, str], what: str, ada: TestClient
) -> None:
    answer = add(ada, name, content, **told)
    assert answer.status_code == 422
    assert what in answer.text
    assert f'value="{TOLD["title"]}"' in answer.text
    assert OWN not in ada.get("/staff/documents").text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(ada: TestClient) -> None:
    assert add(ada, content=b"x" * (21 << 20)).status_code == 413


@pytest.mark.parametrize("path", ["drafts/own-nothing", "documents/own-nothing", "drafts/..%2Fx", "questions/nothing"])
def test_what_is_not_there_is_told_plainly(path: str, ada: TestClient) -> None:
    assert ada.get(f"/staff/{path}").status_code == 404


def test_finding_shows_scores_that_add_up_and_reasons(clinic: Clinic, ada: TestClient) -> None:
    page = ada.get("/staff/try", params={"q": "How long does a session take?"}).text
    pattern = clinic.words(
        "staff.try.sum",
        score=r"(\S+)",
        meaning=r"(\S+)",
        words=r"(\S+)",
        records=r"(\S+)",
        matched=r"(\S+)",
        likeness=r"\S+",
    )
    sums = [tuple(map(float, found)) for found in re.findall(pattern, page)]
    assert sums
    for score, *shares in sums:
        assert score == pytest.approx(sum(shares), abs=0.02)
    assert [score for score, *_ in sums] == sorted((score for score, *_ in sums), reverse=True)
    assert clinic.words("staff.try.shared", words="").strip() in page


def test_a_frequent_question_is_bound_approved_and_reworded(clinic: Clinic, ada: TestClient) -> None:
    entry = next(one for one in clinic.library.faq if one.id == "what-is-dialysis")
    page = f"/staff/questions/{entry.id}"
    send(ada, page, f"{page}/reword", question=entry.question)
    approved = send(ada, page, f"{page}/approve", who="Dr A. Name")
    assert clinic.words("staff.questions.done_approved") in approved.text
    assert "Dr A. Name" in ada.get(f"/faq/{entry.id}").text
    reworded = send(ada, page, f"{page}/reword", question=entry.question.rstrip("?") + " please?")
    assert clinic.words("staff.questions.done_bound") in reworded.text
    assert "Dr A. Name" not in ada.get(f"/faq/{entry.id}").text
    assert " please?" in ada.get("/faq").text
    assert send(ada, page, f"{page}/reword", question="").status_code == 422


def test_unanswered_questions_are_grouped(clinic: Clinic, ada: TestClient) -> None:
    for question in ("What colour is the helicopter of Norway?", "the helicopter of Norway what colour is it?"):
        assert ask(ada, question)["kind"] == "declined"
    for _ in range(100):
        page = ada.get("/staff/unanswered").text
        if clinic.words("staff.unanswered.times", n=2) in page:
            break
        time.sleep(0.05)
    assert clinic.words("staff.unanswered.times", n=2) in page


# In a browser


@pytest.fixture(scope="module")
def served(clinic: Clinic) -> Iterator[str]:
    with serving(clinic.app) as url:
        yield url


def test_staff_add_a_pdf_and_a_parent_sees_it_cited(clinic: Clinic, served: str, opened: Any, tmp_path: Path) -> None:
    """And on the way: no serious finding of axe, nothing too wide or too small, nothing from another server."""
    staff, parent = opened(viewport=DESK).new_page(), opened(viewport=DESK).new_page()
    requests: list[str] = []
    staff.on("request", lambda request: requests.append(request.url))
    parent.goto(f"{served}/")
    parent.locator("#question textarea").wait_for()
    (tmp_path / "parking.pdf").write_bytes(pdf())
    signs_in(staff, clinic, f"{served}/staff/documents/add", "eve")
    _adds(staff, clinic, tmp_path / "parking.pdf")
    passage = f"{served}{staff.locator('.edit').first.get_attribute('href')}"
    paths = (*PATHS, "/acts", "/acts?day=soon", "/acts?who=nobody")
    assert flaws(staff, [staff.url, passage, *(f"{served}/staff{path}" for path in paths)]) == {}
    staff.goto(f"{served}/staff/drafts/{OWN}")
    staff.get_by_role("button", name=clinic.words("staff.document.publish"), exact=True).first.click(timeout=PUBLISHING)
    expect(staff.get_by_role("status")).to_have_text(clinic.words("staff.done.published"), timeout=PUBLISHING)
    assert flaws(staff, [staff.url]) == {}
    # The parent's conversation was open before.
    parent.locator("#question textarea").fill(ASKED)
    parent.locator("#question textarea").press("Enter")
    turn = parent.locator(".turn").first
    expect(turn.locator(".short")).to_contain_text("blue car park", timeout=30_000)
    turn.locator(".short .cite").first.click()
    expect(parent.locator(".source-card:popover-open")).to_contain_text(TOLD["publisher"])
    assert [url for url in requests if not url.startswith((served, "data:"))] == []


def _adds(page: Page, clinic: Clinic, file: Path) -> None:
    page.get_by_label(clinic.words("staff.add.file")).set_input_files(file)
    for name in ("title", "publisher", "year", "interest"):
        page.locator(f"#{name}").fill(TOLD[name])
    for name in ("kind", "jurisdiction"):
        page.get_by_label(clinic.words(f"staff.add_field.{name}")).select_option(TOLD[name])
    page.get_by_role("button", name=clinic.words("staff.add.send")).click()
    expect(page.get_by_role("status")).to_have_text(clinic.words("staff.done.added"))
