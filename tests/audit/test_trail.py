"""What is kept of replies and feedback, and what is found again; on SQLite and PostgreSQL alike."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from trail_samples import PATIENCE, OpenTrail, make_traced

from chatbot.audit.archive import Filter
from chatbot.audit.trail import Trail
from chatbot.domain import Jurisdiction
from chatbot.reply import Reason, Reply
from chatbot.stages import Traced


def keep(trail: Trail, *traced: Traced, origin: str = "page") -> None:
    for kept in [trail.record(one, origin) for one in traced]:
        kept.result(PATIENCE)


def test_a_reply_is_kept_whole(trail: Trail) -> None:
    traced = make_traced(history=("what is it?",), country=Jurisdiction.UK, uses=("flu",))
    keep(trail, traced)
    kept = trail.get("a1")
    assert kept is not None
    reply = json.loads(json.dumps(traced.reply.to_json()))
    assert kept.record == {
        "question": "does it help?",
        "history": ["what is it?"],
        "country": "UK",
        "reply": reply,
        "removed": {},
        "considered": [["p1", 2.5, 0.75]],
        "stages": [
            {"name": "triage", "decision": "no sign", "measures": {"alarm": -0.5}},
            {"name": "coverage", "decision": "covered", "measures": {"beyond": 1.0}},
        ],
        "versions": {"code": "c1"},
    }
    assert (kept.listed.kind, kept.listed.country, kept.listed.confidence) == ("answer", "UK", 1.0)
    assert abs(datetime.now(UTC) - kept.listed.at) < timedelta(minutes=5)


def test_no_database_ever_sees_a_personal_detail(trail: Trail) -> None:
    secrets = ["Zebedee", "Okonkwo", "zeb@example.org", "07700 900123", "4471123"]
    said = f"My son {secrets[0]} {secrets[1]} has a fever, {secrets[2]}, {secrets[3]}, MRN {secrets[4]}"
    reply = make_traced(said, answer_id="raw").reply
    keep(trail, Traced(reply=reply, question=said, history=(said,)))
    trail.feedback("raw", helpful=False, reasons=["unclear"], note=f"ask {secrets[2]}").result(PATIENCE)
    kept = trail.get("raw")
    assert kept is not None
    everything = json.dumps(kept.to_json())
    assert [secret for secret in [*secrets, '"raw"'] if secret in everything] == []
    assert kept.record["question"].startswith("My son [name] has a fever, [email], [phone], MRN [id]")
    assert kept.record["removed"] == {"email": 1, "id": 1, "name": 1, "phone": 1}
    assert kept.feedback[0]["note"] == "ask [email]"
    with trail.archive.database.begin() as session:
        for table in ("answers", "feedback", "links"):
            rows = repr(session.execute(text(f"SELECT * FROM {table}")).all())
            assert [secret for secret in secrets if secret in rows] == []


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Filter(), [4, 3, 2, 1]),
        (Filter(kind="declined"), [3, 2]),
        (Filter(reason="no-source"), [2]),
        (Filter(use="flu"), [4, 1]),
        (Filter(use="flu", country="US"), [4]),
        (Filter(origin="ask"), [1]),
        (Filter(helpful=False), [2]),
        (Filter(helpful=True), [1]),
        (Filter(since=datetime(2000, 1, 1, tzinfo=UTC)), [4, 3, 2, 1]),
        (Filter(until=datetime(2000, 1, 1, tzinfo=UTC)), []),
    ],
)
def test_answers_are_found_by_what_is_known_of_them(open_trail: OpenTrail, wanted: Filter, numbers: list[int]) -> None:
    trail = open_trail()
    keep(trail, make_traced(answer_id="a", uses=("flu",)), origin="ask")
    keep(
        trail,
        make_traced(answer_id="b", reason=Reason.NO_SOURCE),
        make_traced(answer_id="c", reason=Reason.UNCLEAR),
        make_traced(answer_id="d", uses=("flu", "cough"), country=Jurisdiction.US),
    )
    trail.feedback("b", helpful=False).result(PATIENCE)
    trail.feedback("a", helpful=True, note="thank you").result(PATIENCE)
    assert [one.number for one in trail.archive.list(wanted)] == numbers
    assert [one.listed.number for one in trail.archive.stream(wanted)] == numbers[::-1]


def test_the_newest_of_equal_replies_is_found_by_id_and_each_by_number(trail: Trail) -> None:
    keep(trail, make_traced(), make_traced())
    newest, first = trail.get("a1"), trail.archive.get(1)
    assert newest is not None
    assert first is not None
    assert (newest.listed.number, first.listed.number) == (2, 1)
    assert trail.get("a2") is None


def test_a_reply_with_characters_that_no_database_holds_is_kept(trail: Trail) -> None:
    keep(trail, make_traced("does \0 it \ud800 help?"))
    assert len(trail.archive.list(Filter())) == 1
    assert trail.archive.verify().broken == ()


def test_what_is_asked_again_is_compared_with_what_was_kept(open_trail: OpenTrail) -> None:
    now: list[Traced] = [make_traced()]

    def respond(question: str, history: object, country: object) -> Reply:
        assert (question, history, country) == ("does it help?", (), None)
        return now[0].reply

    trail = open_trail(respond=respond)
    keep(trail, make_traced())
    same = trail.replay("a1")
    assert same is not None
    assert (same.same, same.removed, same.changes) == (True, False, ())
    now[0] = make_traced(reason=Reason.UNCLEAR)
    other = trail.replay("a1")
    assert other is not None
    assert not other.same
    assert ("reason", None, "unclear") in other.changes
    assert trail.replay("no such answer") is None


def test_what_has_had_its_time_goes_and_the_chain_still_holds(open_trail: OpenTrail) -> None:
    trail = open_trail()
    keep(trail, make_traced(uses=("flu",)), make_traced())
    trail.feedback("a1", helpful=True).result(PATIENCE)
    assert trail.archive.purge(datetime(2000, 1, 1, tzinfo=UTC)) is None
    done = trail.archive.purge(datetime.now(UTC) + timedelta(days=1))
    assert done is not None
    assert (done.answers, done.feedback, done.through) == (2, 1, 3)
    keep(trail, make_traced(answer_id="later"))
    found = trail.archive.verify()
    assert (found.links, found.purged, found.broken) == (5, 3, ())
    assert [one.number for one in trail.archive.list(Filter())] == [5]


def test_a_trail_purges_by_itself(open_trail: OpenTrail) -> None:
    first = open_trail()
    keep(first, make_traced())
    with first.archive.database.begin() as session:
        session.execute(text("UPDATE links SET written = '2001-01-01 00:00:00'"))
    first.close()
    again = open_trail(retention_days=180)
    keep(again, make_traced(answer_id="new"))
    again.close()
    assert [one.number for one in open_trail().archive.list(Filter())] == [2]
