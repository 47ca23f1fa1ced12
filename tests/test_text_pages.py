from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.text import Source
from glossator.read.pages import read_events, read_page

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=80)


@pytest.mark.parametrize(
    ("text", "title", "html", "codes"),
    [
        ("---\ntitle: About us\nsummary: S\nlang: de\n---\nx\n", "About us", "<p>x</p>", []),
        ("---\ntitle: About us\n---\n# Heading\n\nx\n", "About us", "<h2>Heading</h2>\n<p>x</p>", []),
        ("\n# Our *way* ##\n\nx\n", "Our *way*", "<p>x</p>", []),
        ("x\n\n# Late\n", "Late", "<p>x</p>\n<h2>Late</h2>", []),
        (
            "```\n# code\n```\n",
            "How we work",
            '<div class="code"><pre><span></span><code># code\n</code></pre></div>',
            ["HDR001"],
        ),
        ("", "How we work", "", ["HDR001"]),
        ("---\na: b: c\n---\nx\n", "How we work", "<p>x</p>", ["HDR003"]),
        ("---\ntitle: T\ntitel: U\n---\nx\n", "T", "<p>x</p>", ["HDR002"]),
    ],
)
def test_page_has_a_title_from_its_header_or_heading(text: str, title: str, html: str, codes: list[str]) -> None:
    """A heading that serves as the title does not stand in the text once more."""
    page, faults = read_page(Source("p.md", text), "how-we-work", "en")
    assert (page.title, page.body.html, [each.code for each in faults]) == (title, html, codes)
    assert page.lang == ("de" if "lang: de" in text else "en")


def test_events_are_blocks_with_dates() -> None:
    """A blockquote belongs to the text; the label is the title, unless one is given."""
    file, faults = read_events(
        Source(
            "t.md",
            "---\nlang: de\n---\n# Events\n\n## Signed in [[Moscow]] {#a when=1956-10-19}\n> q\n\nSee [@b].\n\n"
            "## Signed {when='c. 1956' label=\"The other\" lang=fr}\n\n## Signed {when=1957}\n",
        )
    )
    assert faults == ()
    assert [(each.id, each.label, each.date.source, each.lang) for each in file.events] == [
        ("a", "Signed in Moscow", "1956-10-19", "de"),
        ("signed", "The other", "c. 1956", "fr"),
        ("signed-2", "Signed", "1957", "de"),
    ]
    assert "<blockquote>" in file.events[0].body.html


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("## A", '3:1 HDR001 the event "A" has no date'),
        ("## A {when=1956-13}", "3:7 DAT001 "),
        ("## A {.claim when=1956}", "3:7 ANN002 an event has no kind"),
        ("## A {when=1956 verdict=supported}", "3:17 ANN003 an event takes no `verdict`"),
        ("## B {#b when=1956}", "3:7 ANN006 the id `b` stands twice, first in line 1"),
    ],
)
def test_event_with_a_fault_spoils_only_itself(block: str, fault: str) -> None:
    """It is told at its place, and the others stay."""
    file, faults = read_events(Source("t.md", f"## B {{#b when=1955}}\n\n{block}\n\n## C {{when=1957}}\n"))
    assert [f"{each.place.line}:{each.place.column} {each.code} {each.message}"[: len(fault)] for each in faults] == [
        fault
    ]
    assert [each.id for each in file.events][:: len(file.events) - 1] == ["b", "c"]


@settings(deadline=None)
@given(ANY_TEXT)
def test_pages_and_events_take_any_text(text: str) -> None:
    """Nothing raises; a page always has a title."""
    for written in (text, f"---\n{text}\n---\n{text}", f"# {text}\n## {text} {{when=1956}}\n{text}"):
        page, _ = read_page(Source("p.md", written), "p", "en")
        assert page.title
        read_events(Source("t.md", written))
