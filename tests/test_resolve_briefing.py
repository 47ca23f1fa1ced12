"""A briefing, resolved: its passages, its notes in order, names in its article."""

from __future__ import annotations

from pathlib import Path

from resolving import site

from glossator.model.diagnostics import Diagnostic
from glossator.resolve.briefing import ResolvedBriefing

HEAD = "---\ntitle: B\n{}---\n{}\n"
ARTICLE = "One harbour lay here. A second town stood there. The last words end it.\n"
GLOSSARY = {
    "glossary/town.md": "---\nterm: Town\n---\nText.\n",
    "glossary/one.md": "---\nterm: First\naliases: [Harbour]\n---\nText.\n",
    "glossary/two.md": "---\nterm: Second\naliases: [Harbour]\nmatch: exact\n---\nText.\n",
}


def briefing(
    root: Path, files: dict[str, str], head: str = "", body: str = "Text."
) -> tuple[ResolvedBriefing, list[Diagnostic]]:
    """Resolve a briefing of some files in its folder or elsewhere."""
    named = {
        path if "/" in path or path == "site.toml" else f"briefings/b/{path}": text for path, text in files.items()
    }
    made, faults = site(root, {"briefings/b/briefing.md": HEAD.format(head, body), **named})
    return made.briefings[0], faults


def test_notes_stand_in_the_order_of_their_passages(tmp_path: Path) -> None:
    """Notes on the whole come first, then by passage, an outer one before an inner one, detached ones last."""
    notes = """
## Gone {#gone}

> These words were never part of it at all

Text.

## Inner {#inner}

> second town

Text.

## Outer {#outer}

> A second town stood there

> The last words

Text.

## First {#first}

> One harbour

Text.

## Whole {#whole}

Text.
"""
    found, faults = briefing(tmp_path, {"article.md": ARTICLE, "annotations.md": notes})
    assert [(note.number, note.annotation.id) for note in found.notes] == [
        (1, "whole"), (2, "first"), (3, "outer"), (4, "inner"), (5, "gone"),
    ]  # fmt: skip
    assert [note.detached for note in found.notes] == [False, False, False, False, True]
    assert [len(note.spans) for note in found.notes] == [0, 1, 2, 1, 0]
    assert [fault.code for fault in faults] == ["ANC001"]


def test_quotes_that_are_not_found_are_told(tmp_path: Path) -> None:
    """Each with what it says, the nearest passages or all hits with words around them."""
    notes = (
        "## A\n\n> harbour\n\nText.\n\n## B\n\n> "
        + "nothing like it was ever written " * 6
        + "\n\nText.\n\n## C\n\n> The second towm stood there then\n\nText.\n"
    )
    article = (
        "One harbour lay here.\n\nA second town stood there then. "
        + "x" * 90
        + "harbour"
        + "y" * 90
        + " another harbour\n"
    )
    _, faults = briefing(tmp_path, {"article.md": article, "annotations.md": notes})
    told = [(fault.code, fault.detail, fault.help) for fault in faults]
    assert [code for code, _, _ in told] == ["ANC002", "ANC001", "ANC001"] or [code for code, _, _ in told] == [
        "ANC002",
        "ANC001",
        "ANC003",
    ]
    assert any("hit: " in line for line in told[0][1])
    assert told[1][1][0].endswith(" …")


def test_a_briefing_without_an_article_has_only_orphans(tmp_path: Path) -> None:
    """That there is no article is one fault, not one a note."""
    found, faults = briefing(tmp_path, {"annotations.md": "## A\n\n> words\n\nText.\n\n## B\n\n> words\n\nText.\n"})
    assert [note.detached for note in found.notes] == [True, True]
    assert [fault.code for fault in faults] == ["FIL003"]


def test_article_names_become_links_once(tmp_path: Path) -> None:
    """At the first mention, never an ambiguous one, unless senses decide; not at all if the house rule says so."""
    files = {**GLOSSARY, "article.md": "# Town\n\nA town, a town; the Harbour.\n"}
    found, _ = briefing(tmp_path, files)
    assert [(link.slug, link.span.start) for link in found.links] == [("town", 8)]
    found, _ = briefing(tmp_path, files, "senses: {Harbour: one}\n")
    assert [link.slug for link in found.links] == ["town", "one"]
    for rule, count in (('autolink = "all"', 2), ('autolink = "off"', 0), ("in_articles = false", 0)):
        toml = f'title = "T"\nbase_url = "https://example.org/"\nlanguage = "en"\n[glossary]\n{rule}\n'
        found, _ = briefing(tmp_path, {**files, "site.toml": toml})
        assert len(found.links) == count, rule
    (tmp_path / "content/site.toml").write_text('title = "T"\nbase_url = "https://example.org/"\nlanguage = "en"\n')
    found, _ = briefing(tmp_path, files, "autolink: off\n")
    assert (found.links, found.body.concepts) == ((), ())


def test_each_text_has_its_own_first_mention(tmp_path: Path) -> None:
    """The briefing's text and each note link a name once; a link in a note's title counts for its body."""
    notes = (
        "---\nsenses: {Harbour: one}\n---\n## On [[town]] {#a}\n\nTown.\n\n## On town {#b}\n\nTown, town, harbour.\n"
    )
    found, faults = briefing(tmp_path, {**GLOSSARY, "annotations.md": notes}, body="Town, town.")
    assert [[len(text.mentions) for text in (note.heading, note.body)] for note in found.notes] == [[1, 0], [0, 2]]
    assert len(found.body.mentions) == 1
    assert [mention.spot.fragment for mention in found.mentions] == ["", "note-a", "note-b", "note-b"]
    assert faults == []


def test_headers_are_looked_up(tmp_path: Path) -> None:
    """Topics by name or slug; the article's source by its key; what a note corrects; each fault with its place."""
    notes = "## A {#a .correction of=article}\n\nText.\n\n## B {#b .correction of=a}\n\nText.\n\n## C {#c .correction of=bb}\n\nText.\n"
    files = {
        **GLOSSARY,
        "annotations.md": notes,
        "article.md": ARTICLE,
        "sources/s.json": '[{"id": "roe", "type": "book"}]',
    }
    found, faults = briefing(tmp_path, files, "topics: [town, First, Nowhere]\narticle: {source: row}\n")
    assert found.topics == ("town", "one")
    assert [(fault.code, fault.help) for fault in faults if fault.code != "CIT002"] == [
        ("ANN010", "did you mean `b`?"), ("LNK001", ""), ("CIT001", "did you mean `roe`?"),
    ]  # fmt: skip
    _, faults = briefing(tmp_path, files, "article: {source: roe}\n")
    assert [fault.code for fault in faults] == ["ANN010"]


def test_verdicts_want_sources_once(tmp_path: Path) -> None:
    """A verdict without a citation is a warning; one whose key is unknown is only that fault."""
    notes = "## A {.claim verdict=supported}\n\nText.\n\n## B {.claim verdict=supported}\n\nText [@row].\n\n## C [@roe] {.claim verdict=supported}\n\nText.\n"
    found, faults = briefing(tmp_path, {"annotations.md": notes, "sources/s.json": '[{"id": "roe", "type": "book"}]'})
    assert [fault.code for fault in faults] == ["CIT003", "CIT001"]
    assert [cite.key for cite in found.cites] == ["roe"]
