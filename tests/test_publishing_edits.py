"""Whatever staff do with their documents, what is answered from afterwards equals a library made afresh: no ghosts."""

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builds import collection
from drafts import Draft
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.assemble import load, open_archive
from chatbot.assistant import Assistant
from chatbot.audit.acts import Acts
from chatbot.faq import Faq, State
from chatbot.finding.encoding import MiniLM, ReadingOnce
from chatbot.knowledge.library import Library, read_library
from chatbot.knowledge.shelf import Decision
from chatbot.publishing import Change, Publisher, Served
from chatbot.settings import Settings
from chatbot.undertaking import Undertakings

TODAY = date(2026, 11, 21)
WHO = "ada"
TITLES = ("Ward leaflet", "Night notes")
IDS = ("own-ward-leaflet", "own-night-notes")
RENAMED = "own-renamed"
PARAGRAPHS = (
    "Zebras carry the hose to the machine in the very early morning.",
    "Walnuts are kept in the drawer beside the machine at home.",
    "The lamp of the machine is yellow on Mondays and on no other day.",
    "Dialysis was tried with violins in kidney failure on our own ward.",
)
STEMS = (b"zebra", b"walnut", b"yellow", b"violin")
"""A word of each, in small letters, that stands nowhere else in the library."""
SHORTER = tuple(" ".join(text.split()[:-3]) + "." for text in PARAGRAPHS)
"""The paragraphs as staff set them right: the last three words go."""
QUESTIONS = ("What carries the hose?", "Where are walnuts kept?", "When is the lamp yellow?", "Does dialysis work?")


@dataclass(frozen=True)
class Leaflet:
    """What there should be of a document: its paragraphs by number, those made shorter and those left out."""

    paragraphs: frozenset[int]
    shorter: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()

    def texts(self) -> set[str]:
        """What is answered from."""
        return {(SHORTER if n in self.shorter else PARAGRAPHS)[n] for n in self.paragraphs - self.left_out}


@dataclass(frozen=True, repr=False)
class Shared:
    """What every run of steps starts from."""

    settings: Settings
    encoder: ReadingOnce
    acts: Acts
    served: Served


@pytest.fixture(scope="module")
def shared(
    tiny_settings: Settings,
    tiny_library: Library,
    tiny_assistant: Assistant,
    real_encoder: MiniLM,
    tmp_path_factory: pytest.TempPathFactory,
) -> Shared:
    acts = Acts(open_archive(replace(tiny_settings, data=tmp_path_factory.mktemp("acts"))))
    return Shared(tiny_settings, ReadingOnce(real_encoder), acts, Served(tiny_library, tiny_assistant))


@dataclass
class Staff:
    """Staff at work over one library, with what there should be."""

    shared: Shared
    folder: Path
    drafts: dict[str, Leaflet] = field(default_factory=dict)
    published: dict[str, Leaflet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        corpus = Draft(self.shared.settings.corpus, self.folder / "corpus").folder
        self.settings = self._over(self.folder / "data", corpus)
        undertakings = Undertakings(corpus, self.settings.documents, self.shared.acts)
        self.publisher = Publisher(self.settings, self.shared.encoder, undertakings, self.shared.served)

    def _over(self, data: Path, corpus: Path) -> Settings:
        """Make a data folder that holds what was learned, and no index."""
        data.mkdir()
        (data / "learned").symlink_to(self.shared.settings.data / "learned", target_is_directory=True)
        return replace(self.shared.settings, corpus=corpus, data=data)

    @contextmanager
    def afresh(self) -> Iterator[tuple[Served, Settings]]:
        """Make the library, the index and what answers from them of the same files, as if there had been none."""
        with tempfile.TemporaryDirectory() as place:
            made = self._over(Path(place) / "data", self.settings.corpus)
            if self.settings.documents.is_dir():
                (made.data / "documents").symlink_to(self.settings.documents, target_is_directory=True)
            library = read_library(made.corpus, made.documents)
            yield Served(library, load(made, None, library, encoder=self.shared.encoder)), made

    # What staff do. Each step tells whether the library changes with it; what cannot be done is left alone.

    def write(self, which: int, what: int) -> bool:
        """Upload a document anew: with the paragraphs that the bits of a number name."""
        numbers = [n for n in range(len(PARAGRAPHS)) if what >> n & 1]
        told = {"title": TITLES[which], "publisher": "A ward", "kind": "patient-information"}
        told |= {"jurisdiction": "UK", "year": "2024", "interest": "none known"}
        text = "\n\n".join(PARAGRAPHS[n] for n in numbers)
        self.publisher.add("leaflet.txt", io.BytesIO(text.encode()), told, TODAY)
        old = self.drafts.get(IDS[which], Leaflet(frozenset()))
        self.drafts[IDS[which]] = replace(old, paragraphs=frozenset(numbers))
        return False

    def shorten_document(self, which: int, what: int) -> bool:
        """Upload what is published without one paragraph."""
        now = self.published.get(IDS[which])
        left = sum(1 << n for n in now.paragraphs - {what % len(PARAGRAPHS)}) if now else 0
        return self.write(which, left) if left else False

    def correct(self, which: int, what: int) -> bool:
        """Make a paragraph shorter, and set its uses and topics right."""
        number = what % len(PARAGRAPHS)
        if self._change(which, number, SHORTER[number], None):
            now = self.drafts[IDS[which]]
            self.drafts[IDS[which]] = replace(now, shorter=now.shorter | {number}, left_out=now.left_out - {number})
        return False

    def leave_out(self, which: int, what: int) -> bool:
        """Leave a paragraph out, in its own words."""
        number = what % len(PARAGRAPHS)
        if self._change(which, number, PARAGRAPHS[number], "leave-out"):
            now = self.drafts[IDS[which]]
            self.drafts[IDS[which]] = replace(now, shorter=now.shorter - {number}, left_out=now.left_out | {number})
        return False

    def _change(self, which: int, number: int, text: str, decision: Decision | None) -> bool:
        id_ = IDS[which]
        if id_ not in self.drafts and id_ in self.published:
            self.publisher.reopen(id_)
            self.drafts[id_] = self.published[id_]
        if number not in self.drafts.get(id_, Leaflet(frozenset())).paragraphs:
            return False
        _, judged = self.publisher.draft(id_)
        key = next(one.key for one in judged if one.piece.text == PARAGRAPHS[number])
        topics = tuple(sorted(set(self.publisher.served.library.plans) & {"cost"}))
        self.publisher.change(id_, key, Change(text, ("psoriasis",), topics, decision))
        return True

    def publish(self, which: int, _: int) -> bool:
        """Put a draft into the library."""
        if IDS[which] not in self.drafts:
            return False
        self.publisher.publish(IDS[which], WHO)
        self.published[IDS[which]] = self.drafts.pop(IDS[which])
        return True

    def take_back(self, which: int, what: int) -> bool:
        """Take a document out, also one that was renamed."""
        id_ = RENAMED if what % 2 and RENAMED in self.published else IDS[which]
        if id_ not in self.published:
            return False
        self.publisher.take_back(id_, WHO)
        del self.published[id_]
        return True

    def rename(self, which: int, _: int) -> bool:
        """Rename a document at the command line, and make the index; the page in service notices."""
        if IDS[which] not in self.published or RENAMED in self.published:
            return False
        self.publisher.shelf.rename(IDS[which], RENAMED)
        load(self.settings, encoder=self.shared.encoder)
        assert self.publisher.stale
        self.publisher.refresh()
        self.published[RENAMED] = self.published.pop(IDS[which])
        return True

    def ask(self, _: int, what: int) -> bool:
        """Ask, which fills what remembers words and texts."""
        self.publisher.served.assistant.reply(QUESTIONS[what % len(QUESTIONS)])
        return False

    def bind(self, which: int, what: int) -> bool:
        """Make a frequent question of one that a document may answer."""
        entry = self.publisher.served.library.faq[which]
        self.publisher.reword(entry.id, QUESTIONS[what % len(QUESTIONS)], WHO)
        return True


def _stored(data: Path) -> Mapping[str, Any]:
    """List all that an index holds: its name, the rows of Chroma, and the bytes of the word index."""
    folder = data / "index"
    name = (folder / "CURRENT").read_text().strip()
    with collection(folder / name / "chroma", name) as store:
        found = store.get()
    rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
    words = folder / name / "words"
    files = {str(path.relative_to(words)): path.read_bytes() for path in sorted(words.rglob("*")) if path.is_file()}
    return {"name": name, "rows": {id_: (text, about) for id_, text, about in rows}, "words": files}


def _said(served: Served, question: str) -> str:
    reply = served.assistant.reply(question).to_json()
    return json.dumps({**reply, "timings_ms": None}, sort_keys=True)


def check(staff: Staff) -> None:
    """Hold the library in force to what was published and to one made afresh of the same files."""
    served, data = staff.publisher.served, staff.settings.data
    wanted = {text for leaflet in staff.published.values() for text in leaflet.texts()}
    assert {passage.text for passage in served.library.passages if passage.record in served.library.added} == wanted
    assert sorted(served.library.added) == sorted(staff.published)
    with staff.afresh() as (fresh, made):
        assert served.library.fingerprint == fresh.library.fingerprint
        assert served.library.passages == fresh.library.passages
        assert _stored(data) == _stored(made.data)
        for question in QUESTIONS:
            assert _said(served, question) == _said(fresh, question)
        for entry in served.library.faq:
            state = Faq(served.library).state(entry, served.assistant.reply(entry.question))
            assert state == Faq(fresh.library).state(entry, fresh.assistant.reply(entry.question))
            known = {passage.id for passage in served.library.passages}
            assert state is State.STALE or (entry.bound and known.issuperset(entry.bound.passages))
    held = b"".join(path.read_bytes() for path in (data / "index").rglob("*") if path.is_file()).lower()
    said = " ".join(wanted).casefold().encode()
    assert [stem for stem in STEMS if stem in held and stem not in said] == []


STEPS = (
    Staff.write,
    Staff.publish,
    Staff.correct,
    Staff.publish,
    Staff.take_back,
    Staff.shorten_document,
    Staff.leave_out,
    Staff.rename,
    Staff.ask,
    Staff.bind,
)
EVERY = (1 << len(PARAGRAPHS)) - 1


@given(
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(1, EVERY)), min_size=3, max_size=7)
)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_after_whatever_staff_do_nothing_stale_is_answered_from(steps: list[Any], shared: Shared) -> None:
    with tempfile.TemporaryDirectory() as place:
        staff = Staff(shared, Path(place))
        staff.write(0, EVERY)
        staff.publish(0, 0)
        for step, which, what in steps:
            if step(staff, which, what):
                check(staff)


def test_a_check_sees_a_ghost(shared: Shared, tmp_path: Path) -> None:
    """What is served is left as it was although a document was taken back: the check must tell."""
    staff = Staff(shared, tmp_path)
    staff.write(0, EVERY)
    staff.publish(0, 0)
    check(staff)
    before = staff.publisher.served
    staff.take_back(0, 0)
    check(staff)
    staff.publisher.served = before
    with pytest.raises(AssertionError):
        check(staff)
