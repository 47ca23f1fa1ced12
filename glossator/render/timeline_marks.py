"""The mark of a date on an axis: what is known is drawn solid, what is not known looks so.

A day is a disc; a month or a year is a bar as long as what is not known; an interval is a bar. Approximate: a dashed halo, or ends that
fade. Uncertain: hollow. Open: a bar that fades. A forecast: a pennant, and dashes for as long as it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from glossator.model.date import Date, Missing, Moment, Precision

if TYPE_CHECKING:
    from .timeline_axis import Axis

_FADE: Final = 26.0
_SOFT: Final = 14.0
_LEAST: Final = 6.0
"""No bar is shorter: it could not be seen, or hit with a finger."""


class Mark(Struct, frozen=True):
    """A drawing around the height 0."""

    svg: str
    left: float
    right: float
    at: float
    """Where its leader starts."""


def number(value: float) -> str:
    """Write a coordinate: one decimal, and none where it is zero."""
    return (
        f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")
    )


def mark(date: Date, axis: Axis, fades: str, *, forecast: bool = False, until: float | None = None) -> Mark:
    """Draw a date; `fades` begins the ids of the two gradients, `until` is where an open end reaches, in pixels."""
    if forecast:
        return _pennant(date, axis, until)
    if isinstance(date.start, Moment) and isinstance(date.end, Moment):
        if date.form == "date":
            return _single(date.start, axis, fades)
        return _interval(date.start, date.end, axis, fades)
    if isinstance(date.start, Moment):
        return _from(date.start, date.end is Missing.OPEN, axis, fades, until)
    assert isinstance(date.end, Moment)
    return _to(date.end, date.start is Missing.OPEN, axis, fades)


def _reach(moment: Moment, axis: Axis) -> tuple[float, float]:
    return axis.x(moment.earliest.number), axis.x(moment.latest.number + 1)


def _bar(left: float, right: float, *, hollow: bool = False, height: float = 7) -> str:
    kind = "hollow" if hollow else "bar"
    place = f'x="{number(left)}" y="{number(-height / 2)}" width="{number(right - left)}" height="{number(height)}"'
    return f'<rect class="{kind}" {place} rx="1.5"/>'


def _fade(left: float, right: float, gradient: str, height: float = 7) -> str:
    place = f'x="{number(left)}" y="{number(-height / 2)}" width="{number(right - left)}" height="{number(height)}"'
    return f'<rect {place} fill="url(#{gradient})"/>'


def _disc(x: float, moment: Moment) -> str:
    halo = f'<circle class="halo" cx="{number(x)}" cy="0" r="6.5"/>' if moment.approximate else ""
    kind, radius = "hollow" if moment.uncertain else "dot", "2.5" if moment.approximate else "4.5"
    return f'{halo}<circle class="{kind}" cx="{number(x)}" cy="0" r="{radius}"/>'


def _single(moment: Moment, axis: Axis, fades: str) -> Mark:
    left, right = _reach(moment, axis)
    if moment.precision >= Precision.DAY:
        x = (left + right) / 2
        return Mark(_disc(x, moment), x - 7, x + 7, x)
    if right - left < _LEAST:
        middle = (left + right) / 2
        if moment.approximate:  # Ends that fade would hide so small a bar.
            return Mark(_disc(middle, moment), middle - 7, middle + 7, middle)
        left, right = middle - _LEAST / 2, middle + _LEAST / 2
    return _soft(left, right, moment, moment, fades)


def _interval(start: Moment, end: Moment, axis: Axis, fades: str) -> Mark:
    left, right = _reach(start, axis)[0], _reach(end, axis)[1]
    return _soft(left, max(right, left + _LEAST), start, end, fades)


def _soft(left: float, right: float, start: Moment, end: Moment, fades: str) -> Mark:
    """Draw a bar whose ends show how sure they are."""
    svg, outer = [_bar(left, right, hollow=start.uncertain and end.uncertain)], [left, right]
    if start.approximate:
        outer[0] = left - _SOFT
        svg.append(_fade(outer[0], left, f"{fades}-in"))
    if end.approximate:
        outer[1] = right + _SOFT
        svg.append(_fade(right, outer[1], f"{fades}-out"))
    if start.uncertain != end.uncertain:
        svg.append(f'<circle class="hollow" cx="{number(left if start.uncertain else right)}" cy="0" r="4"/>')
        outer = [outer[0] - 4, outer[1] + 4]
    return Mark("".join(svg), outer[0], outer[1], left + min(3.0, (right - left) / 2))


def _from(start: Moment, is_open: bool, axis: Axis, fades: str, until: float | None) -> Mark:
    """Draw a date with what follows it: an open end is a bar that fades, an unknown one a dashed line."""
    first = _single(start, axis, fades)
    if not is_open:
        end = first.right + _FADE
        return Mark(
            f'{first.svg}<path class="halo" d="M{number(first.right)} 0H{number(end)}"/>', first.left, end, first.at
        )
    right = max(until or 0.0, first.right)
    bar = _bar(first.at, right, height=4) + _fade(right, right + _FADE, f"{fades}-out", 4)
    return Mark(bar + first.svg, first.left, right + _FADE, first.at)


def _to(end: Moment, is_open: bool, axis: Axis, fades: str) -> Mark:
    """Draw a date with what comes before it, in the same two ways."""
    last = _single(end, axis, fades)
    left = last.left - 2 * _FADE
    if is_open:
        return Mark(_fade(left, last.at, f"{fades}-in", 4) + last.svg, left, last.right, last.at)
    return Mark(f'<path class="halo" d="M{number(left)} 0H{number(last.left)}"/>{last.svg}', left, last.right, last.at)


def _pennant(date: Date, axis: Axis, until: float | None) -> Mark:
    """Draw a forecast from when it was made to when it is due."""
    x = axis.x(date.named_day.number)
    right = x + 8
    if date.form != "date":
        right = max(right, axis.x(date.latest.number + 1) if date.latest else until or right + _FADE)
    dashes = f'<path class="halo" d="M{number(x + 7)} 0H{number(right)}"/>' if right > x + 8 else ""
    return Mark(f'<path class="hollow" d="M{number(x - 4)} -5.5l10 5.5-10 5.5z"/>{dashes}', x - 5, right, x - 3)
