"""Events: what annotations, concepts and timeline files say of them, joined, and put in order (FORMAT.md §7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from glossator.model.date import Date
from glossator.model.project import Settings
from glossator.model.text import Place

from .briefing import ResolvedBriefing
from .facts import Ref, Spot
from .index import Lookup, occasion_key
from .links import address
from .names import find_names
from .prose import Resolved, joined
from .texts import ResolvedConcept, ResolvedEvents, read_senses


class Event(Struct, frozen=True):
    """Something dated."""

    id: str
    """Unique on the site. Of a filed event its own; else `<briefing>--<note>` or `<concept>---<date>`."""
    date: Date
    label: str
    body: Resolved
    forecast: bool
    concepts: tuple[str, ...]
    """Slugs of the concepts to whose timelines it belongs, sorted."""
    spots: tuple[Spot, ...]
    """Where it is told, besides the timeline."""
    lang: str = ""

    @property
    def sort_key(self) -> tuple[object, str, str]:
        """Order by date, then by label."""
        return (self.date.sort_key, self.label, self.id)


def note_occasions(briefing: ResolvedBriefing, lookup: Lookup) -> set[str]:
    """Give the keys of the events that are told on a briefing's page."""
    found = set()
    for note in briefing.notes:
        filed = note.annotation.get("event")
        date = note.annotation.date("when")
        if filed:
            event = lookup.event(filed)
            if event is not None:
                found.add(occasion_key(event.date, event.label))
        elif date is not None:
            found.add(occasion_key(date, note.annotation.get("label") or note.annotation.title))
    return found


def occasion(key: str, lookup: Lookup) -> Event | None:
    """Give the event of a key: all that is said of it, with all its places. It has the id of what is said first."""
    merged: Event | None = None
    for event, filed in lookup.records.fact("occasion", key, _joined_rows):
        if filed:
            event = replace(event, spots=lookup.filed_under(event.id))  # noqa: PLW2901 - the same event, completed
        merged = event if merged is None else _join(merged, event)
    return merged


def occasions(keys: Iterable[str], lookup: Lookup) -> tuple[Event, ...]:
    """Give the events of some keys in time order."""
    found = (occasion(key, lookup) for key in dict.fromkeys(keys))
    return tuple(sorted((event for event in found if event is not None), key=lambda event: event.sort_key))


def _joined_rows(rows: Sequence[tuple[Any, ...]]) -> tuple[tuple[Event, bool], ...]:
    return tuple(value for values in rows for value in values)


def _note_spot(briefing: ResolvedBriefing, id_: str) -> Spot:
    slug = briefing.briefing.slug
    head = briefing.briefing.head
    return Spot(address(Ref("briefing", slug)), f"note-{id_}", head.title, lang=head.lang)


def events_of_file(file: ResolvedEvents) -> Iterator[Event]:
    """Give what a file says of events."""
    for each in file.events:
        event = each.event
        concepts = sorted(each.heading.named_or_linked | each.body.named_or_linked)
        yield Event(event.id, event.date, event.label, _unplaced(each.body), False, tuple(concepts), (), event.lang)


def _unplaced(body: Resolved) -> Resolved:
    """Leave out where citations are written, because that moves with every line above them."""
    nowhere = Place("")
    citations = (
        replace(citation, cites=tuple(replace(cite, place=nowhere) for cite in citation.cites))
        for citation in body.citations
    )
    return replace(body, citations=tuple(citations))


def events_of_briefing(each: ResolvedBriefing, lookup: Lookup, settings: Settings) -> Iterator[Event]:
    """Give what the notes of a briefing say of events."""
    for note in each.notes:
        annotation = note.annotation
        date = annotation.date("when")
        if date is None or annotation.get("event"):
            continue
        label = annotation.get("label") or annotation.title
        named = _named(label, lookup, each.note_senses)
        concepts = sorted(named | note.heading.named_or_linked | note.body.named_or_linked)
        yield Event(
            id=f"{each.briefing.slug}--{annotation.id}",
            date=date,
            label=label,
            body=Resolved(),
            forecast=annotation.kind == "forecast",
            concepts=tuple(concepts),
            spots=(_note_spot(each, annotation.id),),
            lang=annotation.get("lang") or each.briefing.head.lang or settings.language,
        )


def events_of_concept(each: ResolvedConcept, lookup: Lookup, settings: Settings) -> Iterator[Event]:
    """Give what the header of a concept says of events."""
    concept = each.concept
    spot = Spot(address(Ref("concept", concept.slug)), "", concept.term, lang=settings.language)
    senses = read_senses(concept.naming, lookup, [])  # their faults were noted with the body's
    for date in concept.dates:
        concepts = sorted({concept.slug, *_named(date.label, lookup, senses)})
        # Three hyphens: a briefing may have the same slug, and no id has two hyphens together.
        id_ = f"{concept.slug}---{date.id}"
        yield Event(id_, date.date, date.label, Resolved(), False, tuple(concepts), (spot,), settings.language)


def _named(label: str, lookup: Lookup, senses: Mapping[str, str]) -> set[str]:
    """Give the concepts that a label names without doubt."""
    return {found.slugs[0] for found in find_names(label, lookup, senses) if len(found.slugs) == 1}


def _join(first: Event, second: Event) -> Event:
    return replace(
        first,
        body=joined(first.body, second.body),
        forecast=first.forecast and second.forecast,
        concepts=tuple(sorted({*first.concepts, *second.concepts})),
        spots=tuple(dict.fromkeys((*first.spots, *second.spots))),
    )
