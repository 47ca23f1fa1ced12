"""Front matter: YAML between `---` lines, with every scalar kept as the string that stands there.

PyYAML parses; its guesses (`no`, `0123`, dates) never run, because only node values are used. Anchors, aliases and tags
are refused: they are nearly always a value that should have been quoted, and aliases can grow without bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source

LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_HEADER = re.compile(r"\A(---[ \t]*\n)(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_UNQUOTED = re.compile(r"^(\s*(?:- )?[\w-]+: +)(?![\"'\[{>|])(.*\S)\s*$")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, as written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    values: tuple[Value, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: str
    place: Place
    value: Value


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; no key occurs twice."""

    entries: tuple[Entry, ...]
    place: Place


Value = Scalar | Items | Table


@dataclass(frozen=True, slots=True)
class Split:
    """A file cut into header and body."""

    table: Table
    """Empty if there is no header, or if it does not parse."""
    body: int
    """Offset at which the body begins."""
    broken: bool = False
    """Whether there was a header that did not parse, so that missing fields are no further fault."""


def split_header(source: Source) -> tuple[Split, tuple[Diagnostic, ...]]:
    """Cut a file into header and body. Gives HDR003 and HDR004; of the file only the header is lost."""
    match = _HEADER.match(source.text)
    nothing = Table((), Place(source.path))
    if match is None:
        if source.text.startswith("---\n"):
            fault = Diagnostic(
                Place(source.path), "HDR003", "the header has no end", help="put a line `---` after its last field"
            )
            return Split(nothing, 0, broken=True), (fault,)
        return Split(nothing, 0), ()
    table, faults = parse_yaml(Source(source.path, match[2]), first_line=2)
    broken = any(fault.code == "HDR003" for fault in faults)
    if not isinstance(table, Table):
        if table is not None and not broken:
            message = "the header must be fields of the form `key: value`"
            faults = (*faults, Diagnostic(table.place, "HDR003", message))
            broken = True
        table = nothing
    return Split(table, match.end(), broken), faults


def parse_yaml(source: Source, first_line: int = 1) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """Parse a whole YAML document; None if it is empty or does not parse. `first_line` is the file's line of its first.

    Gives HDR003 (syntax) and HDR004 (a key twice: the first one counts).
    """
    try:
        for event in yaml.parse(source.text, Loader=LOADER):
            _refuse_references(event)
        node = yaml.compose(source.text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_fault(source, error, first_line),)
    except (yaml.YAMLError, RecursionError) as error:
        return None, (Diagnostic(Place(source.path, first_line), "HDR003", f"not YAML: {_one_line(error)}"),)
    faults: list[Diagnostic] = []
    value = None if node is None else _value(node, source.path, first_line, faults)
    return value, tuple(faults)


def _refuse_references(event: yaml.Event) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise yaml.MarkedYAMLError(problem="a value that starts with `&` or `*`", problem_mark=event.start_mark)
    if getattr(event, "tag", None):
        raise yaml.MarkedYAMLError(problem="a value that starts with `!`", problem_mark=event.start_mark)


def _syntax_fault(source: Source, error: yaml.MarkedYAMLError, first_line: int) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    lines = source.text.split("\n")
    number = min(mark.line, len(lines) - 1) if mark else 0
    place = Place(source.path, number + first_line, mark.column + 1 if mark else 1)
    line = lines[number]
    suggestion = _quoted(line)
    return Diagnostic(
        place,
        "HDR003",
        f"not YAML: {error.problem or _one_line(error)}",
        (line.rstrip(),) if line.strip() else (),
        f"write {suggestion}" if suggestion else "put values with `: `, ` #` or a mark at their start in quotes",
    )


def _quoted(line: str) -> str:
    """Give a line with its value in quotes, if that is likely to mend it."""
    match = _UNQUOTED.match(line)
    if match is None:
        return ""
    value = match[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'{match[1].strip()} "{value}"'


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _value(node: yaml.Node, path: str, first_line: int, faults: list[Diagnostic]) -> Value:
    place = _place(node, path, first_line)
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Entry] = {}
        for key_node, value_node in node.value:
            key_place = _place(key_node, path, first_line)
            if not isinstance(key_node, yaml.ScalarNode):
                faults.append(Diagnostic(key_place, "HDR003", "a key must be a word"))
                continue
            value = _value(value_node, path, first_line, faults)
            key = str(key_node.value)
            if key in entries:
                first = entries[key].place
                message = f"`{key}` stands twice, first in line {first.line}"
                faults.append(Diagnostic(key_place, "HDR004", message, help="keep one of them"))
                continue
            entries[key] = Entry(key, key_place, value)
        return Table(tuple(entries.values()), place)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_value(item, path, first_line, faults) for item in node.value), place)
    return Scalar(str(node.value), place)


def _place(node: yaml.Node, path: str, first_line: int) -> Place:
    return Place(path, node.start_mark.line + first_line, node.start_mark.column + 1)
