"""Read CSL-YAML: a list of items, bare or under `references:` as pandoc and Better BibTeX write it. No scalar is guessed.

A file that does not parse is cut at the items of its list and read again piece by piece, so that only the broken one is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from glossator.model.text import Source

from .bib_item import broken, make_item
from .header import Items, Scalar, Table, Value
from .yaml_values import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossator.model.diagnostics import Diagnostic
    from glossator.model.source import Item

_NAMES: Final = ("references", "items")
_MARKER: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_ITEM: Final = re.compile(r"^( *)-(?=[ \n])", re.MULTILINE)
_HELP: Final = "a list has one item for each source: `- id: brown-2016`, its other fields under `id`"


def read_yaml(source: Source) -> Iterator[Item | Diagnostic]:
    """Give each entry of a CSL-YAML file, in order."""
    source = Source(source.path, _MARKER.sub("", source.text))
    value, faults = parse_yaml(source)
    if faults:
        yield from _piece_by_piece(source)
    elif value is not None:
        yield from _entries(value)


def _entries(value: Value) -> Iterator[Item | Diagnostic]:
    if isinstance(value, Table):
        named = [entry.value for entry in value.entries if entry.key in _NAMES]
        value = named[0] if named else Items((value,), value.place) if _has_id(value) else value
    if isinstance(value, Items):
        yield from (make_item(_plain(one), one.place) for one in value.values)
    else:
        yield broken(value.place, "no list of CSL-YAML items", _HELP)


def _has_id(table: Table) -> bool:
    return any(entry.key == "id" for entry in table.entries)


def _piece_by_piece(source: Source) -> Iterator[Item | Diagnostic]:
    starts = list(_ITEM.finditer(source.text))
    indent = len(starts[0][1]) if starts else 0
    cuts = [match.start() for match in starts if len(match[1]) == indent] or [0]
    for start, end in zip(cuts, [*cuts[1:], len(source.text)], strict=True):
        line = source.place(start).line
        value, faults = parse_yaml(Source(source.path, source.text[start:end]), line)
        if faults:
            fault = faults[0]
            yield broken(fault.place, f"the entry that begins at line {line} is not used: {fault.message}", fault.help)
        elif value is not None:
            yield from _entries(value)


def _plain(value: Value) -> Any:
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Items):
        return [_plain(one) for one in value.values]
    return {entry.key: _plain(entry.value) for entry in value.entries}
