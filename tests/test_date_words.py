"""Dates in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.model.date import Date
from glossator.read.dates import parse_date
from glossator.render.date_phrases import PHRASES
from glossator.render.date_words import date_words, year_words

WORDS = (Path(__file__).parent / "cases" / "edtf-words.md").read_text("utf-8").split("\n.\n")
SAMPLE = [
    "1945",
    "1945-08",
    "1945-08-09",
    "1945-08-18/1945-09-05",
    "1945-12-18/1946-01-05",
    "1945-07/1946-09",
    "1945/1949",
    "1855~",
    "1949?",
    "194X",
    "13XX",
    "-01XX",
    "1XXX",
    "XXXX",
    "1960/..",
    "../1855",
    "/1855",
    "-0586",
    "-0043-03-15",
    "0070",
    "-0043/0014",
    "2001-21",
    "2010-24",
    "1945-08-09T11:02+09:00",
    "Y17000",
]


def read(text: str) -> Date:
    """Read a text that is a date."""
    date = parse_date(text)
    assert isinstance(date, Date)
    return date


@pytest.mark.parametrize("case", range(0, len(WORDS) - 1, 3))
def test_date_words_are_those_of_the_case(case: int) -> None:
    """Each date of the file has, in its language, the long words, the short ones and those of the years."""
    language, text = WORDS[case + 1].split(" ", 1)
    date = read(text)

    assert [date_words(date, language), date_words(date, language, short=True), year_words(date, language)] == WORDS[
        case + 2
    ].split("\n"), text


def test_every_locale_has_words_for_every_date() -> None:
    """No locale of CLDR lacks a pattern, and no word is empty or has white space around it."""
    from babel.localedata import locale_identifiers

    dates = [read(text) for text in SAMPLE]
    names = sorted(locale_identifiers())
    assert len(names) > 500
    for name in names[::7]:
        for date in dates:
            for short in (False, True):
                words = date_words(date, name, short=short)
                assert words == words.strip() != "", (name, date.source)


@pytest.mark.parametrize("language", [*PHRASES, "it", "he"])
def test_doubt_is_visible(language: str) -> None:
    """In each language, a date that is approximate, uncertain or open does not read like one that is not."""
    for plain in ("1855", "1855-02", "1855-02-07", "185X", "18XX"):
        for short in (False, True):
            forms = [plain, f"{plain}~", f"{plain}?", f"{plain}%", f"before {plain}", f"after {plain}"]
            forms += [f"../{plain}", f"{plain}/..", f"/{plain}", f"{plain}/"]
            words = [date_words(read(form), language, short=short) for form in forms]

            assert len(set(words)) == len(words), words


@given(st.sampled_from(sorted(PHRASES)), st.dates(), st.dates())
def test_years_of_an_interval_are_in_its_words(language: str, one: object, other: object) -> None:
    """Both years of an interval of days can be read in its words."""
    first, last = sorted((str(one), str(other)))
    words = date_words(read(f"{first}/{last}"), language)

    assert str(int(first[:4])) in words
    assert str(int(last[:4])) in words


@pytest.mark.parametrize("language", ["en", "en-GB", "zz", "not a tag", ""])
def test_unknown_languages_are_read_as_english(language: str) -> None:
    """What is no language that CLDR knows gets English words."""
    assert date_words(read("1945-08-09~"), language) == "about 9 August 1945"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-US", "August 9, 1945"),
        ("de-AT", "9. August 1945"),
        ("zh_TW", "1945年8月9日"),
        ("sr-Latn-RS", "9. avgust 1945."),
    ],
)
def test_countries_and_scripts_count(language: str, expected: str) -> None:
    """A tag's country and script choose the pattern."""
    assert date_words(read("1945-08-09"), language) == expected
