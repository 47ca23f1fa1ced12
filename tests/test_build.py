"""The whole path on a small project that uses nearly everything once."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import Project
from selectolax.lexbor import LexborHTMLParser

Make = Callable[[Mapping[str, str | bytes]], Project]
ROOT = Path(__file__).parents[1]

SOURCES: list[dict[str, Any]] = [
    {"id": "roe-2001", "type": "book", "title": "A book on harbours", "author": [{"family": "Roe", "given": "Ann"}],
     "issued": {"date-parts": [[2001]]}, "publisher": "Press", "ISBN": "978-0-00-000000-2", "language": "en",
     "custom": {"kind": "secondary", "reliability": "seen in full", "archive": "https://archive.example/roe"}},
    {"id": "wire-2002", "type": "article-newspaper", "title": "The wire report", "container-title": "The Wire",
     "issued": {"date-parts": [[2002, 3, 4]]}, "URL": "https://example.org/wire", "language": "ja",
     "custom": {"kind": "primary"}},
    {"id": "copy-2003", "type": "article-newspaper", "title": "A copy", "container-title": "The Copy",
     "issued": {"date-parts": [[2003]]}, "DOI": "10.1000/copy", "custom": {"origin": "wire-2002"}},
]  # fmt: skip

BRIEFING = """\
---
title: "Harbours & heights"
summary: What an old text says of harbours.
date: 2026-11-20
updated: 2026-11-21
authors: [Desk]
topics: [Harbour]
senses: {Mole: mole-pier}
article:
  source: wire-2002
  form: digest
  note: Our digest.
  retrieved: 2026-11-20
---

## Key points

- The [[Harbour]] was built early [@roe-2001, p. 3; disputes @wire-2002].
- See [[#depth]], [[second]], [[About us]], [[timeline#war]] and [[@roe-2001]]. A mole is there.[^why]

[^why]: A *footnote* that cites [@copy-2003].
"""

ARTICLE = """\
The harbour was built in 1855 by the town. It was ten metres deep, people said.

A mole was added later. Nobody knows by whom, and nobody asked. The harbours
of the neighbours were deeper.
"""

ANNOTATIONS = """\
---
authors: [Desk]
checked: 2026-11-22
who: The Wire
---

## Built in 1855 {#built .claim verdict=supported confidence=high when=1855}

> The ==harbour was built in 1855== by the town.

So says the book [supports @roe-2001, p. 5] and the wire [supports @wire-2002; supports @copy-2003].

## How deep? {#depth .claim verdict=contested}

> It was ten metres deep […] people said.

Others say less [disputes @roe-2001].

## Added later {#later .forecast p=30% if="the town grows" measure="a mole" due=1990 outcome=no resolved=1991 when=1880~}

> A mole was added later.

> The harbours of the neighbours were deeper.

See [[Harbour]].

## In another tongue {#word .translation from=ja original="港" lang=en}

> harbours

A word.

## Not asked {#asked .correction of=built date=2026-11-21 status=open}

> nobody asked

It was asked.

## Of the whole {#whole .question status=open}

Who wrote it?

## Gone {#gone .interpretation}

> Nothing like this was ever printed in the whole of the old text.

A note that lost its passage.

## A belief {#belief .belief reference="Book 1" event=war}

> people said

It is believed.
"""

FILES: dict[str, str | bytes] = {
    "content/site.toml": 'title = "Test & Co"\nbase_url = "https://example.org/x"\nlanguage = "en"\n'
    '[[kinds]]\nid = "belief"\nlabel = "Belief"\nkeys = ["reference"]\n',
    "content/briefings/first/briefing.md": BRIEFING,
    "content/briefings/first/article.md": ARTICLE,
    "content/briefings/first/annotations.md": ANNOTATIONS,
    "content/briefings/second/briefing.md": "---\ntitle: Second\ndate: 2026-11-19\n---\n\nBack to [[first#built]] of [[Harbour]].\n",
    "content/glossary/harbour.md": "---\nterm: Harbour\naliases: [{name: 港, lang: ja, roman: minato, used_by: Japan},"
    " {name: 港, lang: zh}]\nkind: place\nshort: Where ships lie.\nhouse: the harbour\ncoordinates: '44.1, 146.7'\n"
    "broader: [mole-pier]\ndates: [{when: 1855, label: Built, id: built}]\n---\n\nA place, as [[first]] says [@roe-2001].\n",
    "content/glossary/mole-pier.md": "---\nterm: Mole (pier)\naliases: [Mole]\nshort: A wall in the sea.\n---\n\nOf stone.\n",
    "content/glossary/mole-animal.md": "---\nterm: Mole (animal)\naliases: [Mole]\nrelated: [Harbour]\n---\n\nNot [[mole-pier]].\n",
    "content/timeline/events.md": "## War over the harbour {#war when=1904-02/1905-09-05}\n\nIt ended [@roe-2001].\n",
    "content/pages/about-us.md": "---\ntitle: About us\n---\n\nWe like the [[Harbour]].\n",
    "content/sources/s.json": json.dumps(SOURCES),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build the project above once; tests only look at it."""
    made = Project(tmp_path_factory.mktemp("built"))
    made.write(FILES)
    return made.built()


def page(project: Project, path: str) -> LexborHTMLParser:
    """Parse a page of the site."""
    return LexborHTMLParser(project.read(path))


def test_build_makes_every_file_that_the_format_promises(built: Project) -> None:
    """Each thing has its page at its permanent path, and the lists are there."""
    assert set(built.files()) >= {
        "index.html", "briefings/first.html", "briefings/first.json", "briefings/second.html", "glossary/index.html",
        "glossary/harbour.html", "glossary/mole.html", "sources/index.html", "sources/roe-2001.html",
        "timeline/index.html", "claims/index.html", "claims/first--built.html", "forecasts/index.html",
        "pages/about-us.html", "404.html", "sitemap.xml", "assets/style.css", "assets/site.js",
    }  # fmt: skip


def test_build_ties_passage_and_note_both_ways(built: Project) -> None:
    """A mark leads to its note, the note back to its mark, and the note stands after the paragraph of its passage."""
    html = page(built, "briefings/first.html")

    mark = html.css_first("#mark-built")
    note = html.css_first("#note-built")
    assert mark is not None
    assert note is not None
    assert mark.tag == "mark"
    assert mark.text().startswith("harbour was built in 1855")
    assert mark.attributes["aria-details"] == "note-built"
    assert html.css_first('a.ref[href="#note-built"]') is not None
    assert note.tag == "aside"
    assert note.css_first('a.lemma[href="#mark-built"]') is not None
    text = built.read("briefings/first.html")
    assert text.index("It was ten") < text.index('id="note-built"') < text.index("mark-later")


def test_build_leaves_the_article_as_it_was(built: Project) -> None:
    """What stands on the leaf and is not ours is the article's text, character for character."""
    leaf = page(built, "briefings/first.html").css_first(".leaf")
    assert leaf is not None
    for ours in leaf.css("[data-ours]"):
        ours.decompose()
    head = leaf.css_first(".leaf-head")
    if head is not None:
        head.decompose()

    assert leaf.text() == built.data("briefings/first.json")["article"]["text"]
    assert leaf.text() == (
        "The harbour was built in 1855 by the town. It was ten metres deep, people said.\n\n"
        "A mole was added later. Nobody knows by whom, and nobody asked. The harbours of the neighbours were deeper."
    )


def test_build_gives_the_briefing_as_data(built: Project) -> None:
    """The members on which other programs rely are there and say where each quote stands (FORMAT.md §8)."""
    data = built.data("briefings/first.json")
    notes = {note["id"]: note for note in data["annotations"]}
    text = data["article"]["text"]

    assert (data["id"], data["lang"], data["date"]) == ("first", "en", "2026-11-20")
    assert data["url"] == "https://example.org/x/briefings/first.html"
    assert data["article"]["sha256"] == sha256(text.encode()).hexdigest()
    assert {key: data["article"][key] for key in ("source", "form", "rights", "lang")} == {
        "source": "wire-2002", "form": "digest", "rights": "full", "lang": "en",
    }  # fmt: skip
    target = notes["built"]["targets"][0]
    assert text[target["start"] : target["end"]] == "harbour was built in 1855"
    assert (target["exact"], target["prefix"], target["suffix"]) == ("harbour was built in 1855", "The", "by the town.")
    assert target["state"] == "exact"
    ranged = notes["depth"]["targets"][0]
    assert text[ranged["start"] : ranged["end"]] == "It was ten metres deep, people said."
    assert [t["state"] for t in notes["later"]["targets"]] == ["exact", "exact"]
    assert [t["state"] for t in notes["gone"]["targets"]] == ["detached"]
    assert notes["gone"]["targets"][0]["start"] is None
    assert notes["built"]["cites"] == [
        {"source": "roe-2001", "locator": "p. 5", "stance": "supports", "quote": ""},
        {"source": "wire-2002", "locator": "", "stance": "supports", "quote": ""},
        {"source": "copy-2003", "locator": "", "stance": "supports", "quote": ""},
    ]
    assert notes["built"]["attributes"]["who"] == "The Wire"
    assert notes["later"]["concepts"] == ["harbour"]
    assert data["sources"] == ["copy-2003", "roe-2001", "wire-2002"]
    assert {"harbour", "mole-pier"} <= set(data["concepts"])
    assert {event["id"]: event["earliest"] for event in data["events"]}["first--built"] == "1855-01-01"


def test_build_tells_of_a_note_that_lost_its_passage(built: Project) -> None:
    """A detached note is shown with its quote and the reason; the build warns."""
    html = page(built, "briefings/first.html")

    detached = html.css_first("#detached")
    assert detached is not None
    assert "Nothing like this" in detached.text()
    assert built.codes() == ["ANC001"]
    assert built.codes("check").count("ANC001") == 1
    assert built.run("check").exit_code == 1


def test_build_counts_origins_once(built: Project) -> None:
    """Three sources of which one repeats another are two origins."""
    assert "3 sources, 2 origins" in built.read("claims/first--built.html")
    assert "1 source, 1 origin" in built.read("claims/index.html")


def test_build_shows_who_cites_a_source(built: Project) -> None:
    """A source's page has each citing sentence, its stance and where it stands; a repeated work knows its copies."""
    text = built.read("sources/roe-2001.html")

    assert "The Harbour was built early" in re.sub(r"<[^>]+>", "", text)
    assert "../briefings/first.html#note-depth" in text
    assert "copy-2003.html" in built.read("sources/wire-2002.html")
    assert "wire-2002.html" in built.read("sources/copy-2003.html")


def test_build_shows_who_mentions_a_concept(built: Project) -> None:
    """A concept's page has the sentences that link to it, from every kind of text, and its own timeline."""
    text = built.read("glossary/harbour.html")

    assert "Back to" in text
    assert "We like the <b>Harbour</b>." in text
    assert "War over the harbour" in text
    assert "../glossary/mole-pier.html" in text or 'href="mole-pier.html"' in text


def test_build_makes_a_page_for_a_name_that_two_concepts_bear(built: Project) -> None:
    """A disambiguation page lists both; the briefing's `senses` decide in its own texts."""
    html = page(built, "glossary/mole.html")

    assert {node.attributes["href"] for node in html.css("main a")} >= {
        "../glossary/mole-animal.html",
        "../glossary/mole-pier.html",
    }
    assert '<a class="term" href="../glossary/mole-pier.html"' in built.read("briefings/first.html")


def test_build_lists_forecasts_with_what_became_of_them(built: Project) -> None:
    """Probability, condition, measure, due date and outcome stand in the ledger; the score says why there is none."""
    text = " ".join(page(built, "forecasts/index.html").text().split())

    for words in ("30 %", "the town grows", "a mole", "1990", "Did not come true", "1 of the forecasts"):
        assert words in text, words


def test_build_every_link_leads_somewhere(built: Project) -> None:
    """All links but those of 404.html are relative; each leads to a file of the site, and each fragment to an element of it."""
    assert broken_links(built.root / "site", "/x/") == []
    absolute = [
        path for path in (built.root / "site").rglob("*.html") if re.search(r'(?:href|src)="/', path.read_text("utf-8"))
    ]
    assert [path.name for path in absolute] == ["404.html"]


def test_build_bakes_cards_of_other_pages_into_the_page(built: Project) -> None:
    """A link to a note or a briefing elsewhere has its card on the page, with the beginning; a link to the same page has none."""
    second = built.read("briefings/second.html")
    note = "p-briefings/first.html#note-built"
    assert f'<a class="to" href="../briefings/first.html#note-built" data-pop="{note}">' in second
    card = second.partition(f'<template id="{note}">')[2].partition("</template>")[0]
    assert card.startswith('<a class="name" href="../briefings/first.html#note-built">Built in 1855</a>')
    assert card.endswith("Supported</span></span><p>So says the book and the wire.</p>")
    card = (
        built.read("glossary/harbour.html")
        .partition('<template id="p-briefings/first.html">')[2]
        .partition("</template>")[0]
    )
    assert "What an old text says of harbours." in card
    assert "20 November 2026" in card
    first = page(built, "briefings/first.html")
    assert [node.attributes.get("data-pop") for node in first.css('a.to[href="#note-depth"]')] == [None]
    assert {node.attributes["data-pop"] for node in first.css("a.to[data-pop]")} == {
        "p-briefings/second.html", "p-pages/about-us.html",
    }  # fmt: skip


def test_build_counts_notes_by_author(project: Make) -> None:
    """Who wrote how many of the notes is told where several did; a note of two counts for both."""
    notes = "".join(
        f"## Note {number} {{#n{number} .context by={by}}}\n\n> words\n\nText.\n\n"
        for number, by in enumerate(("Ann", "Bo", '"Ann, Cy"'))
    )
    made = project(
        {
            "content/briefings/b/briefing.md": "---\ntitle: B\n---\n\nText.\n",
            "content/briefings/b/article.txt": "Some words.\n",
            "content/briefings/b/annotations.md": notes,
        }
    ).built()
    names = page(made, "briefings/b.html").css(".names-by li")
    assert [(name.attributes["data-id"], name.text()) for name in names] == [
        ("Ann", "Ann2"), ("Bo", "Bo1"), ("Cy", "Cy1"),
    ]  # fmt: skip


def test_build_tells_whose_words_a_note_weighs_from_whose_it_remarks_on(project: Make) -> None:
    """Ann says what is claimed; of a context note, which says something else, the passage alone is by her."""
    notes = "".join(
        f"## Note {kind} {{#{kind} .{kind}}}\n\n> words\n\nText [@roe].\n\n"
        for kind in ("claim", "context", "question")
    )
    made = project(
        {
            "content/sources/all.json": '[{"id": "roe", "type": "book", "title": "A book"}]',
            "content/briefings/b/briefing.md": "---\ntitle: B\n---\n\nText.\n",
            "content/briefings/b/article.txt": "Some words.\n",
            "content/briefings/b/annotations.md": f"---\nwho: Ann\n---\n\n{notes}",
        }
    ).built()
    shown = page(made, "briefings/b.html")
    assert {
        kind: [term.text() for term in shown.css(f"#note-{kind} dl dt") if term.text().endswith("by")]
        for kind in ("claim", "context", "question")
    } == {"claim": ["Said by"], "context": ["Passage\N{NO-BREAK SPACE}by"], "question": ["Passage\N{NO-BREAK SPACE}by"]}


def test_build_says_what_the_site_and_a_claim_are(project: Make, built: Project) -> None:
    """The home page is described by the settings, else by the newest briefing; a claim's page by how its note begins."""
    described = {
        "content/site.toml": 'title = "T"\nbase_url = ""\nlanguage = "en"\ndescription = "All of it."\n',
        "content/pages/p.md": "---\ntitle: P\n---\n\nText.\n",
    }
    home = project(described).built().read("index.html")
    assert '<meta name="description" content="All of it.">' in home
    assert '<p class="about">All of it.</p>' in home
    assert '<meta name="description" content="Latest: Harbours &amp; heights">' in built.read("index.html")
    assert 'class="about"' not in built.read("index.html")
    assert '<meta property="og:description" content="So says the book and the wire.">' in built.read(
        "claims/first--built.html"
    )


def broken_links(site: Path, root: str = "/") -> list[str]:
    """List links of a site that lead to no file, or to no element of it; `root` is its path on its host."""
    ids: dict[Path, set[str]] = {}
    broken = []
    for file in sorted(site.rglob("*.html")):
        tree = LexborHTMLParser(file.read_text("utf-8"))
        ids[file.resolve()] = {node.attributes["id"] or "" for node in tree.css("[id]")}
    for file in ids:
        tree = LexborHTMLParser(file.read_text("utf-8"))
        for node in tree.css("[href], [src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            if re.match(r"(https?|mailto|data):", address) or (
                node.tag == "link" and node.attributes.get("rel") == "canonical"
            ):
                continue
            path, _, fragment = address.partition("#")
            # The page of missing addresses, which is shown at any depth, counts from the root.
            target = (
                (site / path.removeprefix(root) if path.startswith(root) else file.parent / path).resolve()
                if path
                else file
            )
            found = target.is_file() and (not fragment or target.suffix != ".html" or fragment in ids[target])
            if not found and node.tag != "use":
                broken.append(f"{file.relative_to(site)}: {address}")
    return broken


def test_build_escapes_what_content_says(project: Make) -> None:
    """Markup in titles, names and sources is shown, never obeyed."""
    evil = "<img src=x onerror=alert(1)>"
    source = json.dumps([{**SOURCES[0], "title": evil, "author": [{"literal": evil}]}])
    files = {
        "content/pages/about.md": f"---\ntitle: '{evil}'\n---\n\nSee [[mole-pier]] [@roe-2001].\n",
        "content/glossary/mole-pier.md": f"---\nterm: '{evil}'\nshort: '{evil}'\naliases: ['{evil}2']\n"
        f"dates: [{{when: 1855, label: '{evil}'}}]\n---\n\nText.\n",
        "content/timeline/e.md": f"## {evil} {{#e when=1999}}\n\nText.\n",
        "content/briefings/b/briefing.md": f"---\ntitle: '{evil}'\nsummary: '{evil}'\n---\n\nText [@roe-2001].\n",
        "content/briefings/b/article.txt": f"A text with {evil} in it.\n",
        "content/briefings/b/annotations.md": f'## {evil} {{#n .claim verdict=supported who="{evil}"}}\n\n'
        f"> A text\n\nA note [@roe-2001].\n",
        "content/sources/s.json": source,
    }  # fmt: skip
    made = project(files)
    made.build()

    for path, content in made.files().items():
        if path.endswith(".html"):
            assert LexborHTMLParser(content.decode()).css("img, [onerror]") == [], path


def test_build_is_the_same_bytes_under_any_circumstances(project: Make, tmp_path: Path) -> None:
    """Hash seed, locale, time zone and working folder do not show in the site."""
    made = project(FILES)
    sites = []
    for seed, zone, language in (("1", "UTC", "C"), ("2", "Asia/Tokyo", "C.UTF-8")):
        out = tmp_path / f"out-{seed}"
        command = [
            sys.executable,
            "-m",
            "glossator",
            "build",
            "--content",
            str(made.root / "content"),
            "--out",
            str(out),
        ]
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "PATH": "/usr/bin:/bin"}
        folder = ROOT if seed == "1" else made.root
        subprocess.run(command, check=True, capture_output=True, env=environment, cwd=folder)
        sites.append({file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()})

    assert sites[0] == sites[1]


def test_build_shows_only_marked_passages_of_an_excerpt(project: Make) -> None:
    """Of an article whose full text may not be shown, no other word reaches the site, in no file."""
    files = {
        **FILES,
        "content/briefings/first/briefing.md": BRIEFING.replace("form: digest", "form: digest\n  rights: excerpt"),
    }
    made = project(files).built()

    assert "text" not in made.data("briefings/first.json")["article"]
    for path, content in made.files().items():
        assert b"Nobody knows by whom" not in content, path


def test_build_without_a_base_url_has_no_sitemap(project: Make) -> None:
    """Absolute addresses need `base_url`; without one there is a fault, and nothing pretends."""
    made = project(
        {
            **FILES,
            "content/site.toml": 'title = "T"\nlanguage = "en"\nbase_url = ""\n[[kinds]]\nid = "belief"\nkeys = ["reference"]\n',
        }
    ).built()

    assert "sitemap.xml" not in made.files()
    assert "canonical" not in made.read("index.html")


def test_build_uses_a_projects_own_templates_and_assets(project: Make) -> None:
    """One file takes the place of ours by name, another is added; the rest stays."""
    made = project({
        **FILES,
        "templates/page.html": "<!DOCTYPE html>\n<html lang='en'><title>{{ view.title }}</title><p>Mine.</p></html>\n",
        "templates/assets/extra.css": "p { color: red }\n",
    }).built()  # fmt: skip

    assert "Mine." in made.read("pages/about-us.html")
    assert made.read("assets/extra.css") == "p { color: red }\n"
    assert "Harbours &amp; heights" in made.read("briefings/first.html")
