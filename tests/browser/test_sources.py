"""A cite in a real browser: its reference by pointer, key and touch, without scripts, and the words in the source; the index of sources."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, sync_playwright

from glossator.cli import main

sys.path.append(str(Path(__file__).parent))
from reading import ARGUMENTS, CHROMIUM, Opener, until

WORDS = "the harbour was built of local stone, and paid for by a tax on fish, as all of the town knew at the time; in the end nobody was asked for the money again"
PAGE = "briefings/one.html"
PAGE_OF_SOURCE = f"<!DOCTYPE html><title>S</title><p>Long.<p style='margin-top:4000px'>It says that {WORDS}.<p style='margin-top:4000px'>End."


def sources(server: str) -> list[dict[str, Any]]:
    """Give the sources: a page on the web, two works of one author and year, one without a kind."""
    by = [{"family": "Roe", "given": "Ann"}]
    return [
        {"id": "web", "type": "webpage", "title": "Harbour works", "author": [{"literal": "Port Office"}], "URL": f"{server}/source.html",
         "issued": {"date-parts": [[2001]]}, "language": "fr",
         "custom": {"kind": "primary", "reliability": "read in full", "archive": "https://example.org/snapshot"}},
        {"id": "roe-a", "type": "book", "title": "Alpha", "author": by, "language": "en", "issued": {"date-parts": [[1990]]}, "custom": {"kind": "secondary"}},
        {"id": "roe-b", "type": "book", "title": "Beta", "author": by, "issued": {"date-parts": [[1990]]}},
        {"id": "old", "type": "book", "title": "Old", "author": [{"family": "Zed", "given": "Z."}], "issued": {"date-parts": [[1890]]}},
    ]  # fmt: skip


CONTENT = {
    "site.toml": 'title = "Margins"\nbase_url = "https://example.org/"\nlanguage = "en"\n',
    "briefings/one/briefing.md": (
        '---\ntitle: One\nsummary: S.\ndate: 2026-01-01\n---\n\nIt is said [@web, p. 3]{quote="' + WORDS + '"}. '
        + " ".join(f"So it was {n} times [@roe-b]." for n in range(1, 11)) + " And once more [@roe-a; @old].\n"
    ),
}  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """A handler that keeps no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Build the site beside a source, and give its address over http and as a folder."""
    root = tmp_path_factory.mktemp("sources")
    (root / "www").mkdir()
    (root / "www" / "source.html").write_text(PAGE_OF_SOURCE, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root / "www")))
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    for path, text in {**CONTENT, "sources/all.json": json.dumps(sources(address))}.items():
        (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / path).write_text(text, "utf-8")
    out = root / "www" / "site"
    made = CliRunner().invoke(main, ["build", "--no-search", "--content", str(root / "content"), "--out", str(out)])
    assert made.exit_code == 0, made.output
    yield {"http": f"{address}/site", "file": out.as_uri()}
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def look(browser: Browser, roots: dict[str, str]) -> Opener:
    """Give a way to open a page."""

    @contextmanager
    def opened(path: str, root: str = "file", width: int = 1440, **context: Any) -> Iterator[Page]:
        page = browser.new_context(viewport={"width": width, "height": 900}, **context).new_page()
        page.goto(f"{roots[root]}/{path}")
        if context.get("java_script_enabled", True):
            until(page, "'ready' in document.documentElement.dataset")
        yield page
        page.context.close()

    return opened


CITE = '.b-body a[data-pop="cite-web"]'


def told(page: Page) -> str:
    """Give what the card says."""
    page.wait_for_selector(".pop")
    return " ".join(page.locator(".pop-body").inner_text().split())


def test_cite_shows_its_reference_on_hover(look: Opener) -> None:
    """The reference, what kind of source it is, how far it was seen, its language, its snapshot, and the words; the passage stays where it is."""
    with look(PAGE) as page:
        before = page.evaluate("scrollY")
        page.locator(CITE).hover()
        said = told(page)
        for part in ("Port Office. 2001.", "Primary source", "read in full", "French", "snapshot", "source page"):
            assert part in said
        assert "open at “the harbour was built of local … was asked for the money again”" in said
        assert "cited in" not in said
        assert (page.url.rpartition("/")[2], page.evaluate("scrollY")) == ("one.html", before)


def test_cite_shows_its_reference_on_focus_until_escape(look: Opener) -> None:
    """By keyboard the card opens, is entered, and closes with the focus back on the cite."""
    with look(PAGE) as page:
        page.locator(CITE).focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert "Port Office" in told(page)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "pop-go"
        page.keyboard.press("Escape")
        assert page.locator(".pop").count() == 0
        assert page.evaluate("document.activeElement.dataset.pop") == "cite-web"


def test_cite_shows_its_reference_on_tap(look: Opener) -> None:
    """On a phone a tap opens the card, inside the screen, and does not leave the page; its link leads to the list."""
    with look(PAGE, width=390, has_touch=True, is_mobile=True) as page:
        page.locator(CITE).tap()
        assert "Port Office" in told(page)
        box = page.locator(".pop").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert "#" not in page.url
        page.locator(".pop .pop-go").tap()
        assert page.url.endswith("#cite-web")


def test_cite_and_reference_lead_to_each_other_without_scripts(look: Opener) -> None:
    """A cite leads to its entry, the entry back to each cite; of ten, eight are shown and two folded, and the fold opens."""
    with look(PAGE, java_script_enabled=False) as page:
        page.locator(CITE).click()
        assert page.url.endswith("#cite-web")
        assert page.locator("#cite-web:target").is_visible()
        entry = page.locator("#cite-roe-b")
        assert entry.locator(".in > a:visible").count() == 8
        assert not entry.locator("details a").first.is_visible()
        entry.locator("summary", has_text="2 more").click()
        entry.locator("details a").last.click()
        assert page.url.endswith("#ref-roe-b-10")
        assert page.locator("a.cite#ref-roe-b-10").is_visible()
        assert page.locator("#cite-web details").count() == 0


@pytest.mark.parametrize("root", ["http", "file"])
def test_link_to_words_opens_the_source_there(look: Opener, root: str) -> None:
    """The source opens with the quoted words in view, from a site on the web and from a folder."""
    with look(PAGE, root) as page:
        link = page.locator("#cite-web .at a")
        assert (link.get_attribute("href") or "").endswith(
            "/source.html#:~:text=the%20harbour%20was%20built%20of%20local,was%20asked%20for%20the%20money%20again"
        )
        link.click()
        until(page, "scrollY > 2000")
        assert page.evaluate("[location.pathname, location.hash]") == ["/source.html", ""]


def test_years_have_the_same_letters_on_every_page(look: Opener) -> None:
    """Two works of one author and year are a and b in the text, in the list, in the index and on their pages."""
    with look(PAGE) as page:
        assert page.locator('.b-body a[data-pop="cite-roe-b"]').first.inner_text() == "Roe 1990b"
        assert "1990b" in page.locator("#cite-roe-b").inner_text()
    with look("sources/roe-b.html") as page:
        assert "1990b" in page.locator("main").inner_text()
    with look("sources/index.html") as page:
        assert "1990b" in page.locator("tr", has_text="roe-b").inner_text()


@pytest.mark.parametrize("width", [390, 1440])
def test_index_of_sources_is_found_filtered_and_sorted(look: Opener, width: int) -> None:
    """Words, kind, year and language narrow the list together, also to those that are not classed; it is sorted by each column."""
    shown = "[...document.querySelectorAll('.source-row')].filter(r => r.offsetHeight).map(r => r.querySelector('.sub a').textContent)"
    with look("sources/index.html", width=width) as page:
        assert page.evaluate(shown) == ["web", "roe-a", "roe-b", "old"]
        page.get_by_label("Find a source").fill("roe")
        assert page.evaluate(shown) == ["roe-a", "roe-b"]
        page.locator("[data-pick=kind]").select_option("Not classed (2)")
        assert page.evaluate(shown) == ["roe-b"]
        page.get_by_label("Find a source").fill("")
        assert page.evaluate(shown) == ["roe-b", "old"]
        page.locator("[data-pick=kind]").select_option("any")
        page.locator("[data-pick=language]").select_option("French (1)")
        assert page.evaluate(shown) == ["web"]
        page.locator("[data-pick=language]").select_option("any")
        page.locator("[data-pick=decade]").select_option("1990s (2)")
        assert page.evaluate(shown) == ["roe-a", "roe-b"]
        page.locator("[data-pick=decade]").select_option("any")
        if width == 390:
            page.get_by_label("Sorted by").select_option("Year")
        else:
            page.get_by_role("button", name="Year").click()
        assert page.evaluate(shown) == ["old", "roe-a", "roe-b", "web"]
