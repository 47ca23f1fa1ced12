from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from glossator.model.text import Source
from glossator.read.bibliography import SUFFIXES, read_bibliography

CASES = Path(__file__).parent / "cases" / "bib"
FILES = sorted(path.name for path in CASES.iterdir() if path.suffix in SUFFIXES and path.name != "twenty.json")


def test_there_are_many_odd_entries() -> None:
    """At least sixty entries, as programs and publishers export them, are tried."""
    assert sum(len((CASES / f"{name}.expected").read_text("utf-8").splitlines()) for name in FILES) >= 60


@pytest.mark.parametrize("name", FILES)
def test_odd_entries_are_read_or_refused(name: str) -> None:
    """Each entry is an item that says what the entry says, or one fault with its line: the expected files were checked by hand."""
    items, faults = read_bibliography(Source(name, (CASES / name).read_text("utf-8")))
    lines = [
        (
            item.place,
            f"{item.place.line}: {item.key} = {item.short} | {json.dumps(item.csl, ensure_ascii=False, sort_keys=True)}",
        )
        for item in items
    ]
    lines += [
        (fault.place, f"{fault.place.line}:{fault.place.column}: {fault.code} {fault.message} | {fault.help}")
        for fault in faults
    ]
    told = "".join(f"{line}\n" for _, line in sorted(lines))
    expected = CASES / f"{name}.expected"
    if os.environ.get("UPDATE"):
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")
