"""What staff's own leaflet says is answered, also where the corpus' examples take such a question for another kind."""

import shutil
from pathlib import Path

import pytest
from knowledge_sources import library_with

from chatbot.assemble import assemble, library_version, open_index
from chatbot.assistant import Assistant
from chatbot.finding.encoding import MiniLM
from chatbot.finding.index import Index
from chatbot.reply import Answered, Declined, Smalltalk
from chatbot.settings import ROOT, Settings
from chatbot.understanding.listening import Listener

LEAFLET = """
The unit is on level 2. Parking is free for the first four hours if you show your letter at the desk.

We are open from 8 am to 6 pm, Monday to Saturday. We are closed on public holidays.

The unit has free wifi. Mobile phones are allowed on silent.
"""


@pytest.fixture(scope="module")
def with_leaflet(
    real_encoder: MiniLM,
    real_index: Index,  # noqa: ARG001  it stands before it is copied
    real_listener: Listener,
    real_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Assistant:
    folder = tmp_path_factory.mktemp("leaflet")
    library = library_with(folder, LEAFLET, corpus=ROOT / "corpus")
    shutil.copytree(real_data / "index", folder / "index")
    version = library_version(library, real_encoder)
    index = open_index(Settings(data=folder), library, real_encoder, version)
    return assemble(library, real_encoder, index, real_listener, version)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("where can we park", "Parking is free"),
        ("is parking free at the infusion unit", "Parking is free"),
        ("can we use wifi", "free wifi"),
        ("are you open on saturdays", "Monday to Saturday"),
    ],
)
def test_what_a_leaflet_says_is_answered_from_it(
    with_leaflet: Assistant, real_assistant: Assistant, asked: str, said: str
) -> None:
    assert not isinstance(real_assistant.reply(asked), Answered), "without the leaflet it is another kind of message"
    reply = with_leaflet.reply(asked)
    assert isinstance(reply, Answered)
    assert said in reply.claims[0].text
    assert reply.citations[0].passage.record == "own-one"


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("is there a gym in the building", Declined),
        ("what dose should my 20kg son get while we park", Declined),
        ("hello", Smalltalk),
        ("thanks", Smalltalk),
    ],
)
def test_what_it_does_not_say_is_as_before(with_leaflet: Assistant, asked: str, kind: type) -> None:
    assert isinstance(with_leaflet.reply(asked), kind)
