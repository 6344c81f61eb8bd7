"""A change of what is answered from, and its act in the trail, as one: neither stands without the other.

A change goes this way, while no other process changes anything:

    1. what is to be done is written down in the folder of staff's documents, and noted in the trail as begun
    2. it is done
    3. it is noted in the trail as done, and what was written down is deleted

What fails in between is undone and noted as such. What a stop of the machine left in between is settled by the next who
opens the library or changes it: it is noted as done where the change stands, and as undone where it does not. Each note
has an id of its own, so that settling twice notes nothing twice.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import NamedTuple
from uuid import UUID, uuid4, uuid5

from filelock import FileLock, Timeout

from chatbot.audit.acts import Acts, What
from chatbot.errors import DocumentError, TrailError
from chatbot.knowledge.files import read_files, write_whole
from chatbot.knowledge.own_prices import PriceFolder
from chatbot.knowledge.records import Record
from chatbot.knowledge.shelf import Shelf

FILE = "UNDERTAKEN.json"
BEGUN, DONE, UNDONE = "-begun", "", "-undone"
"""What the name of an act ends with."""
PATIENCE = 600
"""Seconds to wait for another process to be done with its change."""


class Undertaking(Record):
    """One change that somebody began."""

    id: str
    who: str
    what: What
    about: str
    """The id of a document, price or entry."""
    detail: str
    wanted: str
    """The fingerprint of what is to stand afterwards, as `Standing` tells it; empty for nothing."""


class Settled(NamedTuple):
    """A change that was stopped halfway, and whether it stands."""

    undertaking: Undertaking
    done: bool


class Standing:
    """Tells what stands now of all that can be changed."""

    def __init__(self, corpus: Path, documents: Path) -> None:
        self._corpus = corpus
        self._shelf = Shelf(documents)
        self._prices = PriceFolder(documents)

    def __call__(self, what: What, about: str) -> str:
        """Return the fingerprint of a record, by the change that it is about; empty where there is none."""
        match what:
            case What.DOCUMENT_PUBLISHED | What.DOCUMENT_TAKEN_BACK:
                return fingerprint(self._shelf.record(about)) if about in self._shelf.ids() else ""
            case What.PRICE_GIVEN | What.PRICE_TAKEN_BACK:
                list_, _, item = about.partition(".")
                return fingerprint(self._prices.get(list_, item))
            case What.FAQ_APPROVED | What.FAQ_CHANGED:
                rows, _ = read_files(self._corpus, "faq")
                return fingerprint(next((row.record for row in rows if row.record.key == about), None))
            case _:
                raise ValueError(f"{what} is no change of what is answered from")


def fingerprint(record: Record | None) -> str:
    """Return the fingerprint of a record; empty for none."""
    return hashlib.sha256(record.model_dump_json().encode()).hexdigest()[:16] if record else ""


class Undertakings:
    """Keeps changes and their acts together, over one folder of staff's documents."""

    def __init__(self, corpus: Path, documents: Path, acts: Acts) -> None:
        self._folder = documents
        self._standing = Standing(corpus, documents)
        self._acts = acts
        self._here = RLock()
        self._everywhere = FileLock(documents / "CHANGING", timeout=PATIENCE)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other change out, of this process and of others; raise DocumentError where that takes too long."""
        with self._here:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._everywhere.acquire()
            except Timeout as error:
                raise DocumentError("somebody else has been publishing for ten minutes; try again later") from error
            except OSError as error:
                raise DocumentError(f"{self._folder} cannot be written ({error}); nothing was changed") from error
            try:
                yield
            finally:
                self._everywhere.release()

    @contextmanager
    def undertake(
        self, what: What, about: str, who: str, *, wanted: str = "", detail: str = ""
    ) -> Iterator[Callable[[], None]]:
        """Make a change alone, with its act: `wanted` is the fingerprint of what will stand; empty for nothing.

        What this gives is called when the change is made, and raises TrailError where that cannot be noted. Whatever is
        raised inside must leave everything as it was; it is noted that the change was undone.
        """
        with self.alone():
            self.settle()
            one = Undertaking(id=uuid4().hex, who=who, what=what, about=about, detail=detail, wanted=wanted)
            self._begin(one)
            try:
                yield lambda: self._end(one, DONE)
            except BaseException:
                with suppress(TrailError):  # what went wrong is what is told; settling notes this later
                    self._end(one, UNDONE)
                raise

    def pending(self) -> Undertaking | None:
        """Return a change that was begun and is not over; None where there is none."""
        try:
            return Undertaking.model_validate_json((self._folder / FILE).read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            what = f"{self._folder / FILE} cannot be read ({type(error).__name__})"
            raise DocumentError(f"{what}; look at what was published last, and delete that file") from error

    def settle(self) -> Settled | None:
        """Bring a change to its end that was stopped halfway; call it alone. Return None where there is none."""
        one = self.pending()
        if one is None:
            return None
        stands = self._standing(one.what, one.about) == one.wanted
        self._note(one, BEGUN)
        self._end(one, DONE if stands else UNDONE)
        return Settled(one, stands)

    def _begin(self, one: Undertaking) -> None:
        try:
            write_whole(self._folder / FILE, one.model_dump_json(indent=1).encode())
        except OSError as error:
            raise DocumentError(f"{self._folder} cannot be written ({error}); nothing was changed") from error
        try:
            self._note(one, BEGUN)
        except BaseException:
            self._forget()
            raise

    def _end(self, one: Undertaking, stage: str) -> None:
        self._note(one, stage)
        self._forget()

    def _note(self, one: Undertaking, stage: str) -> None:
        self._acts.note(one.who, f"{one.what}{stage}", one.about, one.detail, uid=uuid5(UUID(one.id), stage).hex)

    def _forget(self) -> None:
        with suppress(OSError):  # settling notes the same again, which is kept once
            (self._folder / FILE).unlink(missing_ok=True)
