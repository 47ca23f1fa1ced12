"""Where long lists are cut into pages: by a key that stays, so that one edit touches one page of a list.

A thing has a fine group (a month, a year, two letters) and with it a coarse one (a year, a decade, a letter). A list is one
page as long as it is short; then each coarse group has a page, and one that is too long is cut into its fine groups.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from glossator.model.briefing import Briefing
from glossator.model.date import Date

from .tokens import fold

List = Literal["card", "when", "claims", "forecasts", "shelf", "entry of index"]
LISTS: Final[dict[List, str]] = {
    "card": "archive/", "when": "timeline/", "claims": "claims/", "forecasts": "forecasts/",
    "shelf": "sources/index/", "entry of index": "glossary/index/",
}  # fmt: skip
"""The kinds of things that are listed, and where the pages of a cut list are."""
LONGEST: Final = 400
"""Things on one page of a list. A ledger of so many rows is some 300 KB of HTML, which a phone still scrolls."""
UNDATED: Final = "undated"
_SCRIPTS: Final = {"CJK": "漢", "HIRAGANA": "か", "KATAKANA": "カ", "HANGUL": "한"}
"""Scripts with so many letters that all their names are one group."""
_WORDS: Final = {UNDATED: "Undated", "_": "0–9 and signs", "+0s": "1–9", "+bce-0s": "9–1 BCE"}


class Cut(Struct, frozen=True):
    """How a list is cut."""

    whole: bool = True
    """Whether it is one page."""
    split: frozenset[str] = frozenset()
    """Coarse groups that are too long for one page."""

    def group(self, fine: str) -> str:
        """Give the group whose page shows what is in a fine group; empty for the only page."""
        if self.whole:
            return ""
        return fine if coarse(fine) in self.split else coarse(fine)


def cut(totals: Mapping[str, int]) -> Cut:
    """Cut a list, given how many things there are in each fine group."""
    if sum(totals.values()) <= LONGEST:
        return Cut()
    sums: defaultdict[str, int] = defaultdict(int)
    for fine, total in totals.items():
        sums[coarse(fine)] += total
    return Cut(whole=False, split=frozenset(group for group, total in sums.items() if total > LONGEST))


def coarse(fine: str) -> str:
    """Give the coarse group of a fine one: `2026-11` → `2026`, `+1956` → `+1950s`, `+bce-587` → `+bce-580s`, `ab` → `a`."""
    if fine.startswith("+"):  # a year of the timeline
        era, year = ("+bce-", fine[5:]) if fine.startswith("+bce-") else ("+", fine[1:])
        return f"{era}{int(year) // 10 * 10}s"
    if fine == UNDATED:
        return fine
    if fine[:1].isdigit() or fine.startswith("-"):
        return fine.rpartition("-")[0]
    return fine[:1]


def briefing_group(briefing: Briefing) -> str:
    """Give the fine group of a briefing: its month."""
    date = briefing.head.date
    return f"{date.named_day.year:04}-{date.named_day.month:02}" if date else UNDATED


def date_group(date: Date) -> str:
    """Give the fine group of an event: the year under which it is sorted."""
    year = date.named_day.year
    return f"+{year}" if year > 0 else f"+bce-{1 - year}"


def letters(name: str) -> str:
    """Give the fine group of a name: its first two letters, folded and without accents."""
    return name_form(fold(name))


def name_form(folded: str) -> str:
    """Do the same for a folded name. What does not begin with a letter is in the group `_`, Han and kana in one each."""
    plain = plain_form(folded)
    if not plain[:1].isalpha():
        return "_"
    script = unicodedata.name(plain[0], "").partition(" ")[0]
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    return "".join(character for character in plain[:2] if character.isalpha())


def plain_form(folded: str) -> str:
    """Take accents from a folded name."""
    return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))


def group_file(list_: List, group: str) -> str:
    """Give the path of a page of a cut list. Letters outside ASCII are written as their code points."""
    name = group.removeprefix("+")
    if not name.isascii():
        name = "-".join(f"{ord(character):x}" for character in name)
    return f"{LISTS[list_]}{name}.html"


def group_words(group: str) -> str:
    """Give what a page of a cut list is called."""
    if group.startswith("+bce-") and group not in _WORDS:
        return f"{group[5:]} BCE"
    return _WORDS.get(group) or group.removeprefix("+").capitalize()


def century(group: str) -> str:
    """Give the hundred years of a decade or year of the timeline in words; empty for other groups."""
    if not group.startswith("+"):
        return ""
    first = int(group.removeprefix("+").removeprefix("bce-").removesuffix("s")) // 100 * 100
    if group.startswith("+bce-"):
        return f"{first + 99}–{first or 1} BCE"
    return f"{first or 1}–{first + 99}"


def group_order(group: str) -> tuple[bool, int, str]:
    """Sort groups: years in time, then letters, Latin ones first; what has no date or letter comes last."""
    if group.startswith("+"):
        year = int(group.removeprefix("+").removeprefix("bce-").removesuffix("s"))
        return (False, -year if group.startswith("+bce-") else year, group)
    return (group in {UNDATED, "_"}, 0 if group.isascii() else 1, group)
