"""Dates of bibliographies: EDTF, CSL's date objects and BibTeX's year and month, each as the others can say it.

CSL 1.0.2 (appendix "CSL-JSON schema") has years, months, days, seasons, ranges, `circa` and words. What it cannot say, as
`194X` or `before 1855`, becomes words in English, and the EDTF text is kept beside it. CSL counts years as historians do, without a
year 0, EDTF as astronomers do.
"""

from __future__ import annotations

import re
from typing import Any, Final

from glossator.model.date import Date, Missing, Moment, Precision

from .dates import parse_date

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASON_MONTHS: Final = (13, 14, 15, 16, 21, 22, 23, 24)
"""How CSL's schema and EDTF number the seasons, spring first."""
_SEASONS: Final = ("spring", "summer", "autumn", "winter")
_UNDATED: Final = re.compile(r"n\.?\s*d\.?|no date|undated|s\.?\s*d\.?|o\.?\s*[jd]\.?", re.IGNORECASE)
_CIRCA: Final = re.compile(r"(?:c\.|ca\.?|circa)\s*(?=\d)", re.IGNORECASE)

CslDate = dict[str, Any]


def csl_from_edtf(text: str) -> CslDate | None:
    """Give the CSL date of an EDTF text; None if it is none. Times of day are left out."""
    date = parse_date(text)
    if not isinstance(date, Date):
        return None
    return _from_date(date)


def edtf_from_csl(date: CslDate) -> str:
    """Give the EDTF text of a CSL date as this module makes them; empty for words that are no date."""
    if not date.get("date-parts"):
        words = str(date.get("literal", ""))
        words = re.sub(r"^–(?=.)", "../", re.sub(r"(?<=.)–$", "/..", words))
        return words if isinstance(parse_date(words), Date) else ""
    mark = "~" if date.get("circa") else ""
    ends = [_edtf_end(parts, date.get("season")) + mark for parts in date["date-parts"]]
    text = "/".join(ends)
    return text if isinstance(parse_date(text), Date) else ""


def csl_date(value: Any) -> CslDate | None:
    """Make a date of CSL-JSON or CSL-YAML regular: integers, `circa: true`; None if it is no date.

    Taken are date objects with `date-parts`, `raw`, `literal`, `season` and `circa`, as Zotero, Mendeley and citeproc-js write
    them; a text or number (EDTF first, else words); and pandoc's objects with `year`, `month` and `day`, alone or in a list.
    """
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return date_from_words(str(value))
    if isinstance(value, list):
        return _from_objects(value)
    if not isinstance(value, dict):
        return None
    if "date-parts" in value:
        return _from_parts(value)
    if "year" in value:
        return _from_objects([value])
    for name in ("raw", "literal"):
        if isinstance(value.get(name), str) and value[name].strip():
            return date_from_words(value[name]) if name == "raw" else {"literal": value[name].strip()}
    return {} if not value.get("raw") and not value.get("literal") else None


def date_from_words(text: str) -> CslDate:
    """Read what stands in a field for a date: EDTF, forms that programs export, else words; empty if it says undated."""
    words = " ".join(text.split())
    if not words or _UNDATED.fullmatch(words):
        return {}
    tidy = _CIRCA.sub("c. ", words)
    slashed = re.fullmatch(r"(\d{4})/(\d{0,2})/(\d{0,2})/?(.*)", tidy)
    if slashed and slashed[4] and not slashed[2]:  # RIS has year/month/day/words.
        return date_from_fields(slashed[1], slashed[4], "")
    if slashed:
        tidy = "-".join(part.zfill(2) for part in slashed.groups()[:3] if part)
    elif years := re.fullmatch(r"(\d{4})\s*(?:--?|–|—)\s*(\d{4})", tidy):
        tidy = f"{years[1]}/{years[2]}"
    tidy = re.sub(r"(\d)T[\d:.Z+-]+$", r"\1", tidy)
    return csl_from_edtf(tidy) or {"literal": words}


def date_from_fields(year: str, month: str, day: str) -> CslDate:
    """Read BibTeX's `year`, `month` and `day`, as plain text; a month may be a number, a name or `10~jan`."""
    date = date_from_words(year)
    parts = date.get("date-parts")
    if not parts or len(parts) > 1 or not month:
        return date
    words = month.replace("~", " ").strip().lower()
    number = _month_number(words)
    if number is None:
        return {**date, "season": _season_number(words)} if _season_number(words) else date
    inner = re.search(r"\b\d{1,2}\b", words) if not words.isdigit() else None
    days = [int(day)] if day.isdigit() else [int(inner[0])] if inner else []
    whole = "-".join([f"{parts[0][0]:04}", f"{number:02}", *(f"{d:02}" for d in days)])
    return csl_from_edtf(whole) or csl_from_edtf(whole[:7]) or date


def _month_number(words: str) -> int | None:
    if words.isdigit():
        return int(words) if 1 <= int(words) <= 12 else None
    names = [index for index, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name}", words)]
    return names[0] if names else None


def _season_number(words: str) -> int | None:
    words = "autumn" if words == "fall" else words
    return _SEASONS.index(words) + 1 if words in _SEASONS else None


def _from_date(date: Date) -> CslDate:
    start, end = date.start, date.end
    if date.form in ("before", "after"):
        return {"literal": date.source}
    if not isinstance(start, Moment) or not isinstance(end, Moment):
        return _open_range(start, end)
    moments = (start,) if date.form == "date" else (start, end)
    if any(moment.precision < Precision.YEAR for moment in moments):
        return _vague(moments)
    made: CslDate = {"date-parts": [_parts(moment) for moment in moments]}
    if start.precision is Precision.SEASON:
        made["season"] = (start.earliest.month - 3) // 3 + 1 if start.earliest.month < 12 else 4
    if date.approximate or date.uncertain:
        made["circa"] = True
    return made


def _open_range(start: Moment | Missing, end: Moment | Missing) -> CslDate:
    """CSL's schema has no open ranges: say them in words that need no language."""
    words = ("" if isinstance(side, Missing) else _moment_words(side) for side in (start, end))
    return {"literal": "–".join(words)}


def _vague(moments: tuple[Moment, ...]) -> CslDate:
    known = [moment for moment in moments if moment.precision is not Precision.UNDATED]
    return {"literal": "–".join(_moment_words(moment) for moment in known)} if known else {}


def _moment_words(moment: Moment) -> str:
    about = "c. " if moment.approximate or moment.uncertain else ""
    year = moment.earliest.year
    if moment.precision is Precision.DECADE:
        return f"{about}{year}s"
    if moment.precision is Precision.CENTURY and year >= 0:
        return f"{about}{_ordinal(year // 100 + 1)} century"
    if moment.precision < Precision.YEAR:
        return f"{about}{year}–{moment.latest.year}"
    return about + "-".join(f"{part:02}" for part in _parts(moment))


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th') if number % 100 not in (11, 12, 13) else 'th'}"


def _parts(moment: Moment) -> list[int]:
    day = moment.earliest
    year = day.year if day.year > 0 else day.year - 1
    if moment.precision in (Precision.YEAR, Precision.SEASON):
        return [year]
    return [year, day.month] if moment.precision is Precision.MONTH else [year, day.month, day.day]


def _edtf_end(parts: list[int], season: int | None) -> str:
    year = parts[0] if parts[0] > 0 else parts[0] + 1
    written = f"{'-' if year < 0 else ''}{abs(year):04}"
    if abs(year) > 9999:
        written = f"Y{year}"
    if season and len(parts) == 1:
        return f"{written}-{20 + season}"
    return "-".join([written, *(f"{part:02}" for part in parts[1:])])


def _from_parts(value: CslDate) -> CslDate | None:
    made: CslDate = {}
    ends: list[list[int]] = []
    raw = value["date-parts"]
    for end in raw if isinstance(raw, list) else [None]:
        numbers = _integers(end)
        if numbers is None:
            return None
        if numbers:
            ends.append(numbers)
    if not ends:
        return csl_date({name: each for name, each in value.items() if name == "literal"})
    if len(ends) == 1 and isinstance(raw, list) and len(raw) == 2:
        return {
            "literal": "–".join([_edtf_end(ends[0], None), ""] if _integers(raw[0]) else ["", _edtf_end(ends[0], None)])
        }
    if len(ends[0]) == 2 and ends[0][1] in _SEASON_MONTHS:
        made["season"] = _SEASON_MONTHS.index(ends[0].pop()) % 4 + 1
    made["date-parts"] = ends
    if value.get("season") and len(ends[0]) == 1:
        season = str(value["season"]).strip().lower()
        made["season"] = int(season) if season in ("1", "2", "3", "4") else _season_number(season)
        if made["season"] is None:
            return None
    if str(value.get("circa", "")).lower() not in ("", "0", "false"):
        made["circa"] = True
    return made if edtf_from_csl(made) else None


def _integers(end: Any) -> list[int] | None:
    """Give year, month and day; trailing zeros and empty texts, as Mendeley and old Zotero write them, are left out."""
    if not isinstance(end, list) or len(end) > 3:
        return None
    parts = [str(part).strip() for part in end if part is not None]
    while parts and parts[-1] in ("", "0"):
        parts.pop()
    return [int(part) for part in parts] if all(re.fullmatch(r"-?\d{1,9}", part) for part in parts) else None


def _from_objects(values: list[Any]) -> CslDate | None:
    """Read pandoc's form of a date: one or two objects with `year`, `month`, `day`, `season`, `circa`."""
    if not values or len(values) > 2 or not all(isinstance(value, dict) and "year" in value for value in values):
        return None
    parts = [
        [value[name] for name in ("year", "month", "day") if value.get(name) not in (None, "")] for value in values
    ]
    marks = {name: value[name] for value in values for name in ("season", "circa") if name in value}
    return _from_parts({"date-parts": parts, **marks})
