"""Publishing over the tiny library: what fails leaves everything as it was, and what was decided goes along."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chatbot.assistant import Assistant
from chatbot.errors import DocumentError
from chatbot.finding.encoding import MiniLM
from chatbot.knowledge.library import Library
from chatbot.publishing import Change, Publisher, Served
from chatbot.settings import Settings

TODAY = date(2026, 11, 21)
TOLD = {
    "title": "Ward leaflet",
    "publisher": "A ward",
    "kind": "patient-information",
    "jurisdiction": "UK",
    "year": "2024",
    "interest": "none known",
}
OWN = "own-ward-leaflet"
TEXT = "Families park in the blue car park.\n\nThe lamp beside the machine is yellow on Mondays.\n"


class Server:
    """Remembers what it was given to serve, and breaks when told to."""

    def __init__(self) -> None:
        self.served: list[Served] = []
        self.broken = False

    def __call__(self, served: Served) -> None:
        if self.broken:
            raise RuntimeError("no page can be made")
        self.served.append(served)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def publisher(
    tiny_settings: Settings,
    tiny_library: Library,
    tiny_assistant: Assistant,
    real_encoder: MiniLM,
    server: Server,
    tmp_path: Path,
) -> Publisher:
    settings = replace(tiny_settings, data=tmp_path)
    (tmp_path / "learned").symlink_to(tiny_settings.data / "learned", target_is_directory=True)
    return Publisher(settings, real_encoder, Served(tiny_library, tiny_assistant), server)


def _add(publisher: Publisher, text: str = TEXT) -> str:
    return publisher.add("leaflet.txt", io.BytesIO(text.encode()), TOLD, TODAY).id


def test_a_change_of_a_published_document_is_made_in_a_draft(publisher: Publisher, server: Server) -> None:
    assert _add(publisher) == OWN
    assert server.served == []
    _, judged = publisher.draft(OWN)
    kept = Change(judged[1].passage.text, judged[1].passage.uses, tuple(judged[1].passage.topics), "leave-out")
    publisher.change(OWN, judged[1].key, kept)
    publisher.publish(OWN)
    assert [one.held for one in server.served[-1].library.added[OWN]] == ["", "left-out"]
    publisher.reopen(OWN)
    publisher.change(OWN, judged[1].key, kept._replace(decision=None))
    assert [one.held for one in publisher.published(OWN)[1]] == ["", "left-out"]
    publisher.publish(OWN)
    assert [one.held for one in publisher.published(OWN)[1]] == ["", ""]
    assert not publisher.shelf.record(OWN).corrected
    publisher.take_back(OWN)
    assert server.served[-1].library.added == {}


def test_what_fails_leaves_everything_as_it_was(publisher: Publisher, server: Server) -> None:
    _add(publisher)
    server.broken = True
    with pytest.raises(RuntimeError):
        publisher.publish(OWN)
    assert (publisher.shelf.ids(), publisher.drafts.ids()) == ((), (OWN,))
    server.broken = False
    publisher.publish(OWN)
    _add(publisher, TEXT.replace("blue", "green"))
    server.broken = True
    for fails in (publisher.publish, publisher.take_back):
        with pytest.raises(RuntimeError):
            fails(OWN)
        assert "blue" in publisher.shelf.document(OWN).kept.pieces[0].text
    assert len(server.served) == 1


@pytest.mark.parametrize("id_", ["../x", "own-../x", "own-nothing", "", "x"])
def test_an_id_that_is_none_leads_nowhere(id_: str, publisher: Publisher) -> None:
    for looks in (publisher.draft, publisher.published, publisher.discard, publisher.publish, publisher.take_back):
        with pytest.raises(DocumentError, match="there is no document"):
            looks(id_)


def test_a_passage_that_is_not_there_cannot_be_changed(publisher: Publisher) -> None:
    _add(publisher)
    with pytest.raises(DocumentError, match="has no passage 'x'"):
        publisher.change(OWN, "x", Change("a", (), (), None))
