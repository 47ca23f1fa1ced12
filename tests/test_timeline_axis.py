"""The axis of a timeline."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.model.date import Day, month_days
from glossator.render.timeline_axis import LABEL_SIZE, Step, make_axis
from glossator.render.timeline_labels import text_width


@st.composite
def days(draw: st.DrawFn) -> Day:
    """Any day from the old stone age on."""
    year = draw(st.integers(-20000, 3000) | st.integers(1800, 2030))
    month = draw(st.integers(1, 12))
    return Day(year, month, draw(st.integers(1, month_days(year, month))))


@given(days(), days(), st.floats(500, 1160))
def test_axes_cover_their_days_and_labels_have_room(one: Day, other: Day, right: float) -> None:
    """Whatever the range, both days are on the axis, ticks ascend at equal pace with time, and no two labels touch."""
    first, last = sorted((one, other))
    axis = make_axis(first, last, 100, right, "en")
    labelled = [tick for tick in axis.ticks if tick.label]

    assert axis.first <= first.number <= last.number < axis.last
    assert axis.x(axis.first) == pytest.approx(100)
    assert axis.x(axis.last) == pytest.approx(right)
    assert all(a.x < b.x for a, b in pairwise(axis.ticks))
    assert 1 <= len(labelled) <= 40
    assert len(axis.ticks) < 400
    for a, b in pairwise(labelled):
        assert (text_width(a.label, LABEL_SIZE) + text_width(b.label, LABEL_SIZE)) / 2 < b.x - a.x


@given(
    days(),
    st.sampled_from([("day", 1), ("day", 5), ("day", 10), ("month", 1), ("month", 3), ("year", 1), ("year", 50)]),
)
def test_steps_lead_on(day: Day, unit_and_size: tuple[str, int]) -> None:
    """The tick before a day is no later than it, the one after is later, and no tick lies between."""
    step = Step(*unit_and_size)  # type: ignore[arg-type]

    before, after = step.before(day), step.after(day)
    assert before <= day < after
    assert step.before(before) == before
    assert step.after(before) == after


def labels(first: Day, last: Day, language: str = "en") -> list[str]:
    """Give the labels of an axis of the usual width."""
    return [tick.label for tick in make_axis(first, last, 100, 1100, language).ticks if tick.label]


def test_ticks_suit_the_range() -> None:
    """Centuries, decades, years, months and days are named as people name them."""
    assert labels(Day(-600, 1, 1), Day(2026, 1, 1))[:6] == ["600 BCE", "400 BCE", "200 BCE", "1 CE", "200", "400"]
    assert labels(Day(1855, 2, 7), Day(2026, 1, 1))[:3] == ["1860", "1870", "1880"]
    assert labels(Day(1941, 4, 13), Day(1945, 9, 2), "ja")[0] == "1941年7月"
    assert labels(Day(1955, 6, 1), Day(1956, 12, 1))[:3] == ["Jul 1955", "Oct 1955", "Jan 1956"]
    assert labels(Day(1945, 8, 8), Day(1945, 9, 5))[:3] == ["1 Aug 1945", "11 Aug 1945", "21 Aug 1945"]
    assert labels(Day(2026, 2, 3), Day(2026, 2, 4), "ja")[-2:] == ["2026年2月21日", "2026年3月1日"]
    assert labels(Day(-17000, 1, 1), Day(2026, 1, 1))[-1] == "2000"
