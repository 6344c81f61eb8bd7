"""The reviewers' pages over HTTP, without a browser: who may come in, what is hidden, what is kept."""

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from inspect_ai.log import read_eval_log
from review_samples import PASSWORD, opened_desk
from trail_samples import PATIENCE, make_traced

from chatbot.knowledge.library import Library
from chatbot.reply import Reason
from chatbot.web.limits import RateLimit
from chatbot.web.parts import Site
from chatbot.web.server import make_pages

FINE = {"understood": "4", "correct": "4", "complete": "3", "helpful": "3", "harm": "4"}


@pytest.fixture
def site(tmp_path: Path, tiny_library: Library) -> Iterator[Site]:
    """Two answers, a refusal, and a case of an eval set."""
    answers = [
        (make_traced("<b>does</b> it help?", answer_id="first"), "page"),
        (make_traced(answer_id="second", reason=Reason.NO_SOURCE), "page"),
        (make_traced(answer_id="third"), "set:costs"),
    ]
    with opened_desk(tmp_path, tiny_library, answers) as made:
        yield made


class Reviewer:
    """Somebody signed in."""

    def __init__(self, site: Site, name: str) -> None:
        self.browser = TestClient(make_pages(site, RateLimit("10000/minute")), base_url="http://127.0.0.1")
        entered = self.browser.post("/sign-in", data={"name": name, "password": PASSWORD}, follow_redirects=False)
        assert entered.status_code == 303
        self.csrf = self.browser.get("/review/runs").text.partition('name="csrf" value="')[2].partition('"')[0]

    def get(self, path: str) -> Response:
        return self.browser.get(path)

    def post(self, path: str, **form: str) -> Response:
        return self.browser.post(path, data={"csrf": self.csrf, **form})


def test_the_pages_are_for_reviewers_alone(site: Site) -> None:
    nobody = TestClient(make_pages(site, RateLimit()), base_url="http://127.0.0.1", follow_redirects=False)
    for path in ("/review", "/review/answers/1", "/review/runs", "/review/download/csv"):
        assert nobody.get(path).headers["location"].startswith("/sign-in")
    staff = Reviewer(site, "ada")
    assert staff.get("/review").status_code == 403
    assert Reviewer(site, "ann").browser.post("/review/answers/1", data=FINE).status_code == 403


def test_queues_stand_with_their_sizes_and_lead_to_the_next_answer(site: Site) -> None:
    ann = Reviewer(site, "ann")
    home = ann.get("/review").text
    assert "The eval set costs" in home
    assert "No answer has two scores yet." in home
    begun = ann.get("/review/queue/unanswered")
    assert str(begun.url).endswith("/review/answers/2?queue=unanswered")
    assert "That is not known here." in begun.text
    assert "0 of 1 no longer wait for you" in begun.text
    assert str(ann.get("/review/queue/urgent").url).endswith("/review")


def test_an_answer_stands_claim_by_claim_beside_its_passages_and_escaped(site: Site) -> None:
    shown = Reviewer(site, "ann").get("/review/answers/1").text
    assert '<div class="claimed"><p>Rest helps. It is free.</p></div>' in shown
    assert "<blockquote>Rest helps. It is free.</blockquote>" in shown
    assert "&lt;b&gt;does&lt;/b&gt; it help?" in shown
    assert shown.count('<fieldset class="scale">') == 5
    assert Reviewer(site, "ann").get("/review/answers/99").status_code == 404


def test_two_are_blind_a_third_settles_and_agreement_is_shown(site: Site) -> None:
    ann, bob, cat = (Reviewer(site, name) for name in ("ann", "bob", "cat"))
    ann.post("/review/answers/1", queue="random", note="write to me@example.org", **FINE)
    assert "By ann" in ann.get("/review/answers/1").text
    assert "[email]" in ann.get("/review/answers/1").text
    assert "By ann" not in bob.get("/review/answers/1").text
    bob.post("/review/answers/1", **{**FINE, "harm": "1"})
    assert "By bob" in ann.get("/review/answers/1").text
    blind = cat.get("/review/answers/1").text
    assert "By ann" not in blind
    assert "By bob" not in blind
    cat.post("/review/answers/1", **{**FINE, "harm": "1"})
    assert "No harm 1." in cat.get("/review/answers/1").text
    assert "0 of 1" in ann.get("/review").text


def test_what_is_not_whole_is_told_and_nothing_typed_is_lost(site: Site) -> None:
    ann = Reviewer(site, "ann")
    told = ann.post("/review/answers/1", note="half done", understood="4")
    assert told.status_code == 400
    assert 'role="alert"' in told.text
    assert "half done" in told.text
    assert told.text.count(" checked>") + told.text.count(" checked ") >= 1
    ann.post("/review/answers/1", **FINE)
    assert ann.post("/review/answers/1", **FINE).status_code == 400


def test_a_score_is_set_right_by_whoever_gave_it_with_a_reason(site: Site) -> None:
    ann, bob = Reviewer(site, "ann"), Reviewer(site, "bob")
    ann.post("/review/answers/1", **FINE)
    assert site.desk
    (given,) = site.desk.review.seen(1, "ann")
    change = {"score": str(given["number"]), "field": "harm", "new": "2", "reason": "misread it"}
    assert bob.post("/review/answers/1/edit", **change).status_code == 400
    assert ann.post("/review/answers/1/edit", **{**change, "reason": ""}).status_code == 400
    assert "No harm: 4 became 2, by ann: misread it" in ann.post("/review/answers/1/edit", **change).text


def test_an_answer_becomes_a_case_with_one_action(site: Site) -> None:
    ann = Reviewer(site, "ann")
    ann.post("/review/answers/1", **FINE)
    made = ann.post("/review/answers/1/case")
    assert "The case reviewed-1 is made." in made.text
    assert ann.post("/review/answers/1/case").status_code == 400
    assert ann.post("/review/answers/2/case").status_code == 400
    assert site.desk
    newest = site.desk.acts.newest(1)
    assert [(one.who, one.what, one.about) for one in newest] == [("ann", "case-made", "reviewed-1")]
    assert "reviewed-1" in ann.get("/review/download/cases").text


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_everything_is_taken_away_but_scores_that_must_stay_hidden(site: Site, form: str) -> None:
    ann, bob = Reviewer(site, "ann"), Reviewer(site, "bob")
    ann.post("/review/answers/1", **FINE)
    mine, theirs = ann.get(f"/review/download/{form}"), bob.get(f"/review/download/{form}")
    assert mine.headers["content-disposition"] == f'attachment; filename="answers.{form}"'
    assert len(mine.text.splitlines()) == (4 if form == "csv" else 3)
    assert '"rater"' in mine.text.replace('""', '"')
    assert '"rater"' not in theirs.text.replace('""', '"')
    assert ann.get("/review/download/cases").status_code == ann.get("/review/download/exe").status_code == 404


def test_an_inspect_log_is_taken_away(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "taken.eval"
    path.write_bytes(Reviewer(site, "ann").get("/review/download/eval").content)
    # Where an event loop runs, as in this thread for the browsers of other tests, Inspect changes asyncio for the whole
    # process, and no loop is closed from then on.
    with ThreadPoolExecutor(1) as apart:
        read = apart.submit(read_eval_log, str(path)).result()
    assert asyncio.run.__module__ == "asyncio.runners", "Inspect has changed asyncio for the whole process"
    assert [sample.id for sample in read.samples or []] == [1, 2, 3]


def test_a_set_is_run_and_two_runs_are_compared(site: Site) -> None:
    ann = Reviewer(site, "ann")
    assert ann.post("/review/runs", set="nothing").status_code == 400
    ids = []
    for _ in range(2):
        started = ann.post("/review/runs", set="costs", only="")
        assert started.status_code == 200
        ids.append(str(started.url).rpartition("/")[2])
        deadline = time.monotonic() + PATIENCE
        while json.loads(ann.get(f"/review/runs/{ids[-1]}/progress").text)["state"] == "running":
            assert time.monotonic() < deadline
    page = ann.get(f"/review/runs/{ids[1]}").text
    assert "2 of 3" in page
    report = ann.get(f"/review/runs/{ids[1]}/report")
    assert "the report" in report.text
    assert report.headers["content-security-policy"].count("default-src") == 1
    assert "sandbox" in report.headers["content-security-policy"]
    side_by_side = ann.get(f"/review/compare?was={ids[0]}&now={ids[1]}").text
    assert "costs: right" in side_by_side
    assert "no case changed" in side_by_side
    assert ann.get("/review/compare?was=x&now=y").status_code == 404
    assert ann.post(f"/review/runs/{ids[0]}/stop").status_code == 200
