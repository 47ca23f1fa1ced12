"""The reading page in a real browser: notes beside the text, popovers, filters, keys, schemes, with and without scripts."""

from __future__ import annotations

import gzip
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

sys.path.append(str(Path(__file__).parent))
import sample_views
from reading import ARGUMENTS, CHROMIUM, Opener, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

pytest_plugins = ["sample_site"]
BRIEFING, STRESS = "briefings/two-islands.html", "briefings/stress.html"
PAGES = sorted(sample_views.pages())
WIDTHS = (390, 768, 1440)
CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"

OVERLAPS = """() => {
  const notes = [...document.querySelectorAll('.note')].filter(n => n.offsetWidth).map(n => [n.id, n.getBoundingClientRect()]);
  const found = [];
  notes.forEach(([id, a], i) => notes.slice(i + 1).forEach(([other, b]) => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1) found.push([id, other]);
  }));
  const below = document.querySelector('.spread').getBoundingClientRect().bottom;
  return [notes.length, found, notes.filter(([, r]) => r.bottom > below + 1).map(([id]) => id)];
}"""


def settled(page: Page) -> None:
    """Wait until notes have been laid out and have glided to their places."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)))")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (768, "dark"), (1440, "light"), (1440, "dark")])
def test_axe_finds_no_violation(browser: Browser, site: Path, width: int, scheme: Any) -> None:
    """No page kind has a violation that axe finds, in either scheme, from phone to desk.

    Also asked is what axe asks only if told: every target that does not stand in a sentence is 24 pixels high or has the room (WCAG 2.5.8).
    """
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    found = {}
    for path in PAGES:
        page.goto(f"{site.as_uri()}/{path}")
        until(page, "'ready' in document.documentElement.dataset")
        if bad := Axe().run(page, options=options).response["violations"]:
            found[path] = [(each["id"], each["nodes"][0]["html"][:120]) for each in bad]
    page.context.close()
    assert found == {}


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_page_never_scrolls_sideways(look: Opener, site: Path, width: int) -> None:
    """Every page fits its window, down to 320 pixels (WCAG 1.4.10)."""
    with look(PAGES[0], width) as page:
        for path in PAGES:
            page.goto(f"{site.as_uri()}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, (
                path
            )


def test_pages_are_quiet_over_http(look: Opener, server: str) -> None:
    """Under a policy without unsafe-inline no page says anything to the console, and none asks another site for anything."""
    with look(PAGES[0], root=server) as page:
        for path in PAGES:
            page.goto(f"{server}/{path}")
            asked = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
            assert [name for name in asked if not name.startswith(server)] == []


@pytest.mark.parametrize("width", [960, 1100, 1279, 1280, 1440, 2000])
@pytest.mark.parametrize("path", [BRIEFING, STRESS])
def test_margin_notes_never_overlap(look: Opener, path: str, width: int) -> None:
    """All notes stand in the margins, none over another and none below the spread; 60 on 2,000 words as well."""
    with look(path, width) as page:
        settled(page)
        count, overlapping, below = page.evaluate(OVERLAPS)
        assert count == page.locator(".note").count()
        assert (overlapping, below) == ([], [])


def test_margin_notes_are_laid_out_again(look: Opener) -> None:
    """After a resize, larger text, an opened note and a filter the notes still do not overlap."""
    with look(STRESS) as page:
        for change in (
            "document.querySelector('.more:not([hidden])').click()",
            "document.documentElement.style.fontSize = '125%'; dispatchEvent(new Event('resize'))",
            "document.querySelector('[data-filter=kind] button').click()",
        ):
            page.evaluate(change)
            settled(page)
            assert page.evaluate(OVERLAPS)[1:] == [[], []], change
        for width in (1000, 1440, 1300):
            page.set_viewport_size({"width": width, "height": 900})
            settled(page)
            assert page.evaluate(OVERLAPS)[1:] == [[], []], width


@pytest.mark.parametrize("width", WIDTHS)
def test_text_of_twice_the_size_stays_readable(play: Playwright, site: Path, width: int) -> None:
    """With the browser's text at 200 % nothing is cut, overlaps or scrolls sideways (WCAG 1.4.4)."""
    large = play.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--blink-settings=defaultFontSize=32"])
    page = large.new_page(viewport={"width": width, "height": 900})
    for path in (BRIEFING, "index.html", "claims/index.html", "glossary/disputed-islands.html"):
        page.goto(f"{site.as_uri()}/{path}")
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path
        if path == BRIEFING:
            assert page.evaluate(OVERLAPS)[1] == []
    large.close()


def test_note_stands_near_its_passage(look: Opener) -> None:
    """The active note keeps the line of its passage, and both are lit."""
    with look(BRIEFING) as page:
        page.locator("#mark-removal").first.click()
        settled(page)
        note, mark = page.locator("#note-removal"), page.locator("#mark-removal")
        assert "on" in (note.get_attribute("class") or "").split()
        assert "on" in (mark.get_attribute("class") or "").split()
        near = page.evaluate(
            "document.querySelector('#note-removal').getBoundingClientRect().top"
            " - document.querySelector('#mark-removal').getClientRects()[0].top"
        )
        assert -30 < near < 30
        assert "folded" not in (note.get_attribute("class") or "").split()
        page.keyboard.press("Escape")
        assert page.locator(".note.on, .m.on").count() == 0


def test_hover_lights_both_ways(look: Opener) -> None:
    """A pointer on a passage lights its note, on a note its passage, in all parts."""
    with look(BRIEFING) as page:
        page.locator("#mark-open-questions").hover()
        assert page.locator("#note-open-questions.hot").count() == 1
        page.locator("#note-reconsider .note-kind").hover()
        assert page.locator(".m.hot").count() == page.locator('.m[data-note="reconsider"]').count() >= 2
        assert page.locator("#note-open-questions.hot").count() == 0


def test_overlapping_passages_take_turns(look: Opener) -> None:
    """Where passages overlap, a second click takes the next outer note."""
    with look(BRIEFING) as page:
        inner = page.locator("#mark-of-the-chain")
        inner.click()
        assert page.locator("#note-of-the-chain.on").count() == 1
        inner.click()
        assert page.locator("#note-landings.on").count() == 1


def test_keyboard_goes_from_passage_to_note_and_back(look: Opener) -> None:
    """One tab stop a passage; Enter on it reaches the note, Enter on the lemma goes back."""
    with look(BRIEFING) as page:
        page.locator('.ref[href="#note-no-treaty"]').focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('.note').id") == "note-no-treaty"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "#note-no-treaty"
        assert page.locator(".leaf .para").first.locator(".ref").count() == 3


def test_letters_step_through_the_notes(look: Opener) -> None:
    """j, n, k and p step through the notes in the order of the text, t goes to the top, ? shows the keys."""
    with look(BRIEFING) as page:
        on = "document.querySelector('.note.on')?.dataset.n"
        steps = []
        for key in "jjnkp":
            page.keyboard.press(key)
            steps.append(int(page.evaluate(on)))
        assert steps == [steps[0], steps[0] + 1, steps[0] + 2, steps[0] + 1, steps[0]]
        page.keyboard.press("?")
        assert page.locator("#keys:popover-open").count() == 1
        page.keyboard.press("Escape")
        assert page.locator("#keys:popover-open").count() == 0
        page.keyboard.press("t")
        assert page.evaluate("scrollY") == 0


def test_letters_can_be_switched_off(look: Opener) -> None:
    """Single letters are keys only as long as the reader wants it (WCAG 2.1.4), and it is remembered."""
    with look(BRIEFING) as page:
        page.keyboard.press("?")
        page.locator(".keys-on").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        assert page.locator(".note.on").count() == 0
        page.reload()
        page.keyboard.press("j")
        assert page.locator(".note.on").count() == 0


def test_address_of_a_note_opens_it(look: Opener) -> None:
    """A link to a note from elsewhere shows it active, even if a filter in the address hides it."""
    with look(f"{BRIEFING}?no-kind=claim#note-landings") as page:
        assert page.locator("#note-landings.on").count() == 1
        assert "no-kind" not in page.url


def test_phone_opens_the_note_below_its_line(look: Opener) -> None:
    """On a phone notes are out of the way until a tap on the passage opens one right below its line; a second tap closes it."""
    with look(BRIEFING, 390, 844, has_touch=True, is_mobile=True) as page:
        assert [
            n
            for n in page.locator(".note").all()
            if n.is_visible() and "general" not in (n.get_attribute("class") or "")
        ] == []
        ref = page.locator('.ref[href="#note-landings"]')
        assert ref.get_attribute("aria-expanded") == "false"
        page.locator("#mark-landings").scroll_into_view_if_needed()
        x, y = page.evaluate(
            "(r => [r.left + 20, r.top + r.height / 2])(document.querySelector('#mark-landings').getClientRects()[1])"
        )
        page.touchscreen.tap(x, y)
        note = page.locator("#note-landings")
        assert note.is_visible()
        assert ref.get_attribute("aria-expanded") == "true"
        gap = page.evaluate(
            "document.querySelector('#note-landings').getBoundingClientRect().top"
            " - document.querySelector('.ref[href=\"#note-landings\"]').getBoundingClientRect().bottom"
        )
        assert 0 < gap < 40
        assert note.evaluate("n => n.closest('.para') !== null")
        page.keyboard.press("Escape")
        assert not note.is_visible()
        assert note.evaluate("n => n.closest('.para') === null")


@pytest.mark.parametrize("width", [390, 1440])
def test_article_text_is_the_same_whatever_is_open(look: Opener, width: int) -> None:
    """Neither an open note nor a popover adds to the article's own text."""
    own = """() => { const walk = document.createTreeWalker(document.querySelector('.leaf'), NodeFilter.SHOW_TEXT, n =>
        n.parentElement.closest('[data-ours]') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
        let text = ''; while (walk.nextNode()) text += walk.currentNode.data; return text; }"""
    with look(BRIEFING, width) as page:
        assert page.evaluate(own) == "\n\n".join(sample_views.PARAGRAPHS) + "\n"
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.locator(".note.on .cite").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        page.wait_for_selector(".pop")
        assert page.evaluate(own) == "\n\n".join(sample_views.PARAGRAPHS) + "\n"


TERM = '.b-body a[data-pop="c-joint-declaration-1956"]'


def test_popover_opens_with_intent_and_is_hoverable(look: Opener) -> None:
    """A pointer that rests on a link opens its card, which stays while the pointer is on it and closes after."""
    with look(BRIEFING) as page:
        page.locator(TERM).hover()
        page.wait_for_selector(".pop")
        assert page.locator(TERM).get_attribute("aria-expanded") == "true"
        assert "Ended the state of war" in page.locator(".pop").inner_text()
        page.locator(".pop .short").hover()
        page.evaluate("new Promise(done => setTimeout(done, 500))")
        assert page.locator(".pop").count() == 1
        page.mouse.move(2, 2)
        page.wait_for_selector(".pop", state="detached")
        assert page.locator(TERM).get_attribute("aria-expanded") is None


def test_popover_does_not_open_in_passing(look: Opener) -> None:
    """A pointer that only crosses a link opens nothing."""
    with look(BRIEFING) as page:
        page.locator(TERM).hover()
        page.mouse.move(2, 2)
        page.evaluate("new Promise(done => setTimeout(done, 500))")
        assert page.locator(".pop").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_popover_never_covers_its_link(look: Opener, width: int) -> None:
    """The card stands above or below its link, inside the window, at every width."""
    with look(BRIEFING, width, 700) as page:
        for link in page.locator(".b-body a[data-pop], .b-body a[href^='#note-']").all():
            link.scroll_into_view_if_needed()
            link.focus()
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Tab")
            page.wait_for_selector(".pop")
            covered, outside = page.evaluate("""() => {
              const pop = document.querySelector('.pop').getBoundingClientRect();
              const rects = [...document.querySelector('[aria-expanded=true][href]').getClientRects()];
              return [rects.some(r => r.left < pop.right && pop.left < r.right && r.top < pop.bottom && pop.top < r.bottom),
                pop.left < 0 || pop.right > innerWidth];
            }""")
            assert (covered, outside) == (False, False)
            page.keyboard.press("Escape")
            assert page.locator(".pop").count() == 0


def test_popover_opens_by_keyboard_below_a_resting_pointer(look: Opener) -> None:
    """Where Tab scrolls the page, something else comes below a pointer that rests; the card opens all the same."""
    with look(BRIEFING, 390, 300) as page:
        page.mouse.move(195, 150)
        page.locator(TERM).evaluate("link => link.focus({ preventScroll: true })")
        page.keyboard.press("Shift+Tab")
        page.evaluate("scrollTo(0, 0)")
        until(page, "scrollY === 0")
        page.evaluate("document.addEventListener('pointerover', () => { document.title = 'below another' })")
        page.keyboard.press("Tab")
        page.wait_for_selector(".pop")
        assert (page.title(), page.evaluate("scrollY > 0")) == ("below another", True)


def test_popover_is_reached_by_keyboard(look: Opener) -> None:
    """Focus opens the card, Tab goes into it, Escape closes it and gives focus back."""
    with look(BRIEFING) as page:
        page.locator(TERM).focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        page.wait_for_selector(".pop")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "pop-go"
        page.keyboard.press("Escape")
        assert page.locator(".pop").count() == 0
        assert page.evaluate("document.activeElement.dataset.pop") == "c-joint-declaration-1956"


def test_popovers_nest_and_can_be_pinned(look: Opener) -> None:
    """A link in a card opens a card of its own; Escape closes the inner one; a pinned card stays."""
    with look(BRIEFING) as page:
        page.locator('.b-body a[href="#note-bargaining-chip"]').hover()
        page.wait_for_selector(".pop .lemma")
        page.locator(".pop .cite").first.hover()
        until(page, "document.querySelectorAll('.pop').length === 2")
        page.keyboard.press("Escape")
        assert page.locator(".pop").count() == 1
        page.locator(".pop .pop-pin").click()
        page.mouse.click(2, 2)
        page.evaluate("new Promise(done => setTimeout(done, 500))")
        assert page.locator(".pop.pinned").count() == 1
        page.locator(".pop .pop-close").click()
        assert page.locator(".pop").count() == 0


def test_popover_closes_on_a_click_outside(look: Opener) -> None:
    """A click outside closes the card; text in it can be selected without closing it."""
    with look(BRIEFING) as page:
        page.locator(TERM).hover()
        page.wait_for_selector(".pop")
        page.locator(".pop .short").dblclick()
        assert page.evaluate("getSelection().toString()") != ""
        page.mouse.move(2, 500)
        page.evaluate("new Promise(done => setTimeout(done, 500))")
        assert page.locator(".pop").count() == 1
        page.mouse.click(2, 500)
        assert page.locator(".pop").count() == 0


def test_popovers_can_be_switched_off(look: Opener) -> None:
    """The switch in a card turns all of them off, it is remembered, and the foot of the page turns them on again."""
    with look(BRIEFING) as page:
        page.locator(TERM).hover()
        page.locator(".pop .pop-off").click()
        page.reload()
        page.locator(TERM).hover()
        page.evaluate("new Promise(done => setTimeout(done, 600))")
        assert page.locator(".pop").count() == 0
        foot = page.locator(".pops")
        assert foot.get_attribute("aria-pressed") == "false"
        foot.click()
        page.locator(TERM).hover()
        page.wait_for_selector(".pop")


def test_popover_shows_cards_of_other_pages(look: Opener) -> None:
    """A link to a note on another page shows the card that the page holds of it."""
    with look(BRIEFING) as page:
        page.locator("#mark-bargaining-chip").click()
        settled(page)
        page.locator('#note-bargaining-chip a[data-pop="p-briefings/forecast-2017-reviewed.html#note-offer"]').hover()
        page.wait_for_selector(".pop")
        assert "A step towards the prophecy" in page.locator(".pop").inner_text()


def test_touch_opens_the_card_first(look: Opener) -> None:
    """A tap on a link opens its card instead of following it; the card leads on."""
    with look(BRIEFING, 390, 844, has_touch=True, is_mobile=True) as page:
        page.locator(TERM).tap()
        page.wait_for_selector(".pop")
        assert page.url.endswith(BRIEFING)
        assert page.locator(".pop .pop-go").get_attribute("href").endswith("glossary/joint-declaration-1956.html")


def test_ids_stay_unique_while_cards_are_open(look: Opener) -> None:
    """A card is a copy without ids."""
    with look(BRIEFING) as page:
        page.locator('.b-body a[href="#note-bargaining-chip"]').hover()
        page.wait_for_selector(".pop")
        assert (
            page.evaluate(
                "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)"
            )
            == []
        )


@pytest.mark.parametrize("served", [False, True], ids=["file", "http"])
def test_filter_hides_notes_and_is_in_the_address(look: Opener, server: str, served: bool) -> None:
    """A switch hides the notes of a kind with their marks, and the address keeps it, from disk and over http."""
    with look(BRIEFING, root=server if served else "") as page:
        page.locator("[data-filter=kind] button", has_text="Claim").click()
        assert page.locator('.note[data-kind="claim"]:visible').count() == 0
        assert page.locator(".m.k-claim:not(.off)").count() == 0
        assert page.locator(".ref.k-claim:visible, .ref[href='#note-landings']:visible").count() == 0
        assert "no-kind=claim" in page.url
        page.reload()
        assert page.locator('.note[data-kind="claim"]:visible').count() == 0
        button = page.locator("[data-filter=kind] button", has_text="Claim")
        assert button.get_attribute("aria-pressed") == "false"
        button.click()
        assert page.locator('.note[data-kind="claim"]:visible').count() == 6
        assert "no-kind" not in page.url


def test_filters_by_verdict_and_author(look: Opener) -> None:
    """Notes are filtered by verdict and by who wrote them too."""
    with look(BRIEFING) as page:
        page.locator("[data-filter=verdict] button", has_text="Imprecise").click()
        assert page.locator('.note[data-verdict="imprecise"]:visible').count() == 0
        page.locator("[data-filter=by] button", has_text="Guest").click()
        assert page.locator('.note[data-by="Guest"]:visible').count() == 0
        assert page.locator(".note:visible").count() == 14


@pytest.mark.parametrize(("mode", "shown"), [("article", 0), ("verdicts", 6), ("newcomer", 9), ("all", 18)])
def test_modes_choose_the_notes(look: Opener, mode: str, shown: int) -> None:
    """Article: no notes; verdicts: only those with one; newcomer: those that explain; all: everything."""
    with look(f"{BRIEFING}?mode={mode}") as page:
        assert page.locator(".note:visible").count() == shown
        assert page.locator(f'.modes input[value="{mode}"]').is_checked()
        settled(page)
        assert page.evaluate(OVERLAPS)[1:] == [[], []]


def test_contents_follow_the_reader(look: Opener) -> None:
    """The running head appears once the page's own has gone, names the section, and leads back."""
    with look(BRIEFING) as page:
        assert page.locator(".run").is_hidden()
        page.locator("#h-cl").scroll_into_view_if_needed()
        page.evaluate("document.querySelector('#claims').scrollIntoView()")
        until(page, "!document.querySelector('.run').hidden")
        until(page, "document.querySelector('.run-toc').textContent === 'Claims'")
        page.locator(".run-toc").click()
        page.locator(".run-list a", has_text="The article").click()
        until(page, "document.querySelector('.run-toc').textContent === 'The article'")


def test_reader_gets_back_after_a_jump(look: Opener) -> None:
    """After a link within the page a button leads back to where one was."""
    with look(BRIEFING) as page:
        page.evaluate("document.querySelector('#p3').scrollIntoView()")
        before = page.evaluate("scrollY")
        page.locator("#p3 + .note .nn, #note-two-treaties .nn").first.evaluate("a => a.click()")
        page.evaluate("document.querySelector('#references').scrollIntoView()")
        back = page.locator(".run-back")
        back.wait_for(state="visible")
        back.click()
        until(page, f"Math.abs(scrollY - {before}) < 400")
        assert back.is_hidden()


def test_reader_resumes_where_they_were(look: Opener) -> None:
    """Who comes back is offered the paragraph that they were at."""
    with look(BRIEFING) as page:
        page.evaluate("document.querySelector('#p4').scrollIntoView()")
        until(page, "localStorage.getItem('at:' + location.pathname) === 'p4'")
        page.goto(page.url.partition("#")[0])
        page.wait_for_selector(".resume:not([hidden])")
        assert page.locator(".resume a").get_attribute("href") == "#p4"


@pytest.mark.parametrize("saved", ["light", "dark"])
def test_theme_switch_does_not_flash(look: Opener, saved: str) -> None:
    """The saved scheme is set before the body is there, whatever the system prefers."""
    other = "light" if saved == "dark" else "dark"
    with look("404.html", color_scheme=other) as page:
        while page.locator(".theme span").inner_text() != saved:
            page.locator(".theme").click()
        page.context.add_init_script(
            "new MutationObserver((_, o) => { if (document.body) { window.first = document.documentElement.dataset.theme; o.disconnect(); } })"
            ".observe(document, { childList: true, subtree: true })"
        )
        page.reload()
        assert page.evaluate("window.first") == saved
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == saved


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_everything_is_there(look: Opener, width: int) -> None:
    """Notes stand after their paragraph in the order of the text, and nothing that needs a script is shown."""
    with look(BRIEFING, width, java_script_enabled=False) as page:
        notes = page.locator(".leaf .note")
        assert notes.count() == 18
        assert all(note.is_visible() for note in notes.all())
        assert all(not control.is_visible() for control in page.locator("button, input, fieldset").all())
        tops = [note.bounding_box() for note in notes.all()]
        assert all(a and b and a["y"] + a["height"] <= b["y"] + 1 for a, b in pairwise(tops))
        assert page.locator("#note-landings").bounding_box()["y"] > page.locator("#p2").bounding_box()["y"]


def test_broken_script_leaves_the_notes(browser: Browser, site: Path) -> None:
    """If only the first script arrives, the notes return to their place in the text."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("**/site.js*", lambda route: route.abort())
    page.goto(f"{site.as_uri()}/{BRIEFING}")
    until(page, "!document.documentElement.classList.contains('js')")
    assert page.locator(".note:visible").count() == 18
    page.context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_layout_hardly_shifts(look: Opener, width: int) -> None:
    """What has been painted stays where it is: cumulative layout shift below 0.05, at the top and on the leaf."""
    for fragment in ("", "#p3"):
        with look(BRIEFING + fragment, width) as page:
            shift = page.evaluate("""() => new Promise(done => {
              let sum = 0;
              new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; })).observe({ type: 'layout-shift', buffered: true });
              setTimeout(() => done(sum), 700);
            })""")
            assert shift < 0.05, fragment


@pytest.mark.parametrize("width", WIDTHS)
def test_reduced_motion_stops_the_glide(look: Opener, width: int) -> None:
    """With reduced motion nothing is animated."""
    with look(BRIEFING, width, reduced_motion="reduce") as page:
        page.keyboard.press("j")
        assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_forced_colours_keep_marks_apart(look: Opener, width: int) -> None:
    """With forced colours passages are still underlined and the active pair is still told."""
    with look(BRIEFING, width, forced_colors="active") as page:
        page.locator("#mark-removal").click()
        settled(page)
        style = page.evaluate(
            "(e => [e.textDecorationLine, e.backgroundColor])(getComputedStyle(document.querySelector('#mark-removal')))"
        )
        plain = page.evaluate("getComputedStyle(document.querySelector('#mark-no-treaty')).backgroundColor")
        assert style[0] == "underline"
        assert style[1] != plain


@pytest.mark.parametrize("width", WIDTHS)
def test_print_numbers_the_notes(look: Opener, width: int) -> None:
    """On paper each note stands after its paragraph with number and quoted words; controls and sections' navigation go."""
    with look(BRIEFING, width) as page:
        page.keyboard.press("j")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        settled(page)
        assert all(note.is_visible() for note in page.locator(".leaf .note").all())
        assert page.locator("#note-landings .quoted").is_visible()
        assert page.evaluate("getComputedStyle(document.querySelector('#note-landings'), '::before').content") not in {
            "none",
            "",
        }
        assert page.locator(".ref b").first.is_visible()
        assert page.evaluate(OVERLAPS)[1] == []
        assert not page.locator(".mast, .run, .tally .hint, .modes").first.is_visible()


def test_print_keeps_together_what_belongs_together(look: Opener, site: Path) -> None:
    """On paper nothing stays folded, no event or concept is cut, lists have one column, and no control is printed."""
    with look(BRIEFING, 700) as page:
        page.emulate_media(media="print")
        uncut = "selector => getComputedStyle(document.querySelector(selector)).breakInside"
        for selector in (".events > li", ".strip > li", ".refs > li", ".ledger tr", ".ment", ".tl"):
            assert page.evaluate(uncut, selector) == "avoid", selector
        assert page.evaluate("getComputedStyle(document.querySelector('.events')).columnCount") == "auto"
        assert all(each.is_visible() for each in page.locator(".more-ments .ment").all())
        assert not page.locator(".more-ments summary").is_visible()
        after = "link => getComputedStyle(link, '::after').content"
        assert page.locator(".refs .away").evaluate(after) == '" <https://example.org/tempo>"'
        assert page.locator(".refs a[href$=questions]").evaluate(after) == "none"
        for path in ("claims/index.html", "forecasts/index.html", "timeline/index.html", "glossary/index.html"):
            page.goto(f"{site.as_uri()}/{path}")
            assert not any(each.is_visible() for each in page.locator("input, select, output").all()), path
        page.goto(f"{site.as_uri()}/index.html")
        assert page.locator("h1").bounding_box()["height"] > 20


@pytest.mark.parametrize("width", [390, 700, 1440])
def test_home_says_what_the_site_is(look: Opener, width: int) -> None:
    """The home page shows the site's description, and each briefing with its title, summary and counts in one column."""
    with look("index.html", width) as page:
        assert page.locator(".about").inner_text() == "Articles on a peace treaty, read with notes."
        left = "nodes => new Set(nodes.map(node => node.getBoundingClientRect().left)).size"
        assert page.locator(".blist > li > :not(.cap)").evaluate_all(left) == 1


def test_name_in_a_cell_stays_whole(look: Opener) -> None:
    """A Japanese name in a table is not broken on a phone."""
    with look(BRIEFING, 390) as page:
        assert page.evaluate("getComputedStyle(document.querySelector('td [lang=ja]')).wordBreak") == "keep-all"


def test_ledger_sorts_and_filters(look: Opener) -> None:
    """The ledger of claims is sorted by a click on a head and filtered by verdict."""
    with look("claims/index.html") as page:
        page.locator("th button", has_text="Claim").click()
        titles = page.locator("tbody th > a").all_inner_texts()
        assert titles == sorted(titles, key=str.lower)
        page.locator("th button", has_text="Claim").click()
        assert page.locator("tbody th > a").all_inner_texts() == titles[::-1]
        assert page.locator("th[aria-sort=descending]").count() == 1
        page.locator("[data-filter=verdict] button", has_text="Imprecise").click()
        assert page.locator("tbody tr:visible").count() == 3


def test_index_finds_names_in_any_script(look: Opener) -> None:
    """The index is filtered as one types, without regard to case or diacritics."""
    with look("glossary/index.html") as page:
        box = page.locator(".find input")
        for typed, found in (("DISPUTED", 4), ("курилы", 1), ("北方", 1), ("zzz", 0)):
            box.fill(typed)
            assert page.locator(".index-entry:visible").count() == found, typed


def test_signs_are_explained(look: Opener) -> None:
    """The page says what its kinds and verdicts mean, with or without scripts."""
    with look(BRIEFING, java_script_enabled=False) as page:
        page.locator(".legend summary").click()
        assert page.locator(".legend dt").count() == 13
        assert "Serious accounts disagree." not in page.locator(".legend").inner_text()


def test_stylesheet_is_valid(site: Path) -> None:
    """The Nu checker finds no error in the stylesheet, with what the build adds to it."""
    command = ["java", "-jar", str(CHECKER), "--css", "--errors-only", str(site / "assets/style.css")]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


def test_page_is_light(site: Path) -> None:
    """A briefing with its stylesheet and scripts is under 100 KB compressed."""
    parts = [BRIEFING, "assets/style.css", "assets/site.js", "assets/theme.js"]
    assert sum(len(gzip.compress((site / part).read_bytes(), 6)) for part in parts) < 100_000
