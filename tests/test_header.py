from __future__ import annotations

import pytest
from conftest import LINEAR, growth
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossator.model.text import Source
from glossator.read.header import Items, Scalar, Split, Table, Value, split_header
from glossator.read.yaml_values import parse_yaml


def plain(value: Value | None) -> object:
    """Give a value without its places."""
    match value:
        case Scalar(text=text):
            return text
        case Items(values=values):
            return [plain(each) for each in values]
        case Table(entries=entries):
            return {each.key: plain(each.value) for each in entries}
        case None:
            return None


def read(text: str) -> tuple[Split, list[tuple[int, int, str, str, str]]]:
    """Split a file; give its faults without path and detail."""
    split, faults = split_header(Source("a.md", text))
    return split, [(each.place.line, each.place.column, each.code, each.message, each.help) for each in faults]


@pytest.mark.parametrize(
    ("text", "fields", "body"),
    [
        ("", {}, ""),
        ("body", {}, "body"),
        ("\n---\na: b\n---\n", {}, "\n---\na: b\n---\n"),
        ("----\na\n", {}, "----\na\n"),
        ("---\na: b\n---\nbody", {"a": "b"}, "body"),
        ("--- \t\na: b\n--- \t\n\nbody", {"a": "b"}, "\nbody"),
        ("---\na: b\n...\nbody", {"a": "b"}, "body"),
        ("---\na: b\n---", {"a": "b"}, ""),
        ("---\n---\nbody\n---\n", {}, "body\n---\n"),
        ("---\n# note\n---\n", {}, ""),
        ("---\na: x --- y\nb: |\n  --- z\n---\n", {"a": "x --- y", "b": "--- z\n"}, ""),
    ],
)
def test_header_ends_at_three_dashes_or_dots(text: str, fields: object, body: str) -> None:
    """A header begins in the first line and ends at a line `---` or `...`, white space after it allowed."""
    split, faults = read(text)
    assert faults == []
    assert plain(split.table) == fields
    assert text[split.body :] == body
    assert not split.broken


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "1956",
        "1945-08-15",
        "0123",
        "0x1F",
        "~",
        "null",
        "true",
        "1e3",
        ".5",
        "12:30:45",
        "=",
        "<<",
        "1_000",
        "+1",
        "@".join("ab"),
    ],
)
def test_header_keeps_scalars_as_written(written: str) -> None:
    """No scalar is guessed, wherever it stands."""
    text = f"---\na: {written}\nb: [{written}, {written}]\nc: {{{written}: {written}}}\nd:\n  - {written} # note\n---\n"
    split, faults = read(text)
    assert faults == []
    assert plain(split.table) == {"a": written, "b": [written] * 2, "c": {written: written}, "d": [written]}


def test_header_gives_places_of_keys_and_values() -> None:
    """Lines and columns are the file's and count code points."""
    split, _ = read("---\né:  日 b\n\nk: {a: [x, 'y']}\n---\n")
    first, second = split.table.entries
    assert (str(first.place), str(first.value.place)) == ("a.md:2:1", "a.md:2:5")
    assert (str(second.place), str(second.value.place)) == ("a.md:4:1", "a.md:4:4")
    assert isinstance(second.value, Table)
    items = second.value.entries[0].value
    assert isinstance(items, Items)
    assert [str(each.place) for each in items.values] == ["a.md:4:9", "a.md:4:12"]


MARKED = "put values with `: `, ` #` or a mark at their start in quotes"


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("title: A: b", (2, 9, "not YAML: mapping values are not allowed in this context", 'write title: "A: b"')),
        ("x: y\n- a: b: c", (3, 1, "not YAML: did not find expected key", 'write - a: "b: c"')),
        ("title: @x", (2, 8, "not YAML: found character that cannot start any token", 'write title: "@x"')),
        ('title: "Two" and more', (2, 14, "not YAML: did not find expected key", "write title: '\"Two\" and more'")),
        ("title: [sic] it's", (2, 14, "not YAML: did not find expected key", 'write title: "[sic] it\'s"')),
        ("t: *a", (2, 4, "not YAML: a value that starts with `&` or `*`", 'write t: "*a"')),
        ("t: &a b", (2, 4, "not YAML: a value that starts with `&` or `*`", 'write t: "&a b"')),
        ("t: !b c", (2, 4, "not YAML: a value that starts with `!`", 'write t: "!b c"')),
        ("t: 'a", (2, 4, "not YAML: found unexpected end of stream", MARKED)),
        ("t: |x\n  a", (2, 5, "not YAML: did not find expected comment or line break", MARKED)),
        ("\tt: a", (2, 1, "not YAML: found character that cannot start any token", MARKED)),
        ("a: 1\n b: 2", (3, 3, "not YAML: mapping values are not allowed in this context", MARKED)),
        ("a: b\n--- c", (3, 1, "not YAML: but found another document", MARKED)),
        ("? [a]\n: b", (2, 3, "a key must be a word", "")),
        ("just words", (2, 1, "the header must be fields of the form `key: value`", "")),
        ("- a", (2, 1, "the header must be fields of the form `key: value`", "")),
        ("a: b\u0000", (2, 5, "the character U+0000 cannot stand in YAML", "remove it; it shows nothing")),
        ("a: b\u2028c", (2, 5, "the character U+2028 cannot stand in YAML", "remove it; it shows nothing")),
        ("é: b\x7fc", (2, 5, "the character U+007F cannot stand in YAML", "remove it; it shows nothing")),
        ("a: " + "[" * 60, (2, 54 - 1, "not YAML: lists and fields too deep in one another", 'write a: "' + "[" * 60 + '"')),
    ],
)  # fmt: skip
def test_header_that_does_not_parse_is_told_with_the_quotes_put_in(
    header: str, fault: tuple[int, int, str, str]
) -> None:
    """A broken header is HDR003 where it breaks; of the file only the header is lost."""
    split, faults = read(f"---\n{header}\n---\nbody")
    line, column, message, help_ = fault
    assert faults == [(line, column, "HDR003", message, help_)]
    assert split.broken
    assert split.body == len(header) + 9


def test_header_shows_the_line_that_does_not_parse() -> None:
    """The line stands below the message; a fault past the last line has none."""
    _, faults = split_header(Source("a.md", "---\na: b\nc: d: e \n---\n"))
    assert [each.detail for each in faults] == [("c: d: e",)]
    _, faults = split_header(Source("a.md", "---\na: [b\n\n---\n"))
    assert [(str(each.place), each.detail) for each in faults] == [("a.md:2:4", ("a: [b",))]


@pytest.mark.parametrize("text", ["---\na: b\n", "---", "--- \n", "---\n----\n"])
def test_header_without_an_end_is_told(text: str) -> None:
    """The whole file is then body."""
    split, faults = read(text)
    assert faults == [(1, 1, "HDR003", "the header has no end", "put a line `---` after its last field")]
    assert (split.body, split.broken) == (0, True)


def test_header_key_twice_counts_once() -> None:
    """The first value counts, at any depth; the second is HDR004."""
    split, faults = read("---\na: b\na: c\nd: {e: f, e: g}\n---\n")
    assert plain(split.table) == {"a": "b", "d": {"e": "f"}}
    assert [(line, column, code, message) for line, column, code, message, _ in faults] == [
        (3, 1, "HDR004", "`a` stands twice, first in line 2"),
        (4, 11, "HDR004", "`e` stands twice, first in line 4"),
    ]
    assert not split.broken


def test_yaml_that_is_empty_is_nothing() -> None:
    """No value, no fault."""
    assert parse_yaml(Source("a.yaml", "# note\n")) == (None, ())


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("&" * 50)
@example("\ud800")
@example("%YAML 9.9")
@example("%TAG ! x\n---\na")
def test_header_takes_any_text(text: str) -> None:
    """Nothing that stands in a header raises, and the body is untouched."""
    split, faults = split_header(Source("a.md", f"---\n{text}\n---\nbody"))
    assert split.broken == any(fault.code == "HDR003" for fault in faults)
    split_header(Source("a.md", text))


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")), min_size=1), min_size=1)
)
def test_header_gives_quoted_strings_back(texts: list[str]) -> None:
    """A value in quotes comes back as written."""
    lines = [f"k{number}: '{text.replace(chr(39), chr(39) * 2)}'" for number, text in enumerate(texts)]
    wanted = {f"k{number}": text for number, text in enumerate(texts)}
    if not any("\ufeff" in text for text in texts):
        split, faults = read("\n".join(("---", *lines, "---", "")))
        assert (plain(split.table), faults) == (wanted, [])


@pytest.mark.parametrize(
    "unit", ["[", "{a: ", "- ", "a: ", "? ", "!", "&a ", "a\n", "\n", "[x, ", "'", "--- \n", "...", " "]
)
def test_header_takes_time_by_its_length(unit: str) -> None:
    """No header makes it slow, or ends the process."""
    for end in ("\n---\n", ""):
        assert growth(lambda size, end: read("---\n" + unit * (size // len(unit)) + end), 6_000, end) < LINEAR
