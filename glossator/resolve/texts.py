"""Concepts, pages and event files, resolved. Briefings have a module of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from glossator.model.briefing import Naming, Reference
from glossator.model.concept import Concept
from glossator.model.diagnostics import Diagnostic
from glossator.model.page import EventFile, FiledEvent, TextPage
from glossator.model.project import Autolink, Settings
from glossator.model.text import Place

from .facts import Ref, Spot
from .index import Lookup
from .links import Context, address, find_concept
from .prose import Manner, Resolved
from .tokens import fold
from .walk import resolve_prose


class ResolvedConcept(Struct, frozen=True):
    """A concept with its links in place."""

    concept: Concept
    body: Resolved
    broader: tuple[str, ...]
    related: tuple[str, ...]
    broader_places: tuple[Place, ...] = ()
    """Where each of `broader` is written."""


class ResolvedPage(Struct, frozen=True):
    """A page with its links in place."""

    page: TextPage
    body: Resolved


class ResolvedEvent(Struct, frozen=True):
    """An event of a timeline file with its links in place."""

    event: FiledEvent
    heading: Resolved
    body: Resolved


class ResolvedEvents(Struct, frozen=True):
    """The events of a file."""

    file: EventFile
    events: tuple[ResolvedEvent, ...]


def resolve_concept(concept: Concept, lookup: Lookup, settings: Settings, faults: list[Diagnostic]) -> ResolvedConcept:
    """Resolve a concept's body and the names in its header."""
    context = Context(lookup, concept=concept.slug, senses=read_senses(concept.naming, lookup, faults))
    spot = Spot(address(Ref("concept", concept.slug)), "", concept.term, lang=settings.language)
    manner = Manner(autolink(settings, concept.naming), concept.place)
    broader = concepts_named(concept.broader, context, faults)
    return ResolvedConcept(
        concept,
        resolve_prose(concept.body, context, spot, manner, faults),
        tuple(broader),
        tuple(concepts_named(concept.related, context, faults)),
        tuple(broader.values()),
    )


def resolve_page(page: TextPage, lookup: Lookup, settings: Settings, faults: list[Diagnostic]) -> ResolvedPage:
    """Resolve a page's body."""
    context = Context(lookup, senses=read_senses(page.naming, lookup, faults))
    spot = Spot(address(Ref("page", page.slug)), "", page.title, lang=page.lang)
    manner = Manner(autolink(settings, page.naming), page.place)
    return ResolvedPage(page, resolve_prose(page.body, context, spot, manner, faults))


def resolve_events(
    file: EventFile, lookup: Lookup, settings: Settings, title: str, faults: list[Diagnostic]
) -> ResolvedEvents:
    """Resolve the events of a file; `title` is what the timeline page is called."""
    context = Context(lookup, senses=read_senses(file.naming, lookup, faults))
    found = []
    for event in file.events:
        shown = lookup.event(event.id)
        id_ = shown.id if shown else event.id
        spot = Spot("timeline/index.html", f"event-{id_}", title, lang=event.lang or settings.language)
        manner = Manner(autolink(settings, file.naming), event.place)
        # Names in an event's title file it under its concepts; the title itself stays without links.
        heading = resolve_prose(event.heading, context, spot, Manner("off"), faults)
        body = resolve_prose(event.body, context, spot, manner, faults)
        found.append(ResolvedEvent(event, heading, body))
    return ResolvedEvents(file, tuple(found))


def read_senses(naming: Naming, lookup: Lookup, faults: list[Diagnostic]) -> dict[str, str]:
    """Give what ambiguous names mean in a text, by folded name; a sense must be a concept (LNK001, LNK002)."""
    senses = {}
    for name, meant, place in naming.senses:
        found = find_concept(meant, place, lookup, {})
        if isinstance(found, Diagnostic):
            faults.append(found)
        else:
            senses[fold(name)] = found
    return senses


def concepts_named(references: Iterable[Reference], context: Context, faults: list[Diagnostic]) -> dict[str, Place]:
    """Look up the concepts that a header names; each once, in the order written, with the place of its first mention."""
    slugs: dict[str, Place] = {}
    for reference in references:
        found = find_concept(reference.name, reference.place, context.lookup, context.senses or {})
        if isinstance(found, Diagnostic):
            faults.append(found)
        else:
            slugs.setdefault(found, reference.place)
    return slugs


Broader = tuple[str, tuple[str, ...], tuple[Place, ...]]
"""The slug of a concept, the slugs of those that it names as broader, and where they are written."""


def broader_cycles(concepts: Iterable[Broader]) -> tuple[Diagnostic, ...]:
    """Report circles of `broader` (CON002): of each concept in one a shortest, unless an earlier report shows the concept."""
    by_slug = {slug: (broader, places) for slug, broader, places in concepts}
    tops = {wider: () for broader, _ in by_slug.values() for wider in broader}
    upwards = _with_way_out({**tops, **{slug: broader for slug, (broader, _) in by_slug.items()}})
    left = _turned(_with_way_out(_turned(upwards)))
    told: set[str] = set()
    faults = []
    for slug in sorted(left):
        path = () if slug in told else _way_back(slug, left)
        if path:
            told.update(path)
            broader, places = by_slug[slug]
            place = places[broader.index((*path, slug)[1])]
            message = "broader goes in a circle: " + " → ".join((*path, slug))
            faults.append(Diagnostic(place, "CON002", message, help="remove one of these"))
    return tuple(faults)


_Ways = Mapping[str, Sequence[str]]


def _turned(ways: _Ways) -> _Ways:
    """Turn all arrows around."""
    back: dict[str, list[str]] = {slug: [] for slug in ways}
    for slug, onward in ways.items():
        for other in onward:
            back[other].append(slug)
    return back


def _with_way_out(ways: _Ways) -> _Ways:
    """Leave out what leads nowhere, then what leads only there, and so on: none of it is in a circle."""
    back = _turned(ways)
    count = {slug: len(onward) for slug, onward in ways.items()}
    ends = [slug for slug, onward in count.items() if not onward]
    for end in ends:
        for slug in back[end]:
            count[slug] -= 1
            if not count[slug]:
                ends.append(slug)
    return {slug: [other for other in onward if count[other]] for slug, onward in ways.items() if count[slug]}


def _way_back(slug: str, ways: _Ways) -> tuple[str, ...]:
    """Give a shortest way from a slug back to itself, without the return; empty if there is none."""
    before = {slug: ""}
    queue = [slug]
    for at in queue:
        for onward in ways[at]:
            if onward == slug:
                path = [at]
                while path[-1] != slug:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            if onward not in before:
                before[onward] = at
                queue.append(onward)
    return ()


def autolink(settings: Settings, naming: Naming) -> Autolink:
    """Give how names become links in a text: its own switch can only turn them off."""
    return settings.autolink if naming.autolink else "off"
