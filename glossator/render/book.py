"""All files of a site: which there are, and what makes each. Nothing is rendered here but what is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from glossator.model.diagnostics import Diagnostic
from glossator.model.source import Item
from glossator.model.text import Place
from glossator.resolve.briefing import ResolvedBriefing, ResolvedNote
from glossator.resolve.facts import Ref
from glossator.resolve.links import address
from glossator.resolve.site import Site
from glossator.resolve.texts import ResolvedConcept, ResolvedPage
from glossator.resolve.timeline import Event, by_concept, by_page

from .assets import asset_files
from .briefing_view import briefing_view
from .data import briefing_data
from .exports import annotation_page, calendar, claims_data, glossary_data, robots, timeline_data
from .feeds import atom_feed, json_feed
from .glossary_view import concept_view, disambiguation_path, disambiguation_view, glossary_view, shared_names
from .health_view import health_view
from .home_view import SECTIONS, home_view, not_found_view, text_page_view, timeline_page_view
from .ledgers import claim_view, claims_view, forecasts_view, notes_of_kind
from .notes import claim_path
from .pages import render_page
from .search_data import finder_data, search_view
from .sheet import Printer, Sheet
from .source_view import source_view, sources_view
from .structured import complete
from .views import Frame, Link, SitemapEntry, SitemapView, View

if TYPE_CHECKING:
    from jinja2 import Environment

Made = tuple[Frame, View]
_UNLISTED: Final = ("404.html", "health.html")
"""Pages that no sitemap names."""
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a template prints."""

    path: str
    place: Place
    """Of what it comes from."""
    make: Callable[[Sheet], Made]
    lang: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file that no template prints."""

    path: str
    place: Place
    make: Callable[[], bytes]


Output = Page | RawFile


def list_files(
    site: Site, printer: Printer, project: Path | None = None, health: Sequence[Diagnostic] | None = None
) -> tuple[tuple[Output, ...], tuple[Diagnostic, ...]]:
    """List all files of a site by path. Gives OUT001 for two that claim one path, where case does not count.

    `health` are the faults found so far, if there is to be a page of what needs work.
    """
    first: dict[str, Output] = {}
    faults = []
    listed: Iterator[Output] = chain(_lists(site, health), _pages(site), _data(site, printer), _assets(site, project))
    for file in listed:
        other = first.setdefault(file.path.casefold(), file)
        if other is not file:
            owner = f"made from {other.place.path}" if other.place != _place(site) else "a page that every site has"
            message = f"`{file.path}` is already {owner}"
            faults.append(Diagnostic(file.place, "OUT001", message, help="rename one of them"))
    files = sorted(first.values(), key=lambda file: file.path)
    if site.settings.base_url:
        entries = [
            SitemapEntry(site.settings.base_url + _shown(file.path), file.modified)
            for file in files
            if isinstance(file, Page) and file.path not in _UNLISTED
        ]
        files.append(Page("sitemap.xml", _place(site), partial(_sitemap, entries)))
    return tuple(files), tuple(faults)


def render(file: Output, printer: Printer, templates: Environment) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Make the bytes of a file."""
    if isinstance(file, RawFile):
        return file.make(), ()
    frame, view = file.make(Sheet(file.path, printer, file.lang))
    frame = complete(frame, view, printer.cards, printer.settings.authors)
    text, faults = render_page(frame, view, templates)
    return text.encode(), faults


def _place(site: Site) -> Place:
    return site.settings_place


def _shown(path: str) -> str:
    return "" if path == "index.html" else path


def _sitemap(entries: Sequence[SitemapEntry], sheet: Sheet) -> Made:
    return sheet.frame(""), SitemapView(tuple(entries))


def _pages(site: Site) -> Iterator[Page]:
    """Give a page for each thing."""
    told = by_page(site.events)
    for number, briefing in enumerate(site.briefings):
        head = briefing.briefing.head
        path = address(Ref("briefing", briefing.briefing.slug))
        around = _around(site.briefings, number)
        date = head.updated or head.date
        make = partial(_briefing, briefing, told.get(path, ()), around)
        yield Page(path, head.place, make, head.lang, (date.earliest_iso or "") if date else "")
    claims = notes_of_kind(site.briefings, "claim")
    for number, (briefing, note) in enumerate(claims):
        path = claim_path(briefing.briefing.slug, note.annotation.id)
        lang = note.annotation.get("lang") or briefing.briefing.head.lang
        yield Page(path, note.annotation.place, partial(_claim, briefing, note, _around(claims, number)), lang)
    yield from _glossary_pages(site)
    repeats: defaultdict[str, list[Item]] = defaultdict(list)
    for item in site.items.values():
        repeats[item.origin].append(item)
    for item in site.items.values():
        yield Page(address(Ref("source", item.key)), item.place, partial(_source, item, tuple(repeats[item.key])))
    for each in site.pages:
        yield Page(address(Ref("page", each.page.slug)), each.page.place, partial(_text_page, each), each.page.lang)


def _glossary_pages(site: Site) -> Iterator[Page]:
    shared = shared_names(site.concepts)
    slugs = {each.concept.slug for each in site.concepts}
    paths = {folded: disambiguation_path(name, slugs) for folded, (name, _) in shared.items()}
    events = by_concept(site.events)
    for concept in site.concepts:
        make = partial(_concept, concept, events.get(concept.concept.slug, ()), paths)
        yield Page(address(Ref("concept", concept.concept.slug)), concept.concept.place, make)
    for folded, (name, bearers) in shared.items():
        yield Page(paths[folded], _place(site), partial(_disambiguation, name, bearers))


def _lists(site: Site, health: Sequence[Diagnostic] | None) -> Iterator[Page]:
    """Give the pages of which there is one."""
    place = _place(site)
    makers: dict[str, Callable[[Sheet], Made]] = {
        "index.html": partial(_home, site),
        "glossary/index.html": partial(_glossary, site),
        "sources/index.html": partial(_sources, site),
        "timeline/index.html": partial(_timeline, site),
        "claims/index.html": partial(_claims, site),
        "forecasts/index.html": partial(_forecasts, site),
        "search/index.html": _search,
        "404.html": _not_found,
    }
    if health is not None:
        makers["health.html"] = partial(_health, site, health)
    for path, make in makers.items():
        yield Page(path, place, make)


def _data(site: Site, printer: Printer) -> Iterator[RawFile]:
    told = by_page(site.events)
    for each in site.briefings:
        page = address(Ref("briefing", each.briefing.slug))
        lang, place = each.briefing.head.lang, each.briefing.head.place
        stem = page.removesuffix("html")
        data = partial(briefing_data, each, told.get(page, ()), Sheet(page, printer, lang))
        yield RawFile(stem + "json", place, data)
        yield RawFile(stem + "jsonld", place, partial(annotation_page, each, Sheet(page, printer, lang)))
    place, settings = _place(site), site.settings
    for path, picture in printer.cards.items():
        yield RawFile(path, place, partial(bytes, picture))
    yield RawFile("assets/finder-data.js", place, partial(finder_data, site, full=printer.full_text))
    yield RawFile("glossary.json", place, partial(glossary_data, site.concepts, settings))
    yield RawFile("timeline.json", place, partial(timeline_data, site.events, settings))
    yield RawFile("claims.json", place, partial(claims_data, notes_of_kind(site.briefings, "claim"), settings))
    if settings.base_url:
        yield RawFile("feed.xml", place, partial(atom_feed, site.briefings, settings))
        yield RawFile("feed.json", place, partial(json_feed, site.briefings, settings))
        yield RawFile("timeline.ics", place, partial(calendar, site.events, settings))
        yield RawFile("robots.txt", place, partial(robots, settings))


def _assets(site: Site, project: Path | None) -> Iterator[RawFile]:
    for path, make in asset_files(site.settings, project):
        yield RawFile(path, _place(site), make)


def _briefing(
    briefing: ResolvedBriefing,
    events: Sequence[Event],
    around: tuple[ResolvedBriefing | None, ResolvedBriefing | None],
    sheet: Sheet,
) -> Made:
    head = briefing.briefing.head
    previous, following = (
        sheet.link(Ref("briefing", each.briefing.slug), each.briefing.head.title, each.briefing.head.lang)
        if each
        else None
        for each in around
    )
    view = briefing_view(briefing, events, (previous, following), sheet)
    return sheet.frame(head.title, head.summary, _crumbs(sheet, "index.html"), head.lang), view


Claim = tuple[ResolvedBriefing, ResolvedNote]


def _claim(
    briefing: ResolvedBriefing, note: ResolvedNote, around: tuple[Claim | None, Claim | None], sheet: Sheet
) -> Made:
    previous, following = (
        Link(sheet.href(claim_path(each[0].briefing.slug, each[1].annotation.id)), each[1].annotation.title)
        if each
        else None
        for each in around
    )
    view = claim_view(briefing, note, (previous, following), sheet)
    lang = note.annotation.get("lang") or briefing.briefing.head.lang
    return sheet.frame(note.annotation.title, "", _crumbs(sheet, "claims/index.html"), lang), view


def _concept(concept: ResolvedConcept, events: Sequence[Event], shared: dict[str, str], sheet: Sheet) -> Made:
    view = concept_view(concept, events, shared, sheet)
    crumbs = _crumbs(sheet, "glossary/index.html")
    return sheet.frame(concept.concept.term, concept.concept.short, crumbs), view


def _disambiguation(name: str, slugs: Iterable[str], sheet: Sheet) -> Made:
    view = disambiguation_view(name, slugs, sheet)
    return sheet.frame(name, f"What “{name}” may mean.", _crumbs(sheet, "glossary/index.html")), view


def _source(item: Item, repeats: Sequence[Item], sheet: Sheet) -> Made:
    view = source_view(item, repeats, sheet)
    return sheet.frame(item.short, item.title, _crumbs(sheet, "sources/index.html")), view


def _text_page(each: ResolvedPage, sheet: Sheet) -> Made:
    return sheet.frame(each.page.title, each.page.summary, lang=each.page.lang), text_page_view(each, sheet)


def _home(site: Site, sheet: Sheet) -> Made:
    return sheet.frame(site.settings.title), home_view(site, sheet)


def _glossary(site: Site, sheet: Sheet) -> Made:
    return sheet.frame("Concepts", "Every name, and the concept that it leads to."), glossary_view(site.concepts, sheet)


def _sources(site: Site, sheet: Sheet) -> Made:
    return sheet.frame("Sources", "Everything that is cited here."), sources_view(site.items.values(), sheet)


def _timeline(site: Site, sheet: Sheet) -> Made:
    return sheet.frame("Timeline", "Every dated event of the site."), timeline_page_view(site.events, sheet)


def _claims(site: Site, sheet: Sheet) -> Made:
    return sheet.frame("Claims", "Every statement that was checked."), claims_view(site.briefings, sheet)


def _forecasts(site: Site, sheet: Sheet) -> Made:
    return sheet.frame("Forecasts", "What was foreseen, and what was observed."), forecasts_view(site.briefings, sheet)


def _health(site: Site, faults: Sequence[Diagnostic], sheet: Sheet) -> Made:
    return sheet.frame("Health"), health_view(site, faults, sheet)


def _search(sheet: Sheet) -> Made:
    return sheet.frame("Search", "All names, titles, claims, sources and texts."), search_view(sheet)


def _not_found(sheet: Sheet) -> Made:
    return sheet.frame("Page not found"), not_found_view(sheet)


def _crumbs(sheet: Sheet, path: str) -> tuple[Link, ...]:
    return (Link(sheet.href(path), dict(SECTIONS)[path]),)


def _around(values: Sequence[_Value], number: int) -> tuple[_Value | None, _Value | None]:
    """Give the neighbours of a value in a list."""
    return (values[number - 1] if number else None, values[number + 1] if number + 1 < len(values) else None)
