#!/usr/bin/env python3
"""Time what a date costs: to read EDTF, and to put it into words, against the standard library's plain days in turns.

  bench/dates.py [--dates 5000] [--runs 5] [--language en]

Each figure is the median CPU time a date over runs in which all took turns. Dates go over some centuries. Ratios are to
`date.fromisoformat` and `date.strftime`. Needs glossator, and nothing else besides the standard library.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, Final

from glossator.read.dates import DateFault, parse_date
from glossator.render.date_words import date_words

FORMS: Final = {
    "day": "{day}", "year": "{year}", "about a year": "{year}~", "days": "{day}/{next}", "open": "{day}/..", "decade": "{decade}X", "no date": "{day}-1",
}  # fmt: skip
FIRST: Final = date(1000, 1, 1)


def written(form: str, count: int) -> list[str]:
    """Write dates of a form over some centuries."""
    days = [FIRST + timedelta(days=61 * number) for number in range(count)]
    return [form.format(day=day, year=day.year, decade=day.year // 10, next=day + timedelta(days=19)) for day in days]


def cost(work: Callable[[Any], object], inputs: Iterable[Any]) -> float:
    """Give the CPU time of one call, in microseconds."""
    given = list(inputs)
    started = time.process_time_ns()
    for each in given:
        work(each)
    return (time.process_time_ns() - started) / len(given) / 1000


def told(name: str, times: dict[str, list[float]], base: str) -> None:
    """Print medians and ratios."""
    found = {form: statistics.median(each) for form, each in times.items()}
    for form, each in found.items():
        print(f"{name:8} {form:14} {each:8.2f} µs {each / found[base]:7.1f} × {base}")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dates", type=int, default=5000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--language", default="en")
    given = options.parse_args()
    texts = {form: written(form_, given.dates) for form, form_ in FORMS.items()}
    plain = [date.fromisoformat(text) for text in texts["day"]]
    reading: dict[str, list[float]] = {"fromisoformat": [], **{form: [] for form in FORMS}}
    wording: dict[str, list[float]] = {"strftime": [], **{form: [] for form in FORMS if form != "no date"}}
    for _ in range(given.runs):
        reading["fromisoformat"].append(cost(date.fromisoformat, texts["day"]))
        wording["strftime"].append(cost(lambda day: day.strftime("%d %B %Y"), plain))
        for form, each in texts.items():
            reading[form].append(cost(parse_date, each))
            read = [found for found in map(parse_date, each) if not isinstance(found, DateFault)]
            assert len(read) == (0 if form == "no date" else given.dates)
            if read:
                wording[form].append(cost(lambda found: date_words(found, given.language), read))
    told("reading", reading, "fromisoformat")
    told("words", wording, "strftime")


if __name__ == "__main__":
    main()
