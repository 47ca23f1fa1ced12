"""All values of a project meet."""

from __future__ import annotations

from pathlib import Path

from resolving import read, site
from told import read_project, resolve_site

from glossator.resolve.facts import Ref

DEMO = Path(__file__).parents[1]


def test_site_orders_what_lists_show(tmp_path: Path) -> None:
    """Briefings newest first, undated last, equal ones by slug; concepts by term, pages by slug."""
    dates = {
        "a": "date: 2026-01-02\n",
        "b": "date: 2026-01-03\n",
        "c": "",
        "d": "date: 2026-01-02\n",
        "e": "date: -0586\n",
    }
    files = {f"briefings/{slug}/briefing.md": f"---\ntitle: T\n{date}---\nText.\n" for slug, date in dates.items()}
    files |= {
        f"glossary/{slug}.md": f"---\nterm: {term}\n---\nText.\n" for slug, term in (("x", "b"), ("y", "A"), ("z", "a"))
    }
    made, _ = site(tmp_path, files)
    assert [each.briefing.slug for each in made.briefings] == ["b", "a", "d", "e", "c"]
    assert [each.concept.slug for each in made.concepts] == ["y", "z", "x"]


def test_site_gathers_who_says_what(tmp_path: Path) -> None:
    """Mentions and cites of all texts are in the look-up, in the order of their pages; titles of events too."""
    files = {
        "briefings/b/briefing.md": "---\ntitle: B\n---\nTown [@roe].\n",
        "briefings/b/annotations.md": "## A [[town]]\n\nText [@roe, p. 3].\n",
        "glossary/town.md": "---\nterm: Town\n---\n[[b]] [@roe].\n",
        "pages/p.md": "# P\n\nTown\n",
        "timeline/t.md": "## On [[town|it]] [@roe] {#t when=1945}\n\nTown\n",
        "sources/s.json": '[{"id": "roe", "type": "book"}]',
    }
    made, faults = site(tmp_path, files)
    assert [f"{each.spot.path}#{each.spot.fragment}" for each in made.lookup.mentions(Ref("concept", "town"))] == [
        "briefings/b.html#", "briefings/b.html#note-a-town", "pages/p.html#", "timeline/index.html#event-t", "timeline/index.html#event-t",
    ]  # fmt: skip
    assert [each.spot.path for each in made.lookup.cited("roe")] == [
        "briefings/b.html", "briefings/b.html", "glossary/town.html", "timeline/index.html",
    ]  # fmt: skip
    assert len(list(made.citations)) == 3
    assert faults == []


def test_site_advises_of_sources_that_nothing_needs(tmp_path: Path) -> None:
    """Cited, linked, annotated, repeated, or used in a draft: all these are uses."""
    keys = ("cited", "linked", "annotated", "origin", "draft", "alone")
    items = ", ".join(
        f'{{"id": "{key}", "type": "book", "custom": {{"origin": "{"origin" if key == "cited" else ""}"}}}}'
        for key in keys
    )
    files = {
        "briefings/b/briefing.md": "---\ntitle: B\narticle: {source: annotated}\n---\n[@cited] [[@linked]]\n",
        "briefings/b/article.md": "Text.\n",
        "briefings/d/briefing.md": "---\ntitle: D\nstatus: draft\n---\nText, [[b]].\n",
        "briefings/d/annotations.md": "## A\n\nText [@draft].\n",
        "sources/s.json": f"[{items}]",
    }
    _, faults = site(tmp_path, files)
    assert [fault.message for fault in faults if fault.code == "CIT002"] == ["nothing cites `alone`"]


def test_site_of_the_demo_resolves_the_same_twice(tmp_path: Path) -> None:
    """The demo has no faults but advice, and resolving is a function."""
    project, _ = read(tmp_path, {})
    assert resolve_site(project, lambda _stage, _done, _all: None)[1] == ()
    project, _ = read_project(DEMO, "content", drafts=True, progress=lambda _stage, _done, _all: None)
    one, faults = resolve_site(project, lambda _stage, _done, _all: None)
    other, again = resolve_site(project, lambda _stage, _done, _all: None)
    assert [str(fault) for fault in faults if fault.severity == "error"] == []
    assert faults == again
    assert [text.html for text in one.texts] == [text.html for text in other.texts]
    assert one.events == other.events
