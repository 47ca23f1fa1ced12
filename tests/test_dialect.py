from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.text import Source
from glossator.read.dialect import dialect_differences

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |"


def told(text: str, start: int = 0) -> list[str]:
    """Write the warnings down, place first."""
    faults = dialect_differences(Source("a.md", text), start)
    assert {each.code for each in faults} <= {"MKD002"}
    assert all(each.help for each in faults)
    return [f"{each.place.line}:{each.place.column} {each.message}" for each in faults]


@pytest.mark.parametrize(
    "text",
    [
        "para\n\n- a\n- b\n\n    more\n\n    - c\n        - d\n\npara",
        "1. a\n2. b\n\n   \n3. c",
        "# H\n- a",
        f"para\n\n{TABLE}\n\n# H\n{TABLE}",
        TABLE,
        "a | b\n--|--\n1 | 2",
        "para\n* * *\n- - -\n___",
        "para\n1956. the year, in a wrapped line",
        "1956\\. The year",
        "In 1956. x",
        "12. a\n13. b",
        "- a\nlazy\n- b",
        "- a\n\n\tmore\n\t- b",
        "```\npara\n- a\n##x\n```\n\n~~~\n1956. a\n~~~",
        "-x\n+1\n*a*",
        "para\n- - -",
        "Title\n---",
        "    code\n    - a\n    # b",
        "\\#1 of",
        "x\n1967) y",
        "a\n: b\n\n: c",
    ],
)
def test_dialect_is_silent_where_the_two_agree(text: str) -> None:
    """No false alarm."""
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("para\n- a\n- b", ["2:1 a list right under a paragraph stays text", "3:1 a list right under a paragraph stays text"]),
        ("para\n  1. a", ["2:3 a list right under a paragraph stays text"]),
        (f"para\n{TABLE}", ["2:1 a table right under a paragraph stays text"]),
        ("1956. The year", ["1:1 a line that begins with `1956.` becomes a list"]),
        ("a\n\n  1956. The year", ["3:3 a line that begins with `1956.` becomes a list"]),
        ("- a\n  - b\n  - c", ["2:3 a list item nested by 2 spaces is read as one of the outer list"]),
        ("1. a\n\n   - b", ["3:4 a list item nested by 3 spaces is read as one of the outer list"]),
        ("- a\n\n  more", ["3:3 a paragraph indented by 2 spaces belongs to no item"]),
        ("- a\n1. b", ["2:1 an item of another kind right under a list stays text"]),
        ("1) a\n2) b", ["1:1 `1)` makes no list here"]),
        ("para\n1) a", ["2:1 `1)` makes no list here"]),
        ("- x\n    2) a", ["2:5 `2)` makes no list here"]),
        ("##x y", ["1:1 `##x` begins a heading here, and is text elsewhere"]),
        ("  # x", ["1:1 an indented heading stays text"]),
        ("a\n\n```\nb", ["3:1 a fence that is never closed is no code here, and swallows the rest of the file elsewhere"]),
    ],
)  # fmt: skip
def test_dialect_differences_are_told_where_they_stand(text: str, expected: list[str]) -> None:
    """Each line that Python-Markdown and CommonMark read differently is MKD002 at its column."""
    assert told(text) == expected


def test_dialect_passes_the_header_over() -> None:
    """YAML has lists right under keys, and no fences."""
    text = "---\na:\n- b\n```\n---\n- c\n"
    assert told(text, text.index("- c")) == []


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["- a", "  - b", "1. c", "1956. d", "e", "", "    f", "|-|", "| a |", "```", "#g", " # h", "2) i", "* * *"]
        ),
        max_size=12,
    )
)
def test_dialect_places_are_in_the_file(lines: list[str]) -> None:
    """Any text is looked through; faults are in the order of lines, each at one place once."""
    text = "\n".join(lines)
    faults = dialect_differences(Source("a.md", text))
    places = [each.place for each in faults]
    assert places == sorted(places)
    assert all(place.line <= len(lines) for place in places)
