"""Read dates: EDTF levels 0 and 1 and the three quoted forms of FORMAT.md §7.

The source is the Library of Congress' specification of EDTF (2019), now in ISO 8601-2. Three things are more
liberal than its level 1: seconds may be left out, unspecified digits may stand at the ends of an interval, and may
carry `?`, `~` or `%`. The library `edtf` reads level 2 as well, at some 10 ms a date; this module takes microseconds.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct

from glossator.model.date import Clock, Date, Day, Missing, Moment, Precision, month_days

from .date_help import advise

_PLAIN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MOMENT: Final = re.compile(
    r"""(?: Y(?P<long>-?[1-9][0-9]{4,11})
          | (?P<century>-?[0-9]{2})(?![0-9X])
          | (?P<year>-?(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]XXX)|XXXX)
            (?:-(?P<month>[0-9]{2}|XX)
              (?:-(?P<day>[0-9]{2}|XX)
                (?:T(?P<clock>[0-9]{2}:[0-9]{2}(?:\:[0-9]{2}(?:\.[0-9]+)?)?)
                   (?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?)?)
        (?P<mark>[?~%])?""",
    re.VERBOSE,
)
_FORMS: Final = re.compile(r"(c\.|before|after)\s*(.+)", re.DOTALL)
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
"""First and last month of spring to winter. The winter of a year is its December, as the test data of `edtf` has it:
EDTF does not say where a season begins, and a bound must not leave the year that is written."""


class DateFault(Struct, frozen=True):
    """Why a text is no date."""

    code: Literal["DAT001", "DAT002"]
    """Invalid, or an interval that ends before it begins."""
    message: str
    help: str
    """One thing to do, often the right writing; may be empty."""


class _Refusal(Struct, frozen=True):
    """Why a text, or a part of it, is no date; empty if there is no more to say than that."""

    why: str = ""
    right_way_round: str = ""
    """Of a reversed interval, the same with its ends exchanged."""


def parse_date(text: str) -> Date | DateFault:
    """Read a date; white space around it does not count."""
    source = text.strip()
    date = _date(source)
    if isinstance(date, Date):
        return date
    if date.right_way_round:
        return DateFault("DAT002", f'interval "{source}" ends before it begins', f'write "{date.right_way_round}"')
    message, help_ = advise(source, date.why, lambda candidate: isinstance(_date(candidate), Date))
    return DateFault("DAT001", message, help_)


def _date(source: str) -> Date | _Refusal:
    plain = _PLAIN.fullmatch(source)
    if plain:
        moment = _calendar(int(plain[1]), plain[2], plain[3])
    elif "/" in source:
        return _interval(source)
    elif form := _FORMS.fullmatch(source):
        return _worded(source, form[1], form[2])
    else:
        moment = _moment(source)
    return Date(source, "date", moment, moment) if isinstance(moment, Moment) else moment


def _interval(source: str) -> Date | _Refusal:
    first, _, last = source.partition("/")
    start, end = _end(first), _end(last)
    if isinstance(start, _Refusal):
        return start
    if isinstance(end, _Refusal):
        return end
    if isinstance(start, Moment) and isinstance(end, Moment):
        if end.latest < start.earliest:
            return _Refusal(right_way_round=f"{last}/{first}")
    elif isinstance(start, Missing) and isinstance(end, Missing):
        return _Refusal("an interval needs a date at one of its ends")
    return Date(source, "interval", start, end)


def _end(text: str) -> Moment | Missing | _Refusal:
    """Read one end of an interval."""
    if text in ("", ".."):
        return Missing.OPEN if text else Missing.UNKNOWN
    moment = _moment(text)
    if not isinstance(moment, Moment):
        return moment
    if moment.precision is Precision.UNDATED:
        return Missing.UNKNOWN
    if moment.precision is Precision.TIME:
        return _Refusal("an interval has days at its ends, no times")
    if moment.precision is Precision.SEASON:
        return _Refusal("an interval has months or days at its ends, no seasons")
    if moment.precision is Precision.CENTURY and "X" not in text:
        return _Refusal()  # "1945/08" would be an interval that ends in the ninth century.
    return moment


def _worded(source: str, word: str, rest: str) -> Date | _Refusal:
    moment = _moment(rest)
    if not isinstance(moment, Moment):
        return moment
    if word == "before":
        return Date(source, "before", Missing.OPEN, moment)
    if word == "after":
        return Date(source, "after", moment, Missing.OPEN)
    about = Moment(moment.earliest, moment.latest, moment.precision, moment.uncertain, True, moment.clock)
    return Date(source, "date", about, about)


def _moment(text: str) -> Moment | _Refusal:
    """Read a single date."""
    match = _MOMENT.fullmatch(text)
    if not match:
        return _Refusal()
    if match["long"]:
        return _marked(_calendar(int(match["long"]), None, None), match["mark"])
    if match["century"]:
        return _century(match["century"], match["mark"])
    digits = match["year"]
    if "X" in digits:
        return _marked(_unspecified(digits, match["month"], match["day"]), match["mark"])
    if digits == "-0000":
        return _Refusal("there is no year -0000")
    moment = _calendar(int(digits), match["month"], match["day"])
    if match["clock"] and isinstance(moment, Moment):
        moment = _timed(moment, match["clock"], match["zone"])
    return _marked(moment, match["mark"])


def _marked(moment: Moment | _Refusal, mark: str | None) -> Moment | _Refusal:
    """Add what `?`, `~` and `%` say."""
    if mark is None or isinstance(moment, _Refusal):
        return moment
    if moment.clock:
        return _Refusal("a time of day takes no ?, ~ or %")
    return Moment(moment.earliest, moment.latest, moment.precision, mark != "~", mark != "?")


def _calendar(year: int, month: str | None, day: str | None) -> Moment | _Refusal:
    """Read a year, a month or season, or a day; `XX` is an unspecified month or day."""
    if month is None or month == "XX":
        if day in (None, "XX"):
            return Moment(Day(year, 1, 1), Day(year, 12, 31), Precision.YEAR)
        return _Refusal()
    number = int(month)
    if number in _SEASONS and day is None:
        first, last = _SEASONS[number]
        return Moment(Day(year, first, 1), Day(year, last, month_days(year, last)), Precision.SEASON)
    if not 1 <= number <= 12:
        return _Refusal(f"there is no month {month}")
    length = month_days(year, number)
    if day is None or day == "XX":
        return Moment(Day(year, number, 1), Day(year, number, length), Precision.MONTH)
    if not 1 <= int(day) <= length:
        return _Refusal(f"{Day(year, number, 1).iso[:-3]} has {length} days")
    that = Day(year, number, int(day))
    return Moment(that, that, Precision.DAY)


def _century(digits: str, mark: str | None) -> Moment | _Refusal:
    """Read the two digits of a century, a level 0 form of ISO 8601-2."""
    if digits == "-00" or mark:
        return _Refusal()
    return _span(digits, 2, Precision.CENTURY)


def _unspecified(digits: str, month: str | None, day: str | None) -> Moment | _Refusal:
    """Read a year with unspecified digits, after which month and day can only be unspecified."""
    if digits == "XXXX":
        known = month in (None, "XX") and day in (None, "XX")
        return Moment(Day(0, 1, 1), Day(9999, 12, 31), Precision.UNDATED) if known else _Refusal()
    if month is not None:
        return _Refusal()
    free = digits.count("X")
    return _span(digits.rstrip("X"), free, Precision(Precision.YEAR - free))


def _span(digits: str, free: int, precision: Precision) -> Moment:
    """Cover the years that begin with these digits, `free` digits more being open; there is no year -0."""
    scale = 10**free
    near, far = int(digits) * scale, abs(int(digits)) * scale + scale - 1
    if digits.startswith("-"):
        return Moment(Day(-far, 1, 1), Day(min(near, -1), 12, 31), precision)
    return Moment(Day(near, 1, 1), Day(far, 12, 31), precision)


def _timed(moment: Moment, clock: str, zone: str | None) -> Moment | _Refusal:
    """Add a time of day to a day. The hours of midnight are 00 and 24; leap seconds are not taken."""
    if moment.precision is not Precision.DAY:
        return _Refusal()
    whole, _, fraction = clock.partition(".")
    hour, minute, *second = (int(part) for part in whole.split(":"))
    ends_day = hour == 24 and minute == 0 and sum(second) == 0 and not fraction.strip("0")
    if minute > 59 or sum(second) > 59 or (hour > 23 and not ends_day):
        return _Refusal(f"there is no time {clock}")
    offset = _offset(zone)
    if isinstance(offset, _Refusal):
        return offset
    time = Clock(hour, minute, second[0] if second else None, fraction, offset)
    return Moment(moment.earliest, moment.latest, Precision.TIME, clock=time)


def _offset(zone: str | None) -> int | _Refusal | None:
    """Read a shift from UTC in minutes; the earth has none beyond -12:00 and +14:00, and ISO 8601 no -00:00."""
    if zone is None or zone == "Z":
        return None if zone is None else 0
    hours, minutes = int(zone[1:3]), int(zone[3:].strip(":") or 0)
    offset = hours * 60 + minutes
    if minutes > 59 or offset > (14 * 60 if zone[0] == "+" else 12 * 60) or zone.startswith("-00"):
        return _Refusal(f"there is no time zone {zone}")
    return -offset if zone[0] == "-" else offset
