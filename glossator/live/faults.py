"""Faults as a browser shows them: with an excerpt of the file and an address that opens the editor."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from glossator.model.diagnostics import CODES, Diagnostic
from glossator.model.text import Place
from glossator.read.files import read_file
from glossator.read.settings import read_settings
from glossator.report import Weight

from .editors import editor_address

_AROUND: Final = 2
"""Lines shown before and after the one at fault."""
_WIDEST: Final = 160
"""Characters of a line that are shown; a paragraph may be one line of thousands."""
SHOWN: Final = 200
"""Faults that are shown; who has more mends the first ones first."""


def fault_data(faults: Iterable[tuple[Diagnostic, Weight]], root: Path, content: str) -> list[dict[str, Any]]:
    """Give faults as JSON values, errors first, at most `SHOWN`. Files outside the project are named, never read."""
    first = sorted(faults, key=lambda each: each[1] != "error")[:SHOWN]
    editor = _editor(root, content) if first else ""
    return [_fault(fault, weight, root, editor) for fault, weight in first]


def error_data(error: Exception) -> dict[str, Any]:
    """Give a bug of ours, or a broken disk, as a fault. What it says of files stays in the terminal."""
    reason = (isinstance(error, OSError) and error.strerror) or type(error).__name__
    return {
        "path": "", "line": 0, "column": 0, "weight": "error", "code": "", "name": "",
        "message": f"the build broke off: {reason}", "detail": [],
        "help": "the terminal says more; the next save tries again", "excerpt": [], "caret": 0, "file": "", "editor": "",
    }  # fmt: skip


def _editor(root: Path, content: str) -> str:
    source, _ = read_file(root, f"{content}/site.toml")
    return read_settings(source)[0].editor if source is not None else ""


def _fault(fault: Diagnostic, weight: Weight, root: Path, editor: str) -> dict[str, Any]:
    place = fault.place
    file = (root / place.path).resolve()
    inside = file.is_relative_to(root.resolve()) and file.is_file()
    excerpt, caret = _excerpt(root, place) if inside else ([], 0)
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "weight": weight,
        "code": fault.code,
        "name": CODES[fault.code].name,
        "message": fault.message,
        "detail": list(fault.detail),
        "help": fault.help,
        "excerpt": excerpt,
        "caret": caret,
        "file": str(file) if inside else "",
        "editor": editor_address(editor, file, place.line, place.column) if inside else "",
    }


def _excerpt(root: Path, place: Place) -> tuple[list[tuple[int, str]], int]:
    """Give numbered lines around a place, and where in the line at fault, from 1, the caret belongs."""
    source, _ = read_file(root, place.path)
    if source is None:
        return [], 0
    lines = source.text.split("\n")
    first, last = max(1, place.line - _AROUND), min(len(lines), place.line + _AROUND)
    start = max(0, place.column - 1 - _WIDEST // 2) if place.column > _WIDEST * 3 // 4 else 0
    excerpt = []
    for number in range(first, last + 1):
        line, begin = lines[number - 1].expandtabs(1), start if number == place.line else 0
        cut = line[begin : begin + _WIDEST]
        excerpt.append((number, "…" * bool(begin) + cut + "…" * (len(line) > begin + _WIDEST)))
    return excerpt, place.column - start + bool(start)
