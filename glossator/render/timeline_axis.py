"""A true time axis: equal times have equal lengths, from the days of one month to ages of the earth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from glossator.model.date import Date, Day, Moment, Precision, month_days

from .date_words import date_words
from .timeline_labels import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL_SIZE: Final = 12.0
"""Font size of the labels on the axis, in pixels."""
_LABEL_GAP: Final = 18.0
_LONGEST_BY_DAYS: Final = 31


class Tick(Struct, frozen=True):
    """A line across the drawing, or a short stroke at the axis if it has no label."""

    x: float
    label: str


class Axis(Struct, frozen=True):
    """The time from one day number to another, on a line from `left` to `right` in pixels."""

    first: int
    last: int
    left: float
    right: float
    ticks: tuple[Tick, ...] = ()

    def x(self, number: float) -> float:
        """Give the place of a day number, which may be beyond the ends."""
        return self.left + (number - self.first) * (self.right - self.left) / (self.last - self.first)


class Step(Struct, frozen=True):
    """The time from tick to tick."""

    unit: Literal["day", "month", "year"]
    size: int

    @property
    def least(self) -> float:
        """Count the days that it has at least."""
        return self.size * {"day": 1.0 if self.size == 1 else 0.8, "month": 28.0, "year": 365.0}[self.unit]

    def before(self, day: Day) -> Day:
        """Give the last tick that is not after a day."""
        match self.unit:
            case "day":
                return day._replace(day=max(tick for tick in self._days(day) if tick <= day.day))
            case "month":
                return Day(day.year, (day.month - 1) // self.size * self.size + 1, 1)
            case _:
                index = day.year // self.size + 1
                while self._year(index) > day.year:
                    index -= 1
                return Day(self._year(index), 1, 1)

    def after(self, day: Day) -> Day:
        """Give the first tick after a day."""
        match self.unit:
            case "day":
                later = [tick for tick in self._days(day) if tick > day.day]
                return day._replace(day=later[0]) if later else Step("month", 1).after(day)
            case "month":
                month = (day.month - 1) // self.size * self.size + 1 + self.size
                return Day(day.year, month, 1) if month <= 12 else Day(day.year + 1, 1, 1)
            case _:
                index = day.year // self.size - 1
                while self._year(index) <= day.year:
                    index += 1
                return Day(self._year(index), 1, 1)

    def _days(self, day: Day) -> range:
        """Give the days of a month that have ticks; the last is not too near to the next month."""
        return range(1, int(month_days(day.year, day.month) + 2 - self.least), self.size)

    def _year(self, index: int) -> int:
        """Give the year of a tick; people count 200 BCE, 100 BCE, 1, 100, 200, and the year 0 is 1 BCE."""
        if self.size == 1:
            return index
        return index * self.size + (index <= 0)

    def label(self, day: Day, language: str) -> str:
        """Write the day, month or year of a tick."""
        precision = {"day": Precision.DAY, "month": Precision.MONTH, "year": Precision.YEAR}[self.unit]
        moment = Moment(day, day, precision)
        return date_words(Date("", "date", moment, moment), language, short=True)


def _steps() -> Iterator[tuple[Step, Step]]:
    """Give the steps that may have labels, from fine to coarse, each with the step of the strokes between."""
    yield Step("day", 1), Step("day", 1)
    yield Step("day", 5), Step("day", 1)
    yield Step("day", 10), Step("day", 5)
    yield Step("month", 1), Step("month", 1)
    yield Step("month", 3), Step("month", 1)
    yield Step("month", 6), Step("month", 3)
    yield Step("year", 1), Step("month", 6)
    size = 1
    while True:
        yield Step("year", 2 * size), Step("year", size)
        yield Step("year", 5 * size), Step("year", size)
        yield Step("year", 10 * size), Step("year", 5 * size)
        size *= 10


def make_axis(first: Day, last: Day, left: float, right: float, language: str) -> Axis:
    """Lay an axis over the days from `first` to `last`, with its ends at ticks and room between their labels."""
    if last.number - first.number < _LONGEST_BY_DAYS:
        # A few days alone would be a line of very long days.
        first, last = first._replace(day=1), last._replace(day=month_days(last.year, last.month))
    step, strokes = _fitting(first, last, right - left, language)
    start, end = strokes.before(first), strokes.after(last)
    axis = Axis(start.number, end.number, left, right)
    ticks = []
    day = start
    while day <= end:
        labelled = step.before(day) == day
        ticks.append(Tick(axis.x(day.number), step.label(day, language) if labelled else ""))
        day = strokes.after(day)
    return Axis(axis.first, axis.last, left, right, tuple(ticks))


def _fitting(first: Day, last: Day, width: float, language: str) -> tuple[Step, Step]:
    """Find the finest step whose labels have room."""
    span = last.number - first.number + 1
    return next(
        (step, strokes)
        for step, strokes in _steps()
        if step.least / span * width
        >= _LABEL_GAP
        + max(text_width(step.label(day, language), LABEL_SIZE) for day in (step.before(first), step.after(last)))
    )
