"""All files of a project, read one by one and put where they belong. Nothing is looked up across files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from glossator.model.annotation import Annotation
from glossator.model.article import Provenance
from glossator.model.briefing import ArticleFile, Briefing, BriefingHead, Naming
from glossator.model.concept import Concept
from glossator.model.diagnostics import Diagnostic
from glossator.model.page import EventFile, TextPage
from glossator.model.project import Settings
from glossator.model.source import Item
from glossator.model.text import Place, Source

from .annotations import AnnotationFile, read_annotations
from .bibliography import merge, read_bibliography
from .briefing import read_article, read_briefing, read_provenance
from .concept import read_concept
from .files import ContentFile, Role, find_files, read_file
from .pages import read_events, read_page
from .settings import read_settings

Progress = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class ReadProject:
    """What the files of a project say, each list in the order of paths."""

    settings: Settings
    briefings: tuple[Briefing, ...] = ()
    concepts: tuple[Concept, ...] = ()
    pages: tuple[TextPage, ...] = ()
    events: tuple[EventFile, ...] = ()
    items: dict[str, Item] = field(default_factory=dict)
    drafts: tuple[Briefing, ...] = ()
    """Briefings that are left out, because drafts were not asked for."""
    settings_place: Place = Place("")


@dataclass(slots=True)
class _Shelf:
    """What was read so far."""

    settings: Settings
    heads: dict[str, BriefingHead] = field(default_factory=dict)
    articles: dict[str, ArticleFile] = field(default_factory=dict)
    notes: defaultdict[str, list[AnnotationFile]] = field(default_factory=lambda: defaultdict(list))
    concepts: list[Concept] = field(default_factory=list)
    pages: list[TextPage] = field(default_factory=list)
    events: list[EventFile] = field(default_factory=list)
    items: list[tuple[Item, ...]] = field(default_factory=list)


def read_project(
    project: Path, content: str, *, drafts: bool, progress: Progress
) -> tuple[ReadProject, tuple[Diagnostic, ...]]:
    """Read the content folder `content` of a project. With faults, what could be read is there all the same."""
    files, found = find_files(project / content, content)
    faults = list(found)
    settings = _settings(project, content, files, faults)
    shelf = _Shelf(settings)
    of_drafts: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for number, file in enumerate(files):
        progress("reading", number, len(files))
        mine: list[Diagnostic] = []
        source, found = read_file(project, file.path)
        mine += found
        if source is not None:
            mine += _read(source, file, content, shelf)
        in_briefing = file.role in (Role.BRIEFING, Role.ARTICLE, Role.ANNOTATIONS)
        (of_drafts[file.slug] if in_briefing else faults).extend(mine)
    progress("reading", len(files), len(files))
    with_article = {file.slug for file in files if file.role is Role.ARTICLE}
    briefings = tuple(
        _briefing(slug, shelf, of_drafts[slug], has_article=slug in with_article) for slug in sorted(shelf.heads)
    )
    hidden = tuple(each for each in briefings if each.head.status == "draft" and not drafts)
    shown = tuple(each for each in briefings if each.head.status != "draft" or drafts)
    left_out = {each.slug for each in hidden}
    for slug, mine in of_drafts.items():
        # A half-written draft must not keep the rest from being published.
        faults += () if slug in left_out else mine
    items, found = merge(shelf.items)
    faults += found
    faults += _same_event_ids(shelf.events)
    read = ReadProject(
        settings,
        shown,
        tuple(shelf.concepts),
        tuple(shelf.pages),
        tuple(shelf.events),
        items,
        hidden,
        Place(f"{content}/site.toml"),
    )
    return read, tuple(faults)


def _settings(project: Path, content: str, files: Iterable[ContentFile], faults: list[Diagnostic]) -> Settings:
    for file in files:
        if file.role is Role.SETTINGS:
            source, _ = read_file(project, file.path)  # its faults are noted with those of the other files
            if source is None:
                return Settings()
            settings, found = read_settings(source)
            faults += found
            return settings
    help_ = 'write one with `title = "…"`, `base_url = "https://…/"`, `language = "en"`'
    faults.append(Diagnostic(Place(f"{content}/site.toml"), "FIL003", "site.toml is missing", help=help_))
    return Settings()


def _read(source: Source, file: ContentFile, content: str, shelf: _Shelf) -> tuple[Diagnostic, ...]:
    """Read one file onto the shelf; give its faults."""
    trusted = any(file.path.startswith(f"{content}/{folder}/") for folder in shelf.settings.trusted)
    faults: tuple[Diagnostic, ...] = ()
    match file.role:
        case Role.BRIEFING:
            shelf.heads[file.slug], faults = read_briefing(source, shelf.settings, trusted=trusted)
        case Role.ARTICLE:
            article, faults = read_article(source)
            shelf.articles.setdefault(file.slug, article)
        case Role.ANNOTATIONS:
            notes, faults = read_annotations(source, shelf.settings, trusted=trusted)
            shelf.notes[file.slug].append(notes)
        case Role.CONCEPT:
            concept, faults = read_concept(source, file.slug, trusted=trusted)
            shelf.concepts.append(concept)
        case Role.PAGE:
            page, faults = read_page(source, file.slug, shelf.settings.language, trusted=trusted)
            shelf.pages.append(page)
        case Role.EVENTS:
            events, faults = read_events(source, trusted=trusted)
            shelf.events.append(events)
        case Role.BIBLIOGRAPHY:
            items, faults = read_bibliography(source)
            shelf.items.append(items)
        case Role.SETTINGS:
            pass  # was read before all others
    return faults


def _briefing(slug: str, shelf: _Shelf, faults: list[Diagnostic], *, has_article: bool) -> Briefing:
    head = shelf.heads[slug]
    article = shelf.articles.get(slug)
    provenance, source_place = Provenance(), None
    if article is not None or head.provenance:
        own = article.provenance if article else ()
        provenance, source_place = read_provenance(head.provenance, own, faults)
    annotations: dict[str, Annotation] = {}
    for file in shelf.notes[slug]:
        for annotation in file.annotations:
            first = annotations.setdefault(annotation.id, annotation)
            if first is not annotation:
                message = f"the id `{annotation.id}` stands twice, first in {first.place.path}, line {first.place.line}"
                faults.append(Diagnostic(annotation.place, "ANN006", message, help="give one of them another id"))
    if any(each.targets for each in annotations.values()) and not has_article:
        message = "the briefing has annotations with quotes, and no article"
        help_ = "add article.md, article.txt or article.html beside it"
        faults.append(Diagnostic(head.place, "FIL003", message, help=help_))
    naming = Naming(
        tuple(sense for file in shelf.notes[slug] for sense in file.naming.senses),
        all(file.naming.autolink for file in shelf.notes[slug]) and head.naming.autolink,
    )
    return Briefing(slug, head, article, provenance, source_place, tuple(annotations.values()), naming)


def _same_event_ids(files: Iterable[EventFile]) -> list[Diagnostic]:
    first: dict[str, Place] = {}
    faults = []
    for file in files:
        for event in file.events:
            place = first.setdefault(event.id, event.place)
            if place is not event.place:
                message = f"the event id `{event.id}` stands twice, first in {place.path}, line {place.line}"
                faults.append(Diagnostic(event.place, "ANN006", message, help="give one of them another id"))
    return faults
