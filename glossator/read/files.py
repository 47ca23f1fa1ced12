"""The content folder: which files there are and what each one is (FORMAT.md §1). The only module that opens files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossator.model.date import Date
from glossator.model.diagnostics import Diagnostic
from glossator.model.prose import RESERVED
from glossator.model.text import Place, Source

from .dates import parse_date
from .nearest import did_you_mean
from .slugs import is_slug, slug_from


class Role(StrEnum):
    """What a file of the content folder is."""

    SETTINGS = "settings"
    BRIEFING = "briefing"
    ARTICLE = "article"
    ANNOTATIONS = "annotations"
    VERSION = "version"
    """An older version of the article."""
    LOCK = "lock"
    CONCEPT = "concept"
    BIBLIOGRAPHY = "bibliography"
    EVENTS = "events"
    PAGE = "page"


IN_BRIEFING: Final = (Role.BRIEFING, Role.ARTICLE, Role.ANNOTATIONS, Role.VERSION, Role.LOCK)


class ContentFile(Struct, frozen=True):
    """A file and its role."""

    path: str
    """Relative to the project, with forward slashes: `content/glossary/ainu.md`."""
    role: Role
    slug: str
    """Of the briefing, concept or page; empty for others."""


_FOLDERS: Final = ("briefings", "glossary", "sources", "timeline", "pages")
_BIBLIOGRAPHIES: Final = (".bib", ".ris", ".json", ".yaml", ".yml")
_ARTICLES: Final = ("article.md", "article.txt", "article.html")
_BRIEFING_FILES: Final = ("briefing.md", "annotations.md", "anchors.lock", *_ARTICLES)
_VERSION: Final = re.compile(r"article\.(.+)\.(?:md|txt|html)")


def what_is(path: str) -> tuple[ContentFile | None, tuple[Diagnostic, ...]]:
    """Tell what a file of the content folder is, by its path from the project. Gives FIL004 (no slug), FIL006 (none of ours)."""
    faults: list[Diagnostic] = []
    file = _classify(path, path.split("/")[1:], faults)
    return file, tuple(faults)


def unit_of(path: str) -> str:
    """Name the unit of a file, given its path from the project: `briefings/x`, else its path in the content folder.

    What is none of ours is a unit in `stray/`.
    """
    file, _ = what_is(path)
    inside = path.partition("/")[2]
    if file is None:
        return f"stray/{printable(inside)}"
    return f"briefings/{file.slug}" if file.role in IN_BRIEFING else inside


def folder_fault(project: Path, path: str) -> Diagnostic | None:
    """Report what stands in the place of a file and is a folder: a link to one (FIL006), or one that cannot be read (FIL001)."""
    place = project / path
    if not place.is_dir():
        return None
    if place.is_symlink():
        message = f"`{place.name}` is a link to a folder, which is not followed"
        return Diagnostic(Place(printable(path)), "FIL006", printable(message), help="put the folder itself there")
    try:
        list(place.iterdir())
    except OSError as error:
        return _unreadable(printable(path), error)
    return None


def printable(path: str) -> str:
    """Give a path that can be told, with U+FFFD where a name is not UTF-8."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _classify(path: str, parts: list[str], faults: list[Diagnostic]) -> ContentFile | None:
    name = parts[-1]
    stem, _, ending = name.rpartition(".")
    if path != printable(path):
        message = "the name of a file is not UTF-8"
        faults.append(Diagnostic(Place(printable(path)), "FIL004", message, help="rename it"))
        return None
    match parts:
        case ["site.toml"]:
            return ContentFile(path, Role.SETTINGS, "")
        case ["briefings", slug, "briefing.md"]:
            return _with_slug(path, Role.BRIEFING, slug, faults)
        case ["briefings", slug, _] if name in _ARTICLES:
            return _with_slug(path, Role.ARTICLE, slug, faults)
        case ["briefings", slug, "annotations.md"]:
            return _with_slug(path, Role.ANNOTATIONS, slug, faults)
        case ["briefings", slug, "annotations", _] if ending == "md":
            return _with_slug(path, Role.ANNOTATIONS, slug, faults)
        case ["briefings", slug, "anchors.lock"]:
            return _with_slug(path, Role.LOCK, slug, faults)
        case ["briefings", slug, _] if _VERSION.fullmatch(name):
            return _version(path, slug, faults)
        case [*_, _] if ending == "csl":
            return None  # a style of the project, which `style` of site.toml names
        case ["glossary", _] if ending == "md":
            return _with_slug(path, Role.CONCEPT, stem, faults)
        case ["pages", _] if ending == "md":
            return _with_slug(path, Role.PAGE, stem, faults)
        case ["sources", *_] if name.endswith(_BIBLIOGRAPHIES):
            return ContentFile(path, Role.BIBLIOGRAPHY, "")
        case ["timeline", *_] if ending == "md":
            return ContentFile(path, Role.EVENTS, "")
    known = _BRIEFING_FILES if parts[0] == "briefings" else (*(f"{folder}/" for folder in _FOLDERS), "site.toml")
    guess = did_you_mean(name if parts[0] == "briefings" else parts[0] + "/" * (len(parts) > 1), known)
    message = f"`{name}` is no file that a site is built from here"
    faults.append(
        Diagnostic(Place(path), "FIL006", message, help=guess or "move or rename it, or put a dot before its name")
    )
    return None


def version_date(path: str) -> str:
    """Give the date in the name of an older version of an article, as written; empty if it is none."""
    match = _VERSION.fullmatch(path.rpartition("/")[2])
    return match[1] if match else ""


def _version(path: str, slug: str, faults: list[Diagnostic]) -> ContentFile | None:
    name = path.rpartition("/")[2]
    date = parse_date(version_date(name))
    if isinstance(date, Date):
        return _with_slug(path, Role.VERSION, slug, faults)
    message = f"`{name}` is no version of an article: {date.message}"
    help_ = "name a version by its day, as `article.2026-11-20.md`, or put a dot before its name"
    faults.append(Diagnostic(Place(path), "FIL006", message, help=help_))
    return None


def _with_slug(path: str, role: Role, slug: str, faults: list[Diagnostic]) -> ContentFile | None:
    if is_slug(slug):
        return ContentFile(path, role, slug)
    message = f"`{slug}` is no slug: lower-case letters, digits and single hyphens"
    faults.append(Diagnostic(Place(path), "FIL004", message, help=f"rename it to `{slug_from(slug)}`"))
    return None


def articles_of(files: Iterable[ContentFile]) -> list[Diagnostic]:
    """Check the files of one briefing: FIL003 if there is no briefing.md, FIL005 if there are several articles or versions of a date."""
    inside = tuple(files)
    faults = []
    firsts: dict[str, str] = {}
    for file in inside:
        if file.role not in (Role.ARTICLE, Role.VERSION):
            continue
        date = version_date(file.path)
        first = firsts.setdefault(date, file.path)
        if first != file.path:
            what = f"versions of {date}" if date else "articles"
            message = f"the briefing has two {what}: this one and {first}"
            faults.append(Diagnostic(Place(file.path), "FIL005", message, help="keep one of them"))
    if all(file.role is not Role.BRIEFING for file in inside):
        message = f"the briefing `{inside[0].slug}` has no briefing.md"
        help_ = "write one; its header needs a `title`"
        faults.append(Diagnostic(Place(inside[0].path), "FIL003", message, help=help_))
    return faults


def nothing_there(content: str) -> Diagnostic:
    """Report that the content folder has no content (FIL007)."""
    help_ = "write `briefings/<slug>/briefing.md`, or run `glossator new briefing <slug>`"
    return Diagnostic(Place(content), "FIL007", "there is nothing to build a site from", help=help_)


def read_file(project: Path, path: str) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Read a file as UTF-8, without a byte-order mark and with line feeds at line ends.

    Gives FIL001 (unreadable), FIL002 (not UTF-8), and FIL008 for a text of ours with a character that is reserved.
    """
    try:
        raw = (project / path).read_bytes()
    except OSError as error:
        return None, (_unreadable(path, error),)
    return source_of(path, raw)


def source_of(path: str, raw: bytes) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Give the text of a file's bytes, as `read_file` does. Gives FIL002 and FIL008."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = _with_line_feeds(raw[: error.start].decode("utf-8", "replace"))
        place = Source(path, before).place(len(before))
        message = f"not UTF-8: byte 0x{raw[error.start]:02x}"
        return None, (Diagnostic(place, "FIL002", message, help="save the file as UTF-8"),)
    source = Source(path, _with_line_feeds(text))
    match = RESERVED.search(source.text) if path.endswith(".md") else None
    if match is None:
        return source, ()
    message = f"the character U+{ord(match.group()):04X} is reserved"
    fault = Diagnostic(source.place(match.start()), "FIL008", message, help="remove it; it shows nothing")
    return Source(path, RESERVED.sub("\ufffd", source.text)), (fault,)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unreadable(path: str, error: OSError) -> Diagnostic:
    reason = error.strerror or type(error).__name__
    return Diagnostic(Place(path), "FIL001", f"cannot be read: {reason.lower()}")
