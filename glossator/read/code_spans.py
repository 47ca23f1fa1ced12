"""Where code and addresses stand in Markdown. Our own syntax is never looked for there.

The rules are CommonMark's: a fence is closed by the same mark at least as long, a code span by a run of backticks of the
same length in the same paragraph, and a backslash before a backtick opens none. Two of them are ours, so that a slip
spoils little: what is never closed is no fence, and a fence that would hold the start of another one of its kind (the
same mark, followed by a language) was never closed. Every function takes time in proportion to the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from glossator.model.text import Span


class Kind(StrEnum):
    """Why a stretch is taken as it is."""

    FENCE = "fence"
    CODE = "code"
    COMMENT = "comment"
    TAG = "tag"
    ADDRESS = "address"
    """`<https://…>`, or what follows the scheme of an address in the running text."""
    DESTINATION = "destination"
    """`(address "title")` right after the text of a link."""


class Literal(Struct, frozen=True, order=True):
    """A stretch in which our own syntax means nothing."""

    span: Span
    kind: Kind


_FENCE = re.compile(r"^[ \t]*(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t>]*+(?=\n)")
"""Ends a paragraph, in a quotation too."""
_END = r"\n(?![ \t]*\n)"  # of a line within a paragraph
_SPACE = rf"(?:[ \t]|{_END})"
_QUOTED = rf"(?:\"(?:[^\"\n]|{_END})*+\"|'(?:[^'\n]|{_END})*+')"
_LITERAL = re.compile(
    r"\\[\\`<]"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    rf"|(?P<tag><(?:/[A-Za-z][\w-]*{_SPACE}*|[A-Za-z][\w-]*"
    rf"(?:{_SPACE}+[A-Za-z_:][\w.:-]*(?:{_SPACE}*={_SPACE}*(?:{_QUOTED}|[^\s\"'=<>`]+))?)*{_SPACE}*/?)>)"
    r"|(?P<address><(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[\w.-]+)>|://[^\s<>\[\]{}`|]+)"
    rf"|(?<=\])(?P<destination>\({_SPACE}*+(?:<[^<>\n]*>|(?:[^\s()<>]|\([^\s()<>]*\))*+)"
    rf"(?:{_SPACE}++(?:{_QUOTED}|\((?:[^()\n]|{_END})*+\))|){_SPACE}*+\))"
)

_INDENT: Final = 3
"""Spaces that may stand before a block of Markdown."""


def fences(text: str) -> tuple[Span, ...]:
    """Give the spans of fenced code blocks, their fences included, in order."""
    return _fences(text)[0]


def open_fences(text: str) -> tuple[int, ...]:
    """Give the offsets of the lines that open a fence which is never closed, in order."""
    return _fences(text)[1]


def _fences(text: str) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    closed: list[Span] = []
    lost: list[int] = []
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        mark, info = match["mark"], match["info"].strip()
        opens = mark[0] == "~" or "`" not in info
        if opened is None:
            opened = match if opens else None
        elif mark[0] == opened["mark"][0] and len(mark) >= len(opened["mark"]):
            if not info:
                closed.append(Span(opened.start(), match.end()))
                opened = None
            elif opens:
                lost.append(opened.start("mark"))
                opened = match
    if opened is not None:
        lost.append(opened.start("mark"))
    return tuple(closed), tuple(lost)


def literals(text: str) -> tuple[Literal, ...]:
    """Give everything in which our own syntax means nothing, in order, without overlaps."""
    blocks = fences(text)
    found = [Literal(span, Kind.FENCE) for span in blocks]
    for gap in _gaps(text, blocks):
        found += _in_running_text(text, gap)
    return tuple(sorted(found))


def code_spans(text: str) -> tuple[Span, ...]:
    """Give the spans of `literals`."""
    return tuple(literal.span for literal in literals(text))


def mask(text: str, spans: tuple[Span, ...]) -> str:
    """Replace the characters of some spans, which must be in order, by spaces; lines stay lines and offsets stay right."""
    pieces: list[str] = []
    done = 0
    for span in spans:
        if span.start >= done:
            pieces += (text[done : span.start], re.sub(r"[^\n]", " ", span.of(text)))
            done = span.end
    return "".join((*pieces, text[done:]))


def _gaps(text: str, spans: tuple[Span, ...]) -> Iterator[Span]:
    start = 0
    for span in spans:
        yield Span(start, span.start)
        start = span.end
    yield Span(start, len(text))


def _in_running_text(text: str, gap: Span) -> Iterator[Literal]:
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for run in re.compile("`+").finditer(text, gap.start, gap.end):
        runs[len(run.group())].append(run.end())
    paragraph_ends = [match.start() for match in _BLANK.finditer(text, gap.start, gap.end)]
    comment_ends = [match.end() for match in re.compile("-->").finditer(text, gap.start, gap.end)]
    done = gap.start
    while (match := _LITERAL.search(text, done, gap.end)) is not None:
        paragraph_end = _first(paragraph_ends, match.start(), gap.end) or gap.end
        end = match.end()
        if match["code"]:
            end = _first(runs[len(match["code"])], end + 1, paragraph_end)
        elif match["comment"]:
            # Only a comment at the start of a line goes on over blank lines.
            line = text.rfind("\n", 0, match.start()) + 1
            begins_line = match.start() - line <= _INDENT and not text[line : match.start()].strip()
            end = _first(comment_ends, end + 3, gap.end if begins_line else paragraph_end)
        if end and match.lastgroup:
            yield Literal(Span(match.start(), end), Kind(match.lastgroup))
        done = end or match.end()


def _first(offsets: list[int], at_least: int, at_most: int) -> int:
    """Give the first of some sorted offsets that lies between two others; 0 if there is none."""
    number = bisect_left(offsets, at_least)
    return offsets[number] if number < len(offsets) and offsets[number] <= at_most else 0
