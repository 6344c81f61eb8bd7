"""A change and its act: what is refused, what two have to wait for, and what cannot be read."""

from pathlib import Path
from threading import Event, Thread

import pytest

from chatbot.audit.acts import Acts, What
from chatbot.audit.archive import Archive
from chatbot.audit.chain import Chain
from chatbot.audit.database import Database, database_url
from chatbot.errors import DocumentError
from chatbot.undertaking import FILE, Standing, Undertakings

WHO = "ada"


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    return Acts(Archive(Database(database_url("", tmp_path / "audit")), Chain(b"a key of the tests"), str))


@pytest.fixture
def undertakings(tmp_path: Path, tiny_corpus: Path, acts: Acts) -> Undertakings:
    return Undertakings(tiny_corpus, tmp_path / "documents", acts)


def _named(acts: Acts) -> list[str]:
    return [act.what for act in reversed(acts.newest())]


def test_a_change_is_noted_when_it_begins_and_when_it_is_done(undertakings: Undertakings, acts: Acts) -> None:
    with undertakings.undertake(What.PRICE_GIVEN, "a.b", WHO, detail="5") as done:
        assert _named(acts) == ["price-given-begun"]
        assert undertakings.pending()
        done()
    assert _named(acts) == ["price-given-begun", "price-given"]
    assert undertakings.pending() is None
    assert {(act.who, act.about, act.detail) for act in acts.newest()} == {(WHO, "a.b", "5")}


def test_what_fails_is_noted_as_undone(undertakings: Undertakings, acts: Acts) -> None:
    with pytest.raises(LookupError), undertakings.undertake(What.PRICE_GIVEN, "a.b", WHO):
        raise LookupError
    assert _named(acts) == ["price-given-begun", "price-given-undone"]
    assert undertakings.pending() is None


def test_one_change_waits_for_the_other(
    tmp_path: Path, tiny_corpus: Path, undertakings: Undertakings, acts: Acts
) -> None:
    """Also for one of another process, which holds the same file."""
    others = Undertakings(tiny_corpus, tmp_path / "documents", acts)
    order: list[str] = []
    inside = Event()

    def other() -> None:
        inside.wait()
        with others.alone():
            order.append("second")

    thread = Thread(target=other)
    thread.start()
    with undertakings.alone(), undertakings.alone():
        inside.set()
        thread.join(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_note_that_cannot_be_read_stops_every_change(tmp_path: Path, undertakings: Undertakings, acts: Acts) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / FILE).write_text("{}")
    with (
        pytest.raises(DocumentError, match="cannot be read"),
        undertakings.undertake(What.PRICE_GIVEN, "a.b", WHO),
    ):
        raise AssertionError("begun")
    assert _named(acts) == []


def test_what_is_no_change_of_answers_stands_nowhere(tiny_corpus: Path, tmp_path: Path) -> None:
    standing = Standing(tiny_corpus, tmp_path)
    with pytest.raises(ValueError, match="is no change"):
        standing(What.SIGN_IN, "ada")
    assert standing(What.DOCUMENT_PUBLISHED, "own-nothing") == ""
    assert standing(What.PRICE_GIVEN, "a.b") == ""
    assert standing(What.FAQ_APPROVED, "nothing") == ""
    assert standing(What.FAQ_APPROVED, "what-is-dialysis")
