"""Views become pages: every kind, a project's own templates, and templates that fail."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from glossator.render import views
from glossator.render.own import own_templates
from glossator.render.pages import TEMPLATES, load_templates, reads_leftwards, render_page

sys.path.append(str(Path(__file__).parent / "browser"))
import sample_views

PAGES = sample_views.pages()
HTML = [path for path in PAGES if path.endswith(".html")]
VOID = {"meta", "link", "br", "hr", "img", "input", "wbr", "col", "source"}


def rendered(path: str, project: Path | None = None) -> str:
    """Render a page of the sample site, which must succeed."""
    text, faults = render_page(*PAGES[path], load_templates(project))
    assert faults == ()
    return text


class Page(HTMLParser):
    """What a page holds: elements with their attributes, and the text that is the article's own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.article = ""
        self._open: list[tuple[str, bool, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and whether it lies on the leaf and is ours."""
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        on_leaf, ours = self._open[-1][1:] if self._open else (False, False)
        leaf = on_leaf or "leaf" in attributes.get("class", "").split()
        if tag not in VOID:
            self._open.append((tag, leaf, ours or "data-ours" in attributes))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which must be the one last opened."""
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        """Collect the article's own text."""
        if self._open and self._open[-1][1] and not self._open[-1][2]:
            self.article += data

    def all(self, name: str) -> list[str]:
        """Give the values of an attribute, in order."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def test_templates_cover_all_views() -> None:
    """Each page kind has a template, and the sample site has a page of each kind but the sitemap."""
    assert set(TEMPLATES) == set(get_args(views.View))
    assert {type(view) for _, view in PAGES.values()} == set(TEMPLATES) - {views.SitemapView}
    for name in TEMPLATES.values():
        assert (own_templates() / name).is_file()


def test_own_templates_are_found_with_and_without_an_install() -> None:
    """Our templates are found as a package, and beside the source where there is no such package."""
    assert (own_templates("glossator.not_installed") / "base.html").read_bytes() == (
        own_templates() / "base.html"
    ).read_bytes()


@pytest.mark.parametrize("path", PAGES)
def test_page_bytes_are_equal_on_equal_views(path: str) -> None:
    """Equal views give equal bytes, whichever environment renders them."""
    assert rendered(path) == rendered(path)


@pytest.mark.parametrize("path", HTML)
def test_page_ids_and_references_hold(path: str) -> None:
    """Ids are unique; every fragment, label and symbol that a page refers to is on it; there is one h1."""
    page = Page(rendered(path))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    wanted = {value[1:] for value in page.all("href") if value.startswith("#")}
    for name in ("aria-labelledby", "aria-details", "aria-describedby", "aria-controls", "data-pop"):
        wanted.update(part for value in page.all(name) for part in value.split())
    assert wanted - set(ids) == set()
    assert [tag for tag, _ in page.tags].count("h1") == 1


@pytest.mark.parametrize("path", HTML)
def test_page_allows_a_strict_policy(path: str) -> None:
    """No page holds inline styles, inline scripts or handlers, or loads anything from another site."""
    page = Page(rendered(path))
    assert not page.all("style")
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert [s["src"].rpartition("/")[2] for s in scripts] == ["theme.js", "site.js"]
    assert not any(s.get("type") for s in scripts)
    assert not [tag for tag, _ in page.tags if tag in {"style", "iframe"}]
    loaded = [a.get("href", "") for tag, a in page.tags if tag == "link" and a["rel"] != "canonical"] + page.all("src")
    assert not [value for value in loaded if "//" in value]


@pytest.mark.parametrize("path", HTML)
def test_page_has_no_dead_controls(path: str) -> None:
    """Whatever works only with a script is hidden until the script runs."""
    text = re.sub(r"<template.*?</template>", "", rendered(path), flags=re.DOTALL)
    hidden: list[bool] = []
    for closing, tag, rest in re.findall(r"<(/?)([a-z0-9]+)([^>]*)>", text):
        if closing:
            hidden.pop()
        elif tag not in VOID and not rest.endswith("/"):
            hidden.append((bool(hidden) and hidden[-1]) or bool(re.search(r"\s(hidden|popover)\b", rest)))
            assert tag != "button" or hidden[-1], rest
        assert tag != "input" or (hidden and hidden[-1]), rest


@pytest.mark.parametrize("path", ["briefings/two-islands.html", "briefings/stress.html"])
def test_page_keeps_the_article_as_it_is(path: str) -> None:
    """The text on the leaf that is not marked as ours is the article's, character for character."""
    view = PAGES[path][1]
    assert isinstance(view, views.BriefingView)
    page = Page(rendered(path))
    if path.endswith("two-islands.html"):
        assert page.article == "\n\n".join(sample_views.PARAGRAPHS) + "\n"
    else:
        assert len(page.article.split()) == 2000


def test_page_escapes_plain_text() -> None:
    """Fields that are not HTML are escaped."""
    frame, _ = PAGES["404.html"]
    view = views.NotFoundView((views.Link('x" onclick="y', "<b>&"),))
    text, _ = render_page(frame, view, load_templates())
    assert '<a href="x&#34; onclick=&#34;y">&lt;b&gt;&amp;</a>' in text


def test_note_title_ends_like_a_sentence() -> None:
    """A finding gets its full stop from the stylesheet unless it ends with a mark of its own."""
    page = rendered("briefings/two-islands.html")
    assert '<h3 id="nt-landings">When the landings took place</h3>' in page
    assert '<h3 id="nt-last-transport" class="ends">' in page
    assert '<h3 id="nt-of-the-chain" class="ends">' in page


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("“inherited territories”", '<q class="own">“inherited territories”</q>'),
        ("「北方領土」", '<q class="own">「北方領土」</q>'),
        ("four islands", "<q>four islands</q>"),
        ("“four” islands", "<q>“four” islands</q>"),
    ],
)
def test_quotation_keeps_its_own_marks(quote: str, expected: str) -> None:
    """Quoted words that have a pair of quotation marks around them are told apart, so that they get no second pair."""
    frame, view = PAGES["briefings/two-islands.html"]
    assert isinstance(view, views.BriefingView)
    general = (replace(view.general[0], quotes=(quote,)),)
    text, faults = render_page(frame, replace(view, general=general), load_templates(None))
    assert faults == ()
    assert f'aria-hidden="true">{expected}</div>' in text


def test_links_of_the_ledger_name_what_they_lead_to() -> None:
    """In a briefing's ledger the link to a note says whose note it is."""
    page = rendered("briefings/two-islands.html")
    assert re.search(r'<a href="#note-[^"]+">passage and note<span class="vh">: [^<]+</span></a>', page)


def test_sitemap_lists_addresses() -> None:
    """The sitemap is XML with an address an entry."""
    view = views.SitemapView(
        (views.SitemapEntry("https://example.org/?a&b", "2026-11-23"), views.SitemapEntry("https://example.org/b"))
    )
    text, faults = render_page(PAGES["404.html"][0], view, load_templates())
    assert faults == ()
    assert "<url><loc>https://example.org/?a&amp;b</loc><lastmod>2026-11-23</lastmod></url>" in text
    assert "<url><loc>https://example.org/b</loc></url>" in text


def put(project: Path, files: dict[str, str]) -> None:
    """Write a project's own templates."""
    for path, text in files.items():
        (project / "templates" / path).parent.mkdir(parents=True, exist_ok=True)
        (project / "templates" / path).write_text(text, "utf-8")


def test_project_overrides_one_block(tmp_path: Path) -> None:
    """A project's template extends ours and replaces one block; the rest stays ours."""
    put(
        tmp_path,
        {
            "not-found.html": '{% extends "glossator/not-found.html" %}{% block foot %}<footer>Own</footer>{% endblock %}'
        },
    )
    text = rendered("404.html", tmp_path)
    assert "<footer>Own</footer>" in text
    assert "Nothing stands here" in text
    assert "What stands on the sheet" not in text


def test_project_overrides_one_partial(tmp_path: Path) -> None:
    """A project's partial takes the place of ours on every page that includes it."""
    put(tmp_path, {"partials/foot.html": "<footer>{{ frame.site_title }} here</footer>"})
    assert "<footer>Margins here</footer>" in rendered("index.html", tmp_path)
    assert "<footer>Margins here</footer>" in rendered("claims/index.html", tmp_path)


@pytest.mark.parametrize(
    ("path", "text", "place", "message"),
    [
        ("not-found.html", "a\n{{ view.nothing }}", "templates/not-found.html:2:1",
         "template fault: 'glossator.render.views.NotFoundView object' has no attribute 'nothing'"),
        ("not-found.html", "{{ unknown }}", "templates/not-found.html:1:1", "template fault: 'unknown' is undefined"),
        ("not-found.html", "\n\n{% if %}", "templates/not-found.html:3:1", "template fault: expected an expression, got 'end of statement block'"),
        ("not-found.html", '\n{% include "gone.html" %}', "templates/not-found.html:2:1", "template fault: no template 'gone.html'"),
        ("not-found.html", '{% extends "glossator/gone.html" %}', "templates/not-found.html:1:1", "template fault: no template 'glossator/gone.html'"),
        ("not-found.html", "{{ 1 / 0 }}", "templates/not-found.html:1:1", "template fault: division by zero"),
        ("not-found.html", "{{ view|nofilter }}", "templates/not-found.html:1:1", "template fault: no filter named 'nofilter'"),
        ("not-found.html", "{{ lipsum() }}", "templates/not-found.html:1:1", "template fault: 'lipsum' is undefined"),
        ("partials/foot.html", "\n{{ frame.nothing }}", "templates/partials/foot.html:2:1",
         "template fault: 'glossator.render.view_parts.Frame object' has no attribute 'nothing'"),
        ("partials/foot.html", "\n{% endif %}", "templates/partials/foot.html:2:1", "template fault: encountered unknown tag 'endif'"),
    ],
)  # fmt: skip
def test_failing_template_is_a_fault_with_its_place(
    tmp_path: Path, path: str, text: str, place: str, message: str
) -> None:
    """A template that fails gives one diagnostic with path and line, and no page."""
    put(tmp_path, {path: text})
    page, faults = render_page(*PAGES["404.html"], load_templates(tmp_path))
    assert page == ""
    assert [(str(fault.place), fault.code, fault.message) for fault in faults] == [(place, "TPL001", message)]
    assert faults[0].help


def test_template_that_is_not_utf8_is_a_fault(tmp_path: Path) -> None:
    """Bytes that cannot be read are a fault of the page whose template they should be."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/not-found.html").write_bytes(b"\xff")
    page, faults = render_page(*PAGES["404.html"], load_templates(tmp_path))
    assert page == ""
    assert [str(fault.place) for fault in faults] == ["glossator/templates/not-found.html:1:1"]


def test_fault_in_a_template_of_ours_names_it(tmp_path: Path) -> None:
    """A view that lacks what our own template prints shows the place in ours."""
    _, faults = render_page(PAGES["404.html"][0], PAGES["404.html"][1], load_templates(tmp_path))
    assert faults == ()
    put(
        tmp_path,
        {
            "base.html": '{% extends "glossator/base.html" %}{% block foot %}{% with frame = 1 %}{% include "partials/foot.html" %}{% endwith %}{% endblock %}'
        },
    )
    _, faults = render_page(*PAGES["404.html"], load_templates(tmp_path))
    assert [str(fault.place).startswith("glossator/templates/partials/foot.html:") for fault in faults] == [True]


DOCS = Path(__file__).parents[1] / "docs/templates.md"


def documented() -> dict[str, set[str]]:
    """Give the fields that docs/templates.md lists for each view."""
    found: dict[str, set[str]] = {}
    for section in re.split(r"^#{2,3} ", DOCS.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name = re.match(r"`(\w+)`", section)
        if name:
            found[name[1]] = set(re.findall(r"^- `(\w+)`", section, re.MULTILINE))
    return found


def test_docs_list_every_field_of_every_view() -> None:
    """docs/templates.md lists each view with all of its fields, and nothing that is not there."""
    real = {
        name: {field.name for field in fields(each)}
        for name, each in vars(views).items()
        if isinstance(each, type) and issubclass(each, Struct) and each is not Struct
    }
    assert documented() == real


def test_docs_name_every_template() -> None:
    """docs/templates.md names each template and partial."""
    text = DOCS.read_text("utf-8")
    names = sorted(
        p.relative_to(own_templates()).as_posix() for p in own_templates().rglob("*") if p.suffix in {".html", ".xml"}
    )
    assert names
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("ar", True), ("he-IL", True), ("az-Arab", True), ("ar-Latn", False), ("en", False), ("uz-Cyrl-UZ", False)],
)
def test_direction_follows_the_script(tag: str, expected: bool) -> None:
    """A language is written leftwards by its script, if its tag names one, else by custom."""
    assert reads_leftwards(tag) == expected
