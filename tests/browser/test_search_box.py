"""Searching in a real browser: over http and from a folder, by keyboard, with filters, in three scripts, without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect, sync_playwright
from reading import ARGUMENTS, CHROMIUM

from glossator.cli import main

CONTENT = {
    "site.toml": 'title = "Margins"\nbase_url = "https://example.org/"\nlanguage = "en"\n',
    "briefings/two/briefing.md": (
        "---\ntitle: Two islands\nsummary: What was agreed in 1956.\ndate: 2026-11-20\nlang: en\n---\n\nOur text on the lighthouse.\n"
    ),
    "briefings/two/article.md": (
        "The islands are four in number.\n\nThe steamer left in October.\n\nNobody signed a treaty in Moscow.\n"
    ),
    "briefings/two/annotations.md": (
        '## Three and a group {#group .claim verdict=contested who="A paper"}\n\n> The islands are four in number.\n\n'
        "The archipelago is counted with [[hoppo]] [@book].\n\n"
        "## No steamer {#steamer .claim verdict=contradicted}\n\n> The steamer left in October.\n\n"
        "The archipelago had none then, says the list; in Japanese 返還交渉 [@book].\n\n"
        "## Which treaty? {#which .question status=open}\n\n> Nobody signed a treaty in Moscow.\n\nThe archipelago again.\n"
    ),
    "briefings/ru/briefing.md": (
        "---\ntitle: Острова\nsummary: Коротко.\ndate: 2026-11-19\nlang: ru\n---\n\nМаяк на острове, архипелаг и ёлка.\n"
    ),
    "glossary/hoppo.md": (
        "---\nterm: Northern Territories\naliases:\n  - { name: 北方領土, lang: ja, roman: Hoppō ryōdo }\n"
        "short: A Japanese name.\n---\n\nUsed of the archipelago by the government.\n"
    ),
    "glossary/habomai.md": (
        "---\nterm: Habomai Islands\naliases:\n  - { name: острова Хабомаи, lang: ru }\nshort: Low islets.\n---\n\nOff a cape.\n"
    ),
    "sources/s.json": json.dumps([{"id": "book", "type": "book", "title": "Frontiers", "author": [{"literal": "An Office"}]}]),
    "pages/about.md": "---\ntitle: About\nsummary: What this is.\n---\n\nNo lighthouse here.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site with an index, in a folder of its server."""
    root = tmp_path_factory.mktemp("search")
    for path, text in CONTENT.items():
        (root / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / path).write_text(text, "utf-8")
    out = root / "www" / "sub"
    result = CliRunner().invoke(main, ["build", "--content", str(root / "content"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Quiet(SimpleHTTPRequestHandler):
    """A handler that keeps no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture(scope="module")
def roots(site: Path) -> Iterator[dict[str, str]]:
    """Give the addresses of the site: over http, below the server's root, and as a folder."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.parent)))
    Thread(target=made.serve_forever, daemon=True).start()
    yield {"http": f"http://127.0.0.1:{made.server_port}/sub", "file": site.as_uri()}
    made.shutdown()
    made.server_close()


Opener = Callable[..., Any]


@pytest.fixture
def look(browser: Browser, roots: dict[str, str]) -> Opener:
    """Give a way to open a page, which fails if the page says anything to the console or asks another site."""

    @contextmanager
    def opened(path: str, root: str = "http", width: int = 1440, **context: Any) -> Iterator[Page]:
        made = browser.new_context(viewport={"width": width, "height": 900}, **context)
        page = made.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(roots[root]) else said.append(request.url))
        page.goto(f"{roots[root]}/{path}")
        if context.get("java_script_enabled", True):
            page.locator("html[data-ready]").wait_for(state="attached")
        yield page
        assert [each for each in said if not each.endswith("/favicon.ico")] == []
        made.close()

    return opened


def ask(page: Page, words: str, hit: str) -> list[str]:
    """Write into the box that has the focus, wait for a result, and give the titles of all results."""
    page.locator("input[type=search]:focus").fill(words)
    page.locator(".seek-found li a", has_text=hit).first.wait_for()
    return page.locator(".seek-found li a:visible").all_text_contents()


def open_box(page: Page) -> None:
    """Open the box by its key."""
    page.keyboard.press("/")
    page.locator("dialog.seek[open] input:focus").wait_for()


NAMES = {
    "北方": "Northern Territories", "領土": "Northern Territories", "Hoppo": "Northern Territories",
    "hoppō RYODO": "Northern Territories", "хабомаи": "Habomai Islands", "Острова": "Острова",
    "habo": "Habomai Islands", "steamer": "No steamer", "a paper": "Three and a group",
    "front": "Frontiers", "office": "Frontiers", "about": "About",
}  # fmt: skip


@pytest.mark.parametrize("root", ["http", "file"])
@pytest.mark.parametrize("width", [390, 1440])
def test_names_are_found_in_any_script(look: Opener, root: str, width: int) -> None:
    """Every name, title, claim and source is found by a part of it, over http and from a folder, whatever its script."""
    with look("index.html", root, width) as page:
        open_box(page)
        for words, hit in NAMES.items():
            assert hit in ask(page, words, hit), words
            page.locator("input[type=search]:focus").fill("")
            expect(page.locator(".seek-found li a:visible")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "hit", "address"),
    [
        ("lighthouse", "Two islands", "briefings/two.html"), ("маяк", "Острова", "briefings/ru.html"),
        ("елка", "Острова", "briefings/ru.html"), ("交渉", "No steamer", "briefings/two.html#note-steamer"),
        ("返還交", "No steamer", "briefings/two.html#note-steamer"),
        ("archipelago government", "Northern Territories", "glossary/hoppo.html"),
        ("number", "Two islands", "briefings/two.html#p1"), ("Moscow", "Two islands", "briefings/two.html#p3"),
    ],
)  # fmt: skip
def test_texts_are_found_where_they_stand(look: Opener, words: str, hit: str, address: str) -> None:
    """Over http words of the texts are found, in any script, with the paragraph or the note that they stand in."""
    with look("glossary/index.html") as page:
        open_box(page)
        ask(page, words, hit)
        link = page.locator(".seek-found li a", has_text=hit).first
        assert link.evaluate("a => a.href").endswith(f"/sub/{address}")
        assert link.locator("xpath=ancestor::li").locator("mark").count() > 0


def test_folder_says_what_is_searched(look: Opener) -> None:
    """From a folder the box says that names are searched and texts are not, and what finds nothing is said."""
    with look("briefings/two.html", "file") as page:
        open_box(page)
        page.keyboard.type("lighthouse")
        page.locator(".seek-said", has_text="Nothing is found for “lighthouse”").wait_for()
        assert "not the texts" in page.locator(".seek-said").inner_text()


@pytest.mark.parametrize("root", ["http", "file"])
def test_keyboard_goes_through_results(look: Opener, root: str) -> None:
    """Arrows go from the box through the results and back, letters return to it, Enter follows, Escape closes."""
    with look("pages/about.html", root) as page:
        page.locator(".foot a").first.focus()
        open_box(page)
        ask(page, "islands", "Habomai Islands")
        page.wait_for_timeout(400)
        titles = page.locator(".seek-found a:visible").all_text_contents()
        focused = "document.activeElement.textContent"
        page.keyboard.press("ArrowDown")
        assert page.evaluate(focused) == titles[0]
        page.keyboard.press("ArrowDown")
        assert page.evaluate(focused) == titles[1]
        page.keyboard.press("End")
        assert page.evaluate(focused) == titles[-1]
        page.keyboard.press("Home")
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.type") == "search"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("x")
        assert page.evaluate("document.activeElement.type") == "search"
        page.keyboard.press("Escape")
        assert page.locator("dialog.seek[open]").count() == 0
        assert page.evaluate("document.activeElement.closest('.foot') !== null")
        open_box(page)
        ask(page, "habomai", "Habomai Islands")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/glossary/habomai.html")


def test_enter_goes_to_the_page_of_search(look: Opener) -> None:
    """Enter in the box leads to the page with all results, which goes on where the box was."""
    with look("index.html") as page:
        page.locator(".seek-open").click()
        page.locator("dialog.seek input:focus").fill("archipelago")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/index.html?q=archipelago")
        page.locator(".seek-found a", has_text="No steamer").wait_for()
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"


def test_key_can_be_switched_off(look: Opener) -> None:
    """The key of one letter can be switched off in the box (WCAG 2.1.4), and that is remembered."""
    with look("index.html") as page:
        open_box(page)
        page.locator(".seek-key").uncheck()
        page.keyboard.press("Escape")
        page.reload()
        page.locator("html[data-ready]").wait_for(state="attached")
        page.keyboard.press("/")
        page.locator(".seek-open").click()
        page.locator("dialog.seek[open]").wait_for()
        assert page.locator("dialog.seek").count() == 1
        assert page.locator("dialog.seek input[type=search]").input_value() == ""


def found(page: Page) -> list[str]:
    """Give the titles of all results that are shown."""
    return sorted(page.locator(".seek-found li a:visible").all_text_contents())


def test_filters_narrow_to_notes_and_stay_in_the_address(look: Opener) -> None:
    """Kind, verdict, concept and language narrow what is found; the address keeps them, and opening it gives the same."""
    with look("search/index.html?q=archipelago") as page:
        page.locator(".seek-filters:visible").wait_for()
        page.locator(".seek-found a", has_text="Which treaty?").wait_for()
        assert found(page) == ["No steamer", "Northern Territories", "Three and a group", "Which treaty?"]
        page.locator("[name=verdict][value=contradicted]").check()
        page.locator(".seek-found a", has_text="Which treaty?").wait_for(state="detached")
        assert found(page) == ["No steamer"]
        assert page.url.endswith("?q=archipelago&verdict=contradicted")
        page.reload()
        page.locator(".seek-found a", has_text="No steamer").wait_for()
        page.locator("[name=verdict][value=contradicted]:checked").wait_for()
        page.locator(".seek-found a", has_text="Northern Territories").wait_for(state="detached")
        assert found(page) == ["No steamer"]
        page.locator("[name=verdict][value=contradicted]").uncheck()
        page.locator("[name=kind][value=question]").check()
        page.locator(".seek-found a", has_text="No steamer").wait_for(state="detached")
        assert found(page) == ["Which treaty?"]
        page.locator("[name=kind][value=question]").uncheck()
        page.locator("[name=concept]").select_option("Northern Territories")
        page.locator(".seek-found a", has_text="No steamer").wait_for()
        assert page.locator("[name=kind][value=forecast]").is_hidden()


def test_filters_work_without_a_word(look: Opener) -> None:
    """A filter alone lists all that passes it: every note with a verdict, every text in a language."""
    with look("search/index.html") as page:
        page.locator(".seek-filters:visible").wait_for()
        page.locator("[name=kind][value=claim]").check()
        page.locator(".seek-found a", has_text="No steamer").wait_for()
        assert found(page) == ["No steamer", "Three and a group"]
        page.locator("[name=kind][value=claim]").uncheck()
        page.locator("label", has_text="Russian").locator("input").check()
        page.locator(".seek-found a", has_text="Острова").wait_for()
        assert found(page) == ["Острова"]


def test_page_of_search_without_scripts(look: Opener) -> None:
    """Without scripts the link leads to a page that says so and offers the indexes; no dead control is shown."""
    with look("index.html", java_script_enabled=False) as page:
        page.locator(".seek-open").click()
        page.wait_for_url("**/search/index.html")
        assert "needs scripts" in page.locator("main").inner_text()
        assert page.locator("input:visible, button:visible, select:visible").count() == 0
        page.locator("main a", has_text="Concepts").click()
        page.wait_for_url("**/glossary/index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_search_has_no_violation_that_axe_finds(look: Opener, scheme: str, width: int) -> None:
    """Neither the box with results nor the page with filters has a violation, and neither scrolls sideways."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with look("briefings/two.html", width=width, color_scheme=scheme) as page:
        open_box(page)
        ask(page, "archipelago", "Which treaty?")
        assert [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]] == []
        assert page.evaluate(wide) == 0
    with look("search/index.html?q=archipelago", width=width, color_scheme=scheme) as page:
        page.locator(".seek-filters:visible").wait_for()
        page.locator(".seek-found a", has_text="Which treaty?").wait_for()
        assert [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]] == []
        assert page.evaluate(wide) == 0


@pytest.mark.parametrize("root", ["http", "file"])
def test_policy_forbids_what_stands_in_the_page(look: Opener, root: str) -> None:
    """The policy lets no inline script run, and the data of the page no console message arise."""
    with look("briefings/two.html", root) as page:
        assert page.locator('script[type="application/ld+json"]').count() == 1
    with look("index.html", root) as page:
        page.evaluate(
            "addEventListener('securitypolicyviolation', e => { document.title = e.effectiveDirective; }, { once: true })"
        )
        policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
