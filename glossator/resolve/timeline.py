"""Events: gathered from annotations, concepts and timeline files, merged, and put in order (FORMAT.md §7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from glossator.model.date import Date
from glossator.model.project import Settings

from .briefing import ResolvedBriefing
from .facts import Ref, Spot
from .index import Lookup, same_event
from .links import address
from .names import find_names
from .prose import Resolved, joined
from .texts import ResolvedConcept, ResolvedEvent, read_senses


@dataclass(frozen=True, slots=True)
class Event:
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


def gather_events(
    filed: Iterable[ResolvedEvent],
    briefings: Iterable[ResolvedBriefing],
    concepts: Iterable[ResolvedConcept],
    lookup: Lookup,
    settings: Settings,
) -> tuple[Event, ...]:
    """Give all events of the site in order. Those of equal date and label are one, with all their places."""
    briefings = tuple(briefings)
    under = _filed_under(briefings)
    merged: dict[tuple[object, str], Event] = {}
    for event in (
        *(_from_file(each, under) for each in filed),
        *(event for each in briefings for event in _from_briefing(each, lookup, settings)),
        *(event for each in concepts for event in _from_concept(each, lookup, settings)),
    ):
        key = same_event(event.date, event.label)
        merged[key] = _join(merged[key], event) if key in merged else event
    return tuple(sorted(merged.values(), key=lambda event: event.sort_key))


def by_concept(events: Iterable[Event]) -> Mapping[str, tuple[Event, ...]]:
    """Give the timeline of each concept."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        for slug in event.concepts:
            found[slug].append(event)
    return {slug: tuple(each) for slug, each in found.items()}


def by_page(events: Iterable[Event]) -> Mapping[str, tuple[Event, ...]]:
    """Give the events that are told on each page."""
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        for path in dict.fromkeys(spot.path for spot in event.spots):
            found[path].append(event)
    return {path: tuple(each) for path, each in found.items()}


def _filed_under(briefings: Iterable[ResolvedBriefing]) -> Mapping[str, list[Spot]]:
    """Give the notes that name an event of a file (`event=…`), by that event."""
    found: defaultdict[str, list[Spot]] = defaultdict(list)
    for briefing in briefings:
        for note in briefing.notes:
            event = note.annotation.get("event")
            if event:
                found[event].append(_note_spot(briefing, note.annotation.id))
    return found


def _note_spot(briefing: ResolvedBriefing, id_: str) -> Spot:
    slug = briefing.briefing.slug
    head = briefing.briefing.head
    return Spot(address(Ref("briefing", slug)), f"note-{id_}", head.title, lang=head.lang)


def _from_file(each: ResolvedEvent, under: Mapping[str, list[Spot]]) -> Event:
    event = each.event
    concepts = sorted(each.heading.named_or_linked | each.body.named_or_linked)
    spots = tuple(under.get(event.id, ()))
    return Event(event.id, event.date, event.label, each.body, False, tuple(concepts), spots, event.lang)


def _from_briefing(each: ResolvedBriefing, lookup: Lookup, settings: Settings) -> Iterator[Event]:
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


def _from_concept(each: ResolvedConcept, lookup: Lookup, settings: Settings) -> Iterator[Event]:
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
