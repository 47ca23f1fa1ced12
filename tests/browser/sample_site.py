"""The sample site in Chromium: a plugin of fixtures, which a test module names in `pytest_plugins`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
import sample_views
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from reading import ARGUMENTS, CHROMIUM, Opener, until

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the sample site."""
    folder = tmp_path_factory.mktemp("site")
    sample_views.write_site(folder)
    return folder


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    """Start Playwright."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(play: Playwright) -> Iterator[Browser]:
    """Start Chromium."""
    started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield started
    started.close()


class Quiet(SimpleHTTPRequestHandler):
    """A handler that keeps no log, and sends the strict policy that the site is planned for."""

    def end_headers(self) -> None:
        """Forbid inline styles and scripts, and everything from elsewhere."""
        self.send_header("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    """Serve the sample site over http."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@pytest.fixture
def look(browser: Browser, site: Path) -> Opener:
    """Give a way to open a page of the site, which fails if the page says anything to the console."""

    @contextmanager
    def opened(path: str, width: int = 1440, height: int = 900, root: str = "", **context: Any) -> Iterator[Page]:
        made = browser.new_context(viewport={"width": width, "height": height}, **context)
        page = made.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{root or site.as_uri()}/{path}")
        if context.get("java_script_enabled", True):
            until(page, "'ready' in document.documentElement.dataset")
            page.evaluate(
                "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"
            )
        yield page
        assert said == []
        made.close()

    return opened
