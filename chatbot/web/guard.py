"""What stands before every page: headers that keep the browser on this server, closed doors, the size of requests."""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from chatbot.web.limits import MOST_BYTES, MOST_UPLOADED

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Served = Callable[[Message, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

CHAT = "/chat"
"""Where Gradio is mounted."""
ASK = "/"
"""The one page that Gradio runs on."""

PRIVATE = ("/staff", "/review", "/sign-in", "/sign-out")
"""Where people sign in and what they see then: kept by no browser and shown in no frame."""
UPLOAD = "/staff/documents/add"
"""The one address that takes a file."""

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
    (b"x-content-type-options", b"nosniff"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
POLICY = b"content-security-policy"
FOR_LONG = b"public, max-age=31536000, immutable"
DOORS = ("upload", "proxy=", "process_recording", "deep_link", "runs", "file=", "stream", "component_server", "vibe")
CLOSED = tuple(f"{CHAT}/gradio_api/{door}" for door in DOORS)
"""Doors of Gradio that this page has no use for: files, other servers, recordings, saved pages and runs."""


class Guard:
    """Tells the browser to stay on this server, shuts what is not used, and refuses what is too large."""

    def __init__(self, app: Served, frame_ancestors: Sequence[str] = ()) -> None:
        self._app = app
        ancestors = " ".join(["'self'", *frame_ancestors])
        self._plain = f"{PLAIN}; frame-ancestors {ancestors}".encode()
        self._with_gradio = f"{WITH_GRADIO}; frame-ancestors {ancestors}".encode()
        self._private = f"{PLAIN}; frame-ancestors 'none'".encode()

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
        elif _announced(scope) > (most := MOST_UPLOADED if path == UPLOAD else MOST_BYTES):
            await _end(with_headers, 413, b"too large")
        else:
            await self._app(scope, _Counted(receive, most), with_headers)

    def _headers(self, given: Sequence[tuple[bytes, bytes]], path: str, scope: Message) -> Headers:
        private = is_private(path)
        policy = self._private if private else self._with_gradio if path == ASK else self._plain
        kept = [(name, _strict(value) if name.lower() == b"set-cookie" else value) for name, value in given]
        if path.startswith("/assets/") or (path.startswith("/static/") and scope["query_string"]):
            kept.append((b"cache-control", FOR_LONG))
        if private:
            kept.append((b"cache-control", b"no-store"))
        # A form that sends no referrer names no origin either, by which a private page tells its own forms.
        referrer = b"same-origin" if private else b"no-referrer"
        if not any(name == POLICY for name, _ in kept):  # a page may bring a stricter one of its own
            kept.append((POLICY, policy))
        return [*kept, (b"referrer-policy", referrer), *ALWAYS]


class _Counted:
    """Receives a request whose length was not announced, and cuts it off where it becomes too long."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._read = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        return message if self._read <= self._most else {"type": "http.disconnect"}


def is_private(path: str) -> bool:
    """Tell whether a page is one that people sign in for."""
    return any(path == place or path.startswith(f"{place}/") for place in PRIVATE)


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
