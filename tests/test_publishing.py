"""Publishing over the tiny library: what fails leaves everything as it was, and what was decided goes along."""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from drafts import Draft
from stopped import Moment, stopped_while_publishing

from chatbot.assemble import open_archive
from chatbot.assistant import Assistant
from chatbot.audit.acts import Acts
from chatbot.domain import COUNTRIES
from chatbot.errors import DocumentError, EntryError, PriceError, TrailError
from chatbot.finding.encoding import MiniLM
from chatbot.knowledge.labels import labels
from chatbot.knowledge.library import Library
from chatbot.knowledge.own_prices import PriceRecord
from chatbot.publishing import Change, Publisher, Served
from chatbot.settings import Settings
from chatbot.undertaking import Undertakings

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
WHO = "ada"
BAG = ("home-machine-prices", "bag")
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
def settings(tiny_settings: Settings, draft: Draft, real_data: Path, tmp_path: Path) -> Settings:
    """The tiny library to change, in a data folder that holds what was learned from it, and the model."""
    (tmp_path / "model").symlink_to(real_data / "model", target_is_directory=True)
    (tmp_path / "learned").symlink_to(tiny_settings.data / "learned", target_is_directory=True)
    return replace(tiny_settings, data=tmp_path, corpus=draft.folder)


@pytest.fixture
def acts(settings: Settings) -> Acts:
    return Acts(open_archive(settings))


@pytest.fixture
def publisher(
    settings: Settings,
    tiny_library: Library,
    tiny_assistant: Assistant,
    real_encoder: MiniLM,
    server: Server,
    acts: Acts,
) -> Publisher:
    undertakings = Undertakings(settings.corpus, settings.documents, acts)
    return Publisher(settings, real_encoder, undertakings, Served(tiny_library, tiny_assistant), server)


def _other(publisher: Publisher, settings: Settings, real_encoder: MiniLM, acts: Acts) -> Publisher:
    """What another process has over the same folder; it serves what this one served at first."""
    undertakings = Undertakings(settings.corpus, settings.documents, acts)
    return Publisher(settings, real_encoder, undertakings, publisher.served)


def _add(publisher: Publisher, text: str = TEXT) -> str:
    return publisher.add("leaflet.txt", io.BytesIO(text.encode()), TOLD, TODAY).id


def test_a_change_of_a_published_document_is_made_in_a_draft(publisher: Publisher, server: Server) -> None:
    assert _add(publisher) == OWN
    assert server.served == []
    _, judged = publisher.draft(OWN)
    kept = Change(judged[1].passage.text, judged[1].passage.uses, tuple(judged[1].passage.topics), "leave-out")
    publisher.change(OWN, judged[1].key, kept)
    publisher.publish(OWN, WHO)
    assert [one.held for one in server.served[-1].library.added[OWN]] == ["", "left-out"]
    publisher.reopen(OWN)
    publisher.change(OWN, judged[1].key, kept._replace(decision=None))
    assert [one.held for one in publisher.published(OWN)[1]] == ["", "left-out"]
    publisher.publish(OWN, WHO)
    assert [one.held for one in publisher.published(OWN)[1]] == ["", ""]
    assert not publisher.shelf.record(OWN).corrected
    publisher.take_back(OWN, WHO)
    assert server.served[-1].library.added == {}


def test_what_fails_leaves_everything_as_it_was(publisher: Publisher, server: Server) -> None:
    _add(publisher)
    server.broken = True
    with pytest.raises(RuntimeError):
        publisher.publish(OWN, WHO)
    assert (publisher.shelf.ids(), publisher.drafts.ids()) == ((), (OWN,))
    server.broken = False
    publisher.publish(OWN, WHO)
    _add(publisher, TEXT.replace("blue", "green"))
    server.broken = True
    for fails in (publisher.publish, publisher.take_back):
        with pytest.raises(RuntimeError):
            fails(OWN, WHO)
        assert "blue" in publisher.shelf.document(OWN).kept.pieces[0].text
    assert len(server.served) == 1


@pytest.mark.parametrize("id_", ["../x", "own-../x", "own-nothing", "", "x"])
def test_an_id_that_is_none_leads_nowhere(id_: str, publisher: Publisher, acts: Acts) -> None:
    publish, take_back = partial(publisher.publish, who=WHO), partial(publisher.take_back, who=WHO)
    for looks in (publisher.draft, publisher.published, publisher.discard, publish, take_back):
        with pytest.raises(DocumentError, match="there is no document"):
            looks(id_)
    assert acts.newest() == []


def test_a_passage_that_is_not_there_cannot_be_changed(publisher: Publisher) -> None:
    _add(publisher)
    with pytest.raises(DocumentError, match="has no passage 'x'"):
        publisher.change(OWN, "x", Change("a", (), (), None))


# Acts


class Forgetful(Acts):
    """Acts that can be kept until one of a kind comes."""

    def __init__(self, settings: Settings, fails_at: str, error: BaseException) -> None:
        super().__init__(open_archive(settings))
        self._fails_at, self._error = fails_at, error

    def note(self, who: str, what: str, *args: object, **named: object) -> None:
        if what == self._fails_at:
            raise self._error
        super().note(who, what, *args, **named)  # type: ignore[arg-type]


def _noted(acts: Acts) -> list[tuple[str, str, str]]:
    return [(act.who, act.what, act.about) for act in reversed(acts.newest())]


def _told(what: str, *ends: str) -> list[tuple[str, str, str]]:
    return [(WHO, f"{what}{end}", OWN) for end in ends]


Over = Callable[[Acts], Publisher]


@pytest.fixture
def over(publisher: Publisher, settings: Settings, real_encoder: MiniLM, server: Server) -> Over:
    """Makes a publisher of the same folder over other acts."""

    def make(acts: Acts) -> Publisher:
        undertakings = Undertakings(settings.corpus, settings.documents, acts)
        return Publisher(settings, real_encoder, undertakings, publisher.served, server)

    return make


def test_what_is_published_stands_in_the_trail_and_what_fails_as_undone(
    publisher: Publisher, server: Server, acts: Acts
) -> None:
    _add(publisher)
    server.broken = True
    with pytest.raises(RuntimeError):
        publisher.publish(OWN, WHO)
    server.broken = False
    publisher.publish(OWN, WHO)
    publisher.take_back(OWN, WHO)
    assert _noted(acts) == [
        *_told("document-published", "-begun", "-undone", "-begun", ""),
        *_told("document-taken-back", "-begun", ""),
    ]
    assert publisher.pending is None


@pytest.mark.parametrize("at", ["document-published-begun", "document-published"])
def test_nothing_is_published_whose_act_cannot_be_kept(
    at: str, publisher: Publisher, over: Over, settings: Settings, server: Server, acts: Acts
) -> None:
    _add(publisher)
    failing = over(Forgetful(settings, at, TrailError("the disk is full")))
    with pytest.raises(TrailError, match="the disk is full"):
        failing.publish(OWN, WHO)
    assert failing.shelf.ids() == ()
    assert failing.served is publisher.served
    assert not server.served or server.served[-1] is publisher.served
    assert (WHO, "document-published", OWN) not in _noted(acts)


@pytest.mark.parametrize(
    ("moment", "end", "stands"), [("begun", "-undone", False), ("changed", "", True), ("noted", "", True)]
)
def test_what_a_stop_of_the_machine_left_halfway_is_settled_at_the_next_start(
    moment: Moment,
    end: str,
    stands: bool,  # noqa: FBT001  of a table
    publisher: Publisher,
    settings: Settings,
    real_encoder: MiniLM,
    acts: Acts,
) -> None:
    _add(publisher)
    stopped_while_publishing(settings, OWN, WHO, moment)
    assert _noted(acts) == _told("document-published", "-begun", *([""] if moment == "noted" else []))
    assert publisher.pending
    opened = Publisher.opened(settings, real_encoder, acts)
    assert _noted(acts) == _told("document-published", "-begun", end)
    assert (OWN in opened.served.library.added) is stands
    assert opened.drafts.ids() == (() if stands else (OWN,))
    assert opened.pending is None
    Publisher.opened(settings, real_encoder, acts)
    assert len(acts.newest()) == 2


def test_a_document_whose_reading_is_lost_can_be_taken_back(publisher: Publisher) -> None:
    _add(publisher)
    publisher.publish(OWN, WHO)
    (publisher.shelf.folder / "files" / publisher.shelf.record(OWN).reading).write_text("{}")
    publisher.take_back(OWN, WHO)
    assert publisher.shelf.ids() == ()


# Prices


def _price(**changes: object) -> PriceRecord:
    given = {"list": BAG[0], "item": BAG[1], "amount": 7, "instead_of": 5, "reason": "a new list", "who": WHO}
    return PriceRecord.model_validate({**given, "checked": TODAY, "on": TODAY, **changes})


def test_a_price_of_staff_is_in_force_at_once_and_can_be_taken_back(
    publisher: Publisher, server: Server, acts: Acts
) -> None:
    publisher.give_price(_price())
    assert _amounts(server.served[-1]) == (70, 7, 40, 100)
    assert server.served[-1].assistant.reply("what does the home machine cost for 40 kg").to_json()["cost"][
        "total"
    ] == (70 + 12 * 7 + 2 * 40 + 100)
    publisher.give_price(_price(amount=8))
    assert _amounts(server.served[-1]) == (70, 8, 40, 100)
    publisher.take_price_back(*BAG, WHO)
    assert _amounts(server.served[-1]) == (70, 5, 40, 100)
    with pytest.raises(PriceError, match="staff gave no price"):
        publisher.take_price_back(*BAG, WHO)
    assert [what for _, what, _ in _noted(acts) if not what.endswith("-begun")] == [
        "price-given",
        "price-given",
        "price-taken-back",
    ]
    assert acts.newest()[-1].detail == "7 instead of 5, checked 2026-11-21: a new list"


def test_a_price_that_cannot_be_served_is_as_if_it_were_never_given(publisher: Publisher, server: Server) -> None:
    publisher.give_price(_price())
    server.broken = True
    for changes in (partial(publisher.give_price, _price(amount=9)), partial(publisher.take_price_back, *BAG, WHO)):
        with pytest.raises(RuntimeError):
            changes()
        assert publisher.prices.get(*BAG) == _price()


def test_no_label_changes_with_a_price(publisher: Publisher, tiny_library: Library) -> None:
    publisher.give_price(_price())
    with_price = publisher.served.library
    for use in tiny_library.uses:
        for country in (None, *COUNTRIES):
            assert labels(with_price.uses[use], country) == labels(tiny_library.uses[use], country)


def test_a_price_of_no_item_is_refused(publisher: Publisher) -> None:
    for given in (_price(list="nobody"), _price(item="nothing")):
        with pytest.raises(PriceError, match="no price list has an item"):
            publisher.give_price(given)


def _amounts(served: Served) -> tuple[int, ...]:
    return tuple(item.amount for item in served.library.costs[0].items)


# Other processes


def test_what_another_process_published_is_noticed_and_served(
    publisher: Publisher, settings: Settings, real_encoder: MiniLM, acts: Acts
) -> None:
    other = _other(publisher, settings, real_encoder, acts)
    _add(publisher)
    assert not other.stale
    publisher.publish(OWN, WHO)
    assert other.stale
    assert not publisher.stale
    other.refresh()
    assert OWN in other.served.library.added
    assert not other.stale
    before = other.served
    os.utime(settings.data / "index" / "CURRENT", (1, 1))
    assert other.stale
    other.refresh()
    assert other.served is before
    assert not other.stale


def test_an_approval_never_undoes_one_of_another_process(
    publisher: Publisher, settings: Settings, real_encoder: MiniLM, acts: Acts
) -> None:
    other = _other(publisher, settings, real_encoder, acts)
    first, *_ = publisher.served.library.faq
    publisher.reword(first.id, first.question, WHO)
    publisher.approve(first.id, "Dr A", TODAY, WHO)
    other.reword(first.id, first.question, "bob")
    kept = next(entry for entry in other.served.library.faq if entry.id == first.id)
    assert kept.approved
    assert kept.approved.who == "Dr A"
    with pytest.raises(EntryError):
        other.approve(first.id, " ", TODAY, "bob")
