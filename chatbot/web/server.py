"""The web app: every page, the chat and the JSON interface in one, served from this machine alone."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import uvicorn
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse, Response

import chatbot
from chatbot.access.sessions import Sessions
from chatbot.answering.glossary import Glossary
from chatbot.assemble import open_archive, open_encoder, record_maker
from chatbot.audit.acts import Acts
from chatbot.audit.trail import Trail
from chatbot.errors import ChatbotError
from chatbot.finding.encoding import Progress
from chatbot.knowledge.library import read_library
from chatbot.publishing import Publisher, Served
from chatbot.recording import recorded, recording
from chatbot.settings import ROOT, Settings
from chatbot.web import api, chat
from chatbot.web.bench import Bench
from chatbot.web.desk import Desk
from chatbot.web.door import Door
from chatbot.web.guard import CHAT, Guard, Message, Receive, Send, is_private
from chatbot.web.kept import KeptAnswers
from chatbot.web.limits import RateLimit
from chatbot.web.pages import about, answers, costs, faq, ready, review, runs, signing, staff, uses
from chatbot.web.pages import library as library_pages
from chatbot.web.parts import Office, Site
from chatbot.web.proxy import Proxied
from chatbot.web.render import Look
from chatbot.web.shell import Shell, serve_assets
from chatbot.web.watch import Watch

QUALITY = ROOT / "evals" / "quality.json"
"""The quality card, where the evals keep it; absent until a run was written down."""


class App:
    """The whole web app: the pages of the site in force, and one chat that outlives them."""

    def __init__(self, site: Site, rate: RateLimit | None = None) -> None:
        self._rate = rate or RateLimit()
        self._watch: Watch | None = None
        self._site, self._pages = site, make_pages(site, self._rate)
        self._chat = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        _guard(self._chat, site)
        # Outside of a running loop Gradio makes one for each of its locks, and never closes it. In a thread of its own,
        # since whoever makes the app may have a loop running.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, self._mount_chat()).result()

    def watching(self, watch: Watch) -> None:
        """Look at each request whether another process has changed the library."""
        self._watch = watch

    def serve(self, site: Site) -> None:
        """Serve another site from the next request on; conversations go on."""
        self._site, self._pages = site, make_pages(site, self._rate)

    async def _mount_chat(self) -> None:
        chat.mount(chat.build(lambda: self._site, _look(self._site), self._rate), self._chat, CHAT)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request; the chat alone has something to do when the server starts and stops."""
        if self._watch:
            self._watch.glance()
        of_chat = scope["type"] == "lifespan" or str(scope["path"]).startswith(CHAT)
        await (self._chat if of_chat else self._pages)(scope, receive, send)


def make_pages(site: Site, rate: RateLimit) -> FastAPI:
    """Put everything but the chat itself into one application."""
    shell = Shell(site.library.wording, site.version, _open(site), door=site.door is not None)
    title = site.library.wording("page.title")
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    _guard(app, site)
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

    @app.exception_handler(ChatbotError)
    def failed(request: Request, error: ChatbotError) -> Response:
        """What a person can do something about is told to who is signed in; of readers nobody can."""
        if not is_private(request.url.path):
            raise error
        return shell.page("failed", status=422, text=error.what)

    return app


def _guard(app: FastAPI, site: Site) -> None:
    """Put before an app what stands before every page; what is added last sees a request first."""
    header = site.door.sign_on_header if site.door else ""
    app.add_middleware(Guard, frame_ancestors=site.frame_ancestors)
    app.add_middleware(Proxied, trusted=site.trusted_proxies, sign_on_header=header)


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
    if site.door and site.office:
        yield from staff.pages(site, site.office, site.door, shell)


def _look(site: Site) -> Look:
    return Look(site.library.wording, Glossary(site.library.glossary), kept=site.trail is not None)


def serve(settings: Settings, progress: Progress | None = None) -> None:
    """Read the library, build the app and serve it until stopped; what staff publish is served without a restart."""
    publisher = Publisher.opened(settings, open_encoder(settings), Acts(open_archive(settings)), progress)
    served = publisher.served
    bench = Bench(settings.data / "runs")
    with recording(settings, served.library, served.assistant) as trail:
        app = make_app(settings, publisher, trail, bench)
        # The server gives a signal back once it has stopped: then this process must not end before its runs do.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        try:
            # Who the client is is read from a proxy by the app itself, which must see the proxy's own address.
            uvicorn.run(app, host=settings.host, port=settings.port, access_log=False, proxy_headers=False)
        finally:
            bench.close()


def make_app(settings: Settings, publisher: Publisher, trail: Trail | None, bench: Bench) -> App:
    """Put the whole web app together, with its door; without a trail no reply is recorded and there are no reviews."""
    archive = trail.archive if trail else open_archive(settings)
    door = Door(Sessions(archive), settings.sign_on_header)

    def made(served: Served) -> Site:
        return replace(
            _site(settings, served),
            respond=recorded(served.assistant.traced, trail, "page"),
            trail=KeptAnswers(trail) if trail else None,
            kept_days=settings.retention_days,
            door=door,
            desk=Desk(trail, bench, served.library, settings.cases) if trail else None,
            office=Office(publisher=publisher, archive=archive),
        )

    def renew(served: Served) -> None:
        if trail:
            trail.renew(partial(record_maker, settings, served.library, archive), served.assistant.reply)
        app.serve(made(served))

    app = App(made(publisher.served))
    publisher.serving(renew)
    app.watching(Watch(lambda: publisher.stale, publisher.refresh))
    return app


def read_site(settings: Settings, progress: Progress | None = None) -> Site:
    """Read the library and open what answers from it; nothing is recorded and nobody signs in."""
    library = read_library(settings.corpus, settings.documents)
    return _site(settings, Served(library, chatbot.load(settings, progress, library)))


def _site(settings: Settings, served: Served) -> Site:
    library, assistant = served
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
    records = {"costs": site.library.costs, "get-ready": site.library.checklists, "faq": site.library.faq}
    held = {name for name, some in records.items() if some}
    desk = {"review"} if site.door and site.desk else set()
    office = staff.PLACES if site.door and site.office else ()
    return frozenset({"ask", "uses", "library", "about", *held, *desk, *office})
