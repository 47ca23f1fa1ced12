"""Draw a timeline as inline SVG.

The drawing repeats a list of events that stands below it, and links to its entries. It has classes and presentation
attributes only, for a Content-Security-Policy that allows no inline styles, and the same events give the same bytes.

What a script needs to leave out a lane is in the markup: each lane is a group with its name and height, what spans all lanes is
the group `back`, what stands below them the group `foot`, and a cluster names its events where their list is on the same page.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossator.model.date import Date, Day, Missing, Moment, Precision

from .date_words import date_words, year_words
from .timeline_axis import LABEL_SIZE, Axis, make_axis
from .timeline_labels import shortened, text_width
from .timeline_lanes import LABEL_OFFSET, Cluster, DrawnEvent, Label, Lane, Placed, Spot, lay_out
from .timeline_marks import mark, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Lanes = list[tuple[str, list[DrawnEvent]]]

_WIDTH: Final = 1200.0
_TEXT: Final = 13.0
_BOLD: Final = 1.08
"""How much wider than plain letters the bold ones of a lane's name are."""
_ROW: Final = 21.0
_TRACK: Final = 14.0
_LABEL_ROOM: Final = 270.0
_LANE_ROOM: Final = 170.0
_MOST_LANES: Final = 9
_ROWS_IN_ALL: Final = 30
_YEARS_ENOUGH: Final = 3 * 366
"""Days of an axis beyond which a label names no more than the year."""
_TITLES_IN_CLUSTER: Final = 5


class TimelineWords(Struct, frozen=True):
    """The words of a drawing, in the language of its page."""

    title: str
    description: str
    forecasts: str = "Forecasts"
    others: str = "Other topics"
    """The lane of what has no topic, and of topics for which there is no room."""
    cluster: str = "{} events"
    today: str = "Today"


def draw_timeline(
    events: Sequence[DrawnEvent],
    words: TimelineWords,
    *,
    prefix: str,
    language: str,
    today: Day | None = None,
    scale: float = 1.0,
) -> str:
    """Draw events on one true time axis, `scale` times as wide as usual; empty if none has a date that can be drawn.

    `prefix` begins all ids, so that several drawings can stand on a page. `today` is drawn as a line, and open ends
    reach it; it is never read from the clock.
    """
    drawn = [event for event in events if event.date.precision > Precision.UNDATED]
    if not drawn:
        return ""
    lanes = _lanes(drawn, words)
    first, last = _extent(drawn, today)
    label = _labels(language, brief=last.number - first.number > _YEARS_ENOUGH)
    whole = _WIDTH * scale
    left, right = _left_margin(lanes, drawn), whole - 40
    axis, until, laid = _laid_out(lanes, (first, last), left, right, label, prefix, language, today)
    for _ in range(4):
        # The labels at the right decide how far the axis may go; a shorter axis may have other ticks and other clusters.
        room = _room(laid, left, whole)
        if room >= 1:
            break
        right = left + (right - left) * room
        axis, until, laid = _laid_out(lanes, (first, last), left, right, label, prefix, language, today)
    body, y = [], 4.0
    for index, ((name, members), lane) in enumerate(zip(lanes, laid, strict=True)):
        swell = max(lane.radius - 7, 0)
        base = y + 22 + _ROW * max(lane.rows - 1, 0) + 19 + swell
        shape = _lane(lane, name, axis, base, f"{prefix}-{index}", words, language)
        top, y = y, base + (lane.tracks - 1) * _TRACK + swell + 12
        kind = "forecast" if members[0].kind == "forecast" else "ink"
        body.append(f'<g class="k-{kind}" data-lane="{_text(name)}" data-height="{number(y - top)}">{shape}</g>')
    bottom = y + 4
    width = max([whole, *(placed.end + 8 for lane in laid for placed in lane.placed)])
    now = _now(until, bottom, words, today, language) if until is not None and today else ""
    head = (
        f'<svg viewBox="0 0 {number(width)} {number(bottom + 28)}" role="group" aria-labelledby="{prefix}-t {prefix}-d">'
        f'<title id="{prefix}-t">{_text(words.title)}</title><desc id="{prefix}-d">{_text(words.description)}</desc>'
    )
    back, foot = _grid(axis, bottom)
    return f'{head}<g class="back">{back}{now}</g><g class="foot">{foot}</g>{"".join(body)}</svg>'


def _laid_out(
    lanes: _Lanes,
    extent: tuple[Day, Day],
    left: float,
    right: float,
    label: Callable[[DrawnEvent], Label],
    prefix: str,
    language: str,
    today: Day | None,
) -> tuple[Axis, float | None, list[Lane]]:
    """Place all events on an axis that ends at `right`; also give the place of today, if it is on the axis."""
    axis = make_axis(*extent, left, right, language)
    until = axis.x(today.number) if today and axis.first <= today.number < axis.last else None
    most_rows = max(3, min(14, _ROWS_IN_ALL // len(lanes)))
    laid = []
    for index, (_, members) in enumerate(lanes):
        fades = f"{prefix}-{index}"
        spots = [
            Spot(event, mark(event.date, axis, fades, forecast=event.kind == "forecast", until=until))
            for event in members
        ]
        laid.append(lay_out(spots, label, most_rows))
    return axis, until, laid


def _room(laid: Sequence[Lane], left: float, whole: float) -> float:
    """Give the part of the axis' length at which all labels end within the drawing; 1 or more if they do."""
    return min(
        (
            (whole - 8 - (placed.end - placed.spot.mark.at) - left) / (placed.spot.mark.at - left)
            for lane in laid
            for placed in lane.placed
            if placed.end > whole - 8
        ),
        default=1.0,
    )


def _lanes(events: Sequence[DrawnEvent], words: TimelineWords) -> _Lanes:
    """Give the lanes with their names, in the order in which they are met; then come all other topics, and last forecasts."""
    topics: dict[str, list[DrawnEvent]] = {}
    forecasts = [event for event in events if event.kind == "forecast"]
    for event in events:
        if event.kind == "event":
            topics.setdefault(event.lane, []).append(event)
    if len(topics) > 1:
        named = sorted((name for name in topics if name), key=lambda name: (-len(topics[name]), name))
        kept = set(named if len(topics) <= _MOST_LANES else named[: _MOST_LANES - 1])
        others = [event for event in events if event.kind == "event" and event.lane not in kept]
        topics = {name: members for name, members in topics.items() if name in kept}
        if others:
            topics[words.others] = topics.pop(words.others, []) + others
    lanes = list(topics.items())
    return [*lanes, (words.forecasts, forecasts)] if forecasts else lanes


def _left_margin(lanes: _Lanes, events: Sequence[DrawnEvent]) -> float:
    """Leave room for the names of the lanes, and for what fades into the past."""
    names = max(min(_LANE_ROOM, text_width(name, _TEXT * _BOLD)) for name, _ in lanes)
    past = 56.0 if any(isinstance(event.date.start, Missing) for event in events) else 24.0
    return max(names + past, 48.0)


def _extent(events: Sequence[DrawnEvent], today: Day | None) -> tuple[Day, Day]:
    """Give the first and last day to be drawn: today too, if something goes on until then or is foretold."""
    first = min(event.date.named_day for event in events)
    last = max(event.date.latest or event.date.moments[-1].latest for event in events)
    if today and any(event.date.end is Missing.OPEN or event.kind == "forecast" for event in events):
        return min(first, today), max(last, today)
    return first, last


def _labels(language: str, *, brief: bool) -> Callable[[DrawnEvent], Label]:
    """Give what makes the label of an event, once for each."""

    @cache
    def label(event: DrawnEvent) -> Label:
        text = shortened(_clean(event.label), _TEXT, _LABEL_ROOM)
        when = year_words(event.date, language) if brief else date_words(event.date, language, short=True)
        return Label(text, when, text_width(f"{text} ", _TEXT) + text_width(when, LABEL_SIZE))

    return label


def _lane(lane: Lane, name: str, axis: Axis, base: float, fades: str, words: TimelineWords, language: str) -> str:
    leaders, marks = [], []
    swell = max(lane.radius - 7, 0)
    for placed in lane.placed:
        y = base + placed.track * _TRACK + (swell if placed.track else 0)
        label_y = base - 16 - swell - placed.row * _ROW
        leaders.append(
            f'<path class="lead-l" d="M{number(placed.spot.mark.at)} {number(y - 7)}V{number(label_y - 9)}"/>'
        )
        marks.append(_event(placed, y, label_y, language))
    marks += [_cluster(cluster, base, words, language) for cluster in lane.clusters]
    inside = "".join(marks)
    title = shortened(_clean(name), _TEXT * _BOLD, _LANE_ROOM)
    head = f'<text class="lane" x="0" y="{number(base + 4)}">{_text(title)}</text>' if title else ""
    line = f'<path class="base" d="M{number(axis.left)} {number(base)}H{number(axis.right)}"/>'
    return f"{_gradients(fades, inside)}{head}{line}{''.join(leaders)}{inside}"


def _gradients(fades: str, inside: str) -> str:
    """Define the gradients that a lane uses; they take the lane's colour, which is why each has its own."""
    stops = {"in": ("s1", "s0"), "out": ("s0", "s1")}
    made = "".join(
        f'<linearGradient id="{fades}-{way}"><stop class="{a}" offset="0"/><stop class="{b}" offset="1"/></linearGradient>'
        for way, (a, b) in stops.items()
        if f"url(#{fades}-{way})" in inside
    )
    return f"<defs>{made}</defs>" if made else ""


def _event(placed: Placed, y: float, label_y: float, language: str) -> str:
    event, label, shape = placed.spot.event, placed.label, placed.spot.mark
    lang = f' lang="{_text(event.lang)}"' if event.lang else ""
    title = _text(f"{_clean(event.label)}, {date_words(event.date, language)}")
    return (
        f'<a href="{_text(event.href)}" data-event="{_text(event.id)}"><title>{title}</title>'
        f'<g transform="translate(0 {number(y)})">{shape.svg}</g>'
        f'<text x="{number(shape.at + LABEL_OFFSET)}" y="{number(label_y)}"><tspan{lang}>{_text(label.text)}</tspan> '
        f'<tspan class="q">{_text(label.when)}</tspan></text></a>'
    )


def _cluster(cluster: Cluster, base: float, words: TimelineWords, language: str) -> str:
    """Draw a circle with the number of its events, which links to the first of them in the list."""
    events = sorted(cluster.events, key=lambda event: (event.date.sort_key, event.id))
    count = len(events)
    here = events[0].href.startswith("#")
    held = f' data-events="{_text(" ".join(event.id for event in events))}"' if here else ""
    span = _span(events)
    names = [_clean(event.label) for event in events[:_TITLES_IN_CLUSTER]] + ["…"] * (count > _TITLES_IN_CLUSTER)
    title = f"{words.cluster.format(count)}, {year_words(span, language)}: {'; '.join(names)}"
    return (
        f'<a href="{_text(events[0].href)}" data-count="{count}"{held}><title>{_text(title)}</title>'
        f'<circle class="clust" cx="{number(cluster.x)}" cy="{number(base)}" r="{number(cluster.radius)}"/>'
        f'<text class="q" x="{number(cluster.x)}" y="{number(base + 4)}" text-anchor="middle">{count}</text></a>'
    )


def _span(events: Sequence[DrawnEvent]) -> Date:
    """Give the years in which some events begin."""
    days = [event.date.named_day for event in events]
    start, end = (Moment(day, day, Precision.YEAR) for day in (min(days), max(days)))
    return Date("", "interval", start, end)


def _grid(axis: Axis, bottom: float) -> tuple[str, str]:
    """Draw the lines across all lanes, and apart from them the axis with its strokes and labels."""
    lines, parts = [], []
    for tick in axis.ticks:
        x = number(tick.x)
        if tick.label:
            lines.append(f'<path class="grid" d="M{x} 4V{number(bottom)}"/>')
            parts.append(
                f'<text class="q" x="{x}" y="{number(bottom + 20)}" text-anchor="middle">{_text(tick.label)}</text>'
            )
        else:
            parts.append(f'<path class="tick" d="M{x} {number(bottom - 4)}V{number(bottom)}"/>')
    parts.append(f'<path class="axis" d="M{number(axis.left)} {number(bottom)}H{number(axis.right)}"/>')
    return "".join(lines), "".join(parts)


def _now(x: float, bottom: float, words: TimelineWords, today: Day, language: str) -> str:
    moment = Moment(today, today, Precision.DAY)
    title = f"{words.today}: {date_words(Date('', 'date', moment, moment), language)}"
    return f'<path class="now" d="M{number(x)} 4V{number(bottom)}"><title>{_text(title)}</title></path>'


def _clean(text: str) -> str:
    """Fold white space and drop control characters, which no markup may hold."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", " ", text).split())


def _text(text: str) -> str:
    return escape(_clean(text), quote=True)
