"""Where Python-Markdown and CommonMark differ, the build warns (FORMAT.md §4): editors preview in other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source

from .code_spans import fences, mask

_ITEM = re.compile(r"^(?P<indent> *)(?:[-*+]|(?P<number>\d{1,9})[.)])(?:[ \t]+(?=\S)|$)")
_DELIMITER = re.compile(r"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_NESTING = 4
"""Columns that Python-Markdown wants for each level; CommonMark wants the width of the marker."""


def dialect_differences(source: Source, start: int = 0) -> tuple[Diagnostic, ...]:
    """Find lines after an offset that the two read differently. Gives MKD002."""
    text = mask(source.text, fences(source.text))
    first_line = source.place(start).line
    lines = text.split("\n")
    return tuple(
        Diagnostic(source.place(source.line_starts[number] + column), "MKD002", message, help=help_)
        for number, column, message, help_ in _differences(lines, first_line - 1)
    )


def _differences(lines: list[str], first: int) -> Iterator[tuple[int, int, str, str]]:
    """Give (line, column from 0, message, help)."""
    in_list = False
    for number in range(first, len(lines)):
        line = lines[number]
        before = lines[number - 1] if number > first else ""
        item = _ITEM.match(line)
        if not line.strip():
            continue
        if item is None:
            in_list = in_list and (line.startswith(" ") or bool(before.strip()))
            if _DELIMITER.match(line) and "|" in line + before and _under_paragraph(lines, number - 1, first):
                yield number - 1, 0, "a table right under a paragraph stays text", "put a blank line before it"
            continue
        indent = len(item["indent"])
        if item["number"] and len(item["number"]) > 2 and indent < _NESTING and not in_list:
            yield (
                number,
                indent,
                f"a line that begins with `{line.strip().split()[0]}` becomes a list",
                ("write `\\.` after the number, or move a word before it"),
            )
        if in_list and indent % _NESTING and _ITEM.match(before):
            yield (
                number,
                indent,
                f"a list item nested by {indent} spaces is read as one of the outer list",
                ("nest by 4 spaces"),
            )
        elif not in_list and indent < _NESTING and before.strip() and not _closes_block(before):
            yield number, indent, "a list right under a paragraph stays text", "put a blank line before it"
        in_list = True


def _under_paragraph(lines: list[str], header: int, first: int) -> bool:
    """Tell whether the header line of a table follows a line of text."""
    return header > first and bool(lines[header - 1].strip()) and not _closes_block(lines[header - 1])


def _closes_block(line: str) -> bool:
    """Tell whether a line ends its block by itself: a heading or a line of the fence that was blanked."""
    return line.startswith("#")
