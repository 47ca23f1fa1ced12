"""Reading dates, and the dates themselves."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from glossator.model.date import Clock, Date, Day, Missing, Moment, Precision, month_days
from glossator.read.dates import DateFault, parse_date

if TYPE_CHECKING:
    import datetime as dt

CASES = Path(__file__).parent / "cases"
TRIALS = Path(__file__).parents[2] / "shared" / "trials" / "edtf.jsonl"
"""Test data of the libraries edtf and edtf.js, which stand outside the repository and need not be there."""


def shown(result: Date | DateFault) -> str:
    """Write a result in one line, or two for a fault."""
    if isinstance(result, DateFault):
        return f"{result.code} {result.message}\n{result.help}"
    marks = ["uncertain"] * result.uncertain + ["approximate"] * result.approximate
    ends = [f"{name} {end}" for name, end in (("start", result.start), ("end", result.end)) if isinstance(end, Missing)]
    words = [result.precision.name.lower(), *marks, *ends, f"html {result.html or 'none'}"]
    form = "" if result.form == "date" else f"{result.form}: "
    return f"{form}{result.earliest_iso or '…'} to {result.latest_iso or '…'}, {', '.join(words)}"


def cases(name: str) -> list[tuple[str, str, str]]:
    """Read a file of title, input and expected output, with a `.` between them."""
    parts = (CASES / name).read_text("utf-8").split("\n.\n")
    found = [(parts[i].split("\n")[-1], parts[i + 1], parts[i + 2]) for i in range(0, len(parts) - 1, 3)]
    assert found
    return found


def read(text: str) -> Date:
    """Read a text that is a date."""
    date = parse_date(text)
    assert isinstance(date, Date), date
    return date


@pytest.mark.parametrize(("title", "text", "expected"), cases("edtf.md") + cases("edtf-faults.md"))
def test_parse_date_gives_what_the_case_says(title: str, text: str, expected: str) -> None:
    """Each case is read, or refused, as its file says."""
    assert shown(parse_date(text)) == expected, title


@pytest.mark.parametrize("text", [text for _, text, _ in cases("edtf-faults.md")])
def test_help_shows_only_dates_that_can_be_read(text: str) -> None:
    """What help says to write can be written."""
    fault = parse_date(text)

    assert isinstance(fault, DateFault)
    for candidate in re.findall(r'"([^"]+)"', fault.help):
        read(candidate)


def test_trial_data_of_levels_0_and_1_is_read_and_refused() -> None:
    """Valid dates of levels 0 and 1 have the bounds of the data, invalid ones and those of level 2 are refused.

    Bounds of open and unknown ends are left out: there the library pads by ten years, and we say that there is none.
    Sets are level 2 and not marked as such.
    """
    for row in map(json.loads, TRIALS.read_text("utf-8").splitlines() if TRIALS.exists() else ()):
        date = parse_date(row["edtf"])
        level_2 = row.get("level") == 2 or (isinstance(date, DateFault) and "level 2 of EDTF" in date.message)
        assert isinstance(date, Date) == (row["valid"] and not level_2), row
        if isinstance(date, Date) and "min" in row:
            assert date.earliest_iso in (None, row["min"]), row
            assert date.latest_iso in (None, row["max"]), row


@given(
    st.text() | st.text(alphabet="0123456789-/XYT:.~?%c sS[]{}E+Z", max_size=24) | st.from_regex(r"[0-9X./~-]{0,12}")
)
@example("Y" + "9" * 5000)
def test_parse_date_is_total(text: str) -> None:
    """Any text gives a date or a fault with a message in one line."""
    result = parse_date(text)

    if isinstance(result, DateFault):
        assert result.message
        assert result.message == result.message.strip()
        assert len(result.message) < 200
    else:
        assert result.earliest is None or result.latest is None or result.earliest <= result.latest
        assert result.moments
        assert parse_date(result.source) == result


@given(st.dates())
def test_days_are_read_as_written(day: dt.date) -> None:
    """Every day of the years 1 to 9999 is read, and written back the same."""
    date = read(day.isoformat())

    assert (date.earliest_iso, date.latest_iso, date.html) == (day.isoformat(),) * 3


@given(st.dates(), st.dates())
def test_day_numbers_differ_by_the_days_between(one: dt.date, other: dt.date) -> None:
    """Day numbers count as the standard library's ordinals do."""
    numbers = [Day(day.year, day.month, day.day).number for day in (one, other)]

    assert numbers[0] - numbers[1] == one.toordinal() - other.toordinal()


@given(st.integers(-20000, 20000))
def test_day_numbers_go_on_over_the_new_year(year: int) -> None:
    """New Year's Day follows New Year's Eve, before our era too, and a year is as long as its months."""
    eve, new = Day(year - 1, 12, 31), Day(year, 1, 1)

    assert new.number - eve.number == 1
    assert Day(year + 1, 1, 1).number - new.number == sum(month_days(year, month) for month in range(1, 13))


def test_dates_sort_by_their_earliest_bound() -> None:
    """An earlier start comes first, then an earlier end; without a start, the date that is named counts."""
    before, during = (
        "Y-17000 -0586 0409 18XX 1840 ../1855",
        "1855 1855~ 1855-02-07 1945 1945-XX 1945/1946 1945/.. 1945-08",
    )
    after = "1945-08-09 1945-08-09T11:02 1945-08-09T12:00 1949? Y17000"
    order = [*before.split(), "before 1855", *during.split(), *after.split()]

    assert [date.source for date in sorted(map(read, reversed(order)))] == order
    assert read("1945") <= read("1945") < read("1946")


def test_form_and_ends_are_kept() -> None:
    """A worded date keeps its word and its missing end; the source stays as written."""
    assert read("before 1855") == Date("before 1855", "before", Missing.OPEN, read("1855").start)
    assert read("after 1945") == Date("after 1945", "after", read("1945").start, Missing.OPEN)
    assert read("/1945").start is Missing.UNKNOWN
    assert read("XXXX/1945").start is Missing.UNKNOWN


def test_bounds_and_marks_are_those_of_all_ends() -> None:
    """Of an interval, the precision is the coarser one, and one mark is enough."""
    date = read("1945-08?/1949")

    assert (date.precision, date.uncertain, date.approximate) == (Precision.YEAR, True, False)
    assert (date.earliest, date.latest) == (Day(1945, 8, 1), Day(1949, 12, 31))
    assert date.named_day == Day(1945, 8, 1)


def test_an_empty_text_is_a_fault() -> None:
    """White space alone is no date."""
    assert shown(parse_date(" ")) == "DAT001 the date is empty\nwrite it as EDTF does, as 1945-08-09 or 1945"


def test_times_are_kept_as_written() -> None:
    """The hour, minute, second, fraction and shift are those of the text."""
    noon = Day(1945, 8, 9)
    expected = Moment(noon, noon, Precision.TIME, clock=Clock(11, 2, 5, "25", 540))

    assert read("1945-08-09T11:02:05.25+09:00").start == expected
    assert expected.clock is not None
    assert expected.clock.seconds == 39725
    assert expected.html == "1945-08-09T11:02:05.25+09:00"


def test_dates_survive_a_pickle() -> None:
    """Workers can send dates."""
    date = read("1945-08-18~/..")

    assert pickle.loads(pickle.dumps(date)) == date
