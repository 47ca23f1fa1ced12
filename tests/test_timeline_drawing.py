"""Timelines as they are drawn."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from glossator.model.date import Date, Day
from glossator.read.dates import parse_date
from glossator.render.timeline_axis import LABEL_SIZE
from glossator.render.timeline_drawing import TimelineWords, draw_timeline
from glossator.render.timeline_labels import text_width
from glossator.render.timeline_lanes import DrawnEvent

WORDS = TimelineWords("Events", "The same events follow as a list.")
TODAY = Day(2026, 11, 24)


def event(number: int, when: str, label: str = "", lane: str = "", kind: str = "event") -> DrawnEvent:
    """Make an event."""
    date = parse_date(when)
    assert isinstance(date, Date), when
    label = label or f"Event number {number}"
    return DrawnEvent(
        f"e{number}", label, f"#event-e{number}", date, lane, "forecast" if kind == "forecast" else "event"
    )


def draw(events: list[DrawnEvent], today: Day | None = TODAY) -> str:
    """Draw events in English."""
    return draw_timeline(events, WORDS, prefix="tl", language="en", today=today)


def years(low: int, high: int) -> st.SearchStrategy[str]:
    """Dates of many kinds."""
    year = st.integers(low, high).map(lambda number: f"{'-' if number < 0 else ''}{abs(number):04}")
    suffix = st.sampled_from(["", "~", "?", "%", "-08", "-08-09", "-08-09~", "/..", "/", "-21"])
    return st.tuples(year, suffix).map("".join) | year.map("../{}".format) | year.map("before {}".format)


@st.composite
def timelines(draw_from: st.DrawFn) -> list[DrawnEvent]:
    """Up to 200 events in some lanes, in a long or a short time."""
    low = draw_from(st.sampled_from([-600, 1900, 2020]))
    size = draw_from(st.integers(1, 30) | st.integers(100, 200))
    whens = draw_from(st.lists(years(low, 2026), min_size=size, max_size=size))
    lanes = draw_from(st.integers(1, 12))
    labels = ["A", "Treaty of Portsmouth", "北方領土をめぐる交渉の再開", "Меморандум о выводе войск", "W" * 60]
    return [
        event(
            index,
            when,
            labels[index % 5],
            f"Lane {index % lanes}" if lanes > 1 else "",
            "forecast" if index % 9 == 8 else "",
        )
        for index, when in enumerate(whens)
    ]


def label_boxes(svg: ET.Element) -> list[tuple[float, float, float, float]]:
    """Give left, top, right and bottom of each label, estimated from above."""
    boxes = []
    for text in svg.iterfind(".//a/text"):
        if "text-anchor" not in text.attrib:
            label, when = ("".join(part.itertext()) for part in text)
            left, base = float(text.attrib["x"]), float(text.attrib["y"])
            right = left + text_width(f"{label} ", 13) + text_width(when, LABEL_SIZE)
            boxes.append((left, base - 14, right, base + 5))
    return boxes


@settings(max_examples=25, deadline=None)
@given(timelines())
def test_labels_never_collide(events: list[DrawnEvent]) -> None:
    """No two labels overlap, none leaves the drawing, no leader crosses one, and no circle touches another or a label."""
    svg = ET.fromstring(draw(events))
    _, _, width, height = map(float, svg.attrib["viewBox"].split())
    boxes = label_boxes(svg)
    leaders = [re.findall(r"[\d.-]+", path.attrib["d"]) for path in svg.iterfind(".//path[@class='lead-l']")]
    circles = [
        tuple(float(c.attrib[key]) for key in ("cx", "cy", "r")) for c in svg.iterfind(".//circle[@class='clust']")
    ]

    for index, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= width + 0.1
        assert bottom <= height
        assert not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for other in boxes[index + 1 :]
        )
        for x, low, high in leaders:
            assert not (left < float(x) < right and float(high) < bottom and top < float(low))
        for x, y, radius in circles:
            assert not (left < x + radius and x - radius < right and top < y + radius and y - radius < bottom)
    for one, other in pairwise(sorted(circles, key=lambda circle: (circle[1], circle[0]))):
        assert one[1] != other[1] or one[0] + one[2] < other[0] - other[2]


@settings(max_examples=25, deadline=None)
@given(timelines())
def test_every_event_is_drawn_or_counted(events: list[DrawnEvent]) -> None:
    """The links and the counts of the circles add up to the events."""
    svg = ET.fromstring(draw(events))
    links = svg.findall(".//a")

    assert sum(int(link.get("data-count", "1")) for link in links) == len(events)
    assert {link.attrib["href"] for link in links} <= {one.href for one in events}


@pytest.mark.parametrize(("count", "most"), [(5, 6_000), (100, 40_000), (3000, 120_000)])
def test_any_number_of_events_stays_readable(count: int, most: int) -> None:
    """A drawing is no more than some screens high, and its size does not grow with the events."""
    whens = [f"{1000 + index * 37 % 1027:04}-{index % 12 + 1:02}" for index in range(count)]
    text = draw(
        [event(index, when, lane=f"Topic {index % 12}" if count > 5 else "") for index, when in enumerate(whens)]
    )

    assert float(ET.fromstring(text).attrib["viewBox"].split()[3]) < 1200
    assert len(text) < most


def test_the_same_events_give_the_same_bytes_in_any_order() -> None:
    """Events of one lane may come in any order."""
    events = [event(index, f"{1900 + index * 7 % 120}") for index in range(40)]

    assert draw(events) == draw(events[::-1])


def test_drawings_are_inert_and_named() -> None:
    """Markup in a label is text; there are no styles, no scripts, and all ids begin with the prefix."""
    events = [event(1, "1945~", '<b onclick="x">&\x00 "quoted"', "a <i> lane"), event(2, "194X~/..")]
    text = draw_timeline(events, WORDS, prefix="tl-home", language="en")
    svg = ET.fromstring(text)

    assert "<b" not in text
    assert "style" not in text
    assert "\x00" not in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) > 2
    assert all(name.startswith("tl-home-") for name in ids)
    assert svg.attrib["aria-labelledby"] == "tl-home-t tl-home-d"
    assert [svg[0].text, svg[1].text] == [WORDS.title, WORDS.description]
    assert {name[1:] for name in re.findall(r"url\((#[^)]+)\)", text)} <= set(ids)


def test_titles_say_label_and_date_in_full() -> None:
    """A link's title has what the label must leave out."""
    long = "Ainu of the northern Kurils moved to Shikotan, where many of them died within a few years"
    svg = ET.fromstring(draw([event(1, "1884-07-06", long), event(2, "1945"), event(3, "2000")]))
    link = svg.find(".//a")

    assert link is not None
    assert link[0].text == f"{long}, 6 July 1884"
    assert "".join(link[2].itertext()).endswith("… 1884")


def test_clusters_say_what_they_hold() -> None:
    """A circle has the number, the years and the first labels, and links to the first event."""
    svg = ET.fromstring(draw([event(index, f"1945-08-{index + 1:02}") for index in range(30)] + [event(99, "1000")]))
    link = svg.find(".//a[@data-count]")

    assert link is not None
    assert link.attrib["data-count"] == "30"
    assert link.attrib["href"] == "#event-e0"
    assert link[0].text is not None
    assert link[0].text.startswith("30 events, 1945: Event number 0; Event number 1;")
    assert link[0].text.endswith("; …")


def test_forecasts_have_the_last_lane() -> None:
    """Forecasts stand below all topics, in their own colour."""
    events = [
        event(1, "2017/..", kind="forecast", lane="War"),
        event(2, "1945", lane="War"),
        event(3, "1956", lane="Talks"),
    ]
    svg = ET.fromstring(draw(events))

    assert [lane.text for lane in svg.iterfind(".//text[@class='lane']")] == ["War", "Talks", "Forecasts"]
    assert [group.attrib["class"] for group in svg.iterfind("g[@data-lane]")] == ["k-ink", "k-ink", "k-forecast"]


def test_lanes_can_be_left_out() -> None:
    """Each lane says its name and height, the heights add up to the drawing, and a cluster names its events where they are listed."""
    crowd = [event(index, "1945", lane="War") for index in range(30)]
    svg = ET.fromstring(draw([*crowd, event(90, "1956", lane="Talks")]))
    lanes = svg.findall("g[@data-lane]")
    axis = svg.find("g[@class='foot']/path[@class='axis']")

    assert [lane.attrib["data-lane"] for lane in lanes] == ["War", "Talks"]
    assert axis is not None
    bottom = float(axis.attrib["d"].split()[1].split("H")[0])
    assert sum(float(lane.attrib["data-height"]) for lane in lanes) == pytest.approx(bottom - 8, abs=0.2)
    assert svg.find("g[@class='back']/path[@class='grid']") is not None
    clusters = [link.attrib["data-events"].split() for link in svg.iterfind(".//a[@data-count]")]
    assert [set(cluster) for cluster in clusters] == [{one.id for one in crowd}]
    elsewhere = draw([replace(one, href=f"timeline.html{one.href}") for one in crowd])
    assert "data-count" in elsewhere
    assert "data-events" not in elsewhere


def test_small_topics_share_a_lane() -> None:
    """Beyond nine topics, the smallest are put together."""
    events = [
        event(index * 20 + again, f"{1900 + again}", lane=f"T{index:02}")
        for index in range(12)
        for again in range(13 - index)
    ]
    names = [lane.text for lane in ET.fromstring(draw(events)).iterfind(".//text[@class='lane']")]

    assert names == [f"T{index:02}" for index in range(8)] + ["Other topics"]


def test_what_has_no_topic_stands_below_the_topics() -> None:
    """Beside topics, events without one have a lane with a name, the last; alone they need none."""
    events = [event(1, "1945"), event(2, "1956", lane="Talks"), event(3, "1960", lane="War")]
    svg = ET.fromstring(draw(events))

    assert [lane.attrib["data-lane"] for lane in svg.iterfind("g[@data-lane]")] == ["Talks", "War", "Other topics"]
    assert "Other topics" not in draw(events[:1])


def test_today_is_drawn_only_if_it_is_given_and_on_the_axis() -> None:
    """The clock is not read; what goes on reaches today."""
    past, open_end = [event(1, "1945"), event(2, "1956")], [event(1, "1945"), event(2, "1956/..")]

    assert 'class="now"' not in draw(past)
    assert 'class="now"' not in draw(open_end, None)
    assert '<path class="now"' in draw(open_end)
    assert "<title>Today: 24 November 2026</title>" in draw(open_end)


def test_languages_of_labels_are_marked() -> None:
    """A label in another language says so."""
    date = parse_date("1993-10")
    assert isinstance(date, Date)

    assert '<tspan lang="ja">北方領土</tspan>' in draw([DrawnEvent("a", "北方領土", "#event-a", date, lang="ja")])


def test_what_has_no_date_is_not_drawn() -> None:
    """Events of which not even the millennium is known give no drawing."""
    assert draw([]) == ""
    assert draw([event(1, "XXXX")]) == ""
    assert draw([event(1, "XXXX"), event(2, "1945")]) == draw([event(2, "1945")])
