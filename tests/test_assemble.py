"""The one place that builds: what decides an answer decides the version, and nothing is built twice."""

import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from drafts import Draft
from fakes import HashingEncoder

from chatbot.assemble import assemble, library_version, load, open_index, open_listener, words
from chatbot.assistant import Assistant
from chatbot.errors import CorpusError, ModelError
from chatbot.knowledge.library import Library, read_library
from chatbot.settings import ROOT, Settings


def test_the_version_is_that_of_corpus_and_model(tiny_library: Library, draft: Draft) -> None:
    version = library_version(tiny_library, HashingEncoder())
    assert library_version(read_library(draft.folder), HashingEncoder()) == version
    assert library_version(tiny_library, HashingEncoder(name="other")) != version
    draft.change("facts/cost.yaml", "900 dollars", "901 dollars")
    assert library_version(read_library(draft.folder), HashingEncoder()) != version


def test_the_version_is_short_and_hexadecimal(tiny_library: Library) -> None:
    version = library_version(tiny_library, HashingEncoder())
    assert len(version) == 12
    assert int(version, 16) >= 0


def test_an_index_that_stands_is_opened_and_not_built_again(tiny_library: Library, tmp_path: Path) -> None:
    settings, encoder = Settings(data=tmp_path), HashingEncoder()
    first = open_index(settings, tiny_library, encoder, "v")
    again = open_index(settings, tiny_library, encoder, "v")
    assert (first.encoded > 0, again.encoded) == (True, 0)


def test_building_tells_how_far_it_is(tiny_library: Library, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    open_index(Settings(data=tmp_path), tiny_library, HashingEncoder(), "v", lambda done, of: told.append((done, of)))
    ends = [step for step in told if step[0] == step[1]]
    assert len(ends) == 2, "the texts, and then their words"
    for end in ends:
        passed = [step for step in told if step[1] == end[1]]
        assert passed == sorted(passed)
        assert passed[-1] == end


def test_the_words_of_the_library_are_cut_with_its_own_equals_and_stop_words(tiny_library: Library) -> None:
    cut = words(tiny_library)
    assert cut("the price of an appointment") == cut("cost sessions")


def test_an_assistant_carries_the_version_it_was_made_with(tiny_library: Library, tmp_path: Path) -> None:
    encoder = HashingEncoder()
    settings = Settings(data=tmp_path)
    index, listener = open_index(settings, tiny_library, encoder, "v7"), open_listener(settings, tiny_library, encoder)
    reply = assemble(tiny_library, encoder, index, listener, "v7").reply("hello")
    assert reply.stamp.library_version == "v7"


@dataclass(frozen=True)
class Broken:
    """Settings that cannot work, and what is said of them."""

    changes: dict[str, object]
    error: type[Exception]
    says: str


@pytest.mark.parametrize(
    "broken",
    [
        Broken({"corpus": Path("nowhere")}, CorpusError, "is not a folder"),
        Broken({"model_sha256": "0" * 64}, ModelError, "is not the expected file"),
        Broken({"model": "nowhere"}, ModelError, "is missing"),
    ],
    ids=["corpus", "weights", "model"],
)
def test_settings_that_cannot_work_are_refused(tiny_settings: Settings, broken: Broken) -> None:
    settings = replace(tiny_settings, **broken.changes)  # type: ignore[arg-type]
    with pytest.raises(broken.error, match=broken.says):
        load(settings)


def test_what_is_loaded_answers_from_its_own_corpus(tiny_settings: Settings, tiny_assistant: Assistant) -> None:
    """The same settings give the same replies, whoever put the parts together."""
    first, second = (a.reply("what is dialysis?").to_json() for a in (load(tiny_settings), tiny_assistant))
    assert first["kind"] == "answer"
    assert {**first, "timings_ms": None} == {**second, "timings_ms": None}


def test_nothing_is_read_or_written_by_an_import(tmp_path: Path) -> None:
    code = "import chatbot, sys; print(sorted({'gradio', 'fastapi'} & sys.modules.keys()))"
    environment = {"PYTHONPATH": str(ROOT), "CHATBOT_CORPUS": str(tmp_path / "nowhere"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
    assert list(tmp_path.iterdir()) == []
