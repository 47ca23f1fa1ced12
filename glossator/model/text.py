"""Positions in text.

Spans count Unicode code points and are half-open, as in the W3C text position selector (Web Annotation
Data Model §4.2.5, whose unit is the code point too). Lines and columns are 1-based and count code points.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from msgspec import Struct


class Span(Struct, frozen=True, order=True):
    """A stretch of a text, from `start` up to but not including `end`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Give the characters of `text` that this span covers."""
        return text[self.start : self.end]


class Place(Struct, frozen=True, order=True):
    """Where something stands: a file, relative to the project and with forward slashes, a line and a column."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Source(Struct, frozen=True, dict=True):
    """The text of one file, with its path relative to the project."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offsets at which the lines begin; the first is 0."""
        return (0, *(i + 1 for i, character in enumerate(self.text) if character == "\n"))

    def place(self, offset: int) -> Place:
        """Give the place of a code point offset; one past the end is the end."""
        line = bisect_right(self.line_starts, offset)
        return Place(self.path, line, offset - self.line_starts[line - 1] + 1)
