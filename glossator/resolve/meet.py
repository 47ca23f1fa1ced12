"""A text meets the others: what was read becomes what can be printed, with the faults that only show then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from glossator.model.briefing import Briefing
from glossator.model.concept import Concept
from glossator.model.diagnostics import Diagnostic
from glossator.model.page import EventFile, TextPage
from glossator.model.project import Settings
from glossator.model.source import Bibliography
from glossator.read.bibliography import duplicate_source, unknown_origin

from .briefing import ResolvedBriefing, resolve_briefing
from .index import Lookup
from .records import Met
from .texts import ResolvedConcept, ResolvedPage, resolve_concept, resolve_events, resolve_page

if TYPE_CHECKING:
    from glossator.read.units import Value

TIMELINE_TITLE = "Timeline"


def meet(value: Value, lookup: Lookup, settings: Settings) -> tuple[Met, tuple[Diagnostic, ...]]:
    """Resolve the links, names and citations of a text."""
    faults: list[Diagnostic] = []
    match value:
        case Briefing():
            return resolve_briefing(value, lookup, settings, faults), tuple(faults)
        case Concept():
            return resolve_concept(value, lookup, settings, faults), tuple(faults)
        case TextPage():
            return resolve_page(value, lookup, settings, faults), tuple(faults)
        case EventFile():
            faults += _same_ids(value, lookup)
            return resolve_events(value, lookup, settings, TIMELINE_TITLE, faults), tuple(faults)
        case Bibliography():
            return value, tuple(_source_faults(value, lookup))


def unmet(met: Met) -> Value:
    """Give what a text said before it met the others."""
    match met:
        case ResolvedBriefing():
            return met.briefing
        case ResolvedConcept():
            return met.concept
        case ResolvedPage():
            return met.page
        case Bibliography():
            return met
        case _:
            file: EventFile = met.file
            return file


def _same_ids(file: EventFile, lookup: Lookup) -> Iterable[Diagnostic]:
    """Report events whose id another file has already (ANN006)."""
    for event in file.events:
        first = lookup.event_places(event.id)[0]
        if first != event.place:
            message = f"the event id `{event.id}` stands twice, first in {first.path}, line {first.line}"
            yield Diagnostic(event.place, "ANN006", message, help="give one of them another id")


def _source_faults(file: Bibliography, lookup: Lookup) -> Iterable[Diagnostic]:
    """Report keys that another file has already with another item (SRC002), and origins that are no source (SRC003)."""
    for item in file.items:
        first = lookup.source(item.key)
        assert first is not None
        if first != item:
            yield duplicate_source(item, first, lookup.sources(item.key)[0][1])
        elif item.origin and first.place.path == item.place.path:
            known = lookup.source(item.origin)
            if known is None or item.origin == item.key:
                yield unknown_origin(item, lookup.known("source"))


def unused(file: Bibliography, lookup: Lookup) -> tuple[Diagnostic, ...]:
    """Advise about sources that nothing cites, links to, annotates or repeats (CIT002); drafts count."""
    return tuple(
        Diagnostic(item.place, "CIT002", f"nothing cites `{item.key}`", help="cite it, or remove the entry")
        for item in file.items
        if not lookup.used(item.key) and _first(item.key, file.path, lookup)
    )


def _first(key: str, path: str, lookup: Lookup) -> bool:
    found = lookup.source(key)
    return found is not None and found.place.path == path
