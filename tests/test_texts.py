"""Concepts, pages and files of events, resolved."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resolving import site

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place
from glossator.resolve.texts import broader_cycles

SOURCE = '[{"id": "roe", "type": "book", "title": "A"}]'


def told(faults: list[Diagnostic]) -> list[str]:
    """Give what is told of errors, without advice about sources."""
    return [
        f"{fault.place.path[8:]}:{fault.place.line}:{fault.place.column} {fault.code} {fault.message}"
        for fault in faults
    ]


def test_concepts_find_what_their_headers_name(tmp_path: Path) -> None:
    """Broader and related are found by slug, name or sense, each once; titles of pages do not compete."""
    files = {
        "glossary/a.md": "---\nterm: A\nbroader: [b, The b, C c]\nrelated: [Shared, nothing, p]\nsenses: {shared: c, x: nowhere}\n---\n[[Shared]]\n",
        "glossary/b.md": "---\nterm: The b\naliases: [Shared]\n---\n[[Shared]]\n",
        "glossary/c.md": "---\nterm: C c\naliases: [Shared]\n---\nText.\n",
        "pages/p.md": "# The b\n",
    }
    made, faults = site(tmp_path, files)
    found = {each.concept.slug: each for each in made.concepts}
    assert (found["a"].broader, found["a"].related) == (("b", "c"), ("c",))
    assert found["a"].body.concepts == ("c",)
    assert made.lookup.narrower("b") == made.lookup.narrower("c") == ("a",)
    assert told(faults) == [
        'glossary/a.md:4:19 LNK001 nothing is called "nothing"',
        'glossary/a.md:4:28 LNK001 "p" is a page, not a concept',
        'glossary/a.md:5:24 LNK001 nothing is called "nowhere"',
        'glossary/b.md:5:1 LNK002 "Shared" may mean `b`, `c`',
    ]


def test_pages_switch_automatic_links_off(tmp_path: Path) -> None:
    """A page's own header turns automatic links off there and nowhere else; senses work all the same."""
    files = {
        "glossary/a.md": "---\nterm: Alpha\nautolink: off\n---\nBeta\n",
        "glossary/b.md": "---\nterm: Beta\n---\nAlpha, Beta\n",
        "pages/off.md": "---\ntitle: Off\nautolink: off\nsenses: {It: a}\n---\nAlpha, [[It]]\n",
        "pages/on.md": "---\ntitle: On\n---\nAlpha\n",
    }
    made, faults = site(tmp_path, files)
    assert {each.concept.slug: each.body.concepts for each in made.concepts} == {"a": (), "b": ("a",)}
    assert {each.page.slug: each.body.concepts for each in made.pages} == {"off": ("a",), "on": ("a",)}
    assert [fault.code for fault in faults] == ["LNK004"]


def test_events_are_told_on_the_timeline(tmp_path: Path) -> None:
    """An event's sentences lead to its place in the timeline; its title stays without automatic links."""
    files = {
        "glossary/a.md": "---\nterm: Alpha\n---\nText.\n",
        "timeline/t.md": "---\nlang: de\n---\n## Alpha falls {#fall when=1945}\n\nSo Alpha fell [@roe].\n",
        "sources/s.json": SOURCE,
    }
    made, faults = site(tmp_path, files)
    (event,) = made.filed
    assert event.heading.mentions == ()
    (mention,) = event.body.mentions
    assert (mention.spot.path, mention.spot.fragment, mention.spot.page_title, mention.spot.lang) == (
        "timeline/index.html", "event-fall", "Timeline", "de",
    )  # fmt: skip
    assert faults == []


def circle(broader: dict[str, list[str]]) -> list[str]:
    """Give what is told of circles among concepts."""
    concepts = [
        (slug, tuple(wider), tuple(Place(slug, 1, n) for n, _ in enumerate(wider, 1)))
        for slug, wider in broader.items()
    ]
    return [f"{fault.place} {fault.message[26:]}" for fault in broader_cycles(concepts)]


@pytest.mark.parametrize(
    ("broader", "expected"),
    [
        ({"a": [], "b": ["a"], "c": ["a", "b"]}, []),
        ({"a": ["a"]}, ["a:1:1 a → a"]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, ["a:1:1 a → b → c → a"]),
        ({"x": [], "a": ["x", "b"], "b": ["a"], "c": ["d"], "d": ["c"]}, ["a:1:2 a → b → a", "c:1:1 c → d → c"]),
        ({"a": ["b", "c"], "b": ["a"], "c": ["a"]}, ["a:1:1 a → b → a", "c:1:1 c → a → c"]),
        ({"a": ["b"], "b": ["b"], "c": ["a"]}, ["b:1:1 b → b"]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ["b:1:1 b → c → b"]),
    ],
)
def test_broader_cycles_are_told(broader: dict[str, list[str]], expected: list[str]) -> None:
    """Each concept that is broader than itself stands in a report, at the reference that goes round."""
    assert circle(broader) == expected


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3, unique=True)))
def test_broader_cycles_show_all_that_are_in_one(broader: dict[str, list[str]]) -> None:
    """The concepts in the reports are exactly those that are broader than themselves, and each report is a circle."""
    broader = {slug: [wider for wider in found if wider in broader] for slug, found in broader.items()}

    def reached(slug: str) -> set[str]:
        found: set[str] = set()
        queue = list(broader[slug])
        while queue:
            at = queue.pop()
            queue += broader[at] if at not in found else []
            found.add(at)
        return found

    paths = [line.partition(" ")[2].split(" → ") for line in circle(broader)]
    assert {slug for path in paths for slug in path} == {slug for slug in broader if slug in reached(slug)}
    for path in paths:
        assert path[0] == path[-1]
        assert all(wider in broader[slug] for slug, wider in pairwise(path))


def test_broader_cycles_are_found_in_long_chains() -> None:
    """A chain of ten thousand, with or without a circle at its end, is no matter."""
    chain = {f"c{number:05}": [f"c{number - 1:05}"] if number else [] for number in range(10_000)}
    assert circle(chain) == []
    chain["c00000"] = ["c00001"]
    assert circle(chain) == ["c00000:1:1 c00000 → c00001 → c00000"]
