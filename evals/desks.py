"""A whole app in a folder of its own, with something on every page that people sign in for: to take pictures of."""

import io
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from chatbot.access.accounts import Accounts, Role
from chatbot.assemble import open_archive, open_encoder
from chatbot.audit.acts import Acts
from chatbot.audit.archive import Filter
from chatbot.knowledge.own_prices import PriceRecord
from chatbot.publishing import Publisher
from chatbot.recording import recording
from chatbot.settings import Settings
from chatbot.web.bench import Bench
from chatbot.web.server import App, make_app

WHO, PASSWORD = "pictures", "only in this folder, for pictures"
TOLD = {
    "title": "A visit to our infusion ward",
    "publisher": "Example Hospital",
    "kind": "patient-information",
    "jurisdiction": "UK",
    "year": "2025",
    "interest": "none known",
}
LEAFLET = """# A visit to our infusion ward

## Before you come

Bring the letter with the date of the visit. Drink water on the way.

## On the day

The nurse takes the temperature before the drip starts. Tell the nurse at once when you feel unwell.
"""
ALL_DAY = "Visitors park behind the ward. A parking place costs four pounds for the whole day.\n"
NOT_HELD = ("What colour is the helicopter of Norway?", "Who won the cup in 1966?")


@dataclass(frozen=True)
class Desks:
    """The app, and the pages for whoever is signed in, by the names of their pictures."""

    app: App
    pages: Mapping[str, str]


@contextmanager
def desks(settings: Settings, folder: Path) -> Iterator[Desks]:
    """Open an app over the settings' library, with a data folder inside of this one; nothing else is changed."""
    chosen = replace(settings, data=folder / "data", trail=True, database_url="", audit_key="")
    chosen.data.mkdir(parents=True)
    for name in ("index", "learned", "model"):
        if (settings.data / name).is_dir():
            shutil.copytree(settings.data / name, chosen.data / name)
    archive = open_archive(chosen)
    Accounts(archive).add(WHO, Role.ADMIN, PASSWORD)
    publisher = Publisher.opened(chosen, open_encoder(chosen), Acts(archive))
    with recording(chosen, publisher.served.library, publisher.served.assistant) as trail:
        assert trail
        bench = Bench(folder / "runs")
        app = make_app(chosen, publisher, trail, bench)
        pages = _filled(publisher)
        library, assistant = publisher.served
        for question in (*library.wording.under("examples").values(), *NOT_HELD):
            trail.record(assistant.traced(question)).result()
        answer = trail.archive.list(Filter())[-1].number
        yield Desks(app, pages | {"review-answer": f"review/answers/{answer}"})
        bench.close()


def _filled(publisher: Publisher) -> dict[str, str]:
    """Put something on the pages of staff, and name them all."""
    today = datetime.now(UTC).date()
    held = publisher.add("visit.md", io.BytesIO(LEAFLET.encode()), TOLD, today).id
    publisher.publish(held, WHO)
    draft = publisher.add("parking.txt", io.BytesIO(ALL_DAY.encode()), {**TOLD, "title": "Parking"}, today).id
    passage = publisher.draft(draft)[1][0].key
    names = ("documents", "documents/add", "try", "questions", "unanswered", "due", "prices", "acts")
    pages = {"staff": "staff"} | {f"staff-{name.replace('/', '-')}": f"staff/{name}" for name in names}
    pages |= {"staff-document": f"staff/documents/{held}", "staff-draft": f"staff/drafts/{draft}"}
    pages |= {"staff-passage": f"staff/drafts/{draft}/{passage}"}
    library = publisher.served.library
    pages |= {"staff-found": f"staff/try?q={library.wording('examples.1')}", "staff-acts-wrong": "staff/acts?day=soon"}
    if library.faq:
        pages |= {"staff-question": f"staff/questions/{library.faq[0].id}"}
    for prices in library.lists[:1]:
        item = prices.items[-1]
        price = PriceRecord(
            list=prices.id,
            item=item.id,
            amount=item.amount + 150,
            instead_of=item.amount,
            checked=today,
            reason="A new price list came with the seller's letter.",
            who=WHO,
            on=today,
        )
        publisher.give_price(price)
        pages |= {"staff-price": f"staff/prices/{prices.id}/{item.id}"}
    return pages | {"review": "review", "review-runs": "review/runs"}
