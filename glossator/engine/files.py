"""Which files changed since the last time: by size, time, number and, when these are in doubt, by content.

A file whose stamp is as it was counts as unchanged, unless it was written so shortly before it was last looked at that a
second change could bear the same stamp; then its content is hashed (as git does with a "racy" index entry).
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

FRESH: Final = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use (FAT)."""

Entry = tuple[int, int, int, bytes, bool]
"""Size, time and number of a file, hash of its content, and whether its stamp can be trusted."""


@dataclass(slots=True)
class Files:
    """The files below some folders. `roots` maps what paths begin with to folders or single files."""

    roots: Mapping[str, Path]
    table: dict[str, Entry] = field(default_factory=dict)
    noted: bool = False
    """Whether the table is another than it was."""

    def look(self, within: Iterable[str] | None = None) -> set[str]:
        """Give the paths that are new, changed or gone, and note how they are now.

        With `within`, look only there: paths of files or folders as in the table.
        """
        now = time.time_ns()
        seen: dict[str, os.stat_result] = {}
        if within is None:
            for shown, folder in self.roots.items():
                _walk(shown, str(folder), seen)
            gone = self.table.keys() - seen.keys()
        else:
            gone = self._some(within, seen)
        changed = set(gone)
        for path in gone:
            del self.table[path]
            self.noted = True
        for path, found in seen.items():
            old = self.table.get(path)
            stamp = (found.st_size, found.st_mtime_ns, found.st_ino)
            if old is not None and old[4] and old[:3] == stamp:
                continue
            content = self._hash(path)
            if content is None:  # it went while we looked
                if self.table.pop(path, None):
                    changed.add(path)
                continue
            if old is None or old[3] != content:
                changed.add(path)
            self.noted = True
            self.table[path] = (*stamp, content, found.st_mtime_ns < now - FRESH)
        return changed

    def file(self, path: str) -> Path:
        """Give where a path of the table is."""
        for shown, folder in self.roots.items():
            if path == shown:
                return folder
            if path.startswith(shown + "/"):
                return folder / path[len(shown) + 1 :]
        raise KeyError(path)

    def _some(self, within: Iterable[str], seen: dict[str, os.stat_result]) -> set[str]:
        """Look at some paths; give those of the table that are no more."""
        gone: set[str] = set()
        for path in within:
            if any(_passed_over(part) for part in path.split("/")):
                continue
            try:
                target = str(self.file(path))
            except KeyError:
                continue
            below = path + "/"
            known = {path} & self.table.keys()
            if path not in self.table:
                known = {each for each in self.table if each.startswith(below)}
            _walk(path, target, seen)
            gone |= known - seen.keys()
        return gone

    def _hash(self, path: str) -> bytes | None:
        try:
            return blake2b(self.file(path).read_bytes(), digest_size=16).digest()
        except OSError as error:
            gone = isinstance(error, FileNotFoundError) and not self.file(path).is_symlink()
            return None if gone else b"unreadable"  # what cannot be read is for the reader to tell


def _passed_over(name: str) -> bool:
    """Tell whether a file or folder is hidden, or an editor's back-up."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp"))


def _walk(shown: str, folder: str, seen: dict[str, os.stat_result]) -> None:
    """Note the stamps of all files below a folder, and of links to folders and unreadable ones, which are not entered."""
    todo = [(shown, folder)]
    while todo:
        shown, folder = todo.pop()
        try:
            entries = os.scandir(folder)
        except NotADirectoryError:
            seen[shown] = os.stat(folder)  # noqa: PTH116 - a string is at hand
            continue
        except FileNotFoundError:
            continue
        except OSError:
            with suppress(OSError):
                seen[shown] = os.stat(folder)  # noqa: PTH116 - a string is at hand
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if name[0] in ".#" or name[-1] == "~" or name.endswith(".swp"):
                    continue
                try:
                    if entry.is_dir(follow_symlinks=False):
                        todo.append((f"{shown}/{name}", entry.path))
                        continue
                    found = entry.stat()
                except OSError:  # a link to nothing is there, and cannot be read
                    with suppress(OSError):
                        seen[f"{shown}/{name}"] = entry.stat(follow_symlinks=False)
                    continue
                if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):
                    seen[f"{shown}/{name}"] = found
