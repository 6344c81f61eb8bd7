"""Serves the page from this machine alone; the browser is told to load and call nothing else."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from fastapi import FastAPI

import chatbot
from chatbot.finding.encoding import Progress
from chatbot.knowledge.library import read_library
from chatbot.settings import Settings
from chatbot.web.page import Blocks, build, mount

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Served = Callable[[Message, Receive, Send], Awaitable[None]]

# Gradio's own page needs inline code and eval; what it may load and call is this server alone.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
DOORS = ("upload", "proxy=", "process_recording", "deep_link", "runs")
CLOSED = tuple(f"/gradio_api/{door}" for door in DOORS)
"""Doors of Gradio that this page has no use for: files, other servers, recordings, saved pages and runs."""


class OwnGround:
    """Tells the browser to stay on this server, and shuts the doors that the page does not use."""

    def __init__(self, app: Served) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        if str(scope["path"]).startswith(CLOSED):
            await _not_found(with_headers)
            return
        await self._app(scope, receive, with_headers)


def make_app(page: Blocks) -> FastAPI:
    """Put the page into a web application."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(OwnGround)
    mount(page, app)
    return app


def serve(settings: Settings, progress: Progress | None = None) -> None:
    """Read the library, build the page and serve it until stopped."""
    assistant = chatbot.load(settings, progress)
    library = read_library(settings.corpus, settings.documents)
    page = build(assistant.reply, library.wording, library.glossary, settings.country)
    uvicorn.run(make_app(page), host=settings.host, port=settings.port, access_log=False)


async def _not_found(send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"not found"})
