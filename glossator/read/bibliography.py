"""Read a bibliography file, and put several together (FORMAT.md §6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from glossator.model.diagnostics import Diagnostic
from glossator.model.source import Item
from glossator.model.text import Place, Source

from .nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SUFFIXES: Final = (".bib", ".json", ".ris", ".yaml", ".yml")
"""Endings of the files that can be read, lower case."""


def read_bibliography(source: Source) -> tuple[tuple[Item, ...], tuple[Diagnostic, ...]]:
    """Read the items of one file, in its order; its ending, one of `SUFFIXES`, says what it is.

    Gives one SRC001 for each entry that cannot be used, SRC002 for a key that stands twice (the first one counts), and
    STY002 if pandoc, which .bib files need, does not run. Only .bib files start a program.
    """
    text = source.text.removeprefix("\N{BYTE ORDER MARK}").replace("\r\n", "\n").replace("\r", "\n")
    reader = _reader(source.path[source.path.rindex(".") :].lower())
    found = list(reader(Source(source.path, text)))
    faults = [one for one in found if isinstance(one, Diagnostic)]
    items, doubles = _unique(one for one in found if isinstance(one, Item))
    return tuple(items.values()), tuple(sorted([*faults, *doubles], key=lambda fault: fault.sort_key))


def _reader(suffix: str) -> Callable[[Source], Iterator[Item | Diagnostic]]:
    """Give what reads files of an ending. All texts meet bibliographies, few builds read one."""
    from . import bib_bibtex, bib_json, bib_ris, bib_yaml

    match suffix:
        case ".bib":
            return bib_bibtex.read_bibtex
        case ".json":
            return bib_json.read_json
        case ".ris":
            return bib_ris.read_ris
        case _:
            return bib_yaml.read_yaml


def merge(files: Iterable[Iterable[Item]]) -> tuple[dict[str, Item], tuple[Diagnostic, ...]]:
    """Put the items of all files together by key, in the order given.

    Gives SRC002 for one key with different items (the first one counts), and SRC003 for an `origin` that is no key.
    """
    items, faults = _unique(item for file in files for item in file)
    for item in items.values():
        if item.origin and (item.origin not in items or item.origin == item.key):
            faults.append(unknown_origin(item, items))
    return items, tuple(sorted(faults, key=lambda fault: fault.sort_key))


def _unique(found: Iterable[Item]) -> tuple[dict[str, Item], list[Diagnostic]]:
    items: dict[str, Item] = {}
    faults: list[Diagnostic] = []
    for item in found:
        first = items.setdefault(item.key, item)
        if first != item:
            faults.append(duplicate_source(item, first, first.place))
    return items, faults


def duplicate_source(item: Item, first: Item, place: Place) -> Diagnostic:
    """Report that another item has the key of `first`, which stands at `place` (SRC002)."""
    names = sorted(name for name in item.csl.keys() | first.csl.keys() if item.csl.get(name) != first.csl.get(name))
    return Diagnostic(
        item.place,
        "SRC002",
        f'the key "{item.key}" stands twice, first at {place}',
        detail=(f"they differ in {', '.join(names)}",),
        help="give one of them another key, or make them equal",
    )


def unknown_origin(item: Item, items: Iterable[str]) -> Diagnostic:
    """Report that the origin of an item is not among the keys of all items, or is the item itself (SRC003)."""
    if item.origin == item.key:
        return Diagnostic(item.place, "SRC003", f'"{item.key}" names itself as its origin', help="leave origin out")
    help_ = did_you_mean(item.origin, items) or "origin is the key of another source"
    return Diagnostic(item.place, "SRC003", f'origin of "{item.key}" is no source: "{item.origin}"', help=help_)
