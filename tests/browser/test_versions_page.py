"""Versions of an article in a real browser: closed until asked for, links both ways, without scripts, in print."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

sys.path.append(str(Path(__file__).parent))
from reading import until

from glossator.model.diagnostics import Severity
from glossator.pipeline import Project, build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["sample_site"]
CHECKER = Path(__file__).parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"
OLD = "港は1855年に町が建てた。工事は四年かかった。\n\n桟橋は後に加えられた。\n"
NEW = "港は1856年に町が建てた。\n\n桟橋は後に加えられた。\n"
NOTES = "## Year {#year .claim}\n\n> 1855年に町が建てた\n\nText.\n\n## Four years {#four}\n\n> 工事は四年かかった。\n\nText.\n"
HEAD = "---\ntitle: B\nsummary: S.\narticle: {lang: ja, rights: full}\n---\nText.\n"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a briefing whose article has an older version, and the same in excerpts."""
    root = tmp_path_factory.mktemp("versions")
    files = {"content/site.toml": 'title = "T"\nbase_url = "https://example.org/"\nlanguage = "en"\n'}
    for slug, rights in (("b", "full"), ("c", "excerpt")):
        parts = {
            "briefing": HEAD.replace("full", rights),
            "article": NEW,
            "article.2026-10-01": OLD,
            "annotations": NOTES,
        }
        files |= {f"content/briefings/{slug}/{name}.md": text for name, text in parts.items()}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    made = build(Project(root), out=root / "site", drafts=False, fatal=[Severity.ERROR], progress=lambda *_: None)
    assert made.published
    return root / "site/briefings"


def opened(browser: Browser, file: Path, *, scripts: bool = True, width: int = 1440) -> Page:
    """Open a page of the site from its folder."""
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    return page


def test_changes_are_closed_and_lead_both_ways(browser: Browser, pages: Path) -> None:
    """A note leads to its change, which is opened by that, and back; no scripts are needed."""
    page = opened(browser, pages / "b.html", scripts=False)
    step = page.locator("#changes-1")
    assert (
        step.locator("summary").inner_text() == "From 1 October 2026 to the present text: 1 change, 2 notes concerned"
    )
    assert not page.locator("#change-1-1").is_visible()
    page.locator("#note-four .was a").click()
    page.locator("#change-1-1").wait_for(state="visible")
    assert step.get_attribute("open") is not None
    words = page.locator("#change-1-1 .change")
    assert words.get_attribute("lang") == "ja"
    assert [each.text_content() for each in words.locator("del, ins").all()] == [
        "[taken out: 1855] ", "[put in: 1856] ", "[taken out: 工事は四年かかった。] ",
    ]  # fmt: skip
    assert [each.get_attribute("href") for each in page.locator("#change-1-1 a").all()] == ["#note-year", "#note-four"]
    page.locator('#change-1-1 a[href="#note-four"]').click()
    assert page.url.endswith("#note-four")


def test_notes_show_the_old_words(browser: Browser, pages: Path) -> None:
    """Of a passage that was changed beside it, of one that was taken out among the detached, with the version's date."""
    page = opened(browser, pages / "b.html")
    changed, gone = page.locator("#note-year .was").first, page.locator("#note-four .was").first
    assert changed.inner_text() == (
        "The passage was changed. In the version of 1 October 2026 it read: … 港は1855年に町が建てた。工事は四年かかった。 桟橋は後に加えられた。 …"
    )
    assert gone.inner_text().startswith("The passage was taken out. In the version of 1 October 2026 it read:")
    assert gone.locator("del").inner_text() == "工事は四年かかった。"
    assert page.locator("#detached #note-four").count() == 1


def test_claims_show_the_old_words(browser: Browser, pages: Path) -> None:
    """The page of a claim says too what its passage read before, in the article's language, and leads to the change."""
    page = opened(browser, pages.parent / "claims/b--year.html", scripts=False)
    told = page.locator(".was")
    assert told.first.inner_text().startswith("The passage was changed. In the version of 1 October 2026 it read:")
    assert told.first.locator("q").get_attribute("lang") == "ja"
    assert page.locator("blockquote.leaf-quote").get_attribute("lang") == "ja"
    told.last.locator("a").click()
    page.locator("#change-1-1").wait_for(state="visible")


def test_excerpts_show_no_changed_words(browser: Browser, pages: Path) -> None:
    """What may not be shown of an article is not shown of its versions either, but for the passages."""
    page = opened(browser, pages / "c.html")
    page.locator("#changes-1 summary").click()
    assert page.locator("#changes-1 .change").count() == 0
    assert page.locator("#changes-1 .change-notes").inner_text() == "Notes: Year; Four years"
    assert page.locator("#note-four .was q").inner_text() == "工事は四年かかった。"


@pytest.mark.parametrize("width", [390, 1440])
def test_versions_are_accessible_and_fit(browser: Browser, pages: Path, width: int) -> None:
    """Axe finds nothing in the open section, and it is no wider than the window."""
    page = opened(browser, pages / "b.html", width=width)
    page.locator("#changes-1 summary").click()
    until(page, "document.querySelector('#change-1-1').getBoundingClientRect().height > 0")
    found = Axe().run(page, context="#versions")
    assert found.response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_print_shows_the_closed_changes(browser: Browser, pages: Path) -> None:
    """Paper cannot be opened."""
    page = opened(browser, pages / "b.html")
    page.emulate_media(media="print")
    assert page.locator("#change-1-1").bounding_box()["height"] > 10  # type: ignore[index]
    assert page.locator("#changes-1").get_attribute("open") is None


def test_html_of_versions_is_valid(pages: Path) -> None:
    """The Nu HTML checker has nothing to say."""
    result = subprocess.run(
        [
            "java",
            "-jar",
            str(CHECKER),
            "--errors-only",
            *map(str, sorted((*pages.glob("[bc].html"), *pages.parent.glob("claims/b*")))),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert result.stderr == ""
