"""The page for editors: which work it lists, and where it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from conftest import Project
from selectolax.lexbor import LexborHTMLParser

Make = Callable[[Mapping[str, str | bytes]], Project]

NOTES = """\
---
checked: 2026-01-31
---

## Gone {#gone .claim verdict=unsupported}

> These words stand nowhere in the text

Nothing is cited.

## Found {#found .claim verdict=supported checked=2024-12-30}

> an early harbour

As the book says [supports @roe-2001].

## Nearly old {#nearly .context checked=2025-02-28}

> of the town

Look.
"""
FILES = {
    "content/briefings/one/briefing.md": "---\ntitle: One\nsummary: S.\ndate: 2026-01-01\n---\n\nThe harbour, the pier and the quay.\n",
    "content/briefings/one/article.txt": "There was an early harbour of the town, and a mole.\n",
    "content/briefings/one/annotations.md": NOTES,
    "content/briefings/draft/briefing.md": "---\ntitle: Draft\nsummary: S.\nstatus: draft\n---\n\nThe harbour.\n",
    "content/glossary/harbour.md": "---\nterm: Harbour\n---\n\nA place for ships.\n",
    "content/glossary/pier-a.md": "---\nterm: Pier A\naliases: [Pier]\n---\n\nOne.\n",
    "content/glossary/pier-b.md": "---\nterm: Pier B\naliases: [Pier]\n---\n\nTwo.\n",
    "content/sources/all.json": '[{"id": "roe-2001", "type": "book", "title": "Harbours", "author": [{"family": "Roe"}],'
    ' "issued": {"date-parts": [[2001]]}}, {"id": "idle-1999", "type": "book", "title": "Idle", "issued": {"date-parts": [[1999]]}}]',
}


def sections(project: Project) -> dict[str, str]:
    """Give the text of each section of the page by its heading."""
    page = LexborHTMLParser(project.read("health.html"))
    found = {}
    for each in page.css("section.sec"):
        heading = each.css_first("h2")
        assert heading is not None
        found[heading.text()] = " ".join(each.text(separator=" ").split()).removeprefix(heading.text())
    return found


def test_health_lists_what_needs_work(project: Make) -> None:
    """Lost passages, claims without a source, terms without a link, idle sources and old checks are listed by name."""
    made = project(FILES).built("--drafts")

    found = sections(made)

    assert "Gone" in found["Notes whose passage is lost or waits"]
    assert "Found" not in found["Notes whose passage is lost or waits"]
    assert "Of 2 claims with a verdict, 1 rest on a source: 50 %. " in found["Claims with sources"]
    assert "One 2 1 50 % Gone" in found["Claims with sources"]
    assert "pier" in found["Terms without a link"]
    assert "content/briefings/one/briefing.md:" in found["Terms without a link"]
    assert "Idle" in found["Sources never used"]
    assert "Harbours" not in found["Sources never used"]
    assert "Found" in found["Old checks"]
    assert "13 months" in found["Old checks"]
    assert "Nearly old" not in found["Old checks"]


def test_health_of_a_site_without_faults_says_so(project: Make) -> None:
    """Each section says that there is nothing to do."""
    made = project({"content/pages/about.md": "---\ntitle: About\n---\n\nText.\n"}).built("--drafts")

    assert [text.strip() for text in sections(made).values()] == [
        "None.",
        "There are no claims with a verdict.",
        "None.",
        "None.",
        "None.",
    ]


def test_health_is_not_published(project: Make) -> None:
    """Without drafts there is no such page, and with them no sitemap names it."""
    made = project(FILES).built("--drafts")
    assert "health.html" not in made.read("sitemap.xml")

    made.built()

    assert "health.html" not in made.files()


def test_health_keeps_its_bytes(project: Make) -> None:
    """The page knows no clock: it is the same whenever it is made."""
    made = project(FILES).built("--drafts")
    before = made.files()["health.html"]

    assert made.built("--drafts").files()["health.html"] == before


BARE = "## One {.claim verdict=supported}\n\nSo.\n\n## Two [@roe-2001] {.claim verdict=supported}\n\nSo.\n"


def test_check_tells_what_verdicts_rest_on(project: Make) -> None:
    """The share of verdicts with a source is told of the site and of the briefings that lack some; as data, of all."""
    made = project({**FILES, "content/briefings/two/briefing.md": "---\ntitle: Two\nsummary: S.\n---\n\nSo.\n",
                    "content/briefings/two/annotations.md": BARE.partition("## Two")[2].join(("## Two", ""))})  # fmt: skip

    assert "claims with a source: 2 of 3 (66 %)\n    one: 1 of 2 (50 %)\n" in made.run("check").output
    summary = json.loads(made.run("check", "--format", "json").stdout)["summary"]
    assert summary["coverage"] == {
        "claims": 3,
        "sourced": 2,
        "briefings": {"one": {"claims": 2, "sourced": 1}, "two": {"claims": 1, "sourced": 1}},
    }


def test_check_names_the_most_lacking_first(project: Make) -> None:
    """Twenty briefings are named in a report for people; without verdicts nothing is told."""
    files = {
        f"content/briefings/b{n:02}/briefing.md": f"---\ntitle: B {n}\nsummary: S.\n---\n\nSo.\n" for n in range(22)
    }
    made = project({**files, "content/sources/all.json": FILES["content/sources/all.json"]})
    assert "claims with a source" not in made.run("check").output
    assert "coverage" not in json.loads(made.run("check", "--format", "json").stdout)["summary"]

    notes = {f"content/briefings/b{n:02}/annotations.md": BARE for n in range(22)}
    made.write({**notes, "content/briefings/b07/annotations.md": BARE.partition("## Two")[0]})

    said = made.run("check").output
    assert "claims with a source: 21 of 43 (48 %)\n    b07: 0 of 1 (0 %)\n    b00: 1 of 2 (50 %)\n" in said
    assert "    b19: 1 of 2 (50 %)\n    … and 2 briefings more\n" in said
