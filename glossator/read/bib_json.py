"""Read CSL-JSON, entry by entry, so that a broken one spoils only itself and each has its line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from .bib_item import broken, make_item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossator.model.diagnostics import Diagnostic
    from glossator.model.source import Item
    from glossator.model.text import Source

_GAP: Final = re.compile(r"[\s,]*")
_HEAD: Final = re.compile(r"\s*(?:\{\s*\"(?:items|references)\"\s*:\s*)?\[")
"""An array of items, bare as CSL has it, or under the name that Zotero or pandoc gives it."""
_NEXT: Final = re.compile(r"^\s*\{", re.MULTILINE)
_HELP: Final = "each entry is an object in braces, with a comma between one and the next"


class _NotRead(ValueError):  # noqa: N818 - it says why, in words
    """A key stands twice in one object."""


def read_json(source: Source) -> Iterator[Item | Diagnostic]:
    """Give each entry of a CSL-JSON file, in order."""
    text = source.text
    head = _HEAD.match(text)
    if head:
        yield from _entries(source, head.end())
    elif text.strip():
        start = len(text) - len(text.lstrip())
        value, _, fault = _decode(text, start)
        if isinstance(value, dict) and fault is None and "id" in value:
            yield make_item(value, source.place(start))
        else:
            yield broken(source.place(start), "no list of CSL-JSON items", "write the file as [ {…}, {…} ]")


def _entries(source: Source, start: int) -> Iterator[Item | Diagnostic]:
    text, at = source.text, start
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        if at >= len(text):
            yield broken(source.place(len(text.rstrip())), "the list of items is not closed", 'add "]" at the end')
            return
        if text[at] == "]":
            return
        value, end, fault = _decode(text, at)
        if fault is None:
            yield make_item(value, source.place(at))
            at = end
            continue
        yield broken(
            source.place(end), f"the entry that begins at line {source.place(at).line} is no JSON: {fault}", _HELP
        )
        following = _NEXT.search(text, max(end, text.find("\n", at) if "\n" in text[at:] else len(text)))
        if not following:
            return
        at = following.start()


def _decode(text: str, at: int) -> tuple[Any, int, str | None]:
    """Give the value that begins here, where it ends, and what is wrong with it; then the end is the place of the fault."""
    try:
        value, end = json.JSONDecoder(object_pairs_hook=_unique).raw_decode(text, at)
    except json.JSONDecodeError as error:
        return None, error.pos, (error.msg[:1].lower() + error.msg[1:]).removesuffix(" at")
    except _NotRead as error:
        return None, at, str(error)
    except RecursionError:
        return None, at, "it is nested too deeply"
    return value, end, None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise _NotRead(f'"{double}" stands twice')
    return made
