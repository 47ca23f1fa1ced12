"""Timelines in a real browser: filters by topic and kind, steps by keyboard, size, with and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from reading import Opener, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest_plugins = ["sample_site"]
TIMELINE = "timeline/index.html"
WITH_LISTS = ["timeline/index.html", "briefings/two-islands.html", "glossary/disputed-islands.html"]


def switch(page: Page, words: str) -> None:
    """Press one of the switches above the drawing."""
    page.locator(".tl-tools li button", has_text=words).click()


def height(page: Page) -> float:
    """Give the height of the drawing in its own unit."""
    return float(page.locator(".tl svg").get_attribute("viewBox").split()[3])  # type: ignore[union-attr]


@pytest.mark.parametrize("path", WITH_LISTS)
def test_filters_leave_out_lanes_and_entries(look: Opener, path: str) -> None:
    """A kind that is switched off goes from drawing and list at once, the drawing closes up, and all comes back."""
    with look(path) as page:
        entries, forecasts, before = page.locator(".events > li:visible"), page.locator(".events .fore"), height(page)
        count = entries.count()
        assert page.locator(".tl-tools [data-id=forecast] .n").inner_text() == str(forecasts.count())
        switch(page, "Forecasts")
        assert height(page) < before
        assert entries.count() == count - forecasts.count()
        assert not page.locator(".tl .k-forecast").is_visible()
        switch(page, "Forecasts")
        assert (entries.count(), height(page)) == (count, before)


def test_filter_by_topic_counts_its_events(look: Opener) -> None:
    """Each topic is a switch with the number of its events, those in clusters among them."""
    with look(TIMELINE) as page:
        topics = page.locator("[data-filter=lane] li")
        counts = [int(text) for text in topics.locator(".n").all_inner_texts()]
        entries = page.locator(".events > li:not(.fore)")
        assert len(counts) > 1
        assert sum(counts) == entries.count()
        topics.first.locator("button").click()
        assert entries.locator("visible=true").count() == sum(counts) - counts[0]
        assert page.locator(".events .fore:visible").count() > 0


@pytest.mark.parametrize("served", [False, True])
def test_filter_is_in_the_address(look: Opener, server: str, served: bool) -> None:
    """What is left out stands in the address, over http and from a file, and holds after a reload."""
    with look(TIMELINE, root=server if served else "") as page:
        switch(page, "Forecasts")
        page.locator("[data-filter=lane] button").first.click()
        assert "no-events=forecast" in page.url
        assert "no-lane=" in page.url
        shown = page.locator(".events > li:visible").all_inner_texts()
        page.reload()
        until(page, "'ready' in document.documentElement.dataset")
        assert page.locator(".events > li:visible").all_inner_texts() == shown


def test_drawing_is_one_tab_stop(look: Opener) -> None:
    """Arrow keys go from event to event in time, up and down to other lanes, and Tab leaves the drawing."""
    place = "document.activeElement.querySelector('text').getAttribute('x')"
    lane = "document.activeElement.closest('[data-lane]').dataset.lane"
    with look(TIMELINE) as page:
        assert page.locator(".tl[tabindex], .tl a[tabindex='0']").count() == 1
        page.locator(".tl a[tabindex='0']").focus()
        links = page.locator(".tl a").count()
        seen = [float(page.evaluate(place))]
        for _ in range(links - 1):
            page.keyboard.press("ArrowRight")
            seen.append(float(page.evaluate(place)))
        assert seen == sorted(seen)
        page.keyboard.press("ArrowRight")
        assert float(page.evaluate(place)) == seen[-1]
        page.keyboard.press("Home")
        assert float(page.evaluate(place)) == seen[0]
        first = page.evaluate(lane)
        page.keyboard.press("ArrowDown")
        assert page.evaluate(lane) != first
        page.keyboard.press("ArrowUp")
        assert page.evaluate(lane) == first
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        assert float(page.evaluate(place)) == seen[-2]
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.tl')") is None


def test_enter_leads_to_the_entry(look: Opener) -> None:
    """Enter on an event puts the reader at its entry in the list."""
    with look(TIMELINE) as page:
        page.locator(".tl a[tabindex='0']").focus()
        page.keyboard.press("End")
        target = page.evaluate("document.activeElement.getAttribute('href').slice(1)")
        page.keyboard.press("Enter")
        until(page, f"document.activeElement.id === '{target}'")
        assert page.locator(f"#{target}").is_visible()


def test_tab_stop_is_never_a_hidden_event(look: Opener) -> None:
    """When the lane of the tab stop is left out, another event takes its place."""
    with look(TIMELINE) as page:
        page.locator(".tl .k-forecast a").first.focus()
        switch(page, "Forecasts")
        stop = page.locator(".tl a[tabindex='0']")
        assert stop.count() == 1
        assert stop.is_visible()


def test_drawing_is_enlarged_and_moved(look: Opener) -> None:
    """The drawing is made larger around its middle and smaller again, by buttons or keys, and follows the focus."""
    width, left = "document.querySelector('.tl svg').clientWidth", "document.querySelector('.tl').scrollLeft"
    with look(TIMELINE) as page:
        before = page.evaluate(width)
        assert page.locator("[data-zoom='-1']").get_attribute("aria-disabled") == "true"
        page.locator("[data-zoom='1']").click()
        assert page.evaluate(width) == pytest.approx(before * 1.5, rel=0.02)
        assert page.evaluate(left) > 0
        page.locator(".tl a[tabindex='0']").focus()
        page.keyboard.press("End")
        page.keyboard.press("Home")
        until(page, f"{left} === 0 || {left} < document.activeElement.getBoundingClientRect().right")
        page.keyboard.press("+")
        assert page.evaluate(width) == pytest.approx(before * 2.25, rel=0.02)
        page.keyboard.press("0")
        assert page.evaluate(width) == before


@pytest.mark.parametrize("zoomed", [False, True])
def test_names_of_lanes_stay_in_view(look: Opener, zoomed: bool) -> None:
    """Where the drawing is wider than its box, each lane's name stands above its events, at the edge of what is seen."""
    with look(TIMELINE, 1440 if zoomed else 390) as page:
        if zoomed:
            page.locator("[data-zoom='1']").click()
        page.evaluate("document.querySelector('.tl').scrollLeft = 200")
        until(page, "document.querySelector('.tl .lane').getAttribute('transform') !== 'translate(0 0)'")
        box = page.locator(".tl").bounding_box()
        names = [name.bounding_box() for name in page.locator(".tl .lane").all()]
        labels = [label.bounding_box() for label in page.locator(".tl a text:not(.q)").all()]
        assert box is not None
        for name in names:
            assert name is not None
            assert name["x"] == pytest.approx(box["x"], abs=6)
            for label in labels:
                assert label is not None
                over = name["y"] + 4 < label["y"] + label["height"] and label["y"] + 4 < name["y"] + name["height"]
                beside = label["x"] > name["x"] + name["width"] or label["x"] + label["width"] < name["x"]
                assert beside or not over


def test_no_label_is_cut_at_the_left(look: Opener) -> None:
    """Of a drawing wider than the screen, a label whose beginning is out of sight is not shown until it is in sight."""
    seen = """() => {
      const box = document.querySelector('.tl'), left = box.getBoundingClientRect().left;
      const labels = [...box.querySelectorAll('a text:not(.q)')].map(t => [t.getBoundingClientRect(), getComputedStyle(t).opacity]);
      const cut = labels.filter(([r]) => r.left < left - 1 && r.right > left + 1);
      return [cut.length, cut.filter(([, o]) => o !== '0').length, labels.filter(([r, o]) => r.left >= left && o === '0').length];
    }"""
    with look(TIMELINE, 390) as page:
        cut = 0
        for at in (None, 0, 150, 300, 450):
            if at is not None:
                page.evaluate("at => { document.querySelector('.tl').scrollLeft = at; }", at)
                page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            count, shown, hidden = page.evaluate(seen)
            cut += count
            assert (shown, hidden) == (0, 0)
        assert cut


@pytest.mark.parametrize("width", [390, 1440])
def test_timeline_hardly_shifts(look: Opener, width: int) -> None:
    """The switches that the script adds have their place kept."""
    with look(TIMELINE, width) as page:
        page.evaluate("new Promise(done => setTimeout(done, 300))")
        shift = page.evaluate(
            "new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))"
            ".observe({ type: 'layout-shift', buffered: true }) || setTimeout(done, 200, 0))"
        )
        assert shift < 0.05


@pytest.mark.parametrize("context", [{"java_script_enabled": False}, {"reduced_motion": "reduce"}])
def test_timeline_has_nothing_dead(look: Opener, context: dict[str, Any]) -> None:
    """Without scripts there are no switches, and each event is a link of its own to its entry; with them they are there."""
    scripts = "java_script_enabled" not in context
    with look(TIMELINE, **context) as page:
        assert page.locator(".tl-tools button").first.is_visible() == scripts
        assert page.locator(".tl-tools").is_visible() == scripts
        assert page.locator(".events > li:visible").count() > 5
        assert page.locator(".tl").get_attribute("tabindex") == (None if scripts else "0")
