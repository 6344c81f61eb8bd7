"""What stands before every page: headers that keep the browser on this server, closed doors, the size of requests."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from chatbot.web.limits import MOST_BYTES

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Served = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

CHAT = "/chat"
"""Where Gradio is mounted."""
ASK = "/"
"""The one page that Gradio runs on."""

PLAIN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'"
)
# Gradio makes functions from text and sets styles on elements; it needs no inline script and no other server.
WITH_GRADIO = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
ALWAYS: Headers = [
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
FOR_LONG = b"public, max-age=31536000, immutable"
DOORS = ("upload", "proxy=", "process_recording", "deep_link", "runs", "file=", "stream", "component_server", "vibe")
CLOSED = tuple(f"{CHAT}/gradio_api/{door}" for door in DOORS)
"""Doors of Gradio that this page has no use for: files, other servers, recordings, saved pages and runs."""


class Guard:
    """Tells the browser to stay on this server, shuts what is not used, and refuses what is too large."""

    def __init__(self, app: Served, frame_ancestors: Sequence[str] = ()) -> None:
        self._app = app
        ancestors = " ".join(["'self'", *frame_ancestors])
        self._policies = {
            plain: f"{policy}; frame-ancestors {ancestors}".encode()
            for plain, policy in ((True, PLAIN), (False, WITH_GRADIO))
        }

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._headers(message.get("headers", ()), path, scope)
            await send(message)

        if path.startswith(CLOSED) or path.rstrip("/") == CHAT:
            await _end(with_headers, 404, b"not found")
        elif _announced(scope) > MOST_BYTES:
            await _end(with_headers, 413, b"too large")
        else:
            await self._app(scope, _Counted(receive), with_headers)

    def _headers(self, given: Sequence[tuple[bytes, bytes]], path: str, scope: Message) -> Headers:
        policy = (b"content-security-policy", self._policies[path != ASK])
        kept = [(name, _strict(value) if name.lower() == b"set-cookie" else value) for name, value in given]
        if path.startswith("/assets/") or (path.startswith("/static/") and scope["query_string"]):
            kept.append((b"cache-control", FOR_LONG))
        return [*kept, policy, *ALWAYS]


class _Counted:
    """Receives a request whose length was not announced, and cuts it off where it becomes too long."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._read = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        return message if self._read <= MOST_BYTES else {"type": "http.disconnect"}


def _announced(scope: Message) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if lengths and lengths[0].isdigit() else 0


def _strict(cookie: bytes) -> bytes:
    """A cookie goes nowhere but to this site, and no script reads it."""
    parts = [part.strip() for part in cookie.split(b";")]
    kept = [part for part in parts if not part.lower().startswith((b"samesite", b"httponly"))]
    return b"; ".join([*kept, b"HttpOnly", b"SameSite=Strict"])


async def _end(send: Send, status: int, text: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": text})
