"""Save and see, in a real browser with a real server: what a reader has open stays, what changed is shown."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from reading import ARGUMENTS, CHROMIUM
from served import PATIENCE, ROOT, Serving

PARAGRAPHS = "\n\n".join(
    f"Paragraph {n} says that harbour {n} was built in the year {1800 + n}. " + "And so on. " * 60 for n in range(1, 25)
)
KINDS = ("claim", "context", "forecast")
NOTES = "".join(
    f"## Harbour {n} {{#h{n} .{KINDS[n % 3]}{' verdict=supported' if n % 3 == 0 else ''}}}\n\n> harbour {n} was built\n\nText of note {n}, with a [[Harbour]].\n\n"
    for n in range(1, 25)
)
FILES = {
    "content/site.toml": 'title = "Test"\nbase_url = "https://example.org/"\nlanguage = "en"\neditor = "vscode"\n',
    "content/briefings/one/briefing.md": "---\ntitle: One\nsummary: The first.\ndate: 2026-01-01\n---\n\nOur text.\n",
    "content/briefings/one/article.md": PARAGRAPHS,
    "content/briefings/one/annotations.md": NOTES,
    "content/briefings/two/briefing.md": "---\ntitle: Two\nsummary: The second.\ndate: 2026-01-02\n---\n\nOur text.\n",
    "content/glossary/harbour.md": "---\nterm: Harbour\nshort: A place for ships.\n---\n\nIt has walls.\n",
    "content/glossary/pier.md": "---\nterm: Pier\nshort: A way into the water.\n---\n\nIt has planks.\n",
    "content/glossary/quay.md": "---\nterm: Quay\nshort: A way along the water.\n---\n\nIt has stones.\n",
}


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    """Serve the project."""
    made = Serving(tmp_path)
    made.write(FILES)
    made.start()
    yield made
    assert made.process is not None
    if made.process.poll() is None:
        assert made.stop() == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a window without a past."""
    made = browser.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


Opener = Callable[..., Page]


@pytest.fixture
def look(context: BrowserContext, serving: Serving) -> Iterator[Opener]:
    """Give a way to open a page, which is marked so that a reload shows, and must say nothing to the console."""
    said: list[str] = []

    def opened(path: str) -> Page:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(serving.url + path)
        page.wait_for_function(
            "() => 'ready' in document.documentElement.dataset && document.getElementById('glossator-panel')"
        )
        page.evaluate(
            "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"
        )
        page.evaluate("window.marked = true")
        return page

    yield opened
    assert [text for text in said if not text.startswith("Failed to load resource")] == []


def kept(page: Page) -> bool:
    """Tell whether the page was never loaded anew."""
    return bool(page.evaluate("window.marked === true"))


def top(page: Page, selector: str) -> float:
    """Give how far below the window's top an element is."""
    return float(page.evaluate("s => document.querySelector(s).getBoundingClientRect().top", selector))


BRIEFING = "briefings/one.html"
ANNOTATIONS = "content/briefings/one/annotations.md"
DIALOG = "#glossator-panel dialog"
DOT = "#glossator-panel .dot"


@pytest.mark.parametrize("width", [1440, 390])
def test_an_edit_changes_the_page_and_nothing_else(serving: Serving, look: Opener, width: int) -> None:
    """The note that was edited is new; where one reads, the open note, and the keys work as before, on desk and phone."""
    page = look(BRIEFING)
    page.set_viewport_size({"width": width, "height": 900})
    page.locator("a.ref[href='#note-h12']").scroll_into_view_if_needed()
    page.locator("a.ref[href='#note-h12']").click()
    expect(page.locator("#note-h12.on")).to_have_count(1)
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)))")
    before = top(page, "#mark-h12")

    serving.edit(ANNOTATIONS, "Text of note 12,", "Text that was changed,")

    expect(page.locator("#note-h12")).to_contain_text("Text that was changed")
    expect(page.locator("#note-h12.on")).to_have_count(1)
    assert kept(page)
    assert top(page, "#mark-h12") == pytest.approx(before, abs=2)
    page.keyboard.press("j")
    expect(page.locator("#note-h13.on")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".note.on")).to_have_count(0)


def test_what_stands_above_may_grow(serving: Serving, look: Opener) -> None:
    """A paragraph that comes above where one reads does not move it."""
    page = look(BRIEFING)
    page.evaluate("document.getElementById('mark-h20').scrollIntoView({block: 'center', behavior: 'instant'})")
    before, height = top(page, "#mark-h20"), page.evaluate("document.documentElement.scrollHeight")

    serving.edit("content/briefings/one/briefing.md", "Our text.", "Our text.\n\n" + "A new paragraph. " * 400)

    page.wait_for_function("h => document.documentElement.scrollHeight > h + 200", arg=height)
    assert top(page, "#mark-h20") == pytest.approx(before, abs=2)
    assert kept(page)


def test_notes_that_come_and_go_are_laid_out(serving: Serving, look: Opener) -> None:
    """A new note has its mark, its place in the margin and its number; a deleted one leaves nothing behind."""
    page = look(BRIEFING)
    serving.edit(
        ANNOTATIONS, "## Harbour 5", "## New note {#new .context}\n\n> in the year 1805\n\nNew words.\n\n## Harbour 5"
    )

    expect(page.locator("#mark-new")).to_have_count(1)
    assert page.evaluate("getComputedStyle(document.getElementById('note-new')).position") == "absolute"

    serving.edit(ANNOTATIONS, "## New note {#new .context}\n\n> in the year 1805\n\nNew words.\n\n", "")

    expect(page.locator("#mark-new, #note-new")).to_have_count(0)
    assert page.locator(".note").count() == 24
    assert page.locator(".wire").count() == 1
    assert kept(page)


SETTLED = """async () => {
  await document.fonts.ready;
  for (let n = 4; n--;) await new Promise(done => requestAnimationFrame(done));
  const all = document.body.cloneNode(true);
  all.querySelectorAll('script').forEach(e => e.remove());
  const comments = document.createTreeWalker(all, NodeFilter.SHOW_COMMENT), found = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  found.forEach(e => e.remove());
  all.normalize();
  return all.innerHTML.replace(/ (class|style)="([^"]*)"/g, (_, name, value) => ` ${name}="${value.split(/[ ;]+/).filter(Boolean).sort().join(' ')}"`).replace(/ (class|style)=""/g, '');
}"""


EXCHANGED = (
    "index.html", BRIEFING, "glossary/index.html", "glossary/harbour.html", "claims/index.html", "timeline/index.html", "health.html",
)  # fmt: skip
LOADED_ANEW = "search/index.html"  # the names to be searched are a script


def same(page: Page, loaded: Page) -> bool:
    """Tell whether two tabs show the same document; not while one of them is being loaded."""
    try:
        return bool(page.evaluate(SETTLED) == loaded.evaluate(SETTLED))
    except PlaywrightError:
        return False


def test_an_exchanged_page_is_the_page_one_would_load(serving: Serving, look: Opener) -> None:
    """After an exchange each document is, to the attribute, what a tab that loads the page now has."""
    pages = {path: look(path) for path in (*EXCHANGED, LOADED_ANEW)}
    serving.write(
        {
            "templates/partials/foot.html": '<footer class="foot"><p>Our own foot.</p></footer>',
            "content/glossary/anchor.md": "---\nterm: Anchor\nshort: A hook.\n---\n\nSee [[Harbour]].\n",
            ANNOTATIONS: NOTES.replace("## Harbour 3 {", "## Harbour three {")
            .replace("> harbour 5 was", "> ==harbour 5== was")
            .replace(
                "## Harbour 6 {#h6 .claim verdict=supported", "## Harbour 6 {#h6 .claim verdict=contested when=1806"
            ),
        }
    )
    for page in pages.values():
        expect(page.locator(".foot")).to_contain_text("Our own foot.")
    serving.built()

    # What was written may have been several builds, and each page is exchanged, or loaded anew, in its own time.
    expect(pages["glossary/index.html"].locator("main")).to_contain_text("Anchor")
    expect(pages[BRIEFING].locator("main")).to_contain_text("Harbour three")
    pages[LOADED_ANEW].wait_for_function("() => window.marked !== true", timeout=PATIENCE * 1000)

    for path, page in pages.items():
        loaded = look(path)
        until = time.monotonic() + PATIENCE
        while not same(page, loaded) and time.monotonic() < until:
            pass
        assert page.evaluate(SETTLED) == loaded.evaluate(SETTLED), path
        assert kept(page) is (path in EXCHANGED), path
        loaded.close()


def test_filters_and_mode_stay(serving: Serving, look: Opener) -> None:
    """Kinds that are switched off stay off, and the new page's notes obey."""
    page = look(BRIEFING)
    page.locator(".tally [data-filter] button", has_text="Claim").first.click()
    expect(page.locator("#note-h3")).to_be_hidden()

    serving.edit(ANNOTATIONS, "Text of note 4,", "Text that was changed,")

    expect(page.locator("#note-h4")).to_contain_text("Text that was changed")
    expect(page.locator("#note-h3")).to_be_hidden()
    expect(page.locator("#note-h4")).to_be_visible()
    page.locator(".tally [data-filter] button", has_text="Claim").first.click()
    expect(page.locator("#note-h3")).to_be_visible()


def test_a_pinned_popover_stays_and_is_new(serving: Serving, look: Opener) -> None:
    """A popover that was pinned is still there after an edit, with the new words in it."""
    page = look(BRIEFING)
    link = page.locator("#note-h2 a[data-pop='c-harbour']").first
    link.hover()
    page.locator(".pop .pop-pin").click()

    serving.edit("content/glossary/harbour.md", "A place for ships.", "A place for many ships.")

    expect(page.locator(".pop.pinned")).to_contain_text("many ships")
    assert page.locator(".pop").count() == 1
    assert kept(page)


def test_lists_keep_what_was_sought_sorted_and_focused(serving: Serving, look: Opener) -> None:
    """A search in a list, the focus in it, and the order of a table survive."""
    glossary, claims = look("glossary/index.html"), look("claims/index.html")
    box = glossary.locator("input[type=search]")
    box.fill("pier")
    claims.locator("th .sort", has_text="Claim").click()
    claims.locator("th .sort", has_text="Claim").click()
    first = claims.locator("table.ledger tbody th").first.inner_text()

    serving.write({"content/glossary/piers.md": "---\nterm: Pier head\nshort: Its end.\n---\n\nText.\n"})
    serving.edit(ANNOTATIONS, "## Harbour 3 {", "## Harbour 3, renamed {")

    expect(glossary.get_by_role("link", name="Pier head")).to_be_visible()
    expect(glossary.get_by_role("link", name="Quay")).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("pier")
    expect(claims.locator("table.ledger")).to_contain_text("Harbour 3, renamed")
    assert claims.locator("table.ledger tbody th").first.inner_text() == first
    expect(claims.locator("th[aria-sort=descending]")).to_contain_text("Claim")


def test_pages_that_did_not_change_are_left_alone(serving: Serving, look: Opener) -> None:
    """Of two open pages only the changed one asks for itself, and one stream serves both."""
    asked: list[str] = []
    one, two = look(BRIEFING), look("glossary/quay.html")
    for page in (one, two):
        page.context.on("request", lambda request: asked.append(request.url.removeprefix(serving.url)))
    serving.edit(ANNOTATIONS, "Text of note 4,", "Text that was changed,")

    expect(one.locator("#note-h4")).to_contain_text("Text that was changed")
    two.wait_for_function(
        "() => performance.getEntriesByType('resource').filter(e => e.name.includes('/state')).length > 1"
    )
    assert "glossary/quay.html" not in asked
    assert asked.count(BRIEFING) >= 1
    streams = [
        page.evaluate("performance.getEntriesByType('resource').filter(e => e.name.endsWith('/events')).length")
        for page in (one, two)
    ]
    assert sum(streams) <= 1


def test_a_stylesheet_is_exchanged_without_a_reload(serving: Serving, look: Opener) -> None:
    """New rules apply; the page is neither loaded anew nor are its scripts run again."""
    serving.write(
        {
            "templates/assets/own.css": "h1 { letter-spacing: 1px; }",
            "templates/base.html": '{% extends "glossator/base.html" %}{% block styles %}{{ super() }}<link rel="stylesheet" href="{{ frame.root }}assets/own.css">{% endblock %}',
        }
    )
    serving.built()
    page = look("glossary/quay.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    serving.edit("templates/assets/own.css", "1px", "7px")

    page.wait_for_function("() => getComputedStyle(document.querySelector('h1')).letterSpacing === '7px'")
    assert page.locator("link[rel=stylesheet]").count() == 2
    assert kept(page)
    assert not [url for url in asked if "again.js" in url]


def test_a_template_and_a_script_change_the_page(serving: Serving, look: Opener) -> None:
    """A template that is new is shown in place; a script that is new loads the page again."""
    page = look("glossary/quay.html")
    serving.write({"templates/partials/foot.html": '<footer class="foot"><p>Our own foot.</p></footer>'})
    expect(page.locator(".foot")).to_contain_text("Our own foot.")
    assert kept(page)

    script = (ROOT / "templates/assets/site.js").read_text("utf-8")
    serving.write({"templates/assets/site.js": script + "document.documentElement.dataset.own = '';"})
    page.wait_for_function(
        "() => 'own' in document.documentElement.dataset && 'ready' in document.documentElement.dataset"
    )
    assert not kept(page)


def test_faults_are_laid_over_the_last_good_page(serving: Serving, look: Opener) -> None:
    """A fault is shown with its place, excerpt and editor, by keyboard and for screen readers; it goes when it is mended."""
    page = look(BRIEFING)
    page.locator("#note-h4 a.lemma").focus()
    serving.edit(ANNOTATIONS, "Text of note 4, with", "Text of [[Nothing]], with")

    dialog = page.get_by_role("dialog", name="1 error: this is the last good page")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name=re.compile(r"annotations\.md:\d+:9"))).to_have_attribute(
        "href", re.compile(r"^vscode://file/.*/content/briefings/one/annotations\.md:\d+:9$")
    )
    expect(dialog).to_contain_text("LNK001")
    assert re.search(r"\d+ │ Text of \[\[Nothing\]\], with.*\n +│         \^", dialog.locator("pre").first.inner_text())
    assert page.evaluate("document.getElementById('glossator-panel').shadowRoot.activeElement !== null")
    assert Axe().run(page, context="#glossator-panel").response["violations"] == []
    expect(page.locator("#note-h4")).to_contain_text("Text of note 4")

    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#note-h4 a.lemma")).to_be_focused()
    expect(page.locator(DOT)).to_have_text("1 error, 8 warnings")
    page.locator(DOT).click()
    expect(dialog).to_be_visible()

    page.keyboard.press("Escape")
    serving.edit(ANNOTATIONS, "Text of note 5, with", "Text of [[Nobody]], with")
    expect(page.get_by_role("dialog", name="2 errors: this is the last good page")).to_be_visible()

    serving.edit(ANNOTATIONS, "[[Nobody]]", "note 5")
    serving.edit(ANNOTATIONS, "[[Nothing]]", "the mended note")
    expect(page.locator(DIALOG)).to_be_hidden()
    expect(page.locator(DOT)).to_have_text("8 warnings")
    expect(page.locator("#note-h4")).to_contain_text("the mended note")
    assert kept(page)


def test_faults_that_were_put_aside_stay_so_until_they_differ(serving: Serving, look: Opener) -> None:
    """The same faults after another save do not come back by themselves."""
    page = look("glossary/quay.html")
    serving.edit("content/glossary/pier.md", "It has planks.", "It has [[Nothing]].")
    expect(page.locator(DIALOG)).to_be_visible()
    page.get_by_role("button", name="Close").click()

    serving.built()
    serving.edit("content/glossary/quay.md", "It has stones.", "It has many stones.")
    serving.built()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').filter(e => e.name.includes('/state')).length > 2"
    )
    expect(page.locator(DIALOG)).to_be_hidden()
    expect(page.locator(DOT)).to_have_text("1 error, 8 warnings")


def test_a_site_that_was_broken_from_the_start_comes_when_mended(tmp_path: Path, context: BrowserContext) -> None:
    """Without any good page there is one for the faults, and the page that was asked for follows."""
    made = Serving(tmp_path)
    made.write({**FILES, "content/glossary/pier.md": "---\nterm: Pier\n---\n\n[[Nothing]]\n"})
    made.start()
    page = context.new_page()
    page.goto(made.url + "glossary/pier.html")
    expect(page.locator(DIALOG)).to_be_visible()

    made.write({"content/glossary/pier.md": FILES["content/glossary/pier.md"]})

    expect(page.locator("main")).to_contain_text("It has planks.")
    assert made.stop() == 0


def test_warnings_only_count_until_one_asks(serving: Serving, look: Opener) -> None:
    """A warning does not cover the page; a button counts it and lists it."""
    page = look("glossary/quay.html")
    serving.write({"content/stray.md": "Not ours.\n"})

    expect(page.locator(DOT)).to_have_text("9 warnings")
    expect(page.locator(DIALOG)).to_be_hidden()
    page.locator(DOT).click()
    expect(page.get_by_role("dialog", name="9 warnings")).to_contain_text("FIL006")
    page.get_by_role("link", name="Health of the site").click()
    expect(page.get_by_role("heading", name="Health", exact=True)).to_be_visible()


def test_a_renamed_page_is_followed(serving: Serving, look: Opener) -> None:
    """A page whose file or folder is renamed is found under its new name, and goes back with it."""
    page = look("glossary/quay.html")
    serving.edit("content/glossary/quay.md", "term: Quay", "term: Wharf\naliases: [Quay]")
    expect(page.locator("main h1")).to_contain_text("Wharf")
    (serving.root / "content/glossary/quay.md").rename(serving.root / "content/glossary/wharf.md")
    page.wait_for_url("**/glossary/wharf.html")
    expect(page.locator("main h1")).to_contain_text("Wharf")

    briefing = look("briefings/two.html")
    (serving.root / "content/briefings/two").rename(serving.root / "content/briefings/three")
    briefing.wait_for_url("**/briefings/three.html")
    (serving.root / "content/briefings/three").rename(serving.root / "content/briefings/two")
    briefing.wait_for_url("**/briefings/two.html")


def test_a_deleted_page_says_so_and_comes_back(serving: Serving, look: Opener) -> None:
    """A page that is gone stays readable and says that it is gone; when its file is back, it is shown."""
    page = look("glossary/quay.html")
    (serving.root / "content/glossary/quay.md").unlink()
    expect(page.locator(DOT)).to_have_text("This page is gone, 8 warnings")
    expect(page.locator("main")).to_contain_text("It has stones.")

    serving.write({"content/glossary/quay.md": FILES["content/glossary/quay.md"].replace("stones", "new stones")})
    expect(page.locator("main")).to_contain_text("It has new stones.")
    expect(page.locator(DOT)).to_have_text("8 warnings")
    assert kept(page)


def test_a_folder_that_disappears_comes_back(serving: Serving, look: Opener) -> None:
    """Without its content the site stays as it was, with the faults over it; with the content back, it goes on."""
    page = look("glossary/quay.html")
    shutil.copytree(serving.root / "content", serving.root / "kept")
    shutil.rmtree(serving.root / "content")
    expect(page.locator(DIALOG)).to_be_visible()
    expect(page.locator("main")).to_contain_text("It has stones.")

    (serving.root / "kept").rename(serving.root / "content")
    expect(page.locator(DIALOG)).to_be_hidden()
    serving.edit("content/glossary/quay.md", "stones", "new stones")
    expect(page.locator("main")).to_contain_text("It has new stones.")


def test_a_checkout_of_a_thousand_files_is_one_build(serving: Serving, look: Opener) -> None:
    """A thousand files written at once are one build and one exchange."""
    page = look("glossary/index.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    serving.write(
        {f"content/glossary/t{n:04}.md": f"---\nterm: Term {n:04}\nshort: S.\n---\n\nText.\n" for n in range(1000)}
    )

    # So many names are cut by their letters.
    expect(page.get_by_role("link", name="Te", exact=True)).to_be_visible(timeout=PATIENCE * 1000)
    assert serving.built().startswith("built: ")
    assert len([url for url in asked if url.endswith("glossary/index.html")]) == 1
    assert serving.lines.empty()


def test_pages_outlive_their_server(serving: Serving, look: Opener) -> None:
    """A page says that its server does not answer, and is loaded anew when there is one again."""
    page = look("glossary/quay.html")
    assert serving.stop() == 0
    expect(page.locator(DOT)).to_have_text("The server does not answer")

    serving.edit("content/glossary/quay.md", "stones", "new stones")
    serving.lines = Queue()
    serving.start(int(serving.url.rstrip("/").rpartition(":")[2]))

    expect(page.locator("main")).to_contain_text("It has new stones.", timeout=PATIENCE * 1000)
    expect(page.locator(DOT)).to_have_text("8 warnings")


@pytest.fixture(autouse=True)
def quick() -> None:
    """Wait long enough for builds on a busy machine."""
    expect.set_options(timeout=PATIENCE * 1000)
