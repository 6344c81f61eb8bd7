"""The pages as HTML, without a browser: what each shows, links that lead somewhere, and addresses that do not."""

import json
import re
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_samples import Notebook, Responder

from chatbot.answering.costs import cost
from chatbot.domain import CostPlan, EvidenceLevel, Jurisdiction, LabelName, Place, Rate, SourceKind, Strength, Use
from chatbot.errors import SettingsError
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.loaders.parts import Part, placed
from chatbot.knowledge.pages import DocumentText
from chatbot.web.limits import RateLimit
from chatbot.web.pages.costs import Form, read_form
from chatbot.web.pages.uses import evidence
from chatbot.web.parts import Site
from chatbot.web.quality import read_quality
from chatbot.web.server import make_pages

VERSION = "4f1d2c3b4a59"


def client(library: Library, trail: Notebook | None = None, **changes: object) -> TestClient:
    engine = Responder(library.wording)
    respond = trail.keeping(engine) if trail else engine
    today = date(2026, 11, 21)
    site = Site(respond=respond, preview=engine, library=library, version=VERSION, clock=lambda: today, trail=trail)
    return TestClient(make_pages(replace(site, **changes), RateLimit()), base_url="http://127.0.0.1")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def tiny(tiny_library: Library) -> TestClient:
    return client(tiny_library)


def text(html: str) -> str:
    """What of a page is read: no tags, one space between words."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_every_link_of_every_page_leads_to_a_page(tiny: TestClient) -> None:
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        if path.startswith("/chat/"):
            continue
        seen.add(path)
        answer = tiny.get(path)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html"):
            found = re.findall(r'(?:href|src)="(/[^"#]*)', answer.text)
            waiting += [address.replace("&amp;", "&") for address in found]
    assert {"/", "/uses", "/costs", "/library", "/about", "/api", "/faq", "/get-ready"} <= seen
    assert len(seen) > 30


def test_a_page_without_content_is_not_linked(tiny_library: Library) -> None:
    bare = client(replace(tiny_library, costs=()))
    assert 'href="/costs"' not in bare.get("/").text
    assert bare.get("/costs").status_code == 404


@pytest.mark.parametrize(
    "path", ["/nothing", "/uses/nothing", "/library/nothing", "/answer/nothing", "/chat", "/chat/"]
)
def test_an_address_that_leads_nowhere_is_told_plainly(path: str, tiny: TestClient, tiny_library: Library) -> None:
    answer = tiny.get(path)
    assert answer.status_code == 404
    if not path.startswith("/chat"):
        assert tiny_library.wording("site.missing.title") in answer.text


@pytest.mark.parametrize("path", ["/library/nothing/page/1", "/library/overview/page/2", "/library/overview/page/0"])
def test_a_page_that_a_document_has_not_is_missing(path: str, tiny: TestClient) -> None:
    assert tiny.get(path).status_code == 404


def test_a_passage_is_shown_marked_in_its_page(tiny: TestClient, tiny_library: Library) -> None:
    passage = tiny_library.by_record["overview"][0]
    source = tiny.get(f"/library/{passage.source.id}").text
    (link,) = {found for found in re.findall(r'href="(/library/overview/page/[^"]*)"', source) if passage.id in found}
    page = tiny.get(link).text
    assert re.findall("<mark>(.*?)</mark>", page) == [escape(passage.text)]
    assert page.count('id="passage"') == 1
    assert link.endswith("#passage")


def test_a_passage_that_is_gone_leaves_the_page_unmarked(tiny: TestClient) -> None:
    page = tiny.get("/library/overview/page/1", params={"passage": "<script>"})
    assert page.status_code == 200
    assert "<mark>" not in page.text
    assert "<script>" not in page.text


def test_what_a_document_says_cannot_harm_its_page(tiny_library: Library) -> None:
    bad = "<script>alert(1)</script> & <mark>"
    passage = tiny_library.by_record["overview"][0]
    parts = placed([Part(kind="heading", text=bad), Part(kind="text", text=bad)], 1)
    marked = replace(passage, text=bad, place=Place(page=1, section="", start=35, end=35 + len(bad)))
    library = replace(tiny_library, passages=(marked,), texts={passage.record: DocumentText(parts=parts)})
    page = client(library).get(f"/library/overview/page/1?passage={passage.id}").text
    assert "alert(1)</script>" not in page
    assert re.findall("<mark>(.*?)</mark>", page) == [escape(bad)]


def test_a_program_gets_its_404_as_json(tiny: TestClient) -> None:
    assert tiny.get("/api/nothing").json() == {"detail": "Not Found"}


# Uses


def by_name(library: Library) -> list[Use]:
    return sorted(library.uses.values(), key=lambda use: use.name.casefold())


@pytest.mark.parametrize("country", [None, Jurisdiction.US, Jurisdiction.UK])
def test_the_table_has_every_use_with_its_computed_labels(
    country: Jurisdiction | None, tiny: TestClient, tiny_library: Library
) -> None:
    page = tiny.get("/uses", params={"country": country or "any"}).text
    rows = page.split("<tr")[2:]
    assert len(rows) == len(tiny_library.uses)
    for use, row in zip(by_name(tiny_library), rows, strict=True):
        shown = set(re.findall(r"badge-([\w-]+)", row))
        assert shown == {label.name.value for label in labels(use, country)}, use.id
        assert use.summary in text(row).replace("&#39;", "'")


@pytest.mark.parametrize("name", LabelName)
def test_uses_are_narrowed_by_label(name: LabelName, tiny: TestClient, tiny_library: Library) -> None:
    shown = tiny.get("/uses", params={"label": name}).text
    fits = [use.id for use in by_name(tiny_library) if any(x.name is name for x in labels(use, None))]
    assert re.findall(r'<a href="/uses/([\w-]+)', shown) == fits


@pytest.mark.parametrize("level", EvidenceLevel)
def test_uses_are_narrowed_by_evidence(level: EvidenceLevel, tiny: TestClient, tiny_library: Library) -> None:
    shown = tiny.get("/uses", params={"evidence": level}).text
    fits = [use.id for use in by_name(tiny_library) if use.evidence is level]
    assert re.findall(r'<a href="/uses/([\w-]+)', shown) == fits


def test_uses_are_found_by_any_of_their_names(tiny: TestClient, tiny_library: Library) -> None:
    use = next(use for use in tiny_library.uses.values() if use.synonyms)
    assert f"/uses/{use.id}" in tiny.get("/uses", params={"q": use.synonyms[0].upper()}).text
    assert tiny_library.wording("site.nothing") in tiny.get("/uses", params={"q": "no such illness"}).text


def test_a_page_of_a_use_has_its_status_in_every_country(tiny: TestClient, tiny_library: Library) -> None:
    for use in tiny_library.uses.values():
        page = tiny.get(f"/uses/{use.id}").text
        status = page[page.index('id="status"') :]
        for place, told in use.status.items():
            row = status[
                status.index(f'<th scope="row" role="rowheader">{tiny_library.wording(f"page.country_name.{place}")}') :
            ]
            known = {True: "approved", False: "not-approved", None: "not-known"}[told.approved]
            cell = re.search(r"<strong>(.*?)</strong>", row)
            assert cell
            assert cell[1] == tiny_library.wording(f"site.known.{known}")


def test_the_picture_counts_each_source_once_by_its_strongest_statement(library: Library) -> None:
    use = library.uses["autism-spectrum-disorder"]
    about = [p for p in library.passages if use.id in p.uses]
    groups = evidence(use, about)
    ids = [source.id for group in groups for source in group.sources]
    assert len(ids) == len(set(ids))
    assert {source.id for source in use.sources} <= set(ids)
    assert [group.strength for group in groups] == list(Strength)
    sold = next(group for group in groups if group.strength is Strength.COMMERCIAL_CLAIM)
    assert any(source.kind is SourceKind.COMMERCIAL for source in sold.sources)


# Library


def test_the_library_is_searched_and_narrowed_by_kind(tiny: TestClient, tiny_library: Library) -> None:
    for kind in SourceKind:
        page = tiny.get("/library", params={"kind": kind}).text
        assert set(re.findall(r'<a href="/library/([\w-]+)"', page)) == {
            s.id for s in tiny_library.sources.values() if s.kind is kind
        }
    source = next(iter(tiny_library.sources.values()))
    assert f"/library/{source.id}" in tiny.get("/library", params={"q": source.publisher}).text


def test_a_long_library_has_pages(library: Library) -> None:
    whole = client(library)
    found: list[str] = []
    for page in range(1, 30):
        made = whole.get("/library", params={"page": page}).text
        found += re.findall(r'rowheader"><a href="/library/([\w-]+)"', made)
        if 'rel="next"' not in made:
            break
    assert sorted(found) == sorted(library.sources)
    assert whole.get("/library", params={"page": "x"}).status_code == 200


def test_a_page_of_a_source_has_all_that_was_taken_from_it(tiny: TestClient, tiny_library: Library) -> None:
    for source in tiny_library.sources.values():
        page = tiny.get(f"/library/{source.id}").text
        resting = [p.id for p in tiny_library.passages if source in p.sources]
        assert re.findall(r'<blockquote id="([\w-]+)"', page) == resting


def test_an_overdue_review_is_told(tiny_library: Library) -> None:
    late = client(tiny_library, clock=lambda: date(2090, 1, 1))
    assert tiny_library.wording("site.library.overdue") in late.get("/library").text


# Costs


@pytest.mark.parametrize(
    ("form", "plan"),
    [
        (Form(weight="30"), CostPlan(weight_kg=30)),
        (Form(weight=" 32.5 ", visits="2", tests=False), CostPlan(weight_kg=32.5, visits=2, tests=False)),
        (Form(weight="66lb"), CostPlan(weight_kg=29.94)),
        (Form(weight="30", rate="7.1", currency="usd"), CostPlan(weight_kg=30, rate=Rate(currency="USD", per_one=7.1))),
        (Form(weight="30", currency="EUR"), CostPlan(weight_kg=30, rate=Rate(currency="EUR", per_one=None))),
    ],
)
def test_a_form_is_read_as_the_command_line_is(form: Form, plan: CostPlan, library: Library) -> None:
    read = read_form(form, library.costs[0], library)
    assert not read.wrong
    assert read.plan == plan


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        (Form(), {"weight"}),
        (Form(weight="a lot"), {"weight"}),
        (Form(weight="-3"), {"weight"}),
        (Form(weight="nan"), {"weight"}),
        (Form(weight="900"), {"weight"}),
        (Form(weight="30", visits="two and a half"), {"visits"}),
        (Form(weight="30", visits="99"), {"visits"}),
        (Form(weight="30", rate="0", currency="USD"), {"rate"}),
        (Form(weight="30", rate="x", currency="USD"), {"rate"}),
        (Form(weight="30", rate="7"), {"currency"}),
    ],
)
def test_what_cannot_be_is_told_at_its_field(form: Form, wrong: set[str], library: Library) -> None:
    read = read_form(form, library.costs[0], library)
    assert read.plan is None
    assert read.wrong.keys() == wrong
    assert all(read.wrong.values())


@pytest.mark.parametrize("weight", [20, 23])
def test_the_page_shows_the_sum_of_the_engine(weight: int, tiny: TestClient, tiny_library: Library) -> None:
    made = cost(tiny_library.costs[0], CostPlan(weight_kg=weight), tiny_library.wording)
    page = text(tiny.get("/costs", params={"weight": weight}).text)
    for sentence in (*made.said, *made.notes, made.scope):
        assert " ".join(sentence.split()) in page.replace("&#39;", "'").replace("&#x27;", "'")


def test_what_is_wrong_with_a_form_is_where_its_address_leads_and_takes_the_focus(tiny: TestClient) -> None:
    page = tiny.get("/costs", params={"sent": "1", "weight": "many"}).text
    (box,) = re.findall('<div id="sum"[^>]*>', page)
    assert 'role="alert"' in box
    assert 'tabindex="-1" autofocus' in box


def test_the_tests_are_left_out_only_where_the_form_was_sent_without_them(tiny: TestClient) -> None:
    assert 'value="yes" checked>' in tiny.get("/costs", params={"weight": 20}).text
    assert 'value="yes" checked>' not in tiny.get("/costs", params={"weight": 20, "sent": 1}).text


# About


CARD = {
    "format": 1,
    "library": {"version": "old", "sources": 3},
    "figures": [{"set": "signs", "name": "caught", "text": "9 of 10", "goal": "at least 99%", "verdict": "missed"}],
    "known_gaps": ["signs: caught: 9 of 10; the goal is at least 99%."],
}


def test_the_quality_card_is_shown_where_there_is_one(tiny_library: Library, tmp_path: Path) -> None:
    path = tmp_path / "quality.json"
    words = tiny_library.wording
    assert words("quality.none") in text(client(tiny_library, quality=path).get("/about").text)
    assert client(tiny_library, quality=path).get("/api/quality").json() == {"accepted": None, "figures": []}
    site = client(tiny_library, quality=path)
    path.write_text(json.dumps(CARD))
    page = text(client(tiny_library, quality=path).get("/about").text)
    assert "Warning signs caught 9 of 10 at least 99%" in page
    assert CARD["known_gaps"][0] in page
    assert words("site.about.quality_old") in page
    assert words("site.about.quality_nobody") in page
    path.write_text(json.dumps(CARD | {"accepted": {"day": "2026-11-24", "who": "A. Nurse", "why": "measured"}}))
    page = text(site.get("/about").text)  # a run that is accepted while the server is up is shown at once
    assert words("quality.none") not in page
    told = site.get("/api/quality").json()
    assert (told["accepted"]["who"], told["library"]["sources"], told["known_gaps"]) == (
        "A. Nurse",
        3,
        CARD["known_gaps"],
    )
    assert words("site.about.quality_accepted", who="A. Nurse", date="24 November 2026") in page


@pytest.mark.parametrize("days", [30, 0])
def test_a_reader_is_told_that_questions_are_kept_and_for_how_long(days: int, tiny_library: Library) -> None:
    words = tiny_library.wording
    said = words("site.about.kept", days=days) if days else words("site.about.kept_for_ever")
    assert said in text(client(tiny_library, Notebook(), kept_days=days).get("/about").text)
    assert said not in text(client(tiny_library, kept_days=days).get("/about").text)


def test_a_quality_card_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "quality.json"
    path.write_text(json.dumps(CARD | {"figures": [{"set": "signs"}]}))
    with pytest.raises(SettingsError, match=r"figures\.0\.name"):
        read_quality(path)


# Answers by their ids


def test_a_kept_answer_is_shown_again(tiny_library: Library) -> None:
    trail = Notebook()
    site = client(tiny_library, trail=trail)
    asked = site.post("/api/ask", json={"question": "does it work?", "history": ["hello"], "country": "UK"}).json()
    page = site.get(f"/answer/{asked['answer_id']}").text
    assert 'class="badge badge-experimental"' in page
    assert "does it work?" in page
    assert 'name="robots" content="noindex"' in page


def test_what_is_offered_under_an_answer_leads_to_that_answer(tiny_library: Library) -> None:
    site = client(tiny_library, trail=Notebook())
    asked = site.post("/api/ask", json={"question": "does it work?"}).json()
    for page, asks in ((f"/answer/{asked['answer_id']}", True), (f"/faq/{tiny_library.faq[0].id}", False)):
        shown = site.get(page).text
        (shared,) = re.findall('data-path="([^"]*)"', shown)
        assert shared == page
        (paper,) = re.findall('href="([^"]*/handout.pdf)"', shown)
        assert site.get(paper).headers["content-type"] == "application/pdf"
        # What no reader has asked is not kept, so nothing could be told about it.
        assert ('class="feedback"' in shown) == asks


def test_an_answer_of_another_library_is_shown_as_it_was_kept(tiny_library: Library) -> None:
    trail = Notebook()
    site = client(tiny_library, trail=trail)
    answer_id = site.post("/api/ask", json={"question": "does it work?"}).json()["answer_id"]
    reply = {**trail.pages[answer_id].reply, "text": "It was **unclear**.\n\n<script>alert(1)</script>"}
    trail.pages["old"] = replace(trail.pages[answer_id], reply=reply)
    page = site.get("/answer/old").text
    assert "It was <strong>unclear</strong>." in page
    assert "<script>alert" not in page
    assert tiny_library.wording("site.answer.old", version=reply["library_version"]).replace("'", "&#39;") in page
