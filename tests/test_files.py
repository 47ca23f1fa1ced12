from __future__ import annotations

import os
from pathlib import Path

import pytest
from told import find_files

from glossator.model.diagnostics import Diagnostic
from glossator.read.files import ContentFile, folder_fault, read_file


def made(folder: Path, *paths: str) -> tuple[list[ContentFile], list[Diagnostic]]:
    """Make files of a content folder and find them."""
    for path in paths:
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    files, faults = find_files(folder / "content", "content")
    return list(files), list(faults)


def told(faults: list[Diagnostic]) -> list[str]:
    """Write faults down in a line each."""
    return [f"{each.place.path} {each.code} {each.help}" for each in faults]


def test_files_have_roles_by_their_place(tmp_path: Path) -> None:
    """All that FORMAT.md §1 names, in the order of paths; hidden files and back-ups are passed over."""
    files, faults = made(
        tmp_path, "site.toml", "house.csl", "briefings/a/briefing.md", "briefings/a/article.txt", "briefings/a/annotations.md",
        "briefings/a/annotations/1.md", "briefings/a/anchors.lock", "briefings/a/article.2026-11.html", "glossary/b.md", "sources/c.bib", "sources/more/d.json", "sources/e.yml",
        "timeline/f/g.md", "pages/h.md", ".git/i", "pages/.h.md.swp", "pages/h.md~", "pages/#h.md#", "glossary/.b", "pages/h.swp",
    )  # fmt: skip
    assert faults == []
    assert [(file.path.removeprefix("content/"), file.role.value, file.slug) for file in files] == [
        ("briefings/a/anchors.lock", "lock", "a"),
        ("briefings/a/annotations.md", "annotations", "a"),
        ("briefings/a/annotations/1.md", "annotations", "a"),
        ("briefings/a/article.2026-11.html", "version", "a"),
        ("briefings/a/article.txt", "article", "a"),
        ("briefings/a/briefing.md", "briefing", "a"),
        ("glossary/b.md", "concept", "b"),
        ("pages/h.md", "page", "h"),
        ("site.toml", "settings", ""),
        ("sources/c.bib", "bibliography", ""),
        ("sources/e.yml", "bibliography", ""),
        ("sources/more/d.json", "bibliography", ""),
        ("timeline/f/g.md", "events", ""),
    ]


def test_files_of_other_names_are_told(tmp_path: Path) -> None:
    """Nothing is passed over in silence; the help names what is near."""
    files, faults = made(
        tmp_path, "briefings/a/briefing.md", "briefings/a/annotation.md", "briefings/A b/briefing.md", "glosary/b.md", "glossary/x/c.md",
        "pages/Über uns.md", "notes.txt", "timeline/e.txt", "briefings/a/annotations/sub/1.md",
    )  # fmt: skip
    assert [file.path for file in files] == ["content/briefings/a/briefing.md"]
    assert told(faults) == [
        "content/briefings/A b/briefing.md FIL004 rename it to `a-b`",
        "content/briefings/a/annotation.md FIL006 did you mean `annotations.md`?",
        "content/briefings/a/annotations/sub/1.md FIL006 move or rename it, or put a dot before its name",
        "content/glosary/b.md FIL006 did you mean `glossary/`?",
        "content/glossary/x/c.md FIL006 did you mean `glossary/`?",
        "content/notes.txt FIL006 move or rename it, or put a dot before its name",
        "content/pages/Über uns.md FIL004 rename it to `uber-uns`",
        "content/timeline/e.txt FIL006 did you mean `timeline/`?",
    ]


def test_files_of_a_briefing_belong_together(tmp_path: Path) -> None:
    """One article each; annotations and articles need a briefing.md, told once."""
    _, faults = made(
        tmp_path,
        "briefings/a/briefing.md",
        "briefings/a/article.md",
        "briefings/a/article.txt",
        "briefings/b/article.md",
        "briefings/b/annotations.md",
    )
    assert told(faults) == [
        "content/briefings/a/article.txt FIL005 keep one of them",
        "content/briefings/b/annotations.md FIL003 write one; its header needs a `title`",
    ]


def test_files_missing_altogether_are_told(tmp_path: Path) -> None:
    """A folder that is not there, or holds settings only, makes no site."""
    help_ = "write `briefings/<slug>/briefing.md`, or run `glossator new briefing <slug>`"
    assert told(made(tmp_path)[1]) == [f"content FIL007 {help_}"]
    assert told(made(tmp_path, "site.toml")[1]) == [f"content FIL007 {help_}"]


def test_files_in_a_folder_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """The fault is at the folder; a folder that can be read is none."""
    made(tmp_path, "pages/a.md")
    assert folder_fault(tmp_path, "content/pages") is None
    assert folder_fault(tmp_path, "content/pages/a.md") is None


def test_files_behind_links_to_folders_are_told(tmp_path: Path) -> None:
    """Links to files are followed, links to folders are not; a name that is not UTF-8 can be told."""
    made(tmp_path, "pages/a.md")
    (tmp_path / "content" / "sources").symlink_to(tmp_path)
    (tmp_path / "content" / "pages" / "b.md").symlink_to(tmp_path / "content" / "pages" / "a.md")
    (tmp_path / "content" / "pages" / os.fsdecode(b"\xff.md")).touch()
    files, faults = find_files(tmp_path / "content", "content")
    assert [file.slug for file in files] == ["a", "b"]
    assert told(list(faults)) == [
        "content/pages/\ufffd.md FIL004 rename it",
        "content/sources FIL006 put the folder itself there",
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"\xef\xbb\xbfa", "a"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa"),
        (b"", ""),
        (b"a\x00\xe2\x80\xa8b", "a\x00\u2028b"),
    ],
)
def test_file_is_read_as_utf8_with_line_feeds(tmp_path: Path, raw: bytes, text: str) -> None:
    """Without a byte-order mark; nothing else is changed."""
    (tmp_path / "a.md").write_bytes(raw)
    source, faults = read_file(tmp_path, "a.md")
    assert source is not None
    assert (source.path, source.text, faults) == ("a.md", text, ())


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_file_that_is_not_utf8_is_told_at_the_byte(tmp_path: Path, mark: bytes) -> None:
    """Line and column of the first byte that is none."""
    (tmp_path / "a.md").write_bytes(mark + "日\r\né".encode() + b"x\xe9y")
    source, faults = read_file(tmp_path, "a.md")
    assert source is None
    assert [(str(each.place), each.code, each.message) for each in faults] == [
        ("a.md:2:3", "FIL002", "not UTF-8: byte 0xe9")
    ]


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A missing file, a broken link, a folder of that name."""
    (tmp_path / "b.md").mkdir()
    (tmp_path / "c.md").symlink_to(tmp_path / "none")
    messages = []
    for path in ("a.md", "b.md", "c.md"):
        source, faults = read_file(tmp_path, path)
        assert source is None
        messages += [(each.code, each.message) for each in faults]
    missing = ("FIL001", "cannot be read: no such file or directory")
    assert messages == [missing, ("FIL001", "cannot be read: is a directory"), missing]


def test_file_of_ours_holds_no_reserved_character(tmp_path: Path) -> None:
    """It is replaced, so that nothing can be taken for a mark; other files may hold it."""
    for name in ("a.md", "a.txt"):
        (tmp_path / name).write_text("a\nb\ue000c")
    source, faults = read_file(tmp_path, "a.md")
    assert source is not None
    assert source.text == "a\nb\ufffdc"
    assert [(str(each.place), each.code, each.message) for each in faults] == [
        ("a.md:2:2", "FIL008", "the character U+E000 is reserved")
    ]
    other, faults = read_file(tmp_path, "a.txt")
    assert other is not None
    assert (other.text, faults) == ("a\nb\ue000c", ())
