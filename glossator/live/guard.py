"""Who may ask. A server on 127.0.0.1 is reached by every page that the same browser shows, so each request is looked at.

- Another site may point its own name at 127.0.0.1 (DNS rebinding): only the names of this machine are answered, by
  starlette's TrustedHostMiddleware.
- Another site may send forms and beacons: whatever is not GET or HEAD must say that it comes from this server (Origin, and
  Sec-Fetch-Site where the browser sends it; Fetch Metadata Request Headers, W3C).
- Another site may embed what it cannot read: the policies below keep it from that, and no CORS header is ever sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
"""Names under which this machine may be asked. The port is free, so that a tunnel may lead here."""
OWN: Final = "/__glossator/"
"""Beginning of the addresses that are the server's own and not the site's."""
KNOWN_BY: Final = "x-glossator-token"
"""Header by which our own pages are known."""
ONCE: Final = ("origin", "sec-fetch-site", "content-type", KNOWN_BY)
"""What says who writes; no browser says it twice. Of `Host`, HTTP itself allows only one."""
HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self';"
        " connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-cache",
}
"""What every answer has. WebAssembly is allowed for the site's own search; it too comes from this server only."""


class Guard:
    """Refuses what does not come from a page of this server, and sends the policies."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_policies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self._app if allowed(scope["method"], scope["path"], Headers(scope=scope)) else _REFUSAL
        await app(scope, receive, send_with_policies)


_REFUSAL: Final = PlainTextResponse("This request does not come from a page of this server.", 403)


def allowed(method: str, path: str, headers: Headers) -> bool:
    """Tell whether a request comes from where it may come from."""
    site = headers.get("sec-fetch-site", "")
    if method in ("GET", "HEAD"):
        # The site's pages may be linked to from anywhere; what is under `OWN` only our own script asks for.
        return not path.startswith(OWN) or site in ("", "same-origin", "none")
    if any(len(headers.getlist(name)) > 1 for name in ONCE):
        return False  # which of them is meant is not for us to guess
    return headers.get("origin") == f"http://{headers.get('host')}" and site in ("", "same-origin")
