"""The pages of staff: what waits for them, documents, finding, frequent questions, and what was not answered."""

from collections.abc import Iterator

from fastapi import APIRouter

from chatbot.web.door import Door
from chatbot.web.pages.staff import acts, documents, finding, overview, prices, questions
from chatbot.web.parts import Office, Site
from chatbot.web.shell import Shell

PLACES = ("staff", "documents", "try", "questions", "unanswered", "due", "prices", "acts")
"""Their names in the navigation."""


def pages(site: Site, office: Office, door: Door, shell: Shell) -> Iterator[APIRouter]:
    """Yield the pages under `/staff`."""
    yield overview.pages(site, office, door, shell)
    yield documents.pages(site, office, door, shell)
    yield finding.pages(site, office, door, shell)
    yield questions.pages(site, office, door, shell)
    yield prices.pages(site, office, door, shell)
    yield acts.pages(office, door, shell)
