"""What each file of a site shows: an output becomes a view in its frame, or bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from glossator.model.diagnostics import Diagnostic
from glossator.model.project import Settings
from glossator.model.prose import plain_text
from glossator.resolve.cuts import group_words
from glossator.resolve.facts import Ref
from glossator.resolve.lists import Noted, shelved
from glossator.resolve.openings import opening
from glossator.resolve.texts import ResolvedConcept, ResolvedPage
from glossator.resolve.timeline import Event, note_occasions, occasions

from .briefing_view import briefing_view
from .citable import bibliography, briefing_item, highwire
from .data import briefing_data
from .exports import annotation_page, calendar, claims_data, glossary_data, robots, timeline_data
from .feeds import atom_feed, json_feed
from .glossary_view import concept_view, disambiguation_view, glossary_view
from .health_view import health_view
from .home_view import SECTIONS, archive_view, home_view, not_found_view, text_page_view, timeline_page_view
from .ledgers import claim_view, claims_view, forecasts_view
from .notes import claim_path
from .outputs import Output
from .search_data import finder_data, search_view
from .sheet import Printer, Sheet
from .source_view import source_view, sources_view
from .structured import complete
from .stylesheet import stylesheet
from .views import Frame, HomeView, Link, SitemapEntry, SitemapView, View

Made = tuple[Frame, View]


class Desk(Struct, frozen=True):
    """What is at hand where files are made."""

    printer: Printer
    asset: Callable[[str], Path]
    """Gives where an asset is kept."""
    faults: Callable[[], Iterable[Diagnostic]]
    """Gives what reading and resolving found, for editors."""
    draw: Callable[[str, str], bytes]
    """Draws the picture of a briefing, given its title and summary."""

    def sheet(self, path: str, lang: str = "") -> Sheet:
        """Begin a page."""
        return Sheet(path, self.printer, lang)


def make(output: Output, desk: Desk) -> Made | bytes:
    """Make the view of a page, or the bytes of a file that no template prints."""
    kind, _, name = output.what.partition(" ")
    made = _MAKERS[kind](output, name, desk)
    if isinstance(made, bytes):
        return made
    frame, view = made
    return complete(frame, view, desk.printer.lists.pictures(), desk.printer.settings.authors), view


def _briefing(output: Output, slug: str, desk: Desk) -> Made:
    briefing = desk.printer.lists.briefing(slug)
    head = briefing.briefing.head
    sheet = desk.sheet(output.path, head.lang)
    previous, following = (
        sheet.link(Ref("briefing", each.briefing.slug), each.briefing.head.title, each.briefing.head.lang)
        if each
        else None
        for each in desk.printer.lists.around_briefing(slug)
    )
    view = briefing_view(briefing, _told(slug, desk), (previous, following), sheet)
    frame = sheet.frame(head.title, head.summary, _crumbs(sheet, "index.html"), head.lang)
    return replace(frame, meta=highwire(briefing_item(briefing, desk.printer.settings))), view


def _told(slug: str, desk: Desk) -> tuple[Event, ...]:
    """Give the events that are told on a briefing's page."""
    keys = note_occasions(desk.printer.lists.briefing(slug), desk.printer.lookup)
    return occasions(sorted(keys), desk.printer.lookup)


def _briefing_data(output: Output, slug: str, desk: Desk) -> bytes:
    briefing = desk.printer.lists.briefing(slug)
    sheet = desk.sheet(output.path.removesuffix("json") + "html", briefing.briefing.head.lang)
    return briefing_data(briefing, _told(slug, desk), sheet)


def _annotations(output: Output, slug: str, desk: Desk) -> bytes:
    briefing = desk.printer.lists.briefing(slug)
    return annotation_page(
        briefing, desk.sheet(output.path.removesuffix("jsonld") + "html", briefing.briefing.head.lang)
    )


def _claim(output: Output, name: str, desk: Desk) -> Made:
    slug, _, id_ = name.partition(" ")
    briefing = desk.printer.lists.briefing(slug)
    claims = [note for note in briefing.notes if note.annotation.kind == "claim"]
    number = next(number for number, note in enumerate(claims) if note.annotation.id == id_)
    note = claims[number]
    lang = note.annotation.get("lang") or briefing.briefing.head.lang
    sheet = desk.sheet(output.path, lang)
    inside: list[Noted] = [(briefing, each) for each in claims]
    before, after = desk.printer.lists.around_claims(slug)
    previous = inside[number - 1] if number else before
    following = inside[number + 1] if number + 1 < len(inside) else after
    view = claim_view(briefing, note, (_to_claim(previous, sheet), _to_claim(following, sheet)), sheet)
    description = plain_text(opening(note.body))
    return sheet.frame(note.annotation.title, description, _crumbs(sheet, "claims/index.html"), lang), view


def _to_claim(claim: Noted | None, sheet: Sheet) -> Link | None:
    if claim is None:
        return None
    briefing, note = claim
    return Link(sheet.href(claim_path(briefing.briefing.slug, note.annotation.id)), note.annotation.title)


def _concept(output: Output, slug: str, desk: Desk) -> Made:
    concept = desk.printer.lists.text(f"glossary/{slug}.md")
    assert isinstance(concept, ResolvedConcept)
    sheet = desk.sheet(output.path)
    events = occasions(desk.printer.lists.dated(slug), desk.printer.lookup)
    view = concept_view(concept, events, sheet)
    return sheet.frame(concept.concept.term, concept.concept.short, _crumbs(sheet, "glossary/index.html")), view


def _shared(output: Output, folded: str, desk: Desk) -> Made:
    sheet = desk.sheet(output.path)
    name, slugs = desk.printer.lists.bearers(folded)
    view = disambiguation_view(name, slugs, sheet)
    return sheet.frame(name, f"What “{name}” may mean.", _crumbs(sheet, "glossary/index.html")), view


def _source(output: Output, key: str, desk: Desk) -> Made:
    sheet = desk.sheet(output.path)
    lookup = desk.printer.lookup
    item = lookup.source(key)
    assert item is not None
    view = source_view(item, shelved(lookup, desk.printer.lists.repeats(key)), sheet)
    frame = sheet.frame(item.short, item.title, _crumbs(sheet, "sources/index.html"))
    return replace(frame, meta=highwire(item)), view


def _text_page(output: Output, slug: str, desk: Desk) -> Made:
    each = desk.printer.lists.text(f"pages/{slug}.md")
    assert isinstance(each, ResolvedPage)
    sheet = desk.sheet(output.path, each.page.lang)
    view = text_page_view(each, sheet)
    return sheet.frame(each.page.title, each.page.summary, lang=each.page.lang), view


def _list(output: Output, name: str, desk: Desk) -> Made:
    """Make a list: all of it, the beginning of a list that is cut, or one of its groups."""
    list_, _, group = name.partition(":")
    sheet = desk.sheet(output.path)
    title, description, make_view = _LISTS[list_]
    view = make_view(group, sheet)
    description = description or _of_site(view, desk.printer.settings)
    if group:
        section = _SECTION[list_]
        named = title or dict(SECTIONS)[section]
        return sheet.frame(f"{named}: {group_words(group)}", description, _crumbs(sheet, section)), view
    return sheet.frame(title or desk.printer.settings.title, description), view


def _of_site(view: View, settings: Settings) -> str:
    """Say what the site is; one that does not say so is told by its newest briefing."""
    latest = view.lead if isinstance(view, HomeView) else None
    return settings.description or (f"Latest: {latest.title}" if latest else "")


def _home(group: str, sheet: Sheet) -> View:
    if group:
        return archive_view(group, sheet)
    return home_view(sheet)


_LISTS: dict[str, tuple[str, str, Callable[[str, Sheet], View]]] = {
    "card": ("", "", _home),
    "entry of index": ("Concepts", "Every name, and the concept that it leads to.", glossary_view),
    "shelf": ("Sources", "Everything that is cited here.", sources_view),
    "when": ("Timeline", "Every dated event of the site.", timeline_page_view),
    "claims": ("Claims", "Every statement that was checked.", claims_view),
    "forecasts": ("Forecasts", "What was foreseen, and what was observed.", forecasts_view),
}
_SECTION: dict[str, str] = {
    "card": "index.html", "entry of index": "glossary/index.html", "shelf": "sources/index.html",
    "when": "timeline/index.html", "claims": "claims/index.html", "forecasts": "forecasts/index.html",
}  # fmt: skip


def _not_found(output: Output, _: str, desk: Desk) -> Made:
    sheet = desk.sheet(output.path)
    return sheet.frame("Page not found"), not_found_view(sheet)


def _search(output: Output, _: str, desk: Desk) -> Made:
    sheet = desk.sheet(output.path)
    return sheet.frame("Search", "All names, titles, claims, sources and texts."), search_view(sheet)


def _health(output: Output, _: str, desk: Desk) -> Made:
    sheet = desk.sheet(output.path)
    return sheet.frame("Health"), health_view(desk.faults(), sheet)


def _picture(output: Output, _: str, desk: Desk) -> bytes:
    title, summary = desk.printer.lists.pictures().told(output.path)
    return desk.draw(title, summary)


def _site(output: Output, name: str, desk: Desk) -> bytes:
    """Make the data of the whole site."""
    settings, lists, lookup = desk.printer.settings, desk.printer.lists, desk.printer.lookup
    match name:
        case "assets/finder-data.js":
            return finder_data(lists, settings.language)
        case "glossary.json":
            return glossary_data(lists.concepts(), settings)
        case "sources.json" | "sources.bib" | "sources.ris":
            return bibliography(lists.sources(), name.partition(".")[2], desk.printer.citing.strings)
        case "claims.json":
            return claims_data(lists.listed("claims", ""), settings)
        case "feed.xml":
            return atom_feed(lists.newest(), settings)
        case "feed.json":
            return json_feed(lists.newest(), settings)
        case "robots.txt":
            return robots(settings)
        case _:
            pass
    events = occasions(lists.listed("when", ""), lookup)
    sheet = desk.sheet(output.path)
    return timeline_data(events, sheet) if name == "timeline.json" else calendar(events, sheet)


def _sitemap(output: Output, _: str, desk: Desk) -> Made:
    settings = desk.printer.settings
    claims: Sequence[tuple[Output, ...]] = desk.printer.lists.records.all("path")
    paths = {claim.path: claim for claim in chain.from_iterable(reversed(claims)) if claim.listed}
    entries = (
        SitemapEntry(settings.base_url + ("" if path == "index.html" else path), claim.modified)
        for path, claim in sorted(paths.items())
    )
    return desk.sheet(output.path).frame(""), SitemapView(tuple(entries))


def _asset(_: Output, name: str, desk: Desk) -> bytes:
    desk.printer.lists.records.fact("asset", name, tuple)
    data = desk.asset(name).read_bytes()
    if name != "style.css":
        return data
    settings = desk.printer.settings
    return stylesheet(data.decode("utf-8"), settings.kinds, settings.verdicts).encode()


def _crumbs(sheet: Sheet, path: str) -> tuple[Link, ...]:
    return (Link(sheet.href(path), dict(SECTIONS)[path]),)


_MAKERS: dict[str, Callable[[Output, str, Desk], Made | bytes]] = {
    "briefing": _briefing, "data": _briefing_data, "annotations": _annotations, "claim": _claim, "concept": _concept,
    "shared": _shared, "source": _source, "page": _text_page, "list": _list, "not-found": _not_found, "site": _site,
    "sitemap": _sitemap, "asset": _asset, "search": _search, "health": _health, "picture": _picture,
}  # fmt: skip
