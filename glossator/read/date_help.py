"""Say what is wrong with a text that is no date, and how it may be meant.

Each way of writing dates that people fall into is one row of `_SLIPS`; each form of EDTF level 2 is one row of `_LEVEL_2`.
A row gives candidates, and only those that can be read are shown, so help never leads from one fault to the next.
This runs for faults only, and may take its time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    _Rows = tuple[tuple[str, Callable[[re.Match[str]], str]], ...]
    """A pattern for the whole text, and what gives candidates from its match, with `|` between them."""

_LONGEST_QUOTE: Final = 60
_FORMS: Final = "write it as EDTF does, as 1945-08-09, 1945-08, 1945, 1945~ or 1945/1949"
_MONTH_LOCALES: Final = ("en", "de", "fr", "es", "it", "nl", "pt", "ru")
_SEASON_WORDS: Final = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_BEYOND_SEASONS: Final = {
    **{str(code): f"Y-{21 + (code - 25) % 4}" for code in range(25, 33)},  # The seasons of the two hemispheres.
    **{str(33 + n): f"Y-{3 * n + 1:02}/Y-{3 * n + 3:02}" for n in range(4)},  # Quarters.
    **{str(37 + n): f"Y-{4 * n + 1:02}/Y-{4 * n + 4:02}" for n in range(3)},  # Thirds of a year.
    **{str(40 + n): f"Y-{6 * n + 1:02}/Y-{6 * n + 6:02}" for n in range(2)},  # Halves.
}
"""Level 2's divisions of a year, with `Y` for the year (ISO 8601-2, 4.8)."""


def advise(source: str, reason: str, reads: Callable[[str], bool]) -> tuple[str, str]:
    """Give the message and the help for a text that is no date; `reads` tells whether a candidate is one."""
    if not source:
        return "the date is empty", "write it as EDTF does, as 1945-08-09 or 1945"
    if len(source) > _LONGEST_QUOTE:
        return f'"{source[:_LONGEST_QUOTE]}…" is no EDTF date', _FORMS
    level_2 = _candidates(source, _LEVEL_2, reads)
    if level_2:
        return f'"{source}" is level 2 of EDTF, which is not supported', _written(level_2)
    tidy = _tidy(source)
    slips = _candidates(tidy, _SLIPS, reads, re.IGNORECASE) or _ends(tidy, reads)
    message = f'"{source}" is no EDTF date' + (f": {reason}" if reason else "")
    return message, _written(slips) or _FORMS


def _written(candidates: tuple[str, ...]) -> str:
    return "write " + " or ".join(f'"{candidate}"' for candidate in candidates) if candidates else ""


def _candidates(text: str, rows: _Rows, reads: Callable[[str], bool], flags: int = 0) -> tuple[str, ...]:
    """Apply the first row that fits and gives something readable; empty if none does."""
    for pattern, rewrite in rows:
        match = re.fullmatch(pattern, text, flags)
        good = tuple(filter(reads, dict.fromkeys(rewrite(match).split("|")))) if match else ()
        if good:
            return good
    return ()


def _ends(tidy: str, reads: Callable[[str], bool]) -> tuple[str, ...]:
    """Mend each end of an interval by itself, at the first of the ways that give one."""
    ends = re.split(r" ?/ ?| - ", tidy)
    mended = (
        end if end in ("", "..") or reads(end) else _first(_candidates(end, _SLIPS, reads, re.IGNORECASE))
        for end in ends
    )
    whole = "/".join(mended)
    return (whole,) if len(ends) == 2 and reads(whole) else ()


def _first(candidates: tuple[str, ...]) -> str:
    return candidates[0] if candidates else ""


def _tidy(source: str) -> str:
    """Make dashes hyphens, fold white space and put numbers for the names of months."""
    text = re.sub(r"[‐‑‒–—―−]", "-", " ".join(source.split()))
    # "1945年8月9日" is read in the order in which it stands.
    text = re.sub(r"(\d+)年(?:(\d+)月(?:(\d+)日)?)?", lambda m: "-".join(part for part in m.groups() if part), text)
    return re.sub(r"[^\W\d_]{3,}\.?", lambda m: _month_numbers().get(m[0].rstrip(".").casefold(), m[0]), text)


@cache
def _month_numbers() -> dict[str, str]:
    """Map the names of months in the languages of `_MONTH_LOCALES` to `m01` … `m12`."""
    from babel.dates import get_month_names

    return {
        name.rstrip(".").casefold(): f"m{number:02}"
        for locale in _MONTH_LOCALES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
    } | {"sept": "m09"}


def _pad(year: str, month: str, day: str = "") -> str:
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _marked(text: str) -> str:
    """Put what is said of parts of a date behind the whole of it."""
    marks = set(re.findall(r"[?~%]", text))
    return re.sub(r"[?~%]", "", text) + ("%" if len(marks) > 1 else "".join(marks))


def _marked_ends(text: str) -> str:
    return "/".join(_marked(end) for end in text.split("/"))


def _rounded(match: re.Match[str]) -> str:
    """Keep the digits of a year that are known, and drop what follows the first that is not."""
    known = match[0][:4].partition("X")[0]
    return known + "X" * (4 - len(known))


def _extent(match: re.Match[str]) -> str:
    """Span a set from its first to its last date."""
    parts = [part.strip() or ".." for part in re.split(r",|\.\.", match[1] or match[2] or "")]
    return f"{parts[0]}/{parts[-1]}" if len(parts) > 1 else parts[0]


def _short_end(match: re.Match[str]) -> str:
    """Complete the second year of "1945-49"."""
    first, last = match[1], match[2]
    return f"{first}/{first[: 4 - len(last)]}{last}"


_Y = r"-?\d{4}"
_D = r"-?[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?)?"
_Q = r"[?~%]?"

_LEVEL_2: Final[_Rows] = (
    (r"\[([^\[\]]*)\]|\{([^{}]*)\}", _extent),
    (r"(-?[0-9]{2})([?~%])", lambda m: f"{m[1]}XX{m[2]}"),
    (r"([0-9]{3})\?", lambda m: f"{m[1]}X|{m[1]}X?"),
    (r"(-?[0-9]{3})([~%])", lambda m: f"{m[1]}X{m[2]}"),
    (r"(-?)(?!-000)([0-9]{3})", lambda m: f"{m[1]}0{m[2]}|{m[1]}{m[2]}X"),
    (r"(-?[0-9]{4})S[0-9]+", lambda m: f"{m[1]}~"),
    (r"(Y-?[0-9]+)S[0-9]+", lambda m: f"{m[1]}~"),
    (r"Y(-?[0-9]{1,9})E([0-9]{1,2})(?:S[0-9]+)?", lambda m: f"Y{m[1]}{'0' * int(m[2])}"),
    (r"(-?[0-9]{4})-(2[5-9]|3[0-9]|4[01])", lambda m: _BEYOND_SEASONS[m[2]].replace("Y", m[1])),
    (rf"(?=.*[?~%]){_Q}-?[0-9]{{4}}{_Q}(?:-{_Q}[0-9]{{2}}{_Q}){{0,2}}", lambda m: _marked(m[0])),
    (r"(?=.*[?~%][^/])[?~%0-9X.-]+/[?~%0-9X.-]+", lambda m: _marked_ends(m[0])),
    (r"(?=.*X)[0-9X]{4}(?:-[0-9X]{2}){0,2}[?~%]?", _rounded),
)

_SLIPS: Final[_Rows] = (
    # Lower-case letters and the signs of EDTF's draft of 2012.
    (r"[\dxuy/?~%.-]*[xuy][\dxuy/?~%.-]*", lambda m: m[0].upper().replace("U", "X")),
    (r"(.+)/(unknown|open)", lambda m: f"{m[1]}/" if m[2].lower() == "unknown" else f"{m[1]}/.."),
    (r"unknown/(.+)", lambda m: f"/{m[1]}"),
    (r"(.+)(?:\?~|~\?)", lambda m: f"{m[1]}%"),
    (r"(\d{2,3})(\?{1,2})", lambda m: m[1] + "X" * len(m[2])),
    (r"[-\d()?~%/]*\([-\d()?~%/]*", lambda m: _marked_ends(re.sub(r"[()]", "", m[0]))),
    (r"-0000(.*)", lambda m: f"0000{m[1]}|-0001{m[1]}"),
    # A day, month and year in figures.
    (rf"({_Y})-(\d\d)-(\d\d)", lambda m: f"{m[1]}-{m[3]}-{m[2]}"),
    (rf"({_Y})[-/.](\d{{1,2}})[-/.](\d{{1,2}})", lambda m: _pad(m[1], m[2], m[3])),
    (r"(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4})", lambda m: f"{_pad(m[3], m[2], m[1])}|{_pad(m[3], m[1], m[2])}"),
    (r"(\d{4})(\d{2})(\d{2})", lambda m: _pad(m[1], m[2], m[3])),
    (rf"({_Y})[-/.](\d{{1,2}})", lambda m: _pad(m[1], m[2])),
    (r"(\d{1,2})[-/.](\d{4})", lambda m: _pad(m[2], m[1])),
    # With the name of the month.
    (
        r"(\d{1,2})(?:st|nd|rd|th|\.)? (?:of |de )?m(\d\d),? (?:de )?(\d{4})(?: ?г\.?)?",
        lambda m: _pad(m[3], m[2], m[1]),
    ),
    (r"m(\d\d) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", lambda m: _pad(m[3], m[1], m[2])),
    (r"(\d{4}),?[ -]m(\d\d)[ -](\d{1,2})", lambda m: _pad(m[1], m[2], m[3])),
    (r"m(\d\d),? (?:of |de )?(\d{4})", lambda m: _pad(m[2], m[1])),
    (
        r"(\d{1,2})\.?(?: m(\d\d))? ?[-/] ?(\d{1,2})\.? m(\d\d) (\d{4})",
        lambda m: f"{_pad(m[5], m[2] or m[4], m[1])}/{_pad(m[5], m[4], m[3])}",
    ),
    (r"m(\d\d) ?[-/] ?m(\d\d) (\d{4})", lambda m: f"{_pad(m[3], m[1])}/{_pad(m[3], m[2])}"),
    (r"(?:in )?(spring|summer|autumn|fall|winter)(?: of)? (\d{4})", lambda m: f"{m[2]}-{_SEASON_WORDS[m[1].lower()]}"),
    # Intervals.
    (r"(\d{4})[-/](\d{1,2})", _short_end),
    (r"(\d{4}) ?(?:-|to|until|bis|\.\.) ?(\d{4})", lambda m: f"{m[1]}/{m[2]}"),
    (rf"({_D}{_Q}) ?(?:-|--|to|until|bis|\.\.) ({_D}{_Q})", lambda m: f"{m[1]}/{m[2]}"),
    (rf"({_D}{_Q})(?:-|--|to|until|\.\.)({_D}{_Q})", lambda m: f"{m[1]}/{m[2]}"),
    (rf"between ({_D}{_Q}) and ({_D}{_Q})", lambda m: f"{m[1]}/{m[2]}"),
    (r"(.+?) ?[-/] ?(?:now|present|today|ongoing)?", lambda m: f"{m[1]}/.."),
    (r"(?:since|from|seit|depuis) (.+)", lambda m: f"{m[1]}/.."),
    (r"(?:until|till|to|up to|bis) (.+)", lambda m: f"../{m[1]}"),
    (r"(?:before|prior to|vor|avant) (.+)", lambda m: f"before {m[1]}"),
    (r"(?:after|nach|après) (.+)", lambda m: f"after {m[1]}"),
    (r"(.+)T[\d:.Z+-]+/(.+)T[\d:.Z+-]+", lambda m: f"{m[1]}/{m[2]}"),
    (r"(.+)/(.+)T[\d:.Z+-]+|(.+)T[\d:.Z+-]+/(.+)", lambda m: f"{m[1] or m[3]}/{m[2] or m[4]}"),
    (
        r"(\d{4})-2([1-4])/(\d{4})-2([1-4])",
        lambda m: f"{m[1]}-{3 * int(m[2]):02}/{m[3]}-{min(3 * int(m[4]) + 2, 12):02}",
    ),
    (r"(-?\d{2})/(-?\d{2})", lambda m: f"{m[1]}XX/{m[2]}XX"),
    # Nearness and doubt.
    (
        r"(?:c|ca|circa|about|around|approx|approximately|um|vers|env|около|ок)\.? ?(\d.*)",
        lambda m: (
            m[1] + ("" if m[1].endswith("~") else "~")
            if "/" not in m[1]
            else "/".join(f"{end}~" for end in m[1].split("/"))
        ),
    ),
    (r"(?:early|mid|late)[- ](\d{4})", lambda m: f"{m[1]}~"),
    (r"(?:probably|perhaps|possibly) (\d.*)", lambda m: f"{m[1]}?"),
    # Decades, centuries, eras.
    (r"(?:the )?(\d{2})00['’]?s", lambda m: f"{m[1]}0X|{m[1]}XX"),
    (r"(?:the )?(\d{3})0['’]?(?:s|er|-е)", lambda m: f"{m[1]}X"),
    (
        r"(?:the )?(\d{1,2})(?:st|nd|rd|th|\.|e|-й)? ?(?:century|jahrhundert|jh\.?|siècle|век|c\.)",
        lambda m: f"{int(m[1]) - 1:02}XX",
    ),
    (
        r"(?:ad )?(\d{1,4}) ?(?:ad|ce|n\. ?chr\.?)?",
        lambda m: f"{int(m[1]):04}" if len(m[1]) < 4 or " " in m[0] or not m[0].isdigit() else "",
    ),
    (r"(\d{1,4}) ?(?:bce?|b\.c\.(?:e\.)?|v\. ?chr\.?)", lambda m: f"{1 - int(m[1]):05}" if int(m[1]) > 1 else "0000"),
    (r"y?(-?\d{5,12})", lambda m: f"Y{m[1]}"),
    (r"y(-?)(0*)(\d{1,4})", lambda m: f"{m[1]}{int(m[3]):04}"),
    # Times.
    (r"(.+T\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?[A-Z+-].*", lambda m: m[1]),
    (r"(\d{4}-\d{2}-\d{2})[ T]+(\d{1,2}:\d{2}(?::\d{2})?)(?: ?(?:uhr|h))?", lambda m: f"{m[1]}T{m[2]:0>5}"),
    (r"(\d{4}-\d{2}(?:-\d{2})?)T.*", lambda m: m[1]),
    (r"(\d{4}-\d{2})-\d{2}.*", lambda m: m[1]),
    (r"(-?\d{4})-\d{2}.*", lambda m: m[1]),
)
