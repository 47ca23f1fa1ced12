"""A timeline of 3,000 events in a real browser: readable, clustered, on pages that stay; a closer look opens the clusters."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import generated
import pytest
from reading import Opener, until

sys.path.append(str(Path(__file__).parents[1]))
from conftest import Project
from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["sample_site"]
COUNT = 3_000
LABELS = """() => [...document.querySelectorAll('.tl a text:not(.q)')].filter(t => t.getBoundingClientRect().width).map(t => {
  const r = t.getBoundingClientRect(); return [r.left, r.right, r.top, r.bottom];
})"""
CIRCLES = "[...document.querySelectorAll('.tl .clust')].map(c => [+c.getAttribute('cx'), +c.getAttribute('cy'), +c.getAttribute('r')])"
HELD = "[...document.querySelectorAll('.tl a')].reduce((sum, a) => sum + +(a.dataset.count || 1), 0)"
TICKS = "[...document.querySelectorAll('.tl .foot text')].map(t => t.textContent)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the project, in one process: two tests run at a time as it is."""
    made = Project(tmp_path_factory.mktemp("long"))
    made.write(generated.timeline(COUNT))
    return made.built("--no-search", "--jobs", "1").root / "site"


def readable(page: Page) -> None:
    """Assert that no two labels and no two circles are over each other."""
    labels = page.evaluate(LABELS)
    rows: dict[int, list[tuple[float, float]]] = {}
    for left, right, top, _ in labels:
        rows.setdefault(round(top), []).append((left, right))
    for row in rows.values():
        assert all(a[1] <= b[0] + 1 for a, b in pairwise(sorted(row)))
    circles = sorted(page.evaluate(CIRCLES), key=lambda circle: (circle[1], circle[0]))
    assert all(a[1] != b[1] or a[0] + a[2] <= b[0] - b[2] for a, b in pairwise(circles))


@pytest.mark.parametrize("width", [390, 1440])
def test_long_timeline_is_readable_and_opens(look: Opener, width: int) -> None:
    """All events are held, nothing is over anything; closer looks have finer dates and more labels, in letters as large."""
    seen = []
    with look("timeline/index.html", width) as page:
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        while True:
            readable(page)
            assert page.evaluate(HELD) == COUNT
            size = page.evaluate("document.querySelector('.tl .lane').getBoundingClientRect().height")
            seen.append((page.locator(".tl .lead-l").count(), len(page.evaluate(TICKS)), size))
            if page.locator("[data-zoom='1']").get_attribute("aria-disabled") == "true":
                break
            page.locator("[data-zoom='1']").click()
        assert len(seen) == 3
        assert [events for events, _, _ in seen] == sorted({events for events, _, _ in seen})
        assert [ticks for _, ticks, _ in seen] == sorted({ticks for _, ticks, _ in seen})
        assert max(size for _, _, size in seen) == pytest.approx(min(size for _, _, size in seen), rel=0.1)
        page.locator("[data-zoom='0']").click()
        assert page.locator(".tl .lead-l").count() == seen[0][0]


def test_long_timeline_is_stepped_through_and_filtered(look: Opener) -> None:
    """A closer look keeps the place of the focus and what was left out; arrows go on from there."""
    with look("timeline/index.html") as page:
        focused = "document.activeElement.closest('[data-lane]')?.dataset.lane"
        page.locator(".tl [data-lane=Law] a").nth(5).focus()
        page.keyboard.press("+")
        until(page, "document.activeElement.ownerSVGElement === document.querySelector('.tl svg')")
        assert page.evaluate(focused) == "Law"
        where = page.evaluate("document.activeElement.getBoundingClientRect().left")
        assert 0 < where < 1440
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.closest('.tl') !== null")
        page.locator("[data-filter=lane] button", has_text="War").click()
        assert not page.locator(".tl [data-lane=War]").is_visible()
        page.locator("[data-zoom='1']").click()
        assert not page.locator(".tl [data-lane=War]").is_visible()
        assert page.locator(".tl [data-lane=Law]").is_visible()
        assert page.locator(".tl a[tabindex='0']").count() == 1
        assert "no-lane=war" in page.url


def test_long_list_stands_on_pages_that_are_found(look: Opener, site: Path) -> None:
    """Each event stands on one page, of which none is long; they are listed by century with their numbers, and lead to each other."""
    pages = sorted((site / "timeline").glob("*[0-9]*.html"))
    counts = [page.read_text("utf-8").count('id="event-') for page in pages]
    assert sum(counts) == COUNT
    assert max(counts) <= 400
    with look("timeline/index.html") as page:
        links = page.locator(".parts a")
        assert links.count() == len(pages)
        assert sum(map(int, page.locator(".parts .n").all_inner_texts())) == COUNT
        assert page.locator(".parts b").all_inner_texts()[:2] == ["599–500 BCE", "499–400 BCE"]
        page.locator(".parts a", has_text="1850s").click()
        assert page.locator("h1").inner_text() == "Timeline: 1850s"
        assert page.locator(".parts a").count() <= 12
        assert page.locator(".crumbs a").inner_text() == "Timeline"
        entries = page.locator(".events > li").count()
        assert entries > 0
        assert page.evaluate(HELD) == entries


def test_a_cluster_leads_to_the_page_of_its_first_event(look: Opener, site: Path) -> None:
    """Where the list is elsewhere, marks and clusters lead to the entry on its page, with and without scripts."""
    tree = LexborHTMLParser((site / "timeline/index.html").read_text("utf-8"))
    hrefs = [link.attributes["href"] or "" for link in tree.css(".tl a")]
    assert len(hrefs) > 50
    for href in hrefs:
        file, _, entry = href.partition("#")
        assert re.search(f'id="{entry}"', (site / "timeline" / file).read_text("utf-8")), href
    with look("timeline/index.html", java_script_enabled=False) as page:
        assert page.locator(".tl a").first.is_visible()
        assert not page.locator(".tl-tools").is_visible()


@pytest.mark.parametrize("count", [5, 100])
def test_timeline_of_some_events_is_readable(look: Opener, tmp_path: Path, count: int) -> None:
    """Five events stand by themselves; of a hundred the crowded ones are counted, and a closer look shows more of them."""
    made = Project(tmp_path)
    made.write(generated.timeline(count))
    root = (made.built("--no-search").root / "site").as_uri()
    with look("timeline/index.html", root=root) as page:
        readable(page)
        assert page.evaluate(HELD) == count == page.locator(".events > li").count()
        clusters, alone = page.locator(".tl .clust").count(), page.locator(".tl .lead-l").count()
        assert (clusters > 0) == (count > 5)
        page.locator("[data-zoom='1']").click()
        if clusters:
            assert page.locator(".tl .lead-l").count() > alone
            readable(page)
