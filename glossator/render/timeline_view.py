"""Timelines: an ordered list, and a drawing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from glossator.resolve.timeline import Event, occasions

from .sheet import TIMELINE, Sheet
from .timeline_drawing import TimelineWords, draw_timeline
from .timeline_lanes import DrawnEvent
from .views import CloserLook, EventView, PlaceView, TimelineView

_ENOUGH: Final = 3
"""Events that a drawing needs to say more than the list."""
_SHARED: Final = 3
"""Events that a topic needs for a lane of its own."""
_LANES: Final = 6
_DRAWN: Final = 5_000
"""Events of the whole site that are drawn at once: a second's work each time that one changes."""
_SCALES: Final = (2.5, 6.0)
"""How much longer the axes of closer looks are. Of 3,000 events the last is 25 kB compressed, however many there are."""


def timeline_view(events: Sequence[Event], sheet: Sheet, title: str) -> TimelineView:
    """Make the timeline of a page; the title says of what."""
    return replace(drawing(events, sheet, title), events=tuple(_event(event, sheet) for event in events))


def all_events(sheet: Sheet) -> tuple[Event, ...]:
    """Give all events of the site; none if they are too many for one drawing."""
    lists = sheet.printer.lists
    if sum(lists.totals("when").values()) > _DRAWN:
        return ()
    return occasions(lists.listed("when", ""), sheet.printer.lookup)


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


def drawing(events: Sequence[Event], sheet: Sheet, title: str, *, listed: bool = True) -> TimelineView:
    """Draw events in lanes by topic; two need no drawing. `listed` says whether the list of them stands on the page.

    As long as a drawing has clusters, it is drawn again on a longer axis, on which they open.
    """
    if len(events) < _ENOUGH:
        return TimelineView(())
    lanes = _lanes(events, sheet)
    drawn = [
        DrawnEvent(
            id=event.id,
            label=event.label,
            href=f"#event-{event.id}" if listed else sheet.href(f"{TIMELINE}#event-{event.id}"),
            date=event.date,
            lane=lanes.get(event.id, ""),
            kind="forecast" if event.forecast else "event",
            lang=event.lang if event.lang != sheet.printer.settings.language else "",
        )
        for event in events
    ]
    where = "follow" if listed else "stand on the pages of the timeline"
    words = TimelineWords(title, f"The same events {where} as a list.")
    language = sheet.lang or sheet.printer.settings.language
    svg = draw_timeline(drawn, words, prefix="tl", language=language)
    closer: list[CloserLook] = []
    for scale in _SCALES:
        if "data-count" not in (closer[-1].svg if closer else svg):
            break
        longer = draw_timeline(drawn, words, prefix=f"tl{len(closer) + 2}", language=language, scale=scale)
        closer.append(CloserLook(scale, longer))
    return TimelineView((), svg, tuple(closer))


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
