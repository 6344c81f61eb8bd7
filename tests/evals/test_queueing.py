"""A set put before reviewers, each reply once."""

from pathlib import Path

from runs import make_set
from trail_samples import KEPT

from chatbot.assemble import open_archive
from chatbot.assistant import Assistant
from chatbot.audit.records import Maker
from chatbot.audit.redaction import Redactor
from chatbot.audit.review import Review
from chatbot.audit.spool import Spool
from chatbot.audit.trail import Trail
from chatbot.settings import Settings
from evals.cases import FollowupCase, KindCase
from evals.choosing import Chosen
from evals.queueing import queue

CASES = (
    KindCase(id="a", question="Does dialysis hurt?"),
    KindCase(id="b", question="Does dialysis hurt?"),
    FollowupCase(
        id="c",
        question="how long does it take?",
        history=("what is dialysis?",),
        twin="how long does dialysis take?",
        uses=(),
        topics=(),
        why="it",
    ),
)


def test_a_set_is_recorded_once_and_waits_for_reviewers(tiny_assistant: Assistant, tmp_path: Path) -> None:
    archive = open_archive(Settings(data=tmp_path))
    maker = Maker(Redactor(KEPT), archive.seal, {})
    steps: list[int] = []
    with Trail(archive, Spool(tmp_path / "spool"), lambda: maker) as trail:
        one = Chosen(make_set("mine"), CASES)
        assert queue(one, tiny_assistant, trail, lambda: steps.append(1)) == ("set:mine", 2, 0)
        assert queue(one, tiny_assistant, trail, lambda: steps.append(1)) == ("set:mine", 0, 2)
        review = Review(trail)
        assert len(review.queue("set:mine", "ann")) == 2
        assert review.queue("random", "ann") == []
        last = review.answer(review.queue("set:mine", "ann")[-1])
        assert last is not None
        assert last.record["history"] == ["what is dialysis?"]
    assert len(steps) == 6
