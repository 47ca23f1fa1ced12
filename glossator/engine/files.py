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
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

FRESH: Final = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use (FAT)."""

Entry = tuple[int, int, int, bytes, bool]
"""Size, time and number of a file, hash of its content, and whether its stamp can be trusted."""
_UNREADABLE: Final = b"unreadable"
"""Stands for the content of a file that cannot be read."""


@dataclass(slots=True)
class Files:
    """The files below some folders. `roots` maps what paths begin with to folders or single files."""

    roots: Mapping[str, Path]
    table: dict[str, Entry] = field(default_factory=dict)
    folders: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Times and numbers of folders whose entries are all known, by their paths as in the table."""
    news: dict[str, Entry | None] = field(default_factory=dict)
    """What of the table is not as it was when `news` was last emptied; None stands for what is gone."""
    folder_news: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    """The same of folders."""

    def look(self, within: Iterable[str] | None = None) -> set[str]:
        """Give the paths that are new, changed or gone, and note how they are now.

        With `within`, look only there: paths of files or folders as in the table.
        """
        now = time.time_ns()
        seen: dict[str, os.stat_result] = {}
        gone = self._all(seen, now) if within is None else self._some(within, seen)
        changed = set(gone)
        for path in gone:
            del self.table[path]
            self.news[path] = None
        for path, found in seen.items():
            old = self.table.get(path)
            stamp = (found.st_size, found.st_mtime_ns, found.st_ino)
            if old is not None and old[4] and old[:3] == stamp:
                continue
            content = self._hash(path)
            if content is None:  # it went while we looked
                if self.table.pop(path, None):
                    changed.add(path)
                    self.news[path] = None
                continue
            if old is None or old[3] != content:
                changed.add(path)
            # What makes a file readable changes no stamp.
            entry = (*stamp, content, found.st_mtime_ns < now - FRESH and content != _UNREADABLE)
            self.table[path] = self.news[path] = entry
        return changed

    def amend(self, news: Mapping[str, Entry | None], folder_news: Mapping[str, tuple[int, int] | None]) -> None:
        """Take up news that were kept apart from what they are news of; they stay news."""
        self.table |= {path: entry for path, entry in news.items() if entry is not None}
        self.folders |= {path: stamp for path, stamp in folder_news.items() if stamp is not None}
        for path in [path for path, entry in news.items() if entry is None]:
            self.table.pop(path, None)
        for path in [path for path, stamp in folder_news.items() if stamp is None]:
            self.folders.pop(path, None)
        self.news, self.folder_news = dict(news), dict(folder_news)

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
        bases = [(shown, f"{shown}/", str(folder)) for shown, folder in self.roots.items()]
        known, self.folders = self.folders, {}
        todo = [(shown, str(folder)) for shown, folder in self.roots.items() if shown not in known]
        there = set(self.roots)
        for path in sorted(known):  # what is in a folder comes after it
            root = path in self.roots
            if not root and path.rpartition("/")[0] not in there:
                continue
            place = _place(path, bases)
            try:
                found = os.stat(place, follow_symlinks=root)  # noqa: PTH116 - there are thousands
            except OSError:
                continue
            if not stat.S_ISDIR(found.st_mode):
                continue
            there.add(path)
            if (found.st_mtime_ns, found.st_ino) == known[path]:
                self.folders[path] = known[path]
            else:
                todo.append((path, place))
        gone = self._known(seen, bases, todo)
        while todo:
            shown, place = todo.pop()
            below, stamp = _list(shown, place, seen)
            if stamp is not None:
                self.folders[shown] = stamp if stamp[0] < now - FRESH else (0, 0)
            todo += [each for each in below if each[0] not in there]
        if self.folders != known:
            differ = {path for path, _ in self.folders.items() ^ known.items()}
            self.folder_news |= {path: self.folders.get(path) for path in differ}
        return gone - seen.keys()

    def _known(
        self, seen: dict[str, os.stat_result], bases: list[tuple[str, str, str]], todo: list[tuple[str, str]]
    ) -> set[str]:
        """Note the stamps that differ in folders that have the same entries; give what was not found or is elsewhere.

        What could not be entered before is to be tried again.
        """
        missed: set[str] = set()
        same = self.folders
        for path, (size, modified, number, content, trusted) in self.table.items():
            if path.rpartition("/")[0] not in same:
                missed.add(path)
                continue
            place = _place(path, bases)
            try:
                found = os.stat(place)  # noqa: PTH116 - there are thousands
            except OSError:
                try:
                    found = os.lstat(place)
                except OSError:
                    missed.add(path)
                    continue
            if content == _UNREADABLE and stat.S_ISDIR(found.st_mode) and not os.path.islink(place):  # noqa: PTH114
                missed.add(path)
                todo.append((path, place))
            elif not trusted or found.st_mtime_ns != modified or found.st_size != size or found.st_ino != number:
                seen[path] = found
        return missed

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
            return None if gone else _UNREADABLE  # why it cannot be read is for the reader to tell


def _passed_over(name: str) -> bool:
    """Tell whether a file or folder is hidden, or an editor's back-up."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp"))


def _place(path: str, bases: list[tuple[str, str, str]]) -> str:
    """Give where a path of the table is: each base is what paths are, what they begin with, and where that is."""
    for root, begin, base in bases:
        if path.startswith(begin) or path == root:
            return base + path[len(root) :]
    return ""


def _walk(shown: str, folder: str, seen: dict[str, os.stat_result]) -> None:
    """Note the stamps of all files below a folder."""
    todo = [(shown, folder)]
    while todo:
        todo += _list(*todo.pop(), seen)[0]


def _list(
    shown: str, folder: str, seen: dict[str, os.stat_result]
) -> tuple[list[tuple[str, str]], tuple[int, int] | None]:
    """Note the stamps of the files in a folder, and of links to folders, which are not entered, or of the folder if it cannot be.

    Give the folders in it, and its own stamp; None if it is none, or has what can change without its stamp.
    """
    try:
        # Before its entries are listed: what comes meanwhile makes it another one.
        itself = os.stat(folder)  # noqa: PTH116 - a string is at hand
        entries = os.scandir(folder)
    except FileNotFoundError:
        return [], None
    except OSError:
        with suppress(OSError):
            seen[shown] = os.stat(folder)  # noqa: PTH116
        return [], None
    below: list[tuple[str, str]] = []
    with entries:
        for entry in entries:
            name = entry.name
            if name[0] in ".#" or name[-1] == "~" or name.endswith(".swp"):
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    below.append((f"{shown}/{name}", entry.path))
                    continue
                found = entry.stat()
            except OSError:  # a link to nothing is there, and cannot be read
                with suppress(OSError):
                    seen[f"{shown}/{name}"] = entry.stat(follow_symlinks=False)
                continue
            if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode):  # a link to a folder
                seen[f"{shown}/{name}"] = found
    return below, (itself.st_mtime_ns, itself.st_ino)
