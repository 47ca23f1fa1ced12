from __future__ import annotations

from itertools import pairwise

import pytest
from conftest import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from glossator.model.text import Span
from glossator.read.code_spans import code_spans, fences, literals, mask, open_fences

MARKDOWN = st.text(st.sampled_from("`~<>!-[]()\\ \n\"'=/:ab#@"), max_size=80)


def kinds(text: str) -> list[tuple[str, str]]:
    """Write down what was found."""
    return [(literal.kind.value, literal.span.of(text)) for literal in literals(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n```\nb\n```\nc", ["```\nb\n```"]),
        ("~~~ py `x`\nb\n~~~~~ \nc", ["~~~ py `x`\nb\n~~~~~ "]),
        ("````\n```\nb\n```\n````", ["````\n```\nb\n```\n````"]),
        ("- a\n\n    ```\n    b\n    ```", ["    ```\n    b\n    ```"]),
        ("~~~\n```\n~~~\n```", ["~~~\n```\n~~~"]),
        ("``` a`b\nc\n```", []),
        ("```\na\n``` a`b\n```", ["```\na\n``` a`b\n```"]),
        ("```\nnever closed", []),
        ("```\nnever closed\n\n## Next\n\n```python\nx\n```", ["```python\nx\n```"]),
        ("```python\nnever closed\n\n~~~\nx\n~~~\n", []),
    ],
)
def test_fences_end_as_in_commonmark_and_what_is_never_closed_is_none(text: str, expected: list[str]) -> None:
    """A closer is at least as long as its opener; an unclosed fence swallows nothing, and hides no later one with a language."""
    assert [span.of(text) for span in fences(text)] == expected


def test_fences_left_open_are_told() -> None:
    """An editor can be told where a fence was left open."""
    text = "```\na\n\n```py\nb\n```\n\n~~~\nc"
    assert open_fences(text) == (0, text.index("~~~"))
    assert open_fences("```\na\n```\n") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `b` c", [("code", "`b`")]),
        ("a ``b ` c`` d", [("code", "``b ` c``")]),
        ("a `` ` `` d", [("code", "`` ` ``")]),
        ("a \\`b` c", []),
        ("a \\\\`b` c", [("code", "`b`")]),
        ("a `b\nc` d", [("code", "`b\nc`")]),
        ("a `b\n \nc` d", []),
        ("a ``b` c", []),
        ("<!-- a\n\nb --> c", [("comment", "<!-- a\n\nb -->")]),
        ("x <!-- a\n\nb --> c", []),
        ("x <!-- a --> c <!--", [("comment", "<!-- a -->")]),
        ('a <b class="c">d</b>', [("tag", '<b class="c">'), ("tag", "</b>")]),
        ("<br/> <br /> <i hidden>", [("tag", "<br/>"), ("tag", "<br />"), ("tag", "<i hidden>")]),
        ("a < b, 1 <2, a <b and [[c]] > d", []),
        ("a \\<b> c", []),
        ("<https://x.org/@a> <me@x.org>", [("address", "<https://x.org/@a>"), ("address", "<me@x.org>")]),
        ("see https://x.org/@a?b=@c, d", [("address", "://x.org/@a?b=@c,")]),
        ("[a](b@c 'd') e", [("destination", "(b@c 'd')")]),
        ('[a](<b c> "d") [e]( f(g)h )', [("destination", '(<b c> "d")'), ("destination", "( f(g)h )")]),
        ("[a](see p. 3) (b)", []),
        ("[a](b\n\nc)", []),
    ],
)
def test_literals_are_code_comments_tags_and_addresses(text: str, expected: list[tuple[str, str]]) -> None:
    """Everything in which our syntax means nothing is found, and nothing else."""
    assert kinds(text) == expected


@settings(deadline=None)
@given(MARKDOWN)
def test_literals_are_in_order_and_apart(text: str) -> None:
    """Spans lie in the text, in order, and never overlap; fences are among them."""
    spans = code_spans(text)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert set(fences(text)) <= set(spans)


@settings(deadline=None)
@given(MARKDOWN)
def test_mask_keeps_offsets_and_lines(text: str) -> None:
    """A masked text has the same length and lines, and outside the spans the same characters."""
    spans = code_spans(text)
    masked = mask(text, (*spans, *(Span(span.start, span.start + 1) for span in spans[-1:])))
    inside = {offset for span in spans for offset in range(span.start, span.end)}
    assert len(masked) == len(text)
    assert all(
        new == (" " if offset in inside and old != "\n" else old)
        for offset, (old, new) in enumerate(zip(text, masked, strict=True))
    )


@pytest.mark.parametrize(
    "unit",
    ["`", "``` `", "<!--", "<", '<a b="', "<a x ", "](  ", '](a "', "](", "(", "://", "```\n", "\n", "\\`", "<!-- -->"],
)
def test_literals_take_time_by_the_length_of_the_text(unit: str) -> None:
    """No input makes it slow."""
    assert growth(lambda size: literals(unit * (size // len(unit)) + "x"), 6_000) < LINEAR
