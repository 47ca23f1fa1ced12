"""The marks of dates on an axis."""

from __future__ import annotations

import re

import pytest

from glossator.model.date import Date, Day
from glossator.read.dates import parse_date
from glossator.render.timeline_axis import make_axis
from glossator.render.timeline_marks import Mark, mark, number

AXIS = make_axis(Day(1900, 1, 1), Day(1999, 12, 31), 100, 1100, "en")


def drawn(text: str, *, forecast: bool = False, until: float | None = None) -> Mark:
    """Draw a date on the axis of the twentieth century."""
    date = parse_date(text)
    assert isinstance(date, Date)
    return mark(date, AXIS, "t", forecast=forecast, until=until)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1945-08-09", ["dot"]),
        ("1945-08-09?", ["hollow"]),
        ("1945-08-09~", ["halo", "dot"]),
        ("1945-08-09%", ["halo", "hollow"]),
        ("1945", ["bar"]),
        ("1945?", ["hollow"]),
        ("1945-08~", ["halo", "dot"]),
        ("194X", ["bar"]),
        ("194X~", ["bar", "#t-in", "#t-out"]),
        ("1941/1945", ["bar"]),
        ("1941?/1945?", ["hollow"]),
        ("1941~/1945", ["bar", "#t-in"]),
        ("1941/1945~", ["bar", "#t-out"]),
        ("1941/1945?", ["bar", "hollow"]),
        ("1941%/1945", ["bar", "#t-in", "hollow"]),
        ("1945-08-09/..", ["bar", "#t-out", "dot"]),
        ("1945-08-09/", ["dot", "halo"]),
        ("../1945-08-09", ["#t-in", "dot"]),
        ("before 1945-08-09", ["#t-in", "dot"]),
        ("/1945-08-09", ["halo", "dot"]),
    ],
)
def test_marks_show_what_is_known(text: str, parts: list[str]) -> None:
    """Each kind of date has its own mark, of these parts in this order."""
    found = re.findall(r'class="(\w+)"|fill="url\((#[\w-]+)\)', drawn(text).svg)

    assert [a or b for a, b in found] == parts


@pytest.mark.parametrize("text", ["1945-08-09", "1945", "194X~", "1941?/1945~", "1941/..", "/1941", "1941/", "19XX"])
def test_marks_stay_within_their_bounds(text: str) -> None:
    """The left and right of a mark are ends in that order, and its leader starts between them."""
    shape = drawn(text)

    assert shape.left < shape.at < shape.right


def test_bars_are_as_long_as_what_is_not_known() -> None:
    """A decade is a tenth of a century's axis; a month is as long as can be seen."""
    assert drawn("194X").right - drawn("194X").left == pytest.approx(100, abs=0.5)
    assert drawn("1945-08").right - drawn("1945-08").left == pytest.approx(6)
    assert drawn("1941/1945").right - drawn("1941/1945").left == pytest.approx(50, abs=0.5)


def test_open_ends_reach_today() -> None:
    """With a today the bar goes on until then, without one it fades at once."""
    assert drawn("1941/..", until=1000).right > 1000
    assert drawn("1941/..").right < 600


def test_forecasts_are_pennants_with_dashes_while_they_run() -> None:
    """A forecast of one date is a pennant, one that runs has dashes to its end, to today, or for a little."""
    assert "halo" not in drawn("1971", forecast=True).svg
    assert drawn("1971/1980", forecast=True).right == pytest.approx(AXIS.x(Day(1981, 1, 1).number))
    assert drawn("1971/..", forecast=True, until=1000).right == 1000
    assert drawn("1971/..", forecast=True).right < 900


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (1.25, "1.2"), (-0.01, "0"), (0.04, "0"), (-3.5, "-3.5"), (100.0, "100")]
)
def test_coordinates_have_one_decimal(value: float, text: str) -> None:
    """Coordinates are short, and zero has no sign."""
    assert number(value) == text
