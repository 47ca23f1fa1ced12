from __future__ import annotations

from collections.abc import Callable

import pytest

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source
from glossator.read.fields import Fields
from glossator.read.header import split_header
from glossator.read.naming import read_naming


def fields(header: str) -> tuple[Fields, list[Diagnostic]]:
    """Parse a header."""
    split, found = split_header(Source("a.md", f"---\n{header}\n---\n"))
    assert found == ()
    faults: list[Diagnostic] = []
    return Fields(split.table, faults), faults


def told(faults: list[Diagnostic]) -> list[str]:
    """Write faults down in a line each."""
    return [f"{each.place.line}:{each.place.column} {each.code} {each.message} | {each.help}" for each in faults]


@pytest.mark.parametrize(
    ("header", "take", "expected"),
    [
        ("a:  b\n   c", lambda each: each.text("a"), "b c"),
        ("a: |\n  b\n\n  c", lambda each: each.text("a"), "b c"),
        ("b: c", lambda each: each.text("a", "z"), "z"),
        ("a: b", lambda each: each.required("a", Place("a.md")), "b"),
        ("a: [b, 'c d']", lambda each: each.texts("a"), ("b", "c d")),
        ("a: b", lambda each: each.texts("a"), ("b",)),
        ("b: c", lambda each: each.texts("a"), ()),
        ("a: [b]", lambda each: [(str(one.place), one.name) for one in each.references("a")], [("a.md:2:5", "b")]),
        ("a: b", lambda each: (str(each.placed("a").place), each.placed("a").name), ("a.md:2:4", "b")),
        ("b: c", lambda each: each.placed("a"), None),
        ("a: y", lambda each: each.choice("a", ("x", "y"), "x"), "y"),
        ("b: y", lambda each: each.choice("a", ("x", "y"), "x"), "x"),
        ("a: 1956-10", lambda each: each.date("a").source, "1956-10"),
        ("b: 1956", lambda each: each.date("a"), None),
        ("a: {b: c}", lambda each: each.table("a").text("b"), "c"),
        ("b: c", lambda each: each.table("a"), None),
        ("a: {b: c, d: e f}", lambda each: [(key, text, str(at)) for key, text, at in each.pairs("a")],
         [("b", "c", "a.md:2:8"), ("d", "e f", "a.md:2:14")]),
        ("b: c", lambda each: each.pairs("a"), ()),
    ],
)  # fmt: skip
def test_fields_are_taken_by_name(header: str, take: Callable[[Fields], object], expected: object) -> None:
    """White space is folded; what is absent has its default; a single value is a list of one."""
    found, faults = fields(header)
    assert take(found) == expected
    assert faults == []


@pytest.mark.parametrize(
    ("header", "take", "expected", "fault"),
    [
        ("a:", lambda each: each.text("a", "z"), "z", "2:1 HDR005 `a` is empty | give it a value or leave it out"),
        ("a: ' '", lambda each: each.required("a", Place("a.md")), "", "2:1 HDR005 `a` is empty | give it a value or leave it out"),
        ("a: []", lambda each: each.texts("a"), (), "2:1 HDR005 `a` is empty | give it a value or leave it out"),
        ("a: {}", lambda each: each.table("a"), None, "2:1 HDR005 `a` is empty | give it a value or leave it out"),
        ("a: [b, '']", lambda each: each.texts("a"), ("b",), "2:8 HDR005 `a` has an empty item | write a word or remove the item"),
        ("a: {b: }", lambda each: each.pairs("a"), (), "2:5 HDR005 `b` is empty | give it a value or leave it out"),
        ("b: c", lambda each: each.required("a", Place("a.md")), "", "1:1 HDR001 `a` is missing | add `a: …` to the header"),
        ("a: [b]", lambda each: each.text("a", "z"), "z", "2:4 HDR006 `a` must be a single value | "),
        ("a: {b: c}", lambda each: each.placed("a"), None, "2:4 HDR006 `a` must be a single value | "),
        ("a: [[b]]", lambda each: each.texts("a"), (), "2:5 HDR006 `a` must be a single value | "),
        ("a: [b]", lambda each: each.choice("a", ("x",), "x"), "x", "2:4 HDR006 `a` must be a single value | "),
        ("a: yy", lambda each: each.choice("a", ("x", "y"), "x"), "x", '2:4 HDR006 `a` cannot be "yy" | did you mean `y`?'),
        ("a: 1", lambda each: each.choice("a", ("x", "y"), "x"), "x", '2:4 HDR006 `a` cannot be "1" | one of `x`, `y`'),
        ("a: [b]", lambda each: each.date("a"), None, "2:4 HDR006 `a` must be a single value | "),
        ("a: b", lambda each: each.table("a"), None,
         "2:4 HDR006 `a` must be fields of the form `key: value` | write `a: {key: value}`, or the fields below it, indented"),
        ("a: b", lambda each: each.pairs("a"), (),
         "2:4 HDR006 `a` must be fields of the form `key: value` | write `a: {key: value}`, or the fields below it, indented"),
    ],
)  # fmt: skip
def test_fields_with_a_fault_are_told_and_count_as_absent(
    header: str, take: Callable[[Fields], object], expected: object, fault: str
) -> None:
    """Reading goes on with the default."""
    found, faults = fields(header)
    assert take(found) == expected
    assert told(faults) == [fault]


def test_fields_that_are_no_dates_are_told() -> None:
    """The code is that of the date, the place that of its value."""
    found, faults = fields("a: 1956-13")
    assert found.date("a") is None
    assert [(each.code, str(each.place)) for each in faults] == [("DAT001", "a.md:2:4")]


def test_fields_that_nobody_took_are_unknown() -> None:
    """HDR002 with the nearest known one, also inside of a table."""
    found, faults = fields("titel: a\nzzz: b\narticle: {sorce: c}")
    found.text("title")
    inner = found.table("article")
    assert inner is not None
    assert inner.keys == ("sorce",)
    inner.text("source")
    inner.close()
    found.close()
    assert told(faults) == [
        "4:11 HDR002 unknown field of `article` `sorce` | did you mean `source`?",
        "2:1 HDR002 unknown field `titel` | did you mean `title`?",
        "3:1 HDR002 unknown field `zzz` | ",
    ]


def test_naming_is_read_from_any_header() -> None:
    """`senses` names slugs, `autolink` is on or off."""
    found, faults = fields("senses: {Article 9: article-9-japan}\nautolink: off")
    naming = read_naming(found)
    assert ([(name, slug, str(place)) for name, slug, place in naming.senses], naming.autolink) == (
        [("Article 9", "article-9-japan", "a.md:2:21")],
        False,
    )
    assert faults == []
    assert read_naming(fields("x: y")[0]).autolink
