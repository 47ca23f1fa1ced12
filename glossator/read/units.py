"""A unit is what is read, and read again, as one: the files of a briefing, or any other file. It becomes a value.

Nothing here looks at another unit, and nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from glossator.model.annotation import Annotation
from glossator.model.article import Provenance
from glossator.model.briefing import AnnotationFile, ArticleFile, Briefing, BriefingHead, FileRead, Naming
from glossator.model.concept import Concept
from glossator.model.date import Date
from glossator.model.diagnostics import Diagnostic
from glossator.model.ledger import ArticleVersion, Ledger
from glossator.model.page import EventFile, TextPage
from glossator.model.project import Settings
from glossator.model.source import Bibliography
from glossator.model.text import Place, Source

from .code_blocks import code_kept
from .files import (
    IN_BRIEFING,
    ContentFile,
    Role,
    articles_of,
    folder_fault,
    read_file,
    version_date,
    what_is,
)

Value = Briefing | Concept | TextPage | EventFile | Bibliography
"""What a unit says."""


class ReadUnit(Struct, frozen=True):
    """What the files of a unit say."""

    value: Value | None
    """None if it cannot be told, or the files are none of ours."""
    faults: tuple[Diagnostic, ...]
    inner: tuple[Diagnostic, ...] = ()
    """Faults that do not matter while the unit is a draft that is left out."""

    @property
    def draft(self) -> bool:
        """Whether it is a briefing that is not published yet."""
        return isinstance(self.value, Briefing) and self.value.head.status == "draft"


def settings_of(project: Path, path: str, *, there: bool) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read `site.toml`, at `path` from the project."""
    if not there:
        help_ = 'write one with `title = "…"`, `base_url = "https://…/"`, `language = "en"`'
        return Settings(), (Diagnostic(Place(path), "FIL003", "site.toml is missing", help=help_),)
    source, faults = read_file(project, path)
    if source is None:
        return Settings(), faults
    from .settings import read_settings

    settings, found = read_settings(source)
    return settings, (*faults, *found)


def read_unit(project: Path, paths: Iterable[str], settings: Settings, before: Iterable[FileRead] = ()) -> ReadUnit:
    """Read the files of one unit, given by their paths from the project, sorted.

    `before` is what the files of a briefing said the last time: those that are as they were are not read again.
    """
    files = []
    faults: list[Diagnostic] = []
    for path in paths:
        instead = folder_fault(project, path)
        file, found = (None, (instead,)) if instead else what_is(path)
        faults += found
        files += [file] if file else []
    if not files:
        return ReadUnit(None, tuple(faults))
    if files[0].role in IN_BRIEFING:
        return _read_briefing(project, files, settings, faults, before)
    source, found = read_file(project, files[0].path)
    faults += found
    value = None
    if source is not None:
        value, found = _read_text(source, files[0], settings)
        faults += found
    return ReadUnit(value, tuple(faults))


def _trusted(path: str, settings: Settings) -> bool:
    inside = path.partition("/")[2]
    return any(inside.startswith(f"{folder}/") for folder in settings.trusted)


def _read_text(source: Source, file: ContentFile, settings: Settings) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    trusted = _trusted(file.path, settings)
    match file.role:
        case Role.CONCEPT:
            from .concept import read_concept

            return read_concept(source, file.slug, trusted=trusted)
        case Role.PAGE:
            from .pages import read_page

            return read_page(source, file.slug, settings.language, trusted=trusted)
        case Role.EVENTS:
            from .pages import read_events

            return read_events(source, trusted=trusted)
        case Role.BIBLIOGRAPHY:
            from .bibliography import read_bibliography

            items, faults = read_bibliography(source)
            return Bibliography(file.path, items), faults
        case Role.SETTINGS | Role.BRIEFING | Role.ARTICLE | Role.ANNOTATIONS | Role.VERSION | Role.LOCK:
            return None, ()


class _Parts(Struct):
    """What the files of a briefing say."""

    head: BriefingHead | None = None
    article: ArticleFile | None = None
    notes: list[AnnotationFile] = []
    ledger: Ledger | None = None
    versions: dict[str, ArticleVersion] = {}
    """By date, as written."""


def _read_briefing(
    project: Path, files: list[ContentFile], settings: Settings, faults: list[Diagnostic], before: Iterable[FileRead]
) -> ReadUnit:
    parts = _Parts()
    inner: list[Diagnostic] = []
    known = {file.path: file for file in before}
    done: list[FileRead] = []
    faults += articles_of(files)
    for file in files:
        source, found = read_file(project, file.path)
        inner += found
        if source is None:
            continue
        read = _read_once(source, file, settings, known.get(file.path))
        done.append(read)
        inner += read.faults
        match read.says:
            case BriefingHead() as head:
                parts.head = head
            case ArticleFile() as article:
                parts.article = parts.article or article
            case ArticleVersion() as version:
                parts.versions.setdefault(version.date.source, version)
            case AnnotationFile() as notes:
                parts.notes.append(notes)
            case ledger:
                assert ledger is None or isinstance(ledger, Ledger)
                parts.ledger = ledger
    has_article = any(file.role is Role.ARTICLE for file in files)
    value = _assembled(files[0].slug, parts, inner, has_article=has_article)
    if value is not None:
        value = replace(value, files=tuple(done))
    return ReadUnit(value, tuple(faults), tuple(inner))


def _read_once(source: Source, file: ContentFile, settings: Settings, before: FileRead | None) -> FileRead:
    """Read a file of a briefing, if it does not say what it said before."""
    digest = blake2b(f"{settings!r}\0{source.text}".encode(), digest_size=16).digest()
    if before is not None and before.digest == digest:
        return before
    with code_kept(before.code if before is not None else ()) as code:
        says, faults = _says(source, file, settings)
    return FileRead(file.path, digest, says, faults, tuple(code.items()))


def _says(source: Source, file: ContentFile, settings: Settings) -> tuple[object, tuple[Diagnostic, ...]]:
    trusted = _trusted(file.path, settings)
    match file.role:
        case Role.BRIEFING:
            from .briefing import read_briefing

            return read_briefing(source, settings, trusted=trusted)
        case Role.ARTICLE:
            from .briefing import read_article

            return read_article(source)
        case Role.VERSION:
            return _read_version(source)
        case Role.LOCK:
            from .lock import read_lock

            return read_lock(source)
        case _:
            from .annotations import read_annotations

            return read_annotations(source, settings, trusted=trusted)


def _read_version(source: Source) -> tuple[ArticleVersion, tuple[Diagnostic, ...]]:
    """Read an older version of an article, for its text alone: what is left out of it (ART001) was told when it was the article."""
    from .briefing import read_article
    from .dates import parse_date

    read, faults = read_article(source)
    date = parse_date(version_date(source.path))
    assert isinstance(date, Date)  # else the file was none of ours
    version = ArticleVersion(source.path, date, read.article)
    return version, tuple(fault for fault in faults if fault.code != "ART001")


def _assembled(slug: str, parts: _Parts, faults: list[Diagnostic], *, has_article: bool) -> Briefing | None:
    head, article = parts.head, parts.article
    if head is None:
        return None
    provenance, source_place = Provenance(), None
    if article is not None or head.provenance:
        from .briefing import read_provenance

        own = article.provenance if article else ()
        provenance, source_place = read_provenance(head.provenance, own, faults)
    annotations: dict[str, Annotation] = {}
    for file in parts.notes:
        for annotation in file.annotations:
            first = annotations.setdefault(annotation.id, annotation)
            if first is not annotation:
                message = f"the id `{annotation.id}` stands twice, first in {first.place.path}, line {first.place.line}"
                faults.append(Diagnostic(annotation.place, "ANN006", message, help="give one of them another id"))
    versions = tuple(sorted(parts.versions.values(), key=lambda each: each.date))
    if not has_article and (versions or any(each.targets for each in annotations.values())):
        message = "the briefing has annotations with quotes, and no article"
        help_ = "add article.md, article.txt or article.html beside it"
        if versions:
            message = "the briefing has older versions of an article, and no article"
            help_ = f"copy the newest one, {versions[-1].path.rpartition('/')[2]}, to article.md, .txt or .html"
        faults.append(Diagnostic(head.place, "FIL003", message, help=help_))
    naming = Naming(
        tuple(sense for file in parts.notes for sense in file.naming.senses),
        all(file.naming.autolink for file in parts.notes) and head.naming.autolink,
    )
    notes = tuple(annotations.values())
    return Briefing(slug, head, article, provenance, source_place, notes, naming, parts.ledger, versions)
