"""The door to the pages that people sign in for: who is there, what they may see, and forms that only they can send.

A page of staff or reviewers is written like this:

    @router.get("/staff/things")
    def things(person: Annotated[Person, Depends(door.signed_in(Role.STAFF))]) -> HTMLResponse:
        return shell.page("things", "things", person=person, ...)

    @router.post("/staff/things")
    def change(sent: Annotated[Sent, Depends(door.sent(Role.STAFF))]) -> Response:
        sent.person, sent["title"], sent.file("file")
        return see("/staff/things")

Its template extends `signed_in.html`, which needs `person`. Each of its forms that change something is sent by POST and
holds `<input type="hidden" name="csrf" value="{{ person.csrf }}">`. An admin may see everything. Who is not signed in
is sent to /sign-in and comes back; another role gets a page with status 403.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import PurePosixPath
from typing import Annotated, BinaryIO
from urllib.parse import quote, urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.datastructures import FormData
from fastapi.responses import RedirectResponse

from chatbot.access.accounts import Role
from chatbot.access.sessions import Person, Sessions
from chatbot.web.guard import is_private

SIGN_IN = "/sign-in"
MOST_FIELDS = 400
HOME = {Role.STAFF: "/staff", Role.REVIEWER: "/review", Role.ADMIN: "/staff"}
"""Where each role begins."""


class Uploaded:
    """A file that came with a form."""

    def __init__(self, name: str, content: BinaryIO) -> None:
        self.name = PurePosixPath(name.replace("\\", "/")).name
        """Without any folder; whatever else it holds is for whoever uses it to check."""
        self.content = content


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that a signed-in person sent from a page of this site."""

    person: Person
    form: FormData

    def __getitem__(self, name: str) -> str:
        """Return a field; an empty text where it was not sent."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def all(self, name: str) -> list[str]:
        """Return every value of a field that may be sent several times."""
        return [value for value in self.form.getlist(name) if isinstance(value, str) and value]

    def file(self, name: str) -> Uploaded | None:
        """Return a file; None where none was chosen. It is gone when the answer is sent."""
        value = self.form.get(name)
        return (
            None
            if value is None or isinstance(value, str) or not value.filename
            else Uploaded(value.filename, value.file)
        )


@dataclass(frozen=True)
class Door:
    """Lets people in."""

    sessions: Sessions
    sign_on_header: str = ""
    """Names who signed on with the proxy; whoever is no trusted proxy cannot send it, see `chatbot.web.proxy`."""

    def person(self, request: Request) -> Person | None:
        """Return who sent a request; None for nobody known."""
        token = request.cookies.get(cookie(request), "")
        found = self.sessions.person(token) if token else None
        named = self.named(request)
        return None if named and found and found.name != named else found

    def named(self, request: Request) -> str:
        """Return the name under which somebody signed on with a trusted proxy; empty for nobody."""
        return request.headers.get(self.sign_on_header, "").strip().casefold() if self.sign_on_header else ""

    def signed_in(self, role: Role) -> Callable[[Request], Person]:
        """Return a dependency that gives the person, who may do what the role is for."""

        def inside(request: Request) -> Person:
            found = self.person(request)
            if found is None:
                raise HTTPException(303, headers={"location": f"{SIGN_IN}?next={quote(request.url.path)}"})
            if not found.may(role):
                raise HTTPException(403)
            return found

        return inside

    def sent(self, role: Role) -> Callable[..., AsyncIterator[Sent]]:
        """Return a dependency that gives a form; it is read only once it is known who sends it."""
        inside = self.signed_in(role)

        async def read(request: Request, person: Annotated[Person, Depends(inside)]) -> AsyncIterator[Sent]:
            async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
                given = form.get("csrf")
                if not isinstance(given, str) or not compare_digest(given.encode(), person.csrf.encode()):
                    raise HTTPException(403)
                yield Sent(person, form)

        return read


def own_form(request: Request) -> None:
    """Refuse, with status 403, a form that was sent from another site; for forms of people not yet signed in."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site not in {None, "same-origin", "none"}:
        raise HTTPException(403)
    if site is None and origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403)


def see(path: str) -> RedirectResponse:
    """Return the answer to a form that was taken: the browser goes to a page and may load that again."""
    return RedirectResponse(path, 303)


def inner(path: str, otherwise: str) -> str:
    """Return the path to go on to after signing in, if it is one of the pages that need that."""
    ours = is_private(path) and not path.startswith(("/sign-in", "/sign-out"))
    return path if ours and "//" not in path and "\\" not in path else otherwise


def cookie(request: Request) -> str:
    """Return the name of the cookie; over https one that the browser takes from this very host alone."""
    return "__Host-session" if request.url.scheme == "https" else "session"
