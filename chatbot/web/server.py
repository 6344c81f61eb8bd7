"""The web app: every page, the chat and the JSON interface in one, served from this machine alone."""

from collections.abc import Iterator
from dataclasses import replace

import uvicorn
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse, Response

import chatbot
from chatbot.access.sessions import Sessions
from chatbot.answering.glossary import Glossary
from chatbot.assemble import open_archive
from chatbot.assistant import Assistant
from chatbot.finding.encoding import Progress
from chatbot.knowledge.library import Library, read_library
from chatbot.recording import recorded, recording
from chatbot.settings import ROOT, Settings
from chatbot.web import api, chat
from chatbot.web.bench import Bench
from chatbot.web.desk import Desk
from chatbot.web.door import Door
from chatbot.web.guard import CHAT, Guard
from chatbot.web.kept import KeptAnswers
from chatbot.web.limits import RateLimit
from chatbot.web.pages import about, answers, costs, faq, ready, review, runs, signing, uses
from chatbot.web.pages import library as library_pages
from chatbot.web.parts import Site
from chatbot.web.proxy import Proxied
from chatbot.web.render import Look
from chatbot.web.shell import Shell, serve_assets

QUALITY = ROOT / "evals" / "quality.json"
"""The quality card, where the evals keep it; absent until a run was written down."""


def make_app(site: Site, rate: RateLimit | None = None) -> FastAPI:
    """Put every page and the chat into one application."""
    limit, look = rate or RateLimit(), _look(site)
    app = make_pages(site, limit)
    chat.mount(chat.build(site, look, limit), app, CHAT)
    return app


def make_pages(site: Site, rate: RateLimit) -> FastAPI:
    """Put everything but the chat itself into one application."""
    shell = Shell(site.library.wording, site.version, _open(site), door=site.door is not None)
    title = site.library.wording("page.title")
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.add_middleware(Guard, frame_ancestors=site.frame_ancestors)
    header = site.door.sign_on_header if site.door else ""
    app.add_middleware(Proxied, trusted=site.trusted_proxies, sign_on_header=header)  # the outermost
    script, style = chat.entry()

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    def ask() -> HTMLResponse:
        return shell.page("ask", "ask", chat=CHAT, script=script, style=style)

    for page in _pages(site, shell):
        app.include_router(page, include_in_schema=False)
    app.include_router(api.routes(site, shell, rate))
    serve_assets(app)
    chat.serve_assets(app)

    @app.exception_handler(404)
    async def missing(request: Request, error: HTTPException) -> Response:
        """A page for people, JSON for programs."""
        if request.url.path.startswith("/api/"):
            return await http_exception_handler(request, error)
        return shell.page("missing", status=404)

    @app.exception_handler(403)
    def refused(request: Request, error: HTTPException) -> Response:  # noqa: ARG001
        """For who is signed in as somebody else, or sent a form that is not ours."""
        return shell.page("refused", status=403)

    return app


def _pages(site: Site, shell: Shell) -> Iterator[APIRouter]:
    """The pages that have content."""
    yield uses.pages(site, shell)
    yield library_pages.pages(site, shell)
    yield about.pages(site, shell)
    if site.library.costs:
        yield costs.pages(site, shell)
    if site.library.checklists:
        yield ready.pages(site, shell)
    if site.library.faq:
        yield faq.pages(site, shell, _look(site))
    if site.trail:
        yield answers.pages(site, shell, _look(site))
    if site.door:
        yield signing.pages(site.door, shell)
    if site.door and site.desk:
        yield review.pages(site.desk, site.door, shell)
        yield runs.pages(site.desk, site.door, shell)


def _look(site: Site) -> Look:
    return Look(site.library.wording, Glossary(site.library.glossary), kept=site.trail is not None)


def serve(settings: Settings, progress: Progress | None = None) -> None:
    """Read the library, build the app and serve it until stopped."""
    assistant, library = _opened(settings, progress)
    with recording(settings, library, assistant) as trail:
        site = replace(
            _site(settings, assistant, library),
            respond=recorded(assistant.traced, trail, "page"),
            trail=KeptAnswers(trail) if trail else None,
            door=Door(Sessions(trail.archive if trail else open_archive(settings)), settings.sign_on_header),
            desk=Desk(trail, Bench(settings.data / "runs"), library, settings.cases) if trail else None,
        )
        # Who the client is is read from a proxy by the app itself, which must see the proxy's own address.
        uvicorn.run(make_app(site), host=settings.host, port=settings.port, access_log=False, proxy_headers=False)
        if site.desk:
            site.desk.bench.close()


def read_site(settings: Settings, progress: Progress | None = None) -> Site:
    """Read the library and open what answers from it; nothing is recorded."""
    return _site(settings, *_opened(settings, progress))


def _opened(settings: Settings, progress: Progress | None) -> tuple[Assistant, Library]:
    library = read_library(settings.corpus, settings.documents)
    return chatbot.load(settings, progress, library), library


def _site(settings: Settings, assistant: Assistant, library: Library) -> Site:
    first = assistant.reply(library.wording("page.title"))  # warms the model up, and tells the version
    return Site(
        respond=assistant.reply,
        preview=assistant.reply,
        library=library,
        version=first.stamp.library_version,
        country=settings.country,
        frame_ancestors=settings.frame_ancestors,
        quality=QUALITY,
        trusted_proxies=settings.trusted_proxies,
    )


def _open(site: Site) -> frozenset[str]:
    """The places that have content."""
    held = {"costs": site.library.costs, "get-ready": site.library.checklists, "faq": site.library.faq}
    desk = {"review"} if site.door and site.desk else set()
    return frozenset({"ask", "uses", "library", "about"} | {name for name, records in held.items() if records} | desk)
