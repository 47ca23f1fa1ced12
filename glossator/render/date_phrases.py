"""The words about dates that CLDR has not: about, before, since, uncertain, decades, centuries, seasons.

A language that has no table gets signs, which are read everywhere: `~1855`, `< 1855`, `1949?`, `1940–1949`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace


class Frame(NamedTuple):
    """How a word is put to a date: one template each for what the date is, with `{}` for it."""

    plain: str
    """For a year or a month."""
    day: str
    """For a day: some languages need an article there."""
    other: str
    """For a season, a decade, a century, where many languages need a case: then signs serve."""


def _same(template: str) -> Frame:
    return Frame(template, template, template)


_ABOUT: Final = _same("~{}")
_BEFORE: Final = _same("< {}")
_AFTER: Final = _same("> {}")
_SINCE: Final = _same("{} –")
_UNTIL: Final = _same("– {}")


class Phrases(Struct, frozen=True):
    """The phrases of one language; each has `{}` for a date, or the names that `century` gives."""

    about: Frame = _ABOUT
    circa: str = "~{}"
    """The short form of `about`, which also goes into the others: since c. 1960."""
    before: Frame = _BEFORE
    after: Frame = _AFTER
    since: Frame = _SINCE
    until: Frame = _UNTIL
    uncertain: str = "{} (?)"
    seasons: tuple[str, str, str, str] | None = None
    """Spring, summer, autumn, winter of a year; None: the months are given."""
    decade: str = ""
    """Of the first year of a decade; empty: the years are given."""
    short_decade: str = ""
    century: str = ""
    """With `{n}`, `{nth}` or `{roman}`; empty: the years are given."""
    millennium: str = ""
    undated: str = "?"
    eras: tuple[str, str] | None = None
    """Before and in our era, where CLDR's names are not the ones wanted."""
    genitive: bool = False
    """True if a month takes its genitive behind a preposition: it is the one that a day has before it."""


PHRASES: Final[dict[str, Phrases]] = {
    "en": Phrases(
        about=_same("about {}"),
        circa="c. {}",
        before=_same("before {}"),
        after=_same("after {}"),
        since=_same("since {}"),
        until=_same("until {}"),
        uncertain="{} (uncertain)",
        seasons=("spring {}", "summer {}", "autumn {}", "winter {}"),
        decade="the {}s",
        short_decade="{}s",
        century="{nth} century",
        millennium="{nth} millennium",
        undated="undated",
        eras=("BCE", "CE"),
    ),
    "de": Phrases(
        about=Frame("etwa {}", "etwa {}", "etwa {}"),
        circa="ca. {}",
        before=Frame("vor {}", "vor dem {}", _BEFORE.other),
        after=Frame("nach {}", "nach dem {}", _AFTER.other),
        since=Frame("seit {}", "seit dem {}", _SINCE.other),
        until=Frame("bis {}", "bis zum {}", _UNTIL.other),
        uncertain="{} (unsicher)",
        seasons=("Frühjahr {}", "Sommer {}", "Herbst {}", "Winter {}"),
        decade="{}er-Jahre",
        century="{n}. Jahrhundert",
        millennium="{n}. Jahrtausend",
        undated="undatiert",
    ),
    "fr": Phrases(
        about=Frame("vers {}", "vers le {}", "env. {}"),
        circa="env. {}",
        before=Frame("avant {}", "avant le {}", _BEFORE.other),
        after=Frame("après {}", "après le {}", _AFTER.other),
        since=Frame("depuis {}", "depuis le {}", _SINCE.other),
        until=Frame("jusqu’en {}", "jusqu’au {}", _UNTIL.other),
        uncertain="{} (incertain)",
        seasons=("printemps {}", "été {}", "automne {}", "hiver {}"),
        decade="années {}",
        century="{roman}ᵉ siècle",
        millennium="{roman}ᵉ millénaire",
        undated="sans date",
    ),
    "es": Phrases(
        about=Frame("hacia {}", "hacia el {}", "c. {}"),
        circa="c. {}",
        before=Frame("antes de {}", "antes del {}", _BEFORE.other),
        after=Frame("después de {}", "después del {}", _AFTER.other),
        since=Frame("desde {}", "desde el {}", _SINCE.other),
        until=Frame("hasta {}", "hasta el {}", _UNTIL.other),
        uncertain="{} (incierto)",
        seasons=("primavera de {}", "verano de {}", "otoño de {}", "invierno de {}"),
        decade="década de {}",
        century="siglo {roman}",
        millennium="milenio {roman}",
        undated="sin fecha",
    ),
    "nl": Phrases(
        about=_same("omstreeks {}"),
        circa="ca. {}",
        before=Frame("vóór {}", "vóór {}", _BEFORE.other),
        after=Frame("na {}", "na {}", _AFTER.other),
        since=Frame("sinds {}", "sinds {}", _SINCE.other),
        until=Frame("tot en met {}", "tot en met {}", _UNTIL.other),
        uncertain="{} (onzeker)",
        seasons=("voorjaar {}", "zomer {}", "najaar {}", "winter {}"),
        decade="jaren {}",
        century="{n}e eeuw",
        millennium="{n}e millennium",
        undated="ongedateerd",
    ),
    "ru": Phrases(
        about=Frame("около {}", "около {}", "ок. {}"),
        circa="ок. {}",
        before=Frame("ранее {}", "ранее {}", _BEFORE.other),
        after=Frame("после {}", "после {}", _AFTER.other),
        since=Frame("с {}", "с {}", _SINCE.other),
        until=Frame("до {}", "до {}", _UNTIL.other),
        uncertain="{} (предположительно)",
        seasons=("весна {}", "лето {}", "осень {}", "зима {}"),
        decade="{}-е годы",
        short_decade="{}-е",
        century="{roman} век",
        millennium="{n}-е тысячелетие",
        undated="без даты",
        genitive=True,
    ),
    "ja": Phrases(
        about=_same("{}頃"),
        circa="{}頃",
        before=_same("{}より前"),
        after=_same("{}より後"),
        since=_same("{}以来"),
        until=_same("{}まで"),
        uncertain="{}（不確か）",
        seasons=("{}春", "{}夏", "{}秋", "{}冬"),
        decade="{}年代",
        century="{n}世紀",
        millennium="{n}千年紀",
        undated="年代不詳",
    ),
    "zh": Phrases(
        about=_same("约{}"),
        circa="约{}",
        before=_same("{}以前"),
        after=_same("{}以后"),
        since=_same("{}以来"),
        until=_same("至{}"),
        uncertain="{}（存疑）",
        seasons=("{}春", "{}夏", "{}秋", "{}冬"),
        decade="{}年代",
        century="{n}世纪",
        millennium="第{n}千年",
        undated="年代不详",
    ),
}
"""By language, with the script where it matters."""

PHRASES["zh-Hant"] = replace(
    PHRASES["zh"],
    about=_same("約{}"),
    circa="約{}",
    after=_same("{}以後"),
    since=_same("{}以來"),
    century="{n}世紀",
    undated="年代不詳",
)


def ordinals(number: int) -> dict[str, str]:
    """Give a number as the templates of centuries want it; `number` is 1 to 3999."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return {"n": str(number), "nth": f"{number}{suffix}", "roman": _roman(number)}


def _roman(number: int) -> str:
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    text = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        text += sign * count
    return text
