"""YAML becomes values, each with its place, every scalar kept as the string that stands there.

PyYAML parses; its guesses (`no`, `0123`, dates) never run, because only node values are used. Anchors, aliases and tags
are refused: they are nearly always a value that should have been quoted, and aliases can grow without bound.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source

from .header import Entry, Items, Scalar, Table, Value, header_fault

_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FIELD = re.compile(r"(\s*(?:- +)?[\w-]+: +|\s*- +)(.*)\Z", re.DOTALL)
_UNPRINTABLE: Final = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""YAML 1.1 §5.1; also the byte-order mark, and the line ends of YAML 1.1 that no editor shows as such."""

_DEEPEST: Final = 50
"""Levels of lists and fields; the C parser has no limit of its own and ends the process at some 20,000."""


def parse_yaml(source: Source, first_line: int = 1) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """Parse a whole YAML document; None if it is empty or does not parse. `first_line` is the file's line of its first.

    Gives HDR003 (syntax) and HDR004 (a key twice: the first one counts).
    """
    reader = _Reader(source, first_line)
    # Most headers need no more than this, and to compile the pattern takes longer than to read one.
    printable = all(line.isprintable() for line in source.text.split("\n"))
    unprintable = None if printable else re.search(_UNPRINTABLE, source.text)
    if unprintable is not None:
        message = f"the character U+{ord(unprintable.group()):04X} cannot stand in YAML"
        return None, (header_fault(reader.place(unprintable.start()), message, "remove it; it shows nothing"),)
    try:
        _refuse_what_is_not_plain(source.text)
        node = yaml.compose(source.text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return None, (reader.syntax_fault(error),)
    value = None if node is None else reader.value(node)
    return value, tuple(reader.faults)


def _refuse_what_is_not_plain(text: str) -> None:
    depth = 0
    mark: Any
    for event in yaml.parse(text, Loader=_LOADER):
        problem = ""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = "a value that starts with `&` or `*`"
        elif getattr(event, "tag", None):
            problem = "a value that starts with `!`"
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            problem = "lists and fields too deep in one another" if depth > _DEEPEST else ""
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if problem:
            mark = event.start_mark  # two classes of the same shape, as PyYAML has a C and a Python parser
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


class _Reader:
    """Turns the nodes of one document into values and notes what is wrong with them."""

    def __init__(self, source: Source, first_line: int) -> None:
        self.source, self.first_line = source, first_line
        self.faults: list[Diagnostic] = []

    def place(self, offset: int) -> Place:
        """Give the file's place of an offset."""
        place = self.source.place(offset)
        return Place(place.path, place.line + self.first_line - 1, place.column)

    def value(self, node: yaml.Node) -> Value:
        place = self.place(node.start_mark.index)
        if isinstance(node, yaml.MappingNode):
            return self._table(node, place)
        if isinstance(node, yaml.SequenceNode):
            return Items(tuple(self.value(item) for item in node.value), place)
        return Scalar(str(node.value), place)

    def _table(self, node: yaml.MappingNode, place: Place) -> Table:
        entries: dict[str, Entry] = {}
        for key_node, value_node in node.value:
            key_place = self.place(key_node.start_mark.index)
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append(header_fault(key_place, "a key must be a word"))
                continue
            entry = Entry(str(key_node.value), key_place, self.value(value_node))
            first = entries.setdefault(entry.key, entry)
            if first is not entry:
                message = f"`{entry.key}` stands twice, first in line {first.place.line}"
                self.faults.append(Diagnostic(key_place, "HDR004", message, help="keep one of them"))
        return Table(tuple(entries.values()), place)

    def syntax_fault(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        text = self.source.text
        mark = error.problem_mark
        if error.context_mark is not None and (mark is None or not text[mark.index :].strip()):
            mark = error.context_mark  # where what is never closed begins
        offset = min(mark.index, len(text)) if mark else 0
        start = text.rfind("\n", 0, offset) + 1
        line = text[start:].partition("\n")[0].rstrip()
        suggestion = _quoted(line)
        return Diagnostic(
            self.place(offset),
            "HDR003",
            f"not YAML: {error.problem}",
            (line,) if line else (),
            f"write {suggestion}" if suggestion else "put values with `: `, ` #` or a mark at their start in quotes",
        )


def _quoted(line: str) -> str:
    """Give a line with its value in quotes, if that is likely to mend it."""
    match = _FIELD.match(line)
    value = match[2] if match else ""
    marked = value and (not value[0].isalnum() or ": " in value or " #" in value)
    if match is None or not marked or value[0] in "|>" or (value[0] in "\"'" and value[0] not in value[1:]):
        return ""
    single = '"' in value or "\\" in value
    return f"{match[1].strip()} " + ("'" + value.replace("'", "''") + "'" if single else f'"{value}"')
