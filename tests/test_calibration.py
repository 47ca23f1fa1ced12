"""How good forecasts were: score, table and drawing."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.render.calibration import Judged, brier_words, calibration, judged


def many(said: str, came: int, of: int) -> list[tuple[str, str]]:
    """Give forecasts with one probability, of which some came true."""
    return [(said, "yes" if index < came else "no") for index in range(of)]


def test_judged_takes_what_has_both() -> None:
    """Void, open and bare forecasts are left out; one that came in part counts one half."""
    given_ = [
        ("30%", "yes"),
        ("0.7", "no"),
        ("50 %", "partly"),
        ("", "yes"),
        ("20%", ""),
        ("20%", "open"),
        ("20%", "void"),
    ]
    assert judged(given_) == (Judged(0.3, 1), Judged(0.7, 0), Judged(0.5, 0.5))


@pytest.mark.parametrize(
    ("forecasts", "words"),
    [
        ([], "None of the forecasts have both a probability and an outcome. A score says something from about 10 on."),
        (
            many("30%", 1, 1),
            "1 of the forecasts has both a probability and an outcome. A score says something from about 10 on.",
        ),
        (
            many("30%", 1, 9),
            "9 of the forecasts have both a probability and an outcome. A score says something from about 10 on.",
        ),
        (many("50%", 5, 10), "Brier score 0.250 over 10 forecasts (0 is perfect, 0.25 is a coin)."),
        (many("100%", 10, 10), "Brier score 0.000 over 10 forecasts (0 is perfect, 0.25 is a coin)."),
        (many("80%", 8, 10), "Brier score 0.160 over 10 forecasts (0 is perfect, 0.25 is a coin)."),
    ],
)
def test_score_is_said_once_it_says_something(forecasts: list[tuple[str, str]], words: str) -> None:
    """Below ten forecasts the page says that there are not enough; from then on it gives the mean of the squares."""
    assert brier_words(judged(forecasts)) == words
    assert bool(calibration(judged(forecasts))[1]) == words.startswith("Brier")


def test_calibration_puts_what_was_said_beside_what_came() -> None:
    """Each fifth of the scale that has forecasts is a row and a disc on its true place; full marks belong to the last fifth."""
    rows, svg = calibration(judged([*many("10%", 1, 10), *many("0.6", 3, 4), *many("100%", 2, 2)]))
    assert [(row.said, row.came, row.count) for row in rows] == [
        ("0–20 %", "10 %", 10), ("60–80 %", "75 %", 4), ("80–100 %", "100 %", 2),
    ]  # fmt: skip
    drawn = ET.fromstring(svg)
    discs = [(float(disc.attrib["cx"]), float(disc.attrib["cy"])) for disc in drawn.iterfind(".//circle")]
    assert discs == [(72, 264), (212, 82), (324, 12)]
    assert next(title.text for title in drawn.iterfind(".//title")) == "Said 10 %, came 10 %, of 10"


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from((0.0, 0.5, 1.0))), min_size=10, max_size=60))
def test_calibration_counts_each_forecast_once(pairs: list[tuple[float, float]]) -> None:
    """Whatever was said, all forecasts are in one row each, and the drawing is XML with nothing outside of its square."""
    known = tuple(Judged(said, came) for said, came in pairs)
    rows, svg = calibration(known)
    assert sum(row.count for row in rows) == len(pairs)
    for disc in ET.fromstring(svg).iterfind(".//circle"):
        assert 44 <= float(disc.attrib["cx"]) <= 324
        assert 12 <= float(disc.attrib["cy"]) <= 292
