"""Where code stands in Markdown: fences, code spans, raw HTML tags. Our own syntax is never looked for there.

The rules are Python-Markdown's, because its output is what readers see: a fence is closed by the same mark at least as
long, a code span by a run of backticks of the same length, and a backslash before a backtick opens none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossator.model.text import Span

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_SKIPPED = re.compile(
    r"(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"  # a code span ends with its paragraph
    r"|<!--.*?-->"
    r"|</?[A-Za-z][^<>\n]*(?:\n[^<>\n]+)*>",
    re.DOTALL,
)


def fences(text: str) -> tuple[Span, ...]:
    """Give the spans of fenced code blocks, their fences included, in order. What is never closed is no fence."""
    found = []
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            if match[1][0] == "~" or "`" not in match[2]:
                opened = match
        elif match[1][0] == opened[1][0] and len(match[1]) >= len(opened[1]) and not match[2].strip():
            found.append(Span(opened.start(), match.end()))
            opened = None
    return tuple(found)


def code_spans(text: str) -> tuple[Span, ...]:
    """Give everything in which our own syntax means nothing: fences, code spans, tags, HTML comments, in order."""
    found = list(fences(text))
    for gap in _gaps(text, tuple(found)):
        found += (Span(match.start(), match.end()) for match in _SKIPPED.finditer(text, gap.start, gap.end))
    return tuple(sorted(found))


def mask(text: str, spans: tuple[Span, ...]) -> str:
    """Replace the characters of some spans by spaces; lines stay lines and offsets stay right."""
    pieces = []
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
