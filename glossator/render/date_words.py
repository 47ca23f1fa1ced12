"""Write a date in words, in the language of a page.

What is doubtful stays visible: "about 1855", "1949 (uncertain)", "the 1940s", "since 1960". Names of months, the
order of day, month and year, and intervals are those of CLDR; `date_phrases` has the other words.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from glossator.model.date import Clock, Date, Day, Missing, Moment, Precision

from .date_patterns import DatePatterns, date_patterns
from .date_phrases import PHRASES, Frame, Phrases, ordinals


def date_words(date: Date, language: str, *, short: bool = False) -> str:
    """Write a date in the language of a BCP 47 tag.

    The short form has abbreviated months and signs: "c. 1855", "1949?", "1960 –", "18–23 Aug 1945".
    """
    return _wordings(language, short=short).date(date)


def year_words(date: Date, language: str) -> str:
    """Write no more than the years of a date, in the short form: for a label on a long axis."""
    return _wordings(language, short=True).date(years_of(date))


def years_of(date: Date) -> Date:
    """Give a date as if it were known to the year only."""

    def coarse(end: Moment | Missing) -> Moment | Missing:
        if isinstance(end, Missing) or end.precision <= Precision.YEAR:
            return end
        bounds = Day(end.earliest.year, 1, 1), Day(end.latest.year, 12, 31)
        return Moment(*bounds, Precision.YEAR, end.uncertain, end.approximate)

    return replace(date, start=coarse(date.start), end=coarse(date.end))


@cache
def _wordings(language: str, *, short: bool) -> _Wording:
    patterns = date_patterns(language, short=short)
    phrases = next((PHRASES[tag] for tag in patterns.languages if tag in PHRASES), Phrases())
    return _Wording(patterns if phrases.eras is None else replace(patterns, eras=phrases.eras), phrases, short)


class _Wording(Struct, frozen=True):
    """One language in one length."""

    patterns: DatePatterns
    phrases: Phrases
    short: bool

    def date(self, date: Date) -> str:
        if date.form == "date" and isinstance(date.start, Moment):
            return self._single(date.start)
        if isinstance(date.start, Moment) and isinstance(date.end, Moment):
            return self._interval(date.start, date.end)
        if Missing.UNKNOWN in (date.start, date.end):
            start, end = (self._single(end) if isinstance(end, Moment) else "?" for end in (date.start, date.end))
            return self._spread(start, end)
        moment = date.moments[0]
        word = date.form if date.form in ("before", "after") else "until" if date.start is Missing.OPEN else "since"
        return self._framed(word, moment)

    def _single(self, moment: Moment) -> str:
        text = self._plain(moment, genitive=self.phrases.genitive and moment.approximate)
        return self._marked(moment, text)

    def _plain(self, moment: Moment, *, genitive: bool = False) -> str:
        """Write a date without what is said of its sureness."""
        day, precision = moment.earliest, moment.precision
        fill = self.patterns.filled
        era = day.year < 100  # A bare "70" would be read as 1970.
        match precision:
            case Precision.YEAR:
                return self._year(day)
            case Precision.MONTH:
                return fill(self.patterns.month, day, era=era, genitive=genitive)
            case Precision.DAY:
                return fill(self.patterns.day, day, era=era)
            case Precision.TIME if moment.clock:
                text = fill(self.patterns.day, day, era=era)
                return self.patterns.date_time.replace("{1}", text).replace("{0}", _clock(moment.clock))
            case Precision.SEASON:
                return self._season(moment)
            case Precision.UNDATED:
                return self.phrases.undated
            case _:
                return self._years(moment)

    def _year(self, day: Day) -> str:
        return self.patterns.filled(self.patterns.era_year if day.year < 100 else self.patterns.year, day)

    def _season(self, moment: Moment) -> str:
        if self.phrases.seasons:
            return self.phrases.seasons[moment.earliest.month // 3 - 1].format(self._year(moment.earliest))
        first = replace(moment, precision=Precision.MONTH)
        return self._whole(first, replace(first, earliest=moment.latest))

    def _years(self, moment: Moment) -> str:
        """Write a decade, a century or a millennium."""
        first, last = moment.earliest, moment.latest
        named = {
            Precision.DECADE: self.phrases.short_decade if self.short else "",
            Precision.CENTURY: self.phrases.century,
            Precision.MILLENNIUM: self.phrases.millennium,
        }.get(moment.precision, "")
        if moment.precision is Precision.DECADE:
            named = named or self.phrases.decade
            if named and first.year >= 100:
                return named.format(first.year)
        elif named:
            scale = 100 if moment.precision is Precision.CENTURY else 1000
            number = (first.year if first.year >= 0 else -last.year) // scale + 1
            text = named.format(**ordinals(number))
            return self._with_era(text, first.year) if first.year < 0 else text
        year = Moment(first, first, Precision.YEAR)
        return self._whole(year, replace(year, earliest=last, latest=last))

    def _with_era(self, text: str, year: int) -> str:
        """Put the era of a year to a text of years or a century, on the side where the language has it."""
        era = self.patterns.eras[year > 0]
        lead = self.patterns.era_lead
        return f"{text} {era}" if lead is None else f"{era}{lead}{text}"

    def _marked(self, moment: Moment, text: str) -> str:
        """Add what is said of the sureness of a date that is written as `text`."""
        if moment.approximate:
            text = (self.phrases.circa if self.short else _frame(self.phrases.about, moment.precision)).format(text)
        return self._doubted(text) if moment.uncertain else text

    def _doubted(self, text: str) -> str:
        return ("{}?" if self.short else self.phrases.uncertain).format(text)

    def _framed(self, word: str, moment: Moment) -> str:
        """Write "before", "after", "since" or "until" a date."""
        if self.short and word in ("since", "until"):
            text = self._single(moment)
            return f"{text} –" if word == "since" else f"– {text}"
        frame: Frame = getattr(self.phrases, word)
        text = self._plain(moment, genitive=self.phrases.genitive)
        precision = moment.precision
        if moment.approximate:
            text, precision = self.phrases.circa.format(text), Precision.YEAR
        text = _frame(frame, precision).format(text)
        return self._doubted(text) if moment.uncertain else text

    def _interval(self, start: Moment, end: Moment) -> str:
        same_marks = (start.uncertain, start.approximate) == (end.uncertain, end.approximate)
        if same_marks and start.precision == end.precision and start.precision in _UNITS:
            return self._marked(start, self._whole(start, end))
        return self._spread(self._single(start), self._single(end))

    def _whole(self, start: Moment, end: Moment) -> str:
        """Write an interval of two years, months or days, without saying twice what they share."""
        first, last = start.earliest, end.earliest
        depth = {"y": 1, "M": 2, "d": 3}[_UNITS[start.precision]]
        if first[:depth] == last[:depth]:
            return self._plain(start)
        difference = next(unit for unit, a, b in zip("yMd", first, last, strict=True) if a != b)
        pair = self.patterns.intervals.get((_UNITS[start.precision], difference))
        needs_era = first.year < 100
        if pair is None or (first.year < 1) != (last.year < 1) or (needs_era and depth > 1):
            return self._spread(self._plain(start), self._plain(end))
        text = self.patterns.filled(pair[0], first) + self.patterns.filled(pair[1], last)
        return self._with_era(text, first.year) if needs_era else text

    def _spread(self, start: str, end: str) -> str:
        return self.patterns.fallback.replace("{0}", start).replace("{1}", end)


_UNITS = {Precision.YEAR: "y", Precision.MONTH: "M", Precision.DAY: "d"}


def _frame(frame: Frame, precision: Precision) -> str:
    if precision in (Precision.YEAR, Precision.MONTH):
        return frame.plain
    return frame.day if precision >= Precision.DAY else frame.other


def _clock(clock: Clock) -> str:
    """Write a time of day with its shift from UTC, which is language-neutral."""
    text = f"{clock.hour:02}:{clock.minute:02}" + ("" if clock.second is None else f":{clock.second:02}")
    if clock.offset is None:
        return text
    hours, minutes = divmod(abs(clock.offset), 60)
    shift = f"{'+' if clock.offset > 0 else '−'}{hours}" + (f":{minutes:02}" if minutes else "")
    return f"{text} UTC{shift if clock.offset else ''}"
