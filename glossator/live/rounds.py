"""The loop: changes come in, the site is built, the result is shown."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from .builder import Builder, Built, Early
from .changes import EVERYTHING, Batch, Changes

SWEEP: Final = 1.0
"""Seconds of quiet after which folders are looked through once more, if some came or went or very much happened: the system
may not yet have watched a new folder when the first files were put into it, and it drops events that come too fast."""

Snapshot = dict[str, tuple[int, int, int]]


class Round(Struct, frozen=True):
    """One build of the loop."""

    batch: Batch
    built: Built | None
    """None if building raised; if publishing did, there is an error besides."""
    seconds: float
    error: Exception | None = None
    """A bug of ours or a broken disk."""


class Showing(Struct, frozen=True):
    """Where the rounds' results go."""

    publish: Callable[[Built], object]
    """Put what was built where it belongs."""
    show: Callable[[Round], None]
    """Tell those who look at the site."""
    tell: Callable[[Round], None]
    """Tell the terminal."""
    early: Early
    looking: Callable[[], str]
    """Give the path of the page being looked at, or nothing."""


def run(builder: Builder, changes: Changes, showing: Showing, folders: Iterable[Path]) -> None:
    """Build once, then after each batch of changes, until the changes are closed.

    Nothing that goes wrong in a build ends the loop: the next save may mend it.
    """
    folders = tuple(folders)
    batch: Batch | None = EVERYTHING
    before: Snapshot | None = None
    while batch is not None:
        if batch.changed is None:
            before = snapshot(folders)
        _round(builder, batch, showing)
        batch = changes.take(SWEEP if before is not None else None)
        while batch == Batch():  # nothing happened for a while
            missed = before is not None and snapshot(folders) != before
            before = None
            batch = EVERYTHING if missed else changes.take()


def _round(builder: Builder, batch: Batch, showing: Showing) -> None:
    started = time.perf_counter()
    built = None
    error: Exception | None = None
    try:
        built = builder.build(batch.changed, showing.looking(), showing.early)
        if not built.failed:
            showing.publish(built)
    except Exception as fault:  # noqa: BLE001 - the loop outlives bugs and broken disks
        error = fault
    made = Round(batch, built, time.perf_counter() - started, error)
    showing.show(made)
    showing.tell(made)


def snapshot(folders: Iterable[Path]) -> Snapshot:
    """Give what tells a changed file from an unchanged one, for all files below some folders."""
    found: Snapshot = {}
    for folder in folders:
        for base, _, names in os.walk(folder):
            for name in names:
                path = f"{base}/{name}"
                try:
                    status = Path(path).stat()
                except OSError:  # gone meanwhile
                    continue
                found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found
