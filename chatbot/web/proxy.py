"""What a reverse proxy may tell of a client: where it really is, and who has signed on; nobody else is believed."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from chatbot.web.guard import Message, Receive, Send, Served


class Proxied:
    """Takes the sign-on header away from whoever is no trusted proxy, and learns the client from one that is."""

    def __init__(self, app: Served, trusted: Sequence[str], sign_on_header: str = "") -> None:
        self._app = app
        self._told = ProxyHeadersMiddleware(app, trusted_hosts=list(trusted))  # type: ignore[arg-type]
        self._networks = [ip_network(one) for one in trusted]
        self._header = sign_on_header.lower().encode()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._trusts(scope.get("client")):
            await self._told(scope, receive, send)  # type: ignore[arg-type]
        else:
            headers = [one for one in scope["headers"] if not self._header or one[0].lower() != self._header]
            await self._app({**scope, "headers": headers}, receive, send)

    def _trusts(self, client: tuple[str, int] | None) -> bool:
        try:
            peer = ip_address(client[0]) if client else None
        except ValueError:
            return False
        return peer is not None and any(peer in network for network in self._networks)
