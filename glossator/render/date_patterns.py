"""The patterns of dates in each language, from CLDR by way of Babel.

Babel's own formatting takes `datetime.date`, which ends at the years 1 and 9999; so its patterns are filled in here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale

    from glossator.model.date import Day

Tokens = tuple[tuple[str, int], ...]
"""A pattern in parts: a field's letter and its length, or a piece of text and 0."""
_Intervals = dict[tuple[str, str], tuple[Tokens, Tokens]]


class DatePatterns(Struct, frozen=True):
    """What CLDR says of one locale, in the wide or in the short form."""

    languages: tuple[str, str]
    """Its language with and without its script, as in `("zh-Hant", "zh")`."""
    year: Tokens
    era_year: Tokens
    month: Tokens
    day: Tokens
    intervals: _Intervals
    """By the smallest unit (`y`, `M`, `d`) and the greatest in which the ends differ."""
    fallback: str
    """For any two ends, with `{0}` and `{1}`."""
    date_time: str
    """With `{1}` for the day and `{0}` for the time."""
    months: Mapping[tuple[str, int], Mapping[int, str]]
    """By letter and length of the field."""
    eras: tuple[str, str]

    def filled(self, tokens: Tokens, day: Day, *, era: bool = False, genitive: bool = False) -> str:
        """Fill a pattern in; `era` adds it where the pattern has none, `genitive` takes the form of month that a day has."""
        if era and ("G", 1) not in tokens:
            tokens = self._with_era(tokens)
        return "".join(self._field(letter, length, day, genitive=genitive) for letter, length in tokens)

    @property
    def era_lead(self) -> str | None:
        """What stands between the era and a year that it precedes; None where it follows the year."""
        era, year = self.era_year.index(("G", 1)), self.era_year.index(("y", 1))
        return "".join(text for text, _ in self.era_year[era + 1 : year]) if era < year else None

    def _with_era(self, tokens: Tokens) -> Tokens:
        """Put the era before the year, where the language has it there, or at the end."""
        lead = self.era_lead
        if lead is None:
            return (*tokens, (" ", 0), ("G", 1))
        place = tokens.index(("y", 1))
        return (*tokens[:place], ("G", 1), (lead, 0), *tokens[place:])

    def _field(self, letter: str, length: int, day: Day, *, genitive: bool) -> str:
        match letter if length else "":
            case "y":
                return str(day.year if day.year > 0 else 1 - day.year)
            case "G":
                return self.eras[day.year > 0]
            case "M" | "L" if length > 2:
                return self.months["M" if genitive else letter, length][day.month]
            case "M" | "L":
                return f"{day.month:0{length}}"
            case "d":
                return f"{day.day:0{length}}"
            case _:
                return letter


Known = dict[tuple[str, bool], DatePatterns]
"""By language, and whether they are short."""
KNOWN: Final[Known] = {}
"""Those that were loaded. To take them from CLDR's tables takes longer than to print a page, so a state keeps some."""


def date_patterns(language: str, *, short: bool) -> DatePatterns:
    """Give the patterns for a BCP 47 language tag; an unknown one is read as English.

    English without a country has the day before the month, as most of its readers outside one country write.
    """
    if (language, short) not in KNOWN:
        KNOWN[language, short] = _loaded(language, short=short)
    return KNOWN[language, short]


def _loaded(language: str, *, short: bool) -> DatePatterns:
    locale = _locale(language)
    skeletons = locale.datetime_skeletons

    def tokens(pattern: object) -> Tokens:
        return _tokens(str(pattern) if short else re.sub(r"(?<![ML])([ML])\1\1(?![ML])", r"\1\1\1\1", str(pattern)))

    wide_month = "yMMM" if short else "yMMMM"
    day = tokens((skeletons["yMMMd"] if short else locale.date_formats["long"]).pattern)
    day_in_year = tokens(skeletons["MMMd" if short else "MMMMd"].pattern)
    intervals = {
        (unit, difference): (tokens(parts[0]), tokens(parts[1]))
        for unit, skeleton in (("y", "y"), ("M", wide_month), ("d", "yMMMd"))
        for difference, parts in locale.interval_formats[skeleton].items()
        if len(parts) == 2  # A locale or two have a broken pattern.
    }
    return DatePatterns(
        languages=(f"{locale.language}-{locale.script}", locale.language),
        year=tokens(skeletons["y"].pattern),
        era_year=tokens(skeletons["Gy"].pattern),
        month=tokens(skeletons[wide_month if wide_month in skeletons else "yMMM"].pattern),
        day=day,
        intervals=intervals | _intervals_of_days(day, day_in_year, intervals),
        fallback=_plain(str(locale.interval_formats[None])),
        date_time=_plain(str(locale.datetime_formats["medium"])),
        months={
            (letter, length): dict(locale.months[context][width])
            for letter, context in (("M", "format"), ("L", "stand-alone"))
            for length, width in ((3, "abbreviated"), (4, "wide"), (5, "narrow"))
        },
        eras=(locale.eras["abbreviated"][0], locale.eras["abbreviated"][1]),
    )


def _intervals_of_days(day: Tokens, day_in_year: Tokens, intervals: _Intervals) -> _Intervals:
    """Make the intervals of days from the pattern of a day: CLDR has them for short months only, often without a "de".

    This needs a language that has the day first; others keep what CLDR has.
    """
    if day[0][0] != "d":
        return {}
    made = {}
    for difference, first in (("M", day_in_year), ("y", day)):
        # What stands last is the dash; before it may be a word that belongs to the year.
        last, length = intervals["d", difference][0][-1]
        dash = None if length else re.search(r"\s*\S\s*$", last)
        made["d", difference] = ((*first, (dash[0] if dash else " – ", 0)), day)
    return made | {("d", "d"): (intervals["d", "d"][0], day)}


def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    parts = language.replace("_", "-").split("-")
    for count in range(len(parts), 0, -1):
        name = "_".join(parts[:count])
        try:
            return Locale.parse("en_GB" if name.lower() == "en" else name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")


def _plain(text: str) -> str:
    """Put plain spaces for thin and narrow ones, which would hide a date from a search of the page."""
    return re.sub(r"[\u2009\u202f\u00a0]", " ", text)


def _tokens(pattern: str) -> Tokens:
    """Split a pattern into its fields and what stands between them; quoted letters are text."""
    found: list[tuple[str, int]] = []
    for match in re.finditer(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+", _plain(pattern)):
        quoted, letter = match[1], match[2]
        if letter:
            found.append((letter, len(match[0])))
        else:
            found.append((match[0] if quoted is None else quoted or "'", 0))
    return tuple(found)
