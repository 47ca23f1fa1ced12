from __future__ import annotations

import pytest
from conftest import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source
from glossator.read.braces import Braces, parse_braces, split_heading


def read(line: str) -> tuple[str, Braces, list[Diagnostic]]:
    """Read the text of a heading, as a line of a file."""
    source = Source("a.md", f"x\n## {line}\n")
    title, start = split_heading(line)
    faults: list[Diagnostic] = []
    braces = Braces() if start is None else parse_braces(source, 5 + start, len(source.text) - 1, faults)
    return title, braces, faults


def told(braces: Braces) -> str:
    """Write braces down as one would in a heading."""
    shown = [f"#{braces.id}"] * bool(braces.id) + [f".{braces.kind}"] * bool(braces.kind)
    return " ".join([*shown, *(f"{each.key}={each.value}" for each in braces.attributes)])


@pytest.mark.parametrize(
    ("line", "title", "expected"),
    [
        ("Title", "Title", ""),
        ("Title ##", "Title", ""),
        ("C# and F#", "C# and F#", ""),
        ("#", "", ""),
        ("Title {#id .kind key=value}", "Title", "#id .kind key=value"),
        ("Title{#id}", "Title", "#id"),
        ("Title {#id} ##  ", "Title", "#id"),
        ("{#id}", "", "#id"),
        ("Set {a} {#id}", "Set {a}", "#id"),
        ("The set {a, b} of things", "The set {a, b} of things", ""),
        ("Written `{#id}` in code", "Written `{#id}` in code", ""),
        ('T {label="a } {b" who=\'say "x"\'}', "T", 'label=a } {b who=say "x"'),
        ('T {who="O\'Neil’s  “x”"\twhen=1951~}', "T", "who=O'Neil’s “x” when=1951~"),
        (
            "T {p=30% when=../1855 kind=a.b url=https://x.org/?a}",
            "T",
            "p=30% when=../1855 kind=a.b url=https://x.org/?a",
        ),
        ("Ainu’s “{x” {#a}", "Ainu’s “{x”", "#a"),
    ],
)
def test_braces_are_read_as_they_are_written(line: str, title: str, expected: str) -> None:
    """Ids, kinds, and keys with values, in quotes or not, at the end of a heading."""
    found, braces, faults = read(line)
    assert faults == []
    assert (found, told(braces)) == (title, expected)


@pytest.mark.parametrize(
    ("line", "kept", "column", "message", "help_"),
    [
        ("T {claim}", "", 7, "`claim` is neither `#id`, `.kind` nor `key=value`", "write `#claim`, `.claim` or `key=claim`"),
        ("T {§}", "", 7, "`§` is neither `#id`, `.kind` nor `key=value`", ""),
        ("T {:.claim}", "", 7, "`:.claim` is neither `#id`, `.kind` nor `key=value`", "write `#claim`, `.claim` or `key=claim`"),
        ("T {#a #b}", "#a", 10, "a second id `#b`", "keep one: `#a` or `#b`"),
        ("T {#No_Treaty}", "", 7, "`#No_Treaty` is no id", "write `#no-treaty`"),
        ("T {#北}", "", 7, "`#北` is no id", "use letters, digits and hyphens"),
        ("T {.a .b}", ".a", 10, "a second kind `.b`", "keep one: `.a` or `.b`"),
        ("T {.}", "", 7, "`.` is no kind", "write a kind right after it: `.claim`"),
        ("T {k=a k=b}", "k=a", 11, "`k` stands twice", "keep one of them"),
        ("T {k= #a}", "#a", 7, "`k` has no value", "give it one or leave it out"),
        ('T {k=" "}', "", 7, "`k` has no value", "give it one or leave it out"),
        ("T {k=“a b” #c}", "#c", 7, "curly quotes around the value of `k`", 'write `k="a b"`'),
        ("T {k=O’Neil}", "", 7, "the value of `k` must stand in quotes", 'write `k="O’Neil"`'),
        ("T {k=O'Neil}", "", 7, "the value of `k` must stand in quotes", 'write `k="O\'Neil"`'),
        ("T {k=a=b}", "", 7, "the value of `k` must stand in quotes", 'write `k="a=b"`'),
        ('T {k="say "hi" now"}', "", 7, "the value of `k` must stand in quotes", "write `k='say \"hi\" now'`"),
        ("T {k=\"a\"'b'\"c\"}", "", 7, "the value of `k` must stand in quotes", 'write `k="…"` with curly quotes inside'),
        ("T {k = v}", "", 7, "spaces around the `=` of `k`", "write `k=v`"),
        ('T {k= "v w" #a}', "#a", 7, "spaces around the `=` of `k`", 'write `k="v w"`'),
        ("T {}", "", 6, "the braces are empty", "remove them"),
        ("T {#a", "#a", 6, "the braces are not closed", "write `}` at the end of the heading"),
        ("T {#a} there", "#a", 10, "text after the braces", "put the braces at the end of the heading"),
        ("T {#a} {.b}", "#a .b", 9, "braces stand twice", "put all into one pair"),
        ("T {k='a}", "", 7, "the value of `k` must stand in quotes", 'write `k="a"`'),
    ],
)  # fmt: skip
def test_braces_report_what_they_do_not_take(line: str, kept: str, column: int, message: str, help_: str) -> None:
    """Whatever is neither an id, a kind nor a key with its value is ANN001 at its column; the rest is kept."""
    _, braces, faults = read(line)
    assert [(each.code, each.place.line, each.place.column, each.message, each.help) for each in faults] == [
        ("ANN001", 2, column, message, help_)
    ]
    assert told(braces) == kept


WORDS = st.text(st.sampled_from("abz09-_.:/ü北~%?"), min_size=1, max_size=6)
PARTS = st.one_of(
    WORDS,
    WORDS.map("#{}".format),
    WORDS.map(".{}".format),
    st.tuples(WORDS, WORDS).map("=".join),
    st.tuples(WORDS, st.text(st.sampled_from("ab =}{'’“ "), max_size=6)).map('{0[0]}="{0[1]}"'.format),
    st.sampled_from(["k='a b'", "k=“a", "k=a'b", "=", "#", ".", "k=", '"', "'", "=x", "k=“a b”"]),
)


@settings(deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=6))
def test_braces_take_or_report_each_part(parts: list[str]) -> None:
    """What stands in braces is either taken, at its place, or reported within them: never lost."""
    line = f"Title {{{' '.join(parts)}}}"
    title, braces, faults = read(line)
    source = f"## {line}"
    assert title.startswith("Title")
    for attribute in braces.attributes:
        assert source.startswith(attribute.key, attribute.place.column - 1)
    if braces.id_place:
        assert source.startswith(f"#{braces.id}", braces.id_place.column - 1)
    if braces.kind_place:
        assert source.startswith(f".{braces.kind}", braces.kind_place.column - 1)
    if not faults:
        assert len(parts) == bool(braces.id) + bool(braces.kind) + len(braces.attributes)
    assert all(each.place.line == 2 and 4 <= each.place.column <= len(source) + 1 for each in faults)


@settings(deadline=None)
@given(st.text(st.sampled_from("{}#.=\"'“”‘’ abk`\\"), max_size=40))
def test_braces_split_any_heading(line: str) -> None:
    """Any heading is a title and perhaps braces; without braces, nothing of it is missing."""
    title, braces, faults = read(line)
    assert line.lstrip().startswith(title.lstrip()) or title in line
    if "{" not in line:
        assert (braces, faults) == (Braces(), [])
        assert title == line.rstrip() or line.rstrip().endswith("#")


@pytest.mark.parametrize("unit", ['{"', "{", "}", " ", "#", " #", "{#", "“", "k= ", "{}", "} {", "{k=", "a ", "{#a} "])
def test_braces_take_time_by_the_length_of_the_heading(unit: str) -> None:
    """No heading makes it slow."""
    for end in ("", "}", "x"):
        assert growth(lambda size, end: read("T {" + unit * (size // len(unit)) + end), 6_000, end) < LINEAR
