"""Replies are recorded where the settings want it, and given all the same where that cannot be."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.assistant import Assistant
from chatbot.audit.archive import Filter
from chatbot.knowledge.library import Library
from chatbot.recording import recorded, recording
from chatbot.settings import Settings

QUESTION = "Does dialysis work for kidney failure?"


@pytest.fixture
def chosen(tiny_settings: Settings, tmp_path: Path) -> Settings:
    return replace(tiny_settings, data=tmp_path)


def test_a_reply_is_recorded_with_why_it_came_about(
    chosen: Settings, tiny_library: Library, tiny_assistant: Assistant
) -> None:
    with recording(chosen, tiny_library, tiny_assistant) as trail:
        assert trail
        respond = recorded(tiny_assistant.traced, trail, "ask")
        reply = respond(QUESTION, (), None)
        assert {**reply.to_json(), "timings_ms": 0} == {**tiny_assistant.reply(QUESTION).to_json(), "timings_ms": 0}
        trail.feedback(reply.stamp.answer_id, helpful=True).result(60)
        kept = trail.get(reply.stamp.answer_id)
        assert kept
        names = [stage["name"] for stage in kept.record["stages"]]
        assert names == ["triage", "boundary", "coverage"]
        assert "beyond" in kept.record["stages"][-1]["measures"]
        assert len(kept.record["considered"]) > 3
        assert kept.record["versions"].keys() == {"records", "rules", "code", "release"}
        assert trail.health().ok
        replayed = trail.replay(reply.stamp.answer_id)
        assert replayed
        assert (replayed.same, replayed.changes) == (True, ())
        assert [one.origin for one in trail.archive.list(Filter(use="kidney-failure"))] == ["ask"]


def test_switched_off_nothing_is_recorded(
    chosen: Settings, tiny_library: Library, tiny_assistant: Assistant, tmp_path: Path
) -> None:
    with recording(replace(chosen, trail=False), tiny_library, tiny_assistant) as trail:
        assert trail is None
        assert recorded(tiny_assistant.traced, trail, "ask")(QUESTION).asked.question == QUESTION
    assert not (tmp_path / "audit").exists()


def test_a_trail_that_cannot_be_opened_is_told_and_stops_nothing(
    chosen: Settings,
    tiny_library: Library,
    tiny_assistant: Assistant,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "audit").write_text("in the way", encoding="utf-8")
    with recording(chosen, tiny_library, tiny_assistant) as trail:
        assert trail is None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "Replies are not recorded" in caplog.text
