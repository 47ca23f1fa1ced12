"""Front matter: YAML between `---` lines, with every scalar kept as the string that stands there."""

from __future__ import annotations

import re

from msgspec import Struct

from glossator.model.diagnostics import Diagnostic
from glossator.model.text import Place, Source

_HEADER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_OPENED = re.compile(r"---[ \t]*(?:\n|\Z)")


class Scalar(Struct, frozen=True):
    """A string, as written."""

    text: str
    place: Place


class Items(Struct, frozen=True):
    """A list."""

    values: tuple[Value, ...]
    place: Place


class Entry(Struct, frozen=True):
    """A key and its value."""

    key: str
    place: Place
    value: Value


class Table(Struct, frozen=True):
    """A mapping; no key occurs twice."""

    entries: tuple[Entry, ...]
    place: Place


Value = Scalar | Items | Table


class Split(Struct, frozen=True):
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
        if not _OPENED.match(source.text):
            return Split(nothing, 0), ()
        help_ = "put a line `---` after its last field"
        return Split(nothing, 0, broken=True), (header_fault(nothing.place, "the header has no end", help_),)
    from .yaml_values import parse_yaml

    table, faults = parse_yaml(Source(source.path, match[1]), first_line=2)
    if isinstance(table, Table):
        return Split(table, match.end(), any(fault.code == "HDR003" for fault in faults)), faults
    if table is not None:
        faults = (*faults, header_fault(table.place, "the header must be fields of the form `key: value`"))
    return Split(nothing, match.end(), bool(faults)), faults


def header_fault(place: Place, message: str, help_: str = "") -> Diagnostic:
    """Tell what is wrong with a header or another YAML (HDR003)."""
    return Diagnostic(place, "HDR003", message, help=help_)
