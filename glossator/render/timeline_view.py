"""Timelines: an ordered list, and a drawing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from glossator.resolve.timeline import Event

from .sheet import TIMELINE, Sheet
from .timeline_drawing import TimelineWords, draw_timeline
from .timeline_lanes import DrawnEvent
from .views import EventView, PlaceView, TimelineView

_ENOUGH: Final = 3
"""Events that a drawing needs to say more than the list."""
_SHARED: Final = 3
"""Events that a topic needs for a lane of its own."""
_LANES: Final = 6


def timeline_view(events: Sequence[Event], sheet: Sheet, title: str) -> TimelineView:
    """Make the timeline of a page; the title says of what."""
    return TimelineView(tuple(_event(event, sheet) for event in events), draw(events, sheet, title))


def _event(event: Event, sheet: Sheet) -> EventView:
    return EventView(
        id=event.id,
        date=sheet.date_view(event.date),
        label=event.label,
        body_html=sheet.html(event.body, "timeline"),
        forecast=event.forecast,
        places=_places(event, sheet),
        uncertain=event.date.uncertain,
        approximate=event.date.approximate,
    )


def _places(event: Event, sheet: Sheet) -> tuple[PlaceView, ...]:
    """Link each page that tells of an event once, at the first place; the page itself only where a note tells of it."""
    first = {spot.path: spot for spot in reversed(event.spots)}
    spots = (first[path] for path in dict.fromkeys(spot.path for spot in event.spots))
    return tuple(PlaceView(sheet.spot(spot)) for spot in spots if spot.fragment or spot.path != sheet.path)


def draw(events: Sequence[Event], sheet: Sheet, title: str, list_at: str = "") -> str:
    """Draw events in lanes by topic; two need no drawing. `list_at` is the page with the list that the marks lead to."""
    if len(events) < _ENOUGH:
        return ""
    lanes = _lanes(events, sheet)
    drawn = [
        DrawnEvent(
            id=event.id,
            label=event.label,
            href=sheet.href(f"{TIMELINE}#event-{event.id}") if list_at else f"#event-{event.id}",
            date=event.date,
            lane=lanes.get(event.id, ""),
            kind="forecast" if event.forecast else "event",
            lang=event.lang if event.lang != sheet.printer.settings.language else "",
        )
        for event in events
    ]
    where = "stand on the timeline page" if list_at else "follow"
    words = TimelineWords(title, f"The same events {where} as a list.")
    return draw_timeline(drawn, words, prefix="tl", language=sheet.lang or sheet.printer.settings.language)


def _lanes(events: Sequence[Event], sheet: Sheet) -> dict[str, str]:
    """Give each event a topic: of the concepts it belongs to the one that most events share, if enough do."""
    page = sheet.path.removeprefix("glossary/").removesuffix(".html")
    counts = Counter(slug for event in events for slug in event.concepts if slug != page)
    chosen = [slug for slug, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])) if count >= _SHARED][
        :_LANES
    ]
    lanes = {}
    for event in events:
        slug = next((slug for slug in chosen if slug in event.concepts), "")
        fact = sheet.printer.lookup.concept(slug) if slug else None
        if fact is not None:
            lanes[event.id] = fact.term
    return lanes
