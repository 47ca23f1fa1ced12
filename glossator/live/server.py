"""The site over HTTP, for the person who writes it: pages as they are published, and one script more."""

from __future__ import annotations

import mimetypes
import re
from html import escape
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from glossator.render.own import own_templates

from .display import Display, File
from .guard import HOSTS, OWN, Guard
from .streams import Streams

if TYPE_CHECKING:
    from starlette.requests import Request

    from .editing import Editing

_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".xml": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".bib": "text/plain; charset=utf-8",
    ".ris": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}
"""Media types by ending; `mimetypes` knows others, but asks the machine first, which may know them wrongly."""
_EMPTY: Final = b'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Glossator</title>\n</head>\n<body></body>\n</html>\n'
"""What is shown while there is no page at all, for faults to be laid over it."""


def make_app(display: Display, streams: Streams, editing: Editing | None = None) -> Starlette:
    """Make the application. Everything that it reads comes from the display, but its own scripts; only `editing` writes."""
    script = (own_templates() / "assets" / "live.js").read_bytes()

    def live(_: Request) -> Response:
        return _script(script)

    def again(request: Request) -> Response:
        """Give scripts of the site to be run once more, right after the page was exchanged and before it is painted."""
        files = [display.read(path) for path in request.query_params.getlist("script") if path.endswith(".js")]
        return _script(b"glossatorLive.exchange();\n" + b";\n".join(file.content for file in files if file is not None))

    def state(request: Request) -> Response:
        page, since = request.query_params.get("page", ""), request.query_params.get("since", "")
        if "looking" in request.query_params:
            display.looking = page
        return JSONResponse(display.state(page, int(since) if since.isdecimal() else 0))

    async def events(_: Request) -> Response:
        return StreamingResponse(
            streams.events(), media_type="text/event-stream", headers={"cache-control": "no-store"}
        )

    def page(request: Request) -> Response:
        return _page(display, request.path_params["path"], editing.tag if editing is not None else b"")

    def nothing(_: Request) -> Response:
        return Response("There is no such address, or the server does not edit.", 404, media_type="text/plain")

    routes = [
        Route(OWN + "live.js", live),
        Route(OWN + "again.js", again),
        Route(OWN + "state", state),
        Route(OWN + "events", events),
        *(editing.routes() if editing is not None else ()),
        Route(OWN + "{path:path}", nothing, methods=["GET", "POST"]),
        Route("/{path:path}", page),
    ]
    guards = [Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False), Middleware(Guard)]
    return Starlette(routes=routes, middleware=guards)


def _page(display: Display, path: str, more: bytes) -> Response:
    """Answer with a file of the site, with the index of a folder, or with the page that says that there is none."""
    wanted = path + "index.html" if not path or path.endswith("/") else path
    file = display.read(wanted)
    if file is not None:
        ending = "." + wanted.rpartition(".")[2].lower()
        if ending == ".html":
            display.looking = wanted
            return _html(with_script(file, wanted, display.run, more=more))
        return Response(file.content, media_type=_TYPES.get(ending) or mimetypes.guess_type(wanted)[0] or _UNKNOWN)
    if path and not path.endswith("/") and display.has(f"{path}/index.html"):
        return RedirectResponse(f"/{path}/")
    found = display.read("404.html")
    missing = (
        File(wanted, _EMPTY, display.epoch) if found is None else File(wanted, _at_root(found.content), found.epoch)
    )
    return _html(with_script(missing, wanted, display.run, there=False, more=more), 404)


_UNKNOWN: Final = "application/octet-stream"
_ROOT: Final = re.compile(rb' data-root="(/[^"]*)"')
"""Where a page of missing addresses says that the site's root is."""


def with_script(file: File, page: str, run: str, *, there: bool = True, more: bytes = b"") -> bytes:
    """Put our script before the page's own scripts: it must be there when they register their listeners.

    `more` comes before it: a script whose own listeners are not to end when the page is exchanged.
    """
    facts = {"run": run, "epoch": str(file.epoch), "page": page, "there": "yes" if there else ""}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items())
    tag = f'<script src="{OWN}live.js" id="glossator-live"{data} defer></script>\n'.encode()
    head = file.content.find(b"</head>")
    at = file.content.find(b"<script", 0, max(head, 0))
    at = at if at >= 0 else head if head >= 0 else len(file.content)
    return file.content[:at] + more + tag + file.content[at:]


def _at_root(content: bytes) -> bytes:
    """Make the links of the page for missing addresses lead from anywhere to where we serve, not to where it will be published."""
    published = _ROOT.search(content)
    content = content.replace(b'="' + published[1], b'="/') if published else content
    return content.replace(b"<head>", b'<head>\n<base href="/">', 1)


def _html(content: bytes, status: int = 200) -> Response:
    return Response(content, status, media_type=_TYPES[".html"])


def _script(content: bytes) -> Response:
    return Response(content, media_type=_TYPES[".js"])
