"""How good forecasts were: the Brier score, and what was said beside what came."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import sqrt
from typing import Final

from msgspec import Struct

from .timeline_marks import number
from .views import CalibrationRow

_ENOUGH: Final = 10
"""Resolved forecasts with a probability below which a mean score says nothing: its standard error is then above 0.1."""
_VALUES: Final = {"yes": 1.0, "no": 0.0, "partly": 0.5}
_BINS: Final = 5
_LEFT, _TOP, _SIDE = 44.0, 12.0, 280.0
_CONFIDENCE: Final = 1.645
"""Standard deviations to either side that hold nine in ten."""


class Judged(Struct, frozen=True):
    """A forecast of which both is known."""

    said: float
    """Its probability, 0 to 1."""
    came: float
    """1 if it came true, 0 if not, ½ if in part."""


class _Bin(Struct, frozen=True):
    """Forecasts with about the same probability."""

    first: int
    """In per cent, as is the last."""
    last: int
    members: tuple[Judged, ...]

    @property
    def said(self) -> float:
        return sum(each.said for each in self.members) / len(self.members)

    @property
    def came(self) -> float:
        return sum(each.came for each in self.members) / len(self.members)

    def range(self) -> tuple[float, float]:
        """Give the shares between which the true one lies, nine times in ten (Wilson, 1927)."""
        n, z = len(self.members), _CONFIDENCE
        middle = (self.came + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(self.came * (1 - self.came) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def judged(forecasts: Iterable[tuple[str, str]]) -> tuple[Judged, ...]:
    """Take the forecasts that have a probability and an outcome, both as written; a void one has none."""
    return tuple(
        Judged(float(written.rstrip("% \u00a0")) / (100 if "%" in written else 1), _VALUES[outcome])
        for written, outcome in forecasts
        if written and outcome in _VALUES
    )


def brier_words(forecasts: tuple[Judged, ...]) -> str:
    """Give the Brier score in words: the mean of (probability - outcome)².

    Brier, G. W. (1950), Verification of forecasts expressed in terms of probability. A partly right one counts as one half.
    """
    if len(forecasts) < _ENOUGH:
        count = "1 of the forecasts has" if len(forecasts) == 1 else f"{len(forecasts) or 'none'} of the forecasts have"
        return f"{count[:1].upper()}{count[1:]} both a probability and an outcome. A score says something from about {_ENOUGH} on."
    mean = sum((each.said - each.came) ** 2 for each in forecasts) / len(forecasts)
    return f"Brier score {mean:.3f} over {len(forecasts)} forecasts (0 is perfect, 0.25 is a coin)."


def calibration(forecasts: tuple[Judged, ...]) -> tuple[tuple[CalibrationRow, ...], str]:
    """Give what was said beside what came, as rows and as a drawing; nothing as long as there are too few."""
    if len(forecasts) < _ENOUGH:
        return (), ""
    bins = tuple(_binned(forecasts))
    rows = tuple(
        CalibrationRow(f"{each.first}–{each.last} %", f"{each.came * 100:.0f} %", len(each.members)) for each in bins
    )
    return rows, _drawing(bins)


def _binned(forecasts: tuple[Judged, ...]) -> Iterable[_Bin]:
    width = 100 // _BINS
    for index in range(_BINS):
        members = tuple(each for each in forecasts if min(int(each.said * 100 / width + 1e-9), _BINS - 1) == index)
        if members:
            yield _Bin(index * width, (index + 1) * width, members)


def _drawing(bins: tuple[_Bin, ...]) -> str:
    """Draw a square: what was said to the right, what came upwards; on the diagonal both are the same.

    A disc is as large as its forecasts are many, its line reaches as far as chance does.
    """
    low, high = _TOP + _SIDE, _LEFT + _SIDE
    parts = []
    for percent in range(0, 101, 20):
        x, y = _LEFT + _SIDE * percent / 100, low - _SIDE * percent / 100
        parts.append(
            f'<path class="grid" d="M{number(_LEFT)} {number(y)}H{number(high)}M{number(x)} {number(_TOP)}V{number(low)}"/>'
        )
        parts.append(f'<text class="q" x="{number(_LEFT - 8)}" y="{number(y + 4)}" text-anchor="end">{percent}</text>')
        parts.append(f'<text class="q" x="{number(x)}" y="{number(low + 18)}" text-anchor="middle">{percent}</text>')
    parts.append(f'<path class="even" d="M{number(_LEFT)} {number(low)}L{number(high)} {number(_TOP)}"/>')
    for each in bins:
        x, y = _LEFT + _SIDE * each.said, low - _SIDE * each.came
        bottom, top = (low - _SIDE * share for share in each.range())
        title = f"Said {each.said * 100:.0f} %, came {each.came * 100:.0f} %, of {len(each.members)}"
        radius = 3 + 1.4 * sqrt(len(each.members))
        parts.append(
            f"<g><title>{escape(title)}</title>"
            f'<path class="chance" d="M{number(x)} {number(bottom)}V{number(top)}"/>'
            f'<circle class="dot" cx="{number(x)}" cy="{number(y)}" r="{number(min(radius, 14))}"/></g>'
        )
    middle = number((_LEFT + high) / 2)
    parts.append(f'<text class="q" x="{middle}" y="{number(low + 36)}" text-anchor="middle">said, in per cent</text>')
    parts.append(
        f'<text class="q" x="12" y="{number((_TOP + low) / 2)}" text-anchor="middle" transform="rotate(-90 12 {number((_TOP + low) / 2)})">came true, in per cent</text>'
    )
    size = f"0 0 {number(high + 12)} {number(low + 42)}"
    return f'<svg class="calib" viewBox="{size}" role="img" aria-label="What was said beside what came true; the table has the same numbers.">{"".join(parts)}</svg>'
