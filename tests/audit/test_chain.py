"""Whatever is changed, taken out, added or cut off behind the trail's back is found, and where."""

from functools import partial

import pytest
from sqlalchemy import text
from trail_samples import PATIENCE, OpenTrail, make_traced

from chatbot.audit.archive import Archive
from chatbot.audit.chain import Chain
from chatbot.audit.key import seal
from chatbot.audit.trail import Trail
from chatbot.errors import TrailError


@pytest.fixture
def five(trail: Trail) -> Trail:
    for kept in [trail.record(make_traced(answer_id=f"a{n}", uses=("flu",))) for n in range(4)]:
        kept.result(PATIENCE)
    trail.feedback("a0", helpful=True, note="good").result(PATIENCE)
    return trail


def test_a_chain_that_nobody_touched_holds(five: Trail) -> None:
    found = five.archive.verify()
    assert (found.links, found.purged, found.broken) == (5, 0, ())
    assert five.archive.holds(found.hash)
    assert not five.archive.holds("0" * 64)


@pytest.mark.parametrize(
    ("done", "where"),
    [
        ("UPDATE answers SET kind = 'declined' WHERE seq = 2", [2]),
        ("UPDATE answers SET record = (SELECT record FROM answers WHERE seq = 1), question = 'x' WHERE seq = 3", [3]),
        ("UPDATE feedback SET helpful = NOT helpful", [5]),
        ("DELETE FROM feedback", [5]),
        ("UPDATE answer_uses SET use = 'cold' WHERE seq = 2", [2]),
        ("DELETE FROM answer_uses WHERE seq = 4", [4]),
        ("UPDATE links SET digest = 'x' WHERE seq = 3", [3]),
        ("UPDATE links SET written = '2001-01-01 00:00:00' WHERE seq = 1", [1]),
        ("UPDATE head SET seq = 4", [5]),
        ("UPDATE head SET hash = 'x'", [6]),
        ("DELETE FROM answer_uses WHERE seq = 2; DELETE FROM answers WHERE seq = 2", [2]),
        ("DELETE FROM feedback; DELETE FROM links WHERE seq = 5", [5]),
        (
            "DELETE FROM answer_uses WHERE seq = 2; DELETE FROM answers WHERE seq = 2; DELETE FROM links WHERE seq = 2",
            [2],
        ),
    ],
)
def test_what_was_done_behind_its_back_is_found(five: Trail, done: str, where: list[int]) -> None:
    with five.archive.database.begin() as session:
        for statement in done.split(";"):
            session.execute(text(statement))
    assert where[0] in {broken.seq for broken in five.archive.verify().broken}


def test_a_purge_that_is_made_up_does_not_cover_a_gap(five: Trail) -> None:
    with five.archive.database.begin() as session:
        session.execute(text("DELETE FROM feedback"))
        made_up = "6, 'purge', 'u', '2026-01-01 00:00:00', 'd', 'p', 'h'"
        session.execute(text(f"INSERT INTO links (seq, kind, uid, written, digest, previous, hash) VALUES ({made_up})"))
        purge = "6, '2026-01-01 00:00:00', '2026-01-01 00:00:00', 5, 0, 1"
        session.execute(text(f'INSERT INTO purges (seq, at, "before", through, answers, feedback) VALUES ({purge})'))
        session.execute(text("UPDATE head SET seq = 6, hash = 'h'"))
    assert {broken.seq for broken in five.archive.verify().broken} == {6}


def test_another_key_is_refused(open_trail: OpenTrail) -> None:
    trail = open_trail()
    trail.record(make_traced()).result(PATIENCE)
    other = Archive(trail.archive.database, Chain(b"another"), partial(seal, b"another"))
    with pytest.raises(TrailError, match="CHATBOT_AUDIT_KEY"):
        other.verify()


def test_two_trails_append_to_one_chain_in_turn(open_trail: OpenTrail) -> None:
    one, other = open_trail(), open_trail()
    kept = [trail.record(make_traced(answer_id=f"{n}")) for n in range(20) for trail in (one, other)]
    for each in kept:
        each.result(PATIENCE)
    found = one.archive.verify()
    assert (found.links, found.broken) == (40, ())
