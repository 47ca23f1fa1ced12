from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source
from glossator.read.blocks import Block, find_blocks
from glossator.read.prose import our_text


def cut(text: str, *, quotes: bool = True, start: int = 0) -> tuple[tuple[Block, ...], list[Diagnostic]]:
    """Cut a file into blocks; faults of the file as a whole are left out."""
    faults: list[Diagnostic] = []
    return find_blocks(our_text(Source("a.md", text), start, []), faults, quotes=quotes), faults


def titles(text: str) -> list[str]:
    """Give the titles of a file's blocks."""
    return [block.title.of(text) for block in cut(text)[0]]


def targets(text: str) -> tuple[list[str], str, list[str]]:
    """Give the targets of the only block, its body, and the messages."""
    whole = f"## T\n{text}"
    (block,), faults = cut(whole)
    shown = []
    for target in block.targets:
        selector = target.selector
        if selector.parts:
            shown.append(" … ".join(selector.parts))
        elif selector.prefix or selector.suffix:
            shown.append(f"{selector.prefix} «{selector.exact}» {selector.suffix}".strip())
        else:
            shown.append(selector.exact)
    return shown, block.body.of(whole), [each.message for each in faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A {#a}\nx\n## B\n", ["A", "B"]),
        ("# File\n\n## A ##\n### Sub\n", ["A"]),
        ("##\tA\n ## B\n##C\n\\## D\n", ["A"]),
        ("A\n---\n\nB\n===\n\n## C\n", ["C"]),
        ("## A\n```\n## B\n```\n## C\n", ["A", "C"]),
        ("## A\n~~~ md\n## B\n```\n## C\n~~~~\n## D\n", ["A", "D"]),
        ("## A\n\n- x\n\n    ```\n## B\n    ```\n", ["A"]),
        ("## A\n```\nnever closed\n## B\n", ["A", "B"]),
        ("## A\n```\nnever closed\n\n## B\n\n```python\nx\n```\n\n## C\n", ["A", "B", "C"]),
        ("## A\n\nB\n--\n\nx\n", ["A"]),
        ("> ## A\n\n- ## B\n", []),
        ("", []),
    ],
)
def test_blocks_begin_at_two_marks_in_column_one(text: str, expected: list[str]) -> None:
    """Not in fenced code, not indented, not underlined, not in a quotation."""
    assert titles(text) == expected


def test_blocks_without_words_are_told() -> None:
    """`## ` alone begins a block, which has no title."""
    blocks, faults = cut("## \nx\n\n## {#b}\n\n##\n")
    assert [block.braces.id for block in blocks] == ["", "b", ""]
    assert [(str(each.place), each.code) for each in faults] == [
        ("a.md:1:1", "HDR001"),
        ("a.md:4:1", "HDR001"),
        ("a.md:6:1", "HDR001"),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("\n# File\n\n## A\n", []),
        ("File\n====\n\n## A\n", []),
        ("<!-- a\n\nb -->\n# File\n<!-- c -->\n\n## A\n", []),
        ("x\n\n# File\n\n## A\n", [1]),
        ("# File\n\nx\ny\n\n# Two\n\n## A\n", [3]),
        ("File\n----\n\n## A\n", [1]),
        ("> x\n", [1]),
        ("# File\n# Two\n", [2]),
        ("[^1]: a\n[b]: c\n\n## A\n", []),
    ],
)
def test_blocks_text_before_the_first_is_a_warning(text: str, lines: list[int]) -> None:
    """A level-1 heading is the file's title; other text there is ANN008, told once; comments and definitions are none."""
    _, faults = cut(text)
    assert [(each.code, each.place.line) for each in faults] == [("ANN008", line) for line in lines]


def test_blocks_heading_in_a_comment_begins_one_and_is_told() -> None:
    """What is never closed must not swallow the rest, so a comment hides no block; but its editor is told."""
    blocks, faults = cut("## A\n\n<!--\n## B\n-->\n\n## C\n")
    assert [block.place.line for block in blocks] == [1, 4, 7]
    assert [(str(each.place), each.code) for each in faults] == [("a.md:4:1", "MKD002")]


@pytest.mark.parametrize(
    ("text", "quotes", "body"),
    [
        ("\n> a\n> b\n\nBody\n", ["a\nb"], "\nBody\n"),
        ("> a\n\n>b\n   > c\n\nBody", ["a", "b\nc"], "\nBody"),
        ("\n> a\n>\n> b\n\nBody", ["a\n\nb"], "\nBody"),
        ("> a\n> \n>\n", ["a"], ""),
        ("> a\n \t\n> b", ["a", "b"], ""),
        ("> > a\n> > b\n>> c", ["a\nb\nc"], ""),
        (">  a  \n>\tb\\\n> c", ["a  \nb\\\nc"], ""),
        ("> a\u2028b\x0cc\n", ["a\u2028b\x0cc"], ""),
        ("Text\n\n> a\n", [], "Text\n\n> a\n"),
        ("<!-- -->\n\n> a\n", [], "<!-- -->\n\n> a\n"),
        ("> a\n\n<!-- x -->\n> b\n", ["a"], "\n<!-- x -->\n> b\n"),
        ("> [!note] T\n> a\n", [], "> [!note] T\n> a\n"),
        ("> a\n\n> \\[!NOTE\\]\n> b\n", ["a"], "\n> \\[!NOTE\\]\n> b\n"),
        ("> a\n> [!note] b\n", ["a\n[!note] b"], ""),
        ("- x\n> a\n", [], "- x\n> a\n"),
        ("    > a\n", [], "    > a\n"),
        ("", [], ""),
    ],
)
def test_targets_are_the_runs_of_quote_lines_under_the_heading(text: str, quotes: list[str], body: str) -> None:
    """A blank line ends a run, a bare `>` continues it; a callout, a comment or a sentence ends them all."""
    assert targets(text) == (quotes, body, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> a ==b c== d\n", "a «b c» d"),
        ("> ==b\n> c== d\n", "«b\nc» d"),
        ("> a==b==c\n", "a «b» c"),
        ("> x == y and == z\n", "x == y and == z"),
        ("> if a==b then\n", "if a==b then"),
        ("> a === b ==== c\n", "a === b ==== c"),
        ("> a […] b\n", "a … b"),
        ("> a [...] b \\[…\\] c\n>\n> [\\.\\.\\.] d\n", "a … b … c … d"),
        ("> a … b [sic]\n", "a … b [sic]"),
    ],
)
def test_targets_may_have_context_or_be_ranges(text: str, expected: str) -> None:
    """`==…==` marks the exact part; `[…]`, also as formatters write it, makes a range."""
    assert targets(text) == ([expected], "", [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (">\n", "an empty quote"),
        ("> ==a== b ==c==\n", "`==…==` stands more than once in a quote"),
        ("> ==a b\n", "`==` stands alone in a quote"),
        ("> a == b==\n", "`==` stands alone in a quote"),
        ("> ==a== b ==c\n", "`==` stands alone in a quote"),
        ("> ==a== […] b\n", "`==…==` and `[…]` in one quote"),
        ("> […] b\n", "a range needs words before and after `[…]`"),
        ("> a [...]\n", "a range needs words before and after `[…]`"),
        ("> a […] […] b\n", "a range needs words before and after `[…]`"),
    ],
)
def test_targets_with_a_slip_are_told_and_left_out(text: str, message: str) -> None:
    """ANN007 for that quote; the next one is read all the same."""
    assert targets(f"{text}\n> next\n") == (["next"], "", [message])


def test_targets_need_a_blank_line_after_them() -> None:
    """A line right under a quote is an error there, and begins the body."""
    _, faults = cut("## T\n> a\nlazy\n")
    assert [(str(each.place), each.code, each.message) for each in faults] == [
        ("a.md:3:1", "ANN007", "blank line missing after the quote")
    ]
    assert targets("> a\nlazy\n\n> b\n") == (["a"], "lazy\n\n> b\n", ["blank line missing after the quote"])


def test_targets_stand_where_their_words_begin() -> None:
    """Line and column of a target are those of its first word's line, after the marks."""
    blocks, _ = cut("## T\n\n  > > a\n> b\n\n>c\n")
    assert [str(each.place) for each in blocks[0].targets] == ["a.md:3:7", "a.md:6:2"]


def test_blocks_of_events_have_no_targets() -> None:
    """There a blockquote belongs to the text."""
    text = "## T {when=1956}\n> a\nb\n"
    blocks, faults = cut(text, quotes=False)
    assert (blocks[0].targets, blocks[0].body.of(text), faults) == ((), "> a\nb\n", [])


LINE = st.sampled_from(
    [
        "> a",
        "> ==b==",
        ">",
        "x",
        "",
        "  ",
        "```",
        "~~~",
        "```py",
        "### s",
        "# t",
        "==",
        "> […]",
        "<!--",
        "-->",
        "- y",
        "    z",
        "{#a}",
        "> [!n]",
    ]
)
BLOCK = st.lists(LINE, max_size=6).map("\n".join)


@settings(deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=4))
def test_blocks_cover_the_file(bodies: list[str]) -> None:
    """Heading lines and stretches, put together, are the file; a body is what its targets leave."""
    text = "".join(f"## T{number}\n{body}\n" for number, body in enumerate(bodies))
    blocks, faults = cut(text)
    place = Source("a.md", text)
    starts = [place.line_starts[block.place.line - 1] for block in blocks]
    assert starts[:1] == [0][: len(blocks)]
    for block, start, end in zip(blocks, starts, [*starts[1:], len(text)], strict=True):
        assert text.startswith("## ", start)
        assert start < block.title.end <= block.body.start <= block.body.end == end
        head = text[text.index("\n", start) + 1 : block.body.start]
        assert all(line.lstrip().startswith(">") or not line.strip() for line in head.splitlines())
        for target in block.targets:
            offset = place.line_starts[target.place.line - 1] + target.place.column - 1
            assert start < offset <= block.body.start
    assert all(1 <= fault.place.line <= text.count("\n") + 1 for fault in faults)


@settings(deadline=None)
@given(BLOCK)
def test_blocks_that_are_broken_leave_their_neighbours_alone(body: str) -> None:
    """The block before and the block after are read as if the one between them were not there."""
    before, after = "## A {#a}\n\n> q\n\nx\n\n", "## Z {#z}\n\n> ==r==\n\ny\n"
    broken = before + f"## B {{#b .k =}}\n{body}\n\n" + after
    if body.count("```") + body.count("~~~") > 1 or "<!--" in body:
        return  # a fence may be closed further down on purpose
    blocks, _ = cut(broken)
    shown = [
        (block.braces.id, [each.selector for each in block.targets], block.body.of(broken).strip()) for block in blocks
    ]
    alone, _ = cut(before + after)
    text = before + after
    wanted = [
        (block.braces.id, [each.selector for each in block.targets], block.body.of(text).strip()) for block in alone
    ]
    assert [shown[0], shown[-1]] == wanted
