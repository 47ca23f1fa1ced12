"""The demo as readers and machines meet it: valid, whole, silent."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright
from reading import ARGUMENTS, DESKTOP_CHROMIUM
from test_build import broken_links

from glossator.cli import main

ROOT = Path(__file__).parents[2]
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo, strictly."""
    out = tmp_path_factory.mktemp("demo")
    result = CliRunner().invoke(main, ["build", "--strict", "--content", str(ROOT / "content"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the Chromium that people use."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=DESKTOP_CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the demo below a sub-path of this machine."""
    (site.parent / "sub").symlink_to(site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site.parent)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sub"
    server.shutdown()
    thread.join()
    server.server_close()


class _Host(_Quiet):
    def send_head(self) -> Any:
        """Answer as hosts do: with the site's own page, where there is nothing."""
        if Path(self.translate_path(self.path)).exists():
            return super().send_head()
        body = Path(self.translate_path("/404.html")).read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return BytesIO(body)


def test_missing_page_is_whole_at_any_depth(site: Path, browser: Browser) -> None:
    """At a deep address that leads nowhere the site's own page has its style, its scripts, and links that lead somewhere."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    tab = browser.new_page()
    missed: list[str] = []
    tab.on("response", lambda answer: missed.append(answer.url) if answer.status >= 400 else None)
    deep = f"http://127.0.0.1:{server.server_port}/a/deep/address/"
    tab.goto(deep, wait_until="networkidle")
    assert tab.evaluate("'ready' in document.documentElement.dataset")
    assert tab.locator("body").evaluate("b => getComputedStyle(b).fontFamily").startswith("Charter")
    tab.get_by_role("link", name="Concepts").first.click()
    assert tab.locator("h1").inner_text() == "Concepts"
    tab.close()
    server.shutdown()
    thread.join()
    server.server_close()
    assert missed == [deep]


def test_demo_passes_the_nu_html_checker(site: Path) -> None:
    """Every page is valid HTML."""
    pages = sorted(map(str, site.rglob("*.html")))

    result = subprocess.run(
        ["java", "-jar", CHECKER, "--errors-only", *pages], capture_output=True, text=True, check=False
    )

    assert len(pages) > 100
    assert result.returncode == 0, result.stderr[:4000]


def test_demo_has_no_broken_link(site: Path) -> None:
    """Each link leads to a file of the site, each fragment to an element."""
    assert broken_links(site) == []


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_demo_is_silent_in_chromium(site: Path, browser: Browser, address: str, scheme: str) -> None:
    """No page of any kind writes to the console, asks another host, or fails to load something."""
    said: list[str] = []
    asked: list[str] = []
    tab = browser.new_page()
    tab.on("console", lambda message: said.append(f"{tab.url}: {message.text}"))
    tab.on("pageerror", lambda error: said.append(f"{tab.url}: {error}"))
    # Chromium gives up fetching an icon when the next page is asked for; everything else must arrive.
    tab.on(
        "requestfailed",
        lambda request: said.append(f"{request.url} failed") if "ABORTED" not in (request.failure or "") else None,
    )
    tab.on("request", lambda request: asked.append(request.url))
    base = site.as_uri() if scheme == "file" else address
    pages = [
        *(f"{folder}/index.html" for folder in ("glossary", "sources", "timeline", "claims", "forecasts")),
        *(
            str(next(site.glob(f"{folder}/[!i]*.html")).relative_to(site))
            for folder in ("glossary", "sources", "claims", "pages")
        ),
        *(str(page.relative_to(site)) for page in site.glob("briefings/*.html")),
        "index.html",
    ]

    for page in pages:
        tab.goto(f"{base}/{page}", wait_until="networkidle")
    tab.close()

    assert said == []
    assert [url for url in asked if not url.startswith((base, "data:"))] == []
