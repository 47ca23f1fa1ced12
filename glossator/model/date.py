"""Dates as EDTF writes them: what may be meant, and how surely.

Nothing here reads text (see `glossator.read.dates`) and nothing shows it. Years are astronomical, as in
ISO 8601-2 (EDTF): 0 is 1 BCE and -586 is 587 BCE. The calendar is the proleptic Gregorian one, and no year is too
early or too late, which is why `datetime.date` does not serve.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final, Literal, NamedTuple

from msgspec import Struct

_MONTH_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_days(year: int, month: int) -> int:
    """Count the days of a month; `month` is 1 to 12."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return _MONTH_DAYS[month - 1] + leap


class Day(NamedTuple):
    """One day of the calendar; compares in time order."""

    year: int
    month: int
    day: int

    @property
    def number(self) -> int:
        """Count the days since 1 March of the year 0, which may be negative.

        The year is made to begin in March, so that a leap day is its last day.
        """
        year = self.year - (self.month < 3)
        since_march = (self.month + 9) % 12
        return 365 * year + year // 4 - year // 100 + year // 400 + (153 * since_march + 2) // 5 + self.day - 1

    @property
    def iso(self) -> str:
        """Write it as ISO 8601 does: `1945-08-09`, `-0586-01-01`; a longer year has no sign and no letter."""
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


class Precision(IntEnum):
    """The smallest unit that is known; a finer one is greater."""

    UNDATED = 0
    """`XXXX`: not even the millennium."""
    MILLENNIUM = 1
    CENTURY = 2
    DECADE = 3
    YEAR = 4
    SEASON = 5
    MONTH = 6
    DAY = 7
    TIME = 8


class Clock(Struct, frozen=True):
    """A time of day, as written."""

    hour: int
    """0 to 24; 24 only as the midnight that ends the day."""
    minute: int
    second: int | None = None
    fraction: str = ""
    """The digits after the decimal point of the second."""
    offset: int | None = None
    """Minutes east of UTC; None for local time."""

    @property
    def seconds(self) -> int:
        """Count the whole seconds since the day began, by the clock as written."""
        return self.hour * 3600 + self.minute * 60 + (self.second or 0)

    @property
    def html(self) -> str:
        """Write it as HTML's `time` element takes it: at most three decimals, the offset in full."""
        text = f"{self.hour:02}:{self.minute:02}"
        if self.second is not None:
            text += f":{self.second:02}" + (f".{self.fraction[:3]}" if self.fraction else "")
        if self.offset is None:
            return text
        if self.offset == 0:
            return text + "Z"
        hours, minutes = divmod(abs(self.offset), 60)
        return f"{text}{'-' if self.offset < 0 else '+'}{hours:02}:{minutes:02}"


class Moment(Struct, frozen=True):
    """A single date: the days that it may be, from the first to the last."""

    earliest: Day
    latest: Day
    precision: Precision
    uncertain: bool = False
    """`?` or `%`: the source is doubtful."""
    approximate: bool = False
    """`~`, `%` or `c.`: near this date."""
    clock: Clock | None = None
    """There if, and only if, the precision is `TIME`."""

    @property
    def html(self) -> str | None:
        """Give a valid `datetime` attribute for HTML's `time` element, or None where HTML has no such value.

        HTML knows years from 1 on, months, days and times (HTML Standard, §4.5.14), but no season or decade.
        """
        year, month, day = self.earliest
        if year < 1 or self.precision < Precision.YEAR or self.precision == Precision.SEASON:
            return None
        if self.precision == Precision.YEAR:
            return f"{year:04}"
        if self.precision == Precision.MONTH:
            return f"{year:04}-{month:02}"
        if self.clock is None or self.clock.hour == 24:
            return f"{year:04}-{month:02}-{day:02}"
        return f"{year:04}-{month:02}-{day:02}T{self.clock.html}"


class Missing(StrEnum):
    """Why an interval lacks an end."""

    OPEN = "open"
    """`..`: it has none, or none is meant."""
    UNKNOWN = "unknown"
    """Empty, or `XXXX`: it has one that is not known."""


class Date(Struct, frozen=True):
    """A date or an interval of dates; compares by `sort_key`."""

    source: str
    """As written, without white space around it."""
    form: Literal["date", "interval", "before", "after"]
    """`before` and `after` are intervals that are written, and shown, with that word."""
    start: Moment | Missing
    end: Moment | Missing
    """Of the form `date`, the same as `start`. At least one of the two is a `Moment`."""

    @property
    def earliest(self) -> Day | None:
        """Give the first day that may be meant; None if the start is open or unknown."""
        return self.start.earliest if isinstance(self.start, Moment) else None

    @property
    def latest(self) -> Day | None:
        """Give the last day that may be meant; None if the end is open or unknown."""
        return self.end.latest if isinstance(self.end, Moment) else None

    @property
    def earliest_iso(self) -> str | None:
        """Give `earliest` for data files."""
        return self.earliest.iso if self.earliest else None

    @property
    def latest_iso(self) -> str | None:
        """Give `latest` for data files."""
        return self.latest.iso if self.latest else None

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Give the dates that are named: one or two, in time order."""
        ends = (self.start,) if self.form == "date" else (self.start, self.end)
        return tuple(end for end in ends if isinstance(end, Moment))

    @property
    def named_day(self) -> Day:
        """Give the first day that is named at all: what a list is sorted and cut into pages by."""
        return self.moments[0].earliest

    @property
    def precision(self) -> Precision:
        """Give the precision of the coarsest date that is named."""
        return min(moment.precision for moment in self.moments)

    @property
    def uncertain(self) -> bool:
        """Tell whether some part is marked as doubtful."""
        return any(moment.uncertain for moment in self.moments)

    @property
    def approximate(self) -> bool:
        """Tell whether some part is marked as approximate."""
        return any(moment.approximate for moment in self.moments)

    @property
    def html(self) -> str | None:
        """Give a valid `datetime` attribute for HTML's `time` element; None for intervals and what HTML lacks."""
        return self.start.html if self.form == "date" and isinstance(self.start, Moment) else None

    @property
    def sort_key(self) -> tuple[Day, bool, int, bool, Day, str]:
        """Order by the earliest bound, then the latest, then the text.

        What has no start is sorted by the date that it does name, just before what begins then: "before 1855" stands
        above 1855 and not at the head of all history. Times of a day count by the clock as written.
        """
        first, last = self.moments[0], self.moments[-1]
        seconds = first.clock.seconds if first.clock else 0
        no_end = not isinstance(self.end, Moment)
        return (first.earliest, isinstance(self.start, Moment), seconds, no_end, last.latest, self.source)

    def __lt__(self, other: Date) -> bool:
        return self.sort_key < other.sort_key

    def __le__(self, other: Date) -> bool:
        return self.sort_key <= other.sort_key

    def __gt__(self, other: Date) -> bool:
        return self.sort_key > other.sort_key

    def __ge__(self, other: Date) -> bool:
        return self.sort_key >= other.sort_key
