"""Concepts, pages and event files, resolved. Briefings have a module of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossator.model.briefing import Naming, Reference
from glossator.model.concept import Concept
from glossator.model.diagnostics import Diagnostic
from glossator.model.page import EventFile, FiledEvent, TextPage
from glossator.model.project import Autolink, Settings

from .facts import Ref, Spot
from .index import Lookup
from .links import Context, address, find_named
from .prose import Manner, Resolved, resolve_prose
from .tokens import fold


@dataclass(frozen=True, slots=True)
class ResolvedConcept:
    """A concept with its links in place."""

    concept: Concept
    body: Resolved
    broader: tuple[str, ...]
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolvedPage:
    """A page with its links in place."""

    page: TextPage
    body: Resolved


@dataclass(frozen=True, slots=True)
class ResolvedEvent:
    """An event of a timeline file with its links in place."""

    event: FiledEvent
    heading: Resolved
    body: Resolved


def resolve_concept(concept: Concept, lookup: Lookup, settings: Settings, faults: list[Diagnostic]) -> ResolvedConcept:
    """Resolve a concept's body and the names in its header."""
    context = Context(lookup, concept=concept.slug, senses=read_senses(concept.naming, lookup, faults))
    spot = Spot(address(Ref("concept", concept.slug)), "", concept.term, lang=settings.language)
    manner = Manner(autolink(settings, concept.naming), concept.place)
    return ResolvedConcept(
        concept,
        resolve_prose(concept.body, context, spot, manner, faults),
        concepts_named(concept.broader, context, faults),
        concepts_named(concept.related, context, faults),
    )


def resolve_page(page: TextPage, lookup: Lookup, settings: Settings, faults: list[Diagnostic]) -> ResolvedPage:
    """Resolve a page's body."""
    context = Context(lookup, senses=read_senses(page.naming, lookup, faults))
    spot = Spot(address(Ref("page", page.slug)), "", page.title, lang=page.lang)
    manner = Manner(autolink(settings, page.naming), page.place)
    return ResolvedPage(page, resolve_prose(page.body, context, spot, manner, faults))


def resolve_events(
    file: EventFile, lookup: Lookup, settings: Settings, title: str, faults: list[Diagnostic]
) -> tuple[ResolvedEvent, ...]:
    """Resolve the events of a file; `title` is what the timeline page is called."""
    context = Context(lookup, senses=read_senses(file.naming, lookup, faults))
    found = []
    for event in file.events:
        spot = Spot("timeline/index.html", f"event-{event.id}", title, lang=event.lang or settings.language)
        seen: set[str] = set()
        manner = Manner(autolink(settings, file.naming), event.place)
        # Names in an event's title file it under its concepts; the title itself stays without links.
        heading = resolve_prose(event.heading, context, spot, Manner("all"), faults)
        body = resolve_prose(event.body, context, spot, manner, faults, seen)
        found.append(ResolvedEvent(event, heading, body))
    return tuple(found)


def read_senses(naming: Naming, lookup: Lookup, faults: list[Diagnostic]) -> dict[str, str]:
    """Give what ambiguous names mean in a text, by folded name; a sense must be a concept (LNK001)."""
    senses = {}
    for name, slug, place in naming.senses:
        found = find_named(slug, place, lookup, {})
        if isinstance(found, Diagnostic):
            faults.append(found)
        elif found.ref.kind != "concept":
            faults.append(Diagnostic(place, "LNK001", f"`{slug}` is no concept", help="name a concept of the glossary"))
        else:
            senses[fold(name)] = found.ref.slug
    return senses


def concepts_named(references: Iterable[Reference], context: Context, faults: list[Diagnostic]) -> tuple[str, ...]:
    """Look up the concepts that a header names; each once, in the order written."""
    slugs: dict[str, None] = {}
    for reference in references:
        found = find_named(reference.name, reference.place, context.lookup, context.senses or {})
        if isinstance(found, Diagnostic):
            faults.append(found)
        elif found.ref.kind != "concept":
            message = f'"{reference.name}" is a {found.ref.kind}, not a concept'
            faults.append(Diagnostic(reference.place, "LNK001", message, help="name a concept of the glossary"))
        else:
            slugs[found.ref.slug] = None
    return tuple(slugs)


def broader_cycles(concepts: Iterable[ResolvedConcept]) -> tuple[Diagnostic, ...]:
    """Report each cycle of `broader` once, at the concept of it that comes first in the alphabet (CON002)."""
    broader = {each.concept.slug: each for each in concepts}
    faults = []
    for slug, each in sorted(broader.items()):
        path = _way_back(slug, broader)
        if path and slug == min(path):
            message = "broader goes in a circle: " + " → ".join((*path, slug))
            place = each.concept.broader[0].place
            faults.append(Diagnostic(place, "CON002", message, help="remove one of these"))
    return tuple(faults)


def _way_back(slug: str, concepts: dict[str, ResolvedConcept]) -> tuple[str, ...]:
    """Give a shortest way from a concept over `broader` back to itself, without the return; empty if there is none."""
    queue: list[tuple[str, ...]] = [(slug,)]
    visited: set[str] = set()
    while queue:
        path = queue.pop(0)
        if path[-1] in visited or path[-1] not in concepts:
            continue
        visited.add(path[-1])
        for wider in concepts[path[-1]].broader:
            if wider == slug:
                return path
            queue.append((*path, wider))
    return ()


def autolink(settings: Settings, naming: Naming) -> Autolink:
    """Give how names become links in a text: its own switch can only turn them off."""
    return settings.autolink if naming.autolink else "off"
