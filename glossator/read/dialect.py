"""Where Python-Markdown and CommonMark differ, the build warns (FORMAT.md §4): editors preview in other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Source, Span

from .code_spans import fences, mask, open_fences

_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|(?P<number>\d{1,9})(?P<dot>[.)]))(?:[ \t]+(?=\S)|\Z)")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}\Z")
_DELIMITER = re.compile(r" {0,3}\|?[ \t]*+:?-+:?[ \t]*+(?:\|[ \t]*+:?-+:?[ \t]*+)*+\|?\Z")
_TIGHT_HEADING = re.compile(r"#{1,6}[^#\s]")
_INDENTED_HEADING = re.compile(r" {1,3}#{1,6}[ \t]")
_NESTING = 4
"""Columns that Python-Markdown wants for each level; CommonMark wants the width of the marker."""

_BLANK_LINE = "put a blank line before it"


def dialect_differences(source: Source, start: int = 0) -> tuple[Diagnostic, ...]:
    """Find lines after an offset that the two read differently. Gives MKD002."""
    text = mask(source.text, (Span(0, start),))
    found = [
        Diagnostic(
            source.place(offset),
            "MKD002",
            "a fence that is never closed is no code here, and swallows the rest of the file elsewhere",
            help="close it with the same mark on a line of its own",
        )
        for offset in open_fences(text)
    ]
    lines = mask(text, fences(text)).split("\n")
    first = source.place(start).line - 1
    found += (
        Diagnostic(source.place(source.line_starts[number] + column), "MKD002", message, help=help_)
        for number, column, message, help_ in _differences(lines, first)
    )
    return tuple(sorted(found, key=lambda each: each.sort_key))


def _differences(lines: list[str], first: int) -> Iterator[tuple[int, int, str, str]]:
    """Give (line, column from 0, message, help)."""
    last: re.Match[str] | None = None  # item of the list that is open
    before = ""
    for number in range(first, len(lines)):
        line = lines[number].rstrip()
        item = None if _RULE.match(line) else _ITEM.match(line)
        if item is not None:
            found = _item(item, before, last)
            if found is not None:
                yield number, len(item["indent"]), *found
            if found is None or last is not None:
                last = item
        elif line:
            indent = len(line) - len(line.lstrip())
            if last is not None and not (indent or before):
                last = None
            if _TIGHT_HEADING.match(line):
                yield number, 0, f"`{line.split()[0]}` begins a heading here, and is text elsewhere", _TIGHT_HELP
            elif _INDENTED_HEADING.match(line) and last is None:
                yield number, 0, "an indented heading stays text", "move it to the start of the line"
            elif _DELIMITER.match(line) and "|" in line + before and _in_paragraph(lines, number - 2, first):
                yield number - 1, 0, "a table right under a paragraph stays text", _BLANK_LINE
            elif last is not None and not before and indent < _NESTING and line[0] == " ":
                yield (
                    number,
                    indent,
                    f"a paragraph indented by {indent} spaces belongs to no item",
                    "indent it by 4 spaces",
                )
        before = line


_TIGHT_HELP = "put a space after `#`, or a backslash before it"


def _item(item: re.Match[str], before: str, last: re.Match[str] | None) -> tuple[str, str] | None:
    """Tell what is wrong with the line of a list item, and what helps."""
    indent = len(item["indent"])
    if item["dot"] == ")":
        # CommonMark lets a list with another number than 1 begin after a blank line only.
        begins = last is not None or not before or item["number"] == "1"
        return (f"`{item['mark']}` makes no list here", f"write `{item['number']}.`") if begins else None
    if last is not None:
        if indent % _NESTING and indent > len(last["indent"]):
            return f"a list item nested by {indent} spaces is read as one of the outer list", "nest by 4 spaces"
        if before and indent == len(last["indent"]) and (item["number"] is None) != (last["number"] is None):
            return "an item of another kind right under a list stays text", _BLANK_LINE
    elif indent < _NESTING:
        if before and not before.startswith("#"):
            return ("a list right under a paragraph stays text", _BLANK_LINE) if item["number"] in (None, "1") else None
        if item["number"] and len(item["number"]) > 2:
            help_ = "write `\\.` after the number, or move a word before it"
            return f"a line that begins with `{item['mark']}` becomes a list", help_
    return None


def _in_paragraph(lines: list[str], number: int, first: int) -> bool:
    """Tell whether a line of text stands right above the header of a table."""
    return number >= first and bool(lines[number].strip()) and not lines[number].startswith("#")
