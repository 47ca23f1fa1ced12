"""One lane of a timeline: which events stand by themselves, which are counted in a cluster, and where all of it goes.

A lane has only so many rows of labels and lines of marks. Where there are more events than that, the nearest two are put
together, again and again, until the rest fits; so a lane stays readable with any number of events, and the thin stretches
keep their labels.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from .timeline_labels import rows, tracks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from glossator.model.date import Date

    from .timeline_marks import Mark

LABEL_OFFSET: Final = 4.0
"""From a leader to the text beside it."""
_BIN: Final = 14.0
_MANY: Final = 150
"""Beyond this number, events within `_BIN` pixels are put together first, which keeps the work linear."""
_MOST_TRACKS: Final = 6


class DrawnEvent(Struct, frozen=True):
    """What the drawing needs of an event."""

    id: str
    label: str
    href: str
    """Of the event in the list that stands below the drawing."""
    date: Date
    lane: str = ""
    """Its topic; events without one share a lane without a name."""
    kind: Literal["event", "forecast"] = "event"
    """Forecasts have a lane of their own, whatever their topic."""
    lang: str = ""
    """Of the label, where it is not the page's."""


class Spot(Struct, frozen=True):
    """An event with its mark."""

    event: DrawnEvent
    mark: Mark


class Label(Struct, frozen=True):
    """What is written at an event."""

    text: str
    """As shortened."""
    when: str
    width: float
    """Of both, estimated from above."""


class Placed(Struct, frozen=True):
    """An event with its label, and the row and line in which they stand."""

    spot: Spot
    label: Label
    row: int
    track: int

    @property
    def end(self) -> float:
        """Where the label ends."""
        return self.spot.mark.at + LABEL_OFFSET + self.label.width


class Cluster(Struct, frozen=True):
    """Events that are too near to each other to be drawn one by one."""

    events: tuple[DrawnEvent, ...]
    x: float
    radius: float


class Lane(Struct, frozen=True):
    """What stands in one lane, from left to right."""

    placed: tuple[Placed, ...]
    clusters: tuple[Cluster, ...]

    @property
    def rows(self) -> int:
        """Count the rows of labels."""
        return 1 + max((placed.row for placed in self.placed), default=-1)

    @property
    def tracks(self) -> int:
        """Count the lines of marks, at least one."""
        return 1 + max((placed.track for placed in self.placed), default=0)

    @property
    def radius(self) -> float:
        """Give the radius of the largest cluster, 0 if there is none."""
        return max((cluster.radius for cluster in self.clusters), default=0.0)


_Group = tuple[Spot, ...]


def lay_out(spots: Sequence[Spot], label: Callable[[DrawnEvent], Label], most_rows: int) -> Lane:
    """Place the events of a lane; they come in any order, and no more than `most_rows` rows are used.

    `label` is asked only for events that may stand by themselves.
    """
    groups = _binned(sorted(spots, key=lambda spot: (spot.mark.at, spot.event.date.sort_key, spot.event.id)))
    while True:
        groups = _apart(groups)
        lane = _placed(groups, label)
        crowd = _crowd(lane.placed, most_rows)
        if not crowd:
            return lane
        groups = _nearest_joined(groups, crowd)


def _placed(groups: Sequence[_Group], label: Callable[[DrawnEvent], Label]) -> Lane:
    """Give rows and lines to what stands by itself, and circles to the rest."""
    spots = [group[0] for group in groups if len(group) == 1]
    labels = [label(spot.event) for spot in spots]
    found_rows = rows([spot.mark.at + LABEL_OFFSET for spot in spots], [label.width for label in labels])
    clusters = tuple(_cluster(group) for group in groups if len(group) > 1)
    taken = [(cluster.x - cluster.radius - 2, cluster.x + cluster.radius + 2) for cluster in clusters]
    by_left = sorted(range(len(spots)), key=lambda index: spots[index].mark.left)
    in_order = tracks([(spots[index].mark.left, spots[index].mark.right) for index in by_left], taken)
    found_tracks = dict(zip(by_left, in_order, strict=True))
    parts = enumerate(zip(spots, labels, found_rows, strict=True))
    return Lane(tuple(Placed(*part, found_tracks[index]) for index, part in parts), clusters)


def _binned(spots: Sequence[Spot]) -> list[_Group]:
    if len(spots) <= _MANY:
        return [(spot,) for spot in spots]
    bins: dict[int, list[Spot]] = {}
    for spot in spots:
        bins.setdefault(int(spot.mark.at // _BIN), []).append(spot)
    return [tuple(group) for group in bins.values()]


def _cluster(group: _Group) -> Cluster:
    """Draw a circle in the middle of its events, wide enough for their number."""
    radius = 6.5 + 3.2 * len(str(len(group)))
    return Cluster(tuple(spot.event for spot in group), (group[0].mark.at + group[-1].mark.at) / 2, radius)


def _apart(groups: Sequence[_Group]) -> list[_Group]:
    """Join a cluster with what its circle would touch."""
    apart: list[_Group] = []
    for group in groups:
        last = group
        while apart and _touch(apart[-1], last):
            last = apart.pop() + last
        apart.append(last)
    return apart


def _touch(left: _Group, right: _Group) -> bool:
    if len(left) == len(right) == 1:
        return False
    (a, a_radius), (b, b_radius) = (
        (group[0].mark.at, 7.0) if len(group) == 1 else _circle(group) for group in (left, right)
    )
    return b - a < a_radius + b_radius + 3


def _circle(group: _Group) -> tuple[float, float]:
    cluster = _cluster(group)
    return cluster.x, cluster.radius


def _crowd(placed: Sequence[Placed], most_rows: int) -> list[Spot]:
    """Find events, at least two, of which some must go: those that leave the first one too high or too low."""
    for index, one in enumerate(placed):
        if one.row >= most_rows:
            return _stair(placed[index:])
        if one.track >= _MOST_TRACKS:
            at = one.spot.mark.left
            return [other.spot for other in placed if other.spot.mark.left <= at <= other.spot.mark.right]
    return []


def _stair(placed: Sequence[Placed]) -> list[Spot]:
    """Follow the labels, each standing on the one before, from the first down to the lowest row."""
    steps = [placed[0]]
    for one in placed[1:]:
        if one.row == steps[-1].row - 1:
            steps.append(one)
    return [step.spot for step in steps]


def _nearest_joined(groups: Sequence[_Group], crowd: Sequence[Spot]) -> list[_Group]:
    """Join the two events of a crowd that are nearest to each other, with all between them."""
    left, right = min(pairwise(crowd), key=lambda pair: pair[1].mark.at - pair[0].mark.at)
    first, last = groups.index((left,)), groups.index((right,))
    joined = tuple(spot for group in groups[first : last + 1] for spot in group)
    return [*groups[:first], joined, *groups[last + 1 :]]
