"""A clinic's whole app over a copy of the tiny library, its people, and what they send."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response
from playwright.sync_api import Page

from chatbot.access.accounts import Accounts, Role
from chatbot.assemble import open_archive
from chatbot.assistant import Assistant
from chatbot.audit.acts import Acts
from chatbot.finding.encoding import Encoder
from chatbot.knowledge.library import Library, read_library
from chatbot.publishing import Publisher, Served
from chatbot.recording import recording
from chatbot.settings import Settings
from chatbot.undertaking import Undertakings
from chatbot.web.bench import Bench
from chatbot.web.server import App, make_app

GOOD = "a quiet green river"
TOLD = {
    "title": "Parking at the ward",
    "publisher": "North ward",
    "kind": "patient-information",
    "jurisdiction": "UK",
    "year": "2024",
    "interest": "none known",
}
"""What staff tell of a document, and below what it says, a question that it answers, and its id."""
TEXT = "Families park behind the dialysis ward in the blue car park."
ASKED = "Where do families park at the dialysis ward?"
OWN = "own-parking-at-the-ward"


@dataclass(frozen=True)
class Clinic:
    """A clinic's whole app over a copy of the tiny library, with a member of staff, a reviewer and an admin."""

    app: App
    settings: Settings
    library: Library

    def words(self, name: str, /, **values: object) -> str:
        return self.library.wording(name, **values)


@contextmanager
def opened_clinic(folder: Path, like: Settings, assistant: Assistant, encoder: Encoder) -> Iterator[Clinic]:
    """Open a clinic in a folder, over copies of the settings' corpus and data."""
    shutil.copytree(like.corpus, folder / "corpus")
    shutil.copytree(like.data, folder / "data")
    settings = replace(like, corpus=folder / "corpus", data=folder / "data", ocr=True)
    library = read_library(settings.corpus, settings.documents)
    archive = open_archive(settings)
    for name, role in (("ada", Role.STAFF), ("rob", Role.REVIEWER), ("eve", Role.ADMIN)):
        Accounts(archive).add(name, role, GOOD)
    with recording(settings, library, assistant) as trail:
        bench = Bench(folder / "runs")
        undertakings = Undertakings(settings.corpus, settings.documents, Acts(archive))
        publisher = Publisher(settings, encoder, undertakings, Served(library, assistant))
        yield Clinic(make_app(settings, publisher, trail, bench), settings, library)
        bench.close()


def signed_in(clinic: Clinic, name: str = "ada") -> TestClient:
    browser = TestClient(clinic.app, base_url="http://127.0.0.1")
    browser.post("/sign-in", data={"name": name, "password": GOOD})
    return browser


def send(browser: TestClient, page: str, path: str, **data: Any) -> Response:
    """Send a form with what the page gives it."""
    found = re.search(r'name="csrf" value="(\w+)"', browser.get(page).text)
    assert found, page
    files = data.pop("files", None)
    return browser.post(path, data={"csrf": found[1], **data}, files=files)


def signs_in(page: Page, clinic: Clinic, address: str, name: str = "ada") -> None:
    """Open a page in a browser and sign in on the way."""
    page.goto(address)
    page.get_by_label(clinic.words("staff.sign_in.name")).fill(name)
    page.get_by_label(clinic.words("staff.sign_in.password")).fill(GOOD)
    page.get_by_role("button", name=clinic.words("staff.sign_in.send")).click()
    page.wait_for_url(address)
