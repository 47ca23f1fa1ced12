from __future__ import annotations

from pathlib import Path

from glossator.model.text import Source
from glossator.read.bibliography import merge, read_bibliography

DEMO = Path(__file__).parent.parent / "content" / "sources"


def test_demo_is_read_without_fault() -> None:
    """Every source of the demo content is an item, and no two have one key."""
    read = [read_bibliography(Source(path.name, path.read_text("utf-8"))) for path in sorted(DEMO.iterdir())]
    items, faults = merge(items for items, _ in read)
    assert [fault for _, faults in read for fault in faults] == []
    assert faults == ()
    assert len(items) == sum(len(found) for found, _ in read)
    assert items["brown-2016"].short == "Brown 2016"
    assert items["shimoda-1855"].short == "Treaty of Shimoda 1855"
    assert items["cao-nt-day"].year == ""
