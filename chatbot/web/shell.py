"""The frame that every page shares: one layout, the navigation, the fixed words and the files they load."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person
from chatbot.knowledge.wording import Wording, day
from chatbot.undertaking import BEGUN, UNDONE
from chatbot.web.labels import badge, meter, rows
from chatbot.web.sources import page_link

HERE = Path(__file__).parent
TEMPLATES, STATIC = HERE / "templates", HERE / "static"
PLACES: Mapping[str, str] = {
    "ask": "/",
    "uses": "/uses",
    "costs": "/costs",
    "get-ready": "/get-ready",
    "library": "/library",
    "faq": "/faq",
    "about": "/about",
}
"""The pages of the navigation and where they stand, in the order in which they are shown."""


DESKS: Mapping[Role, Mapping[str, str]] = {
    Role.STAFF: {
        "staff": "/staff",
        "documents": "/staff/documents",
        "try": "/staff/try",
        "questions": "/staff/questions",
        "unanswered": "/staff/unanswered",
        "due": "/staff/due",
        "prices": "/staff/prices",
    },
    Role.REVIEWER: {"review": "/review"},
    Role.ADMIN: {"acts": "/staff/acts"},
}
"""The places of those who are signed in, by the role that they are for; their words are under `staff.nav`."""


@dataclass(frozen=True)
class Shell:
    """Makes whole pages from templates.

    A template gets `wording`, `here` (the name of its place in the navigation) and what it is given; whatever is
    printed is escaped. A value that a template names and does not get is an error.
    """

    wording: Wording
    version: str
    """Of the library, as the footer tells it."""
    open: frozenset[str]
    """Which places have content; no other is linked."""
    door: bool = False
    """Whether there are pages to sign in for."""

    def page(self, template: str, here: str = "", *, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page from `templates/<template>.html`."""
        html = self._environment.get_template(f"{template}.html").render(here=here, **values)
        return HTMLResponse(html, status_code=status)

    def _desk_of(self, person: Person) -> Mapping[str, str]:
        """The places of somebody signed in that are there."""
        mine = [places for role, places in DESKS.items() if person.may(role)]
        return {name: path for places in mine for name, path in places.items() if name in self.open}

    def _deed(self, what: str) -> str:
        """Name an act in words; one of another version of the program as it is kept."""
        for end in (BEGUN, UNDONE):
            if what.endswith(end):
                return self.wording(f"staff.act_{end.strip('-')}", what=self._deed(what.removesuffix(end)))
        return self.wording.get(f"staff.act.{what}") or what

    @cached_property
    def _environment(self) -> Environment:
        made = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        helpers: dict[str, Callable[..., str]] = {
            "wording": self.wording,
            "asset": asset,
            "day": day,
            "badge": lambda name: badge(name, self.wording),
            "meter": lambda level: meter(level, self.wording),
            "deed": self._deed,
            "page_link": page_link,
            "spelt": spelt,
            "label_rows": lambda labels: rows(labels, self.wording),
        }
        made.globals |= helpers
        made.globals |= {"desk_of": self._desk_of, "door": self.door}
        made.globals |= {"version": self.version, "places": {n: p for n, p in PLACES.items() if n in self.open}}
        return made


def spelt(name: str) -> str:
    """Write the name of a topic as words."""
    return name.replace("-", " ").capitalize()


def asset(name: str) -> str:
    """Return the address of a file that pages load; it changes with the file, so that it may be kept for long."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def serve_assets(app: FastAPI) -> None:
    """Serve the files that pages load."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
