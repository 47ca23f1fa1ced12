"""Which files changed since the last time: by size, time, number and, when these are in doubt, by content.

A file whose stamp is as it was counts as unchanged, unless it was written so shortly before it was last looked at that a
second change could bear the same stamp; then its content is hashed (as git does with a "racy" index entry). In the same way a
folder whose stamp is as it was has the same entries: to ask for stamps of what is known takes half as long as to list it.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from .table import DOUBTED, Entry, Table, stamp

FRESH: Final = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use (FAT)."""
_FOLDER: Final = bytes(16)
_UNREADABLE: Final = b"unreadable".ljust(16, b"\0")
"""Stands for the content of a file that cannot be read."""


class Files:
    """The files below some folders. `roots` maps what paths begin with to folders or single files."""

    def __init__(self, roots: Mapping[str, Path], table: Table | None = None) -> None:
        self.roots = roots
        self.table = Table() if table is None else table

    def look(self, within: Iterable[str] | None = None) -> set[str]:
        """Give the paths that are new, changed or gone, and note how they are now.

        With `within`, look only there: paths of files or folders as in the table.
        """
        now = time.time_ns()
        seen: dict[str, os.stat_result] = {}
        gone = self._all(seen, now) if within is None else self._some(within, seen)
        gone = {path for path in gone - seen.keys() if path in self.table}
        changed = {path for path in gone if path[-1] != "/"}
        for path in gone:
            self.table.put(path, None)
        for path, found in seen.items():
            old = self.table.get(path)
            if old is not None and old[:3] == stamp(found):
                continue
            content = self._hash(path)
            if content is None:  # it went while we looked
                if old is not None:
                    changed.add(path)
                    self.table.put(path, None)
                continue
            if old is None or old.content != content:
                changed.add(path)
            # What makes a file readable changes no stamp.
            size, modified, number = stamp(found)
            trusted = modified < now - FRESH and content != _UNREADABLE
            self.table.put(path, Entry(size, modified if trusted else DOUBTED, number, content))
        return changed

    def file(self, path: str) -> Path:
        """Give where a path of the table is."""
        for shown, folder in self.roots.items():
            if path == shown:
                return folder
            if path.startswith(shown + "/"):
                return folder / path[len(shown) + 1 :]
        raise KeyError(path)

    def _all(self, seen: dict[str, os.stat_result], now: int) -> set[str]:
        """Look at everything, and note the stamps that are new or in doubt; give the paths of the table that are no more."""
        doubtful = self.table.doubtful({shown: str(folder) for shown, folder in self.roots.items()})
        files = {path for path in doubtful if path[-1] != "/"}
        todo = [path[:-1] for path in doubtful - files]
        todo += [shown for shown in self.roots if f"{shown}/" not in self.table]
        todo += [path for path in files if self._is_folder(path)]  # it could not be entered before
        listed: set[str] = set()
        gone = self._listed(todo, listed, seen, now)
        lost = set()
        for path in files - gone:
            folder = path.rpartition("/")[0]
            if folder not in listed and not self._noted(path, seen):
                gone.add(path)
                lost.add(folder)  # though its stamp is as it was: perhaps it can be entered no more
        return gone | self._listed([*lost], listed, seen, now)

    def _listed(self, todo: list[str], listed: set[str], seen: dict[str, os.stat_result], now: int) -> set[str]:
        """List folders, and those in them that are new; give the paths of the table that are no more."""
        gone: set[str] = set()
        folders: dict[str, Entry] = {}
        while todo:
            shown = todo.pop()
            if shown in listed:
                continue
            listed.add(shown)
            begin = f"{shown}/"
            below, found = self._list(shown, seen)
            if found is None:
                gone.update(self.table.below(begin), {shown})
                continue
            # One that changed just now is to be listed again.
            modified = found.st_mtime_ns if found.st_mtime_ns < now - FRESH else DOUBTED
            folders[begin] = Entry(0, modified, stamp(found)[2], _FOLDER)
            todo += [each for each in below if f"{each}/" not in self.table]
            there = {begin, *(f"{each}/" for each in below)}
            for path in self.table.below(begin):
                inner = path.find("/", len(begin))
                if inner in {-1, len(path) - 1} and path not in there and path not in seen:
                    gone.update(self.table.below(path) if inner >= 0 else {path})
        for path, entry in folders.items():
            self.table.put(path, entry)
        return gone

    def _some(self, within: Iterable[str], seen: dict[str, os.stat_result]) -> set[str]:
        """Look at some paths; give those of the table that are no more."""
        gone: set[str] = set()
        for path in within:
            if any(_passed_over(part) for part in path.split("/")):
                continue
            gone.update(self.table.below(f"{path}/"), {path})
            todo = [path] if path in self.roots or self._is_folder(path) else []
            if not todo:
                self._noted(path, seen)
            while todo:
                todo += self._list(todo.pop(), seen)[0]
        # What folders hold is known of a whole look only: of one that is still there, it stays.
        return {path for path in gone if path[-1] != "/" or not self._is_folder(path[:-1])}

    def _list(self, shown: str, seen: dict[str, os.stat_result]) -> tuple[list[str], os.stat_result | None]:
        """Note the stamps of the files in a folder, and of links to folders, which are not entered, or of itself if it cannot be.

        Give the folders in it, and its own stamp; None if it is none, or has what can change without its stamp.
        """
        try:
            folder = str(self.file(shown))
        except KeyError:
            return [], None
        if shown not in self.roots and not self._is_folder(shown):
            return [], None
        try:
            # Before its entries are listed: what comes meanwhile makes it another one.
            itself = os.stat(folder)  # noqa: PTH116 - a string is at hand
            entries = os.scandir(folder)
        except OSError:
            self._noted(shown, seen)
            return [], None
        below: list[str] = []
        with entries:
            for entry in entries:
                if _passed_over(entry.name):
                    continue
                path = f"{shown}/{entry.name}"
                try:
                    if entry.is_dir(follow_symlinks=False):
                        below.append(path)
                        continue
                    found = entry.stat()
                except OSError:  # a link to nothing is there, and cannot be read
                    with suppress(OSError):
                        seen[path] = entry.stat(follow_symlinks=False)
                    continue
                if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):  # a link to a folder
                    seen[path] = found
        return below, itself

    def _is_folder(self, path: str) -> bool:
        """Tell whether there is a folder, and no link to one."""
        try:
            return stat.S_ISDIR(os.lstat(self.file(path)).st_mode)
        except (OSError, KeyError):
            return False

    def _noted(self, path: str, seen: dict[str, os.stat_result]) -> bool:
        """Note the stamp of one file, or of a link that leads nowhere; tell whether it is there."""
        for look in (os.stat, os.lstat):
            with suppress(OSError, KeyError):
                found = look(self.file(path))
                if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode) or stat.S_ISLNK(found.st_mode):
                    seen[path] = found
                    return True
        return False

    def _hash(self, path: str) -> bytes | None:
        file = self.file(path)
        try:
            return blake2b(file.read_bytes(), digest_size=16).digest()
        except OSError as error:
            gone = isinstance(error, FileNotFoundError) and not file.is_symlink()
            return None if gone else _UNREADABLE  # why it cannot be read is for the reader to tell


def _passed_over(name: str) -> bool:
    """Tell whether a file or folder is hidden, or an editor's back-up."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp"))
