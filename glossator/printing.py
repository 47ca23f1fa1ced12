"""The last part of a build: the stale files of the site are made, and published all at once.

Of a page that shows what it showed before, nothing is rendered; of a file whose bytes are the same, nothing is written. What
was printed is kept in the state only once the journal of the publication is there: a build that is killed before is done
again, one that is killed after it is finished by the next.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .engine.ask import Ask
from .engine.state import State
from .model.diagnostics import Diagnostic
from .publish.folder import Publication, Published, known_files
from .steps import MEET, PAGES

if TYPE_CHECKING:
    from .stages import Printed

Shown = Callable[[str, bytes], None]
"""Is told a path of the site and its bytes."""


@dataclass(slots=True)
class Prints:
    """What came of printing."""

    rendered: list[tuple[str, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    new: bool = False
    """Whether there are files that were not there before."""


def settle_paths(state: State) -> None:
    """Have a node for each path that is claimed, and none for others."""
    ask = Ask(state, MEET)
    for key in state.take_news("path"):
        if ask.fact("path", key, len):
            if not state.has(PAGES, key):
                state.add(PAGES, key, "it is new")
        else:
            before = state.value(PAGES, key)
            if before is not None:
                state.leave(before[0])
            state.drop(PAGES, key)


def settle_folder(state: State, out: Path) -> None:
    """Make stale what is missing in the output folder; of another folder than the last time, everything."""
    place = str(out.resolve())
    if state.meta("out") != place:
        if state.meta("out") is not None:
            state.unmake(PAGES)
            state.stale_all(PAGES, "it goes to another folder")
        state.set_meta("out", place)
        state.set_meta("sweep", value=True)
        return
    known: dict[str, tuple[int, int]] = state.meta("folders") or {}
    touched = {folder for folder, stamp in known.items() if _stamp(out / folder) != stamp}
    if not touched:
        return
    there = {folder: set(os.listdir(out / folder)) if (out / folder).is_dir() else set() for folder in touched}
    for key in state.names(PAGES):
        before = state.value(PAGES, key)
        if before is not None:
            folder, _, name = before[0].rpartition("/")
            if folder in touched and name not in there[folder]:
                state.unmake(PAGES, key)
                state.add(PAGES, key, "it is missing in the output folder")


def put(state: State, publication: Publication | None, done: Iterable[tuple[Printed, str]], first: str, shown: Shown) -> Prints:
    """Take up what was printed: stage new bytes, note the rest."""
    prints = Prints()
    for printed, why in done:
        prints.faults += printed.faults
        if not printed.looked:
            prints.rendered.append((printed.path, why))
        if printed.before and printed.before != printed.path:
            state.leave(printed.before)
        prints.new = prints.new or printed.before != printed.path
        state.put(PAGES, printed.name, printed.made)
        if printed.content is None:
            continue
        if printed.path == first:
            shown(first, printed.content)
        if publication is not None and (printed.before or publication.differs(printed.path, printed.content)):
            publication.write(printed.path, printed.content)
            prints.changed.append(printed.path)
    return prints


def finish(state: State, publication: Publication, prints: Prints) -> Published:
    """Publish, and keep what was printed."""
    gone = set(state.left())
    sweep = state.meta("sweep")
    if prints.new or gone or sweep:
        ours = set(_paths(state))
        gone |= set(known_files(publication.out, publication.state)) if sweep else set()
        prints.removed = sorted(gone - ours)
        publication.remove(prints.removed)
        state.forget_left()
        state.set_meta("sweep", value=False)
        published = publication.commit(state.commit, ours)
        folders = {path.rpartition("/")[0] for path in ours}
    else:
        published = publication.commit(state.commit)
        folders = set(state.meta("folders") or ())
    stamps = {folder: _stamp(publication.out / folder) for folder in folders}
    if state.meta("folders") != stamps:
        state.set_meta("folders", stamps)
        state.commit()
    return published


def _paths(state: State) -> Iterator[str]:
    for key in state.names(PAGES):
        yield state.value(PAGES, key)[0]


def _stamp(folder: Path) -> tuple[int, int]:
    try:
        found = folder.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)
