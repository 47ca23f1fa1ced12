from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told import ReadProject, read_project

from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.text import Source
from glossator.read.briefing import first_heading, read_article, read_briefing

SITE = 'title = "T"\nbase_url = "https://example.org/"\nlanguage = "en"\n'
NOTES = "## A {#a}\n\n> q\n\nx\n"
BRIEFING = "---\ntitle: B\n---\n"


def read(folder: Path, files: Mapping[str, str], *, drafts: bool = False) -> tuple[ReadProject, list[str]]:
    """Write the files of a content folder, and read it."""
    for path, text in {"site.toml": SITE, **files}.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    project, faults = read_project(folder, "content", drafts=drafts, progress=lambda *_: None)
    return project, told(faults)


def told(faults: tuple[Diagnostic, ...]) -> list[str]:
    """Write faults down in a line each."""
    return [f"{str(each.place).removeprefix('content/')} {each.code} {each.message}" for each in faults]


def test_project_is_read_file_by_file(tmp_path: Path) -> None:
    """Each file comes to where it belongs; files of annotations in the order of their names."""
    stages: list[tuple[str, int, int]] = []
    files = {
        "briefings/b/briefing.md": "---\ntitle: B\ntopics: [Kurils]\nsenses: {x: y}\nautolink: off\nauthors: [Me]\nupdated: 2026\n"
        "article: {source: s, form: digest, retrieved: 2026-11-20}\n---\n## Key points\n",
        "briefings/b/article.md": "---\nsource: t\nrights: excerpt\nnote: N\nlang: ja\n---\nText q.\n",
        "briefings/b/annotations/2.md": "## B {#b}\nx\n",
        "briefings/b/annotations/1.md": "---\nsenses: {z: w}\n---\n" + NOTES,
        "glossary/kurils.md": "---\nterm: Kurils\n---\n",
        "pages/about.md": "# About\n",
        "timeline/t.md": "## E {when=1956}\n",
        "sources/s.json": '[{"id": "t", "type": "book", "title": "T"}]',
    }
    for path, text in {"site.toml": SITE, **files}.items():
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(text)
    project, faults = read_project(tmp_path, "content", drafts=False, progress=lambda *each: stages.append(each))
    assert faults == ()
    (briefing,) = project.briefings
    assert (briefing.slug, briefing.head.title, briefing.head.authors, briefing.head.lang) == ("b", "B", ("Me",), "en")
    assert [note.id for note in briefing.annotations] == ["a", "b"]
    provenance = briefing.provenance
    assert (provenance.source, provenance.form, provenance.rights, provenance.note) == ("t", "digest", "excerpt", "N")
    assert (provenance.retrieved, provenance.lang) == ("2026-11-20", "ja")
    assert str(briefing.source_place) == "content/briefings/b/article.md:2:9"
    assert [name for name, _, _ in briefing.note_naming.senses] == ["z"]
    assert not briefing.note_naming.autolink
    assert briefing.article is not None
    assert briefing.article.article.text == "Text q."
    assert briefing.article.source.text.startswith("---")
    assert ([each.slug for each in project.concepts], [each.slug for each in project.pages]) == (["kurils"], ["about"])
    assert ([each.path for each in project.events], list(project.items)) == (["content/timeline/t.md"], ["t"])
    assert stages[0] == ("reading", 0, 5)
    assert stages[-1] == ("reading", 5, 5)


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        ({"briefings/b/briefing.md": BRIEFING, "briefings/b/annotations.md": NOTES},
         ["briefings/b/briefing.md:1:1 FIL003 the briefing has annotations with quotes, and no article"]),
        ({"briefings/b/briefing.md": BRIEFING, "briefings/b/annotations.md": "## A\nx\n"}, []),
        ({"briefings/b/briefing.md": BRIEFING, "briefings/b/article.txt": "q", "briefings/b/annotations/1.md": NOTES, "briefings/b/annotations/2.md": NOTES},
         ["briefings/b/annotations/2.md:1:1 ANN006 the id `a` stands twice, first in content/briefings/b/annotations/1.md, line 1"]),
        ({"briefings/b/briefing.md": "---\ntitle: B\narticle: {form: poem, rights: some, retrieved: never, source: '', sorce: x}\n---\n"},
         ['briefings/b/briefing.md:3:17 HDR006 `form` cannot be "poem"', 'briefings/b/briefing.md:3:31 HDR006 `rights` cannot be "some"',
          "briefings/b/briefing.md:3:48 DAT001",
          "briefings/b/briefing.md:3:55 HDR005 `source` is empty", "briefings/b/briefing.md:3:67 HDR002 unknown field of `article` `sorce`"]),
        ({"site.toml": "x", "pages/p.md": "# P"}, ["site.toml:1:2 SET001"]),
        ({"pages/p.md": "<video>\n", "site.toml": SITE + 'trusted = ["pages"]\n'}, ["pages/p.md:1:1 HDR001 `title` is missing"]),
        ({"pages/p.md": "# P\n<video>\n"}, ["pages/p.md:2:1 MKD003 `<video>` is left out: raw HTML that could run or load"]),
        ({"briefings/b/article.md": "q"}, ["briefings/b/article.md:1:1 FIL003 the briefing `b` has no briefing.md"]),
    ],
)  # fmt: skip
def test_project_faults_between_files(tmp_path: Path, files: dict[str, str], faults: list[str]) -> None:
    """What several files do to each other is told at the one to change."""
    _, found = read(tmp_path, files)
    assert [shown[: len(wanted)] for shown, wanted in zip(found, faults, strict=True)] == faults


def test_project_without_settings_is_told(tmp_path: Path) -> None:
    """A missing site.toml is an error, one that cannot be read is told once."""
    (tmp_path / "content" / "pages").mkdir(parents=True)
    (tmp_path / "content" / "pages" / "p.md").write_text("# P")
    project, faults = read_project(tmp_path, "content", drafts=False, progress=lambda *_: None)
    assert (told(faults), project.settings) == (["site.toml:1:1 FIL003 site.toml is missing"], Settings())
    (tmp_path / "content" / "site.toml").write_bytes(b"\xff")
    project, faults = read_project(tmp_path, "content", drafts=False, progress=lambda *_: None)
    assert (told(faults), project.settings) == (["site.toml:1:1 FIL002 not UTF-8: byte 0xff"], Settings())


def test_project_drafts_are_left_out_with_their_faults(tmp_path: Path) -> None:
    """A half-written draft must not keep the rest from being published."""
    files = {
        "briefings/a/briefing.md": "---\ntitle: A\nstatus: draft\nx: y\n---\n",
        "briefings/a/annotations.md": NOTES,
        "briefings/b/briefing.md": BRIEFING,
    }
    project, faults = read(tmp_path, files)
    assert ([each.slug for each in project.briefings], [each.slug for each in project.drafts], faults) == (
        ["b"],
        ["a"],
        [],
    )
    project, faults = read(tmp_path, files, drafts=True)
    assert ([each.slug for each in project.briefings], project.drafts, len(faults)) == (["a", "b"], (), 2)


@pytest.mark.parametrize(
    ("text", "title", "codes"),
    [
        (BRIEFING, "B", []),
        ("# Of *it* #\n", "Of *it*", ["HDR001"]),
        ("x\n", "Untitled", ["HDR001"]),
        ("---\ntitle: a: b\n---\n# C\n", "C", ["HDR003"]),
        ("---\ntitle: B\nstatus: done\ndate: never\n---\n", "B", ["DAT001", "HDR006"]),
    ],
)
def test_briefing_has_a_title(text: str, title: str, codes: list[str]) -> None:
    """From its header; if that is lost, from its heading."""
    head, faults = read_briefing(Source("b.md", text), Settings(authors=("Desk",)))
    assert (head.title, [each.code for each in faults], head.authors) == (title, codes, ("Desk",))


def test_first_heading_stands_outside_code() -> None:
    """Of level 1, without the marks that close it."""
    assert first_heading(Source("a.md", "```\n# a\n```\n## b\n# C# and {x} y ##\n")) == "C# and {x} y"


@pytest.mark.parametrize(
    ("path", "text"), [("a.md", "---\nsource: s\n---\n*q*"), ("a.txt", "q"), ("a.html", "<p>q</p>")]
)
def test_article_is_read_by_its_ending(path: str, text: str) -> None:
    """Only Markdown has a header."""
    article, faults = read_article(Source(path, text))
    assert (article.article.text, faults) == ("q", ())
    assert [(key, value) for key, value, _ in article.provenance] == ([("source", "s")] if path == "a.md" else [])


def test_article_with_a_field_of_another_place_is_told() -> None:
    """Its header says where it comes from, and nothing else."""
    _, faults = read_article(Source("a.md", "---\ntitle: x\nlang: [a, b]\n---\nq"))
    assert told(faults) == ["a.md:3:7 HDR006 `lang` must be a single value", "a.md:2:1 HDR002 unknown field `title`"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=80))
def test_briefing_takes_any_text(text: str) -> None:
    """Nothing raises, and there is always a title."""
    for written in (text, f"---\n{text}\n---\n{text}", f"---\ntitle: {text}\narticle: {{{text}}}\n---\n"):
        head, _ = read_briefing(Source("b.md", written), Settings())
        assert head.title
