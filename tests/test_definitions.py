from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.text import Source
from glossator.read.definitions import find_definitions, link_label, uses

LINES = st.lists(
    st.sampled_from(
        [
            "[^a]: b",
            "[^a]",
            "x [^b] y",
            "    more",
            "",
            "[l]: http://x",
            "```",
            "text",
            "# h",
            "[^b]:",
            "  [L]: <u v> 't'",
            "> q",
            "   ",
        ]
    ),
    max_size=12,
).map("\n".join)


def found(text: str) -> tuple[list[str], list[str], str]:
    """Give the texts of footnotes and of link definitions, and the body that is left, its white space folded."""
    definitions, body, _ = find_definitions(Source("a.md", text))
    notes = [each.span.of(text) for each in definitions.notes]
    return notes, [each.span.of(text) for each in definitions.links], " ".join(body.split())


@pytest.mark.parametrize(
    ("text", "notes", "links", "body"),
    [
        ("a[^1]\n\n[^1]: b\nc\n\n    d\n\te\n\nf", ["[^1]: b\nc\n\n    d\n\te"], [], "a[^1] f"),
        ("[^1]: a\n## H", ["[^1]: a"], [], "## H"),
        ("[^1]: a\n- b\n[^2]: c\n> d", ["[^1]: a", "[^2]: c"], [], "- b > d"),
        ("[^1]:\n    a\n\n\nb", ["[^1]:\n    a"], [], "b"),
        ("[^1]: a\n\n```\ncode line\n```\n\nb", ["[^1]: a"], [], "``` code line ``` b"),
        ("[^1]: a\n\n    ```\n    code\n    ```\n\nb", ["[^1]: a\n\n    ```\n    code\n    ```"], [], "b"),
        ("```\n[^1]: a\n[b]: c\n```", [], [], "``` [^1]: a [b]: c ```"),
        ("as said[^1]: it", [], [], "as said[^1]: it"),
        ("[a]: https://x.org\n[B c]: <x y> 'title'\n  [d]: x (t)\n  \"t\"\nx", [], ["[a]: https://x.org", "[B c]: <x y> 'title'", '  [d]: x (t)\n  "t"'], "x"),
        ('[a]: https://x.org\n    "title"\nx', [], ['[a]: https://x.org\n    "title"'], "x"),
        ("[a]:\n  https://x.org\nx", [], ["[a]:\n  https://x.org"], "x"),
        ("[Note]: this is text\n[@a]: and this", [], [], "[Note]: this is text [@a]: and this"),
        ("    [a]: b", [], [], "[a]: b"),
        ("[a]:\n[^1]:\nx", [], ["[a]:\n[^1]:"], "x"),
        ("[^1]: a [b]\n[b]: c", ["[^1]: a [b]"], ["[b]: c"], ""),
    ],
)  # fmt: skip
def test_definitions_belong_to_the_file(text: str, notes: list[str], links: list[str], body: str) -> None:
    """They are taken out wherever they stand outside code, and nothing else is."""
    assert found(text) == (notes, links, body)


def test_definitions_stand_below_the_header() -> None:
    """What stands in the header is none, and opens no fence or code."""
    text = "---\n[^1]: a `\n```\n---\nx[^2] `y`\n\n[^2]: b\n"
    definitions, body, faults = find_definitions(Source("a.md", text), text.index("x"))
    assert ([each.label for each in definitions.notes], faults) == (["2"], ())
    assert body.split() == ["x[^2]", "`y`"]
    assert len(body) == len(text)


def test_definitions_faults_are_told_once_each_at_their_place() -> None:
    """A label twice (MKD001, the first counts), a footnote used and not defined (MKD004), defined and not used (MKD005)."""
    text = "a[^1] b[^x] `[^y]`\n\n[^1]: c\n[^1]: d\n[^2]: e[^3]\n[A  b]: c\n[a B]: d\n\n[^3]: f\n"
    definitions, _, faults = find_definitions(Source("a.md", text))
    assert [(str(each.place), each.code, each.message) for each in faults] == [
        ("a.md:4:1", "MKD001", "the footnote `1` is defined twice, first in line 3"),
        ("a.md:7:1", "MKD001", "the link `a b` is defined twice, first in line 6"),
        ("a.md:1:8", "MKD004", "the footnote `x` is not defined in this file"),
        ("a.md:5:1", "MKD005", "the footnote `2` is never referred to, so no reader sees it"),
    ]
    assert definitions.notes[0].span.of(text) == "[^1]: c"


def test_definitions_needed_are_those_used_and_all_links() -> None:
    """A footnote that a needed footnote refers to is needed too, each once."""
    source = Source("a.md", "[^1]: x[^2]\n[^2]: y[^1]\n[^3]: z\n[l]: u\n")
    definitions, _, _ = find_definitions(source)
    assert [each.label for each in definitions.needed("a[^1] b[^9] [^1]", source)] == ["1", "2", "l"]
    assert [each.label for each in definitions.needed("a", source)] == ["l"]


def test_uses_are_references_outside_code() -> None:
    """The start of a definition is no reference; one before a colon is."""
    assert uses("a[^1]: b `[^2]`\n[^3]: c[^4]\n```\n[^5]\n```") == ("1", "4")


def test_link_label_is_compared_folded() -> None:
    """White space, case and the backslashes of formatters do not matter."""
    assert link_label("  A\n \\[b\\] ß\\") == "a [b] ss"


@settings(deadline=None)
@given(LINES)
def test_definitions_and_body_are_all_of_the_file(text: str) -> None:
    """What is blanked is exactly the definitions, which do not overlap; lines and offsets stay."""
    definitions, body, faults = find_definitions(Source("a.md", text))
    assert len(body) == len(text)
    assert body.count("\n") == text.count("\n")
    spans = sorted(each.span for each in (*definitions.notes, *definitions.links))
    kept = [offset for offset in range(len(text)) if not any(span.start <= offset < span.end for span in spans)]
    if not any(fault.code == "MKD001" for fault in faults):
        assert all(body[offset] == text[offset] for offset in kept)
    assert all(left.end <= right.start for left, right in pairwise(spans))
