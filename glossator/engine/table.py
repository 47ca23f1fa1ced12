"""What is known of files: a sorted base, packed, and the news on top of it.

A site of 10,000 briefings has 40,000 files and folders, and most builds change one. To unpack and look through all that is
known of them would take longer than the rest of such a build; so stamps are kept as arrays, paths are found by halving, and
what changed stands apart until there is so much of it that it pays to pack all again.
"""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from heapq import merge
from itertools import islice
from typing import Final, NamedTuple

from .aside import aside, can_part

_CONTENT: Final = 16
"""Bytes of a hash."""
_SEVERAL: Final = 4_000
"""Stamps from which it pays to have them looked at by two processes: a fork takes as long as a thousand."""
_NUMBER: Final = (1 << 63) - 1
"""What fits into an array."""


class Entry(NamedTuple):
    """How a file was; of a folder, whose path ends with `/`, the size is 0 and the content empty."""

    size: int
    time: int
    """Of its last change, in nanoseconds; `DOUBTED` if its stamp proves nothing."""
    number: int
    content: bytes
    """Hash, 16 bytes."""


DOUBTED: Final = -1
Packed = tuple[str, bytes, bytes, bytes, bytes]
"""Paths, sorted, each ended by a NUL; their sizes, times, numbers and contents."""
_Stretch = tuple[int, int, int, str]
"""From which number to which paths belong to a root, the length of what they begin with, and where that is."""
NOTHING: Final[Packed] = ("", b"", b"", b"", b"")


class Table:
    """Entries by paths, in the order of text, so that a folder stands before what is in it."""

    def __init__(self, packed: Packed = NOTHING, news: Mapping[str, Entry | None] | None = None) -> None:
        """`news` are what differs from `packed`; None stands for what is gone."""
        self._base = _Stamps(packed)
        self.news: dict[str, Entry | None] = dict(news or {})

    def __contains__(self, path: str) -> bool:
        return self.get(path) is not None

    def get(self, path: str) -> Entry | None:
        """Give what is known of a path."""
        return self.news[path] if path in self.news else self._base.get(path)

    def put(self, path: str, entry: Entry | None) -> None:
        """Note how a file is; None if it is no more."""
        if self.get(path) != entry:
            self.news[path] = entry

    def items(self, begin: str = "") -> Iterator[tuple[str, Entry]]:
        """Give the files whose paths begin with a text, with what is known of them, sorted."""
        for path in self.below(begin):
            entry = self.get(path)
            if entry is not None and path[-1] != "/":
                yield path, entry

    def below(self, begin: str) -> Iterator[str]:
        """Give the paths of all files and folders that begin with a text, sorted."""
        first, last = self._base.range(begin)
        known = (path for path in islice(self._base.names, first, last) if path not in self.news)
        new = sorted(path for path, entry in self.news.items() if entry is not None and path.startswith(begin))
        return merge(known, new)

    def packed(self) -> Packed:
        """Pack all, news included; they are none any more."""
        if self.news:
            self._base = _Stamps(_pack((path, self.get(path)) for path in self.below("")))
            self.news = {}
        return self._base.packed

    def doubtful(self, roots: Mapping[str, str]) -> set[str]:
        """Give the paths whose stamps are not as they were, or prove nothing. `roots` maps what paths begin with to where it is."""
        news = _Stamps(_pack(sorted(self.news.items())))
        return (self._base.differing(roots) - self.news.keys()) | news.differing(roots)


class _Stamps:
    """Entries by paths, sorted; they do not change."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        names, sizes, times, numbers, self._contents = packed
        self.names = names.split("\0")[:-1]
        self._sizes, self._times, self._numbers = (array("q", each) for each in (sizes, times, numbers))

    def get(self, path: str) -> Entry | None:
        at = bisect_left(self.names, path)
        if at == len(self.names) or self.names[at] != path:
            return None
        content = self._contents[at * _CONTENT : (at + 1) * _CONTENT]
        return Entry(self._sizes[at], self._times[at], self._numbers[at], content)

    def range(self, begin: str) -> tuple[int, int]:
        """Give where the paths that begin with a text stand."""
        if not begin:
            return 0, len(self.names)
        first = bisect_left(self.names, begin)
        return first, bisect_left(self.names, begin[:-1] + chr(ord(begin[-1]) + 1), first)

    def differing(self, roots: Mapping[str, str]) -> set[str]:
        """Give the paths whose stamps are not as they were, or that belong to no root."""
        work: list[_Stretch] = []
        for root, place in roots.items():
            at = bisect_left(self.names, root)
            single = at < len(self.names) and self.names[at] == root
            work += [(at, at + single, len(root), place), (*self.range(f"{root}/"), len(root), place)]
        found: set[str] = set()
        done = 0
        for first, last, *_ in sorted(work):
            found.update(self.names[done:first])
            done = max(done, last)
        found.update(self.names[done:])
        if len(self.names) < _SEVERAL or not can_part():
            numbers = self._differing(work, 0, len(self.names))
        else:
            numbers = self._by_two(work, len(self.names) // 2)
        return found.union(self.names[at] for at in numbers)

    def _by_two(self, work: list[_Stretch], half: int) -> array[int]:
        """Have another process look at the first half meanwhile."""
        first = aside(lambda: self._differing(work, 0, half).tobytes())
        found = self._differing(work, half, len(self.names))
        told = first()
        return (self._differing(work, 0, half) if told is None else array("q", told)) + found

    def _differing(self, work: list[_Stretch], start: int, end: int) -> array[int]:
        """Give the numbers of those, from `start` to `end`, whose stamps are not as they were."""
        found = array("q")
        ask, ask_itself = os.stat, os.lstat
        for first, last, cut, place in work:
            part = slice(max(first, start), max(min(last, end), 0))
            known = zip(self.names[part], self._sizes[part], self._times[part], self._numbers[part], strict=True)
            with _entered(place) as (begin, folder):
                for at, (path, size, time, number) in enumerate(known, part.start):
                    name = path[cut + 1 :]
                    try:
                        if not name:  # the root, which may be a link
                            now = ask(place)
                        elif name[-1] != "/":
                            now = ask(begin + name, dir_fd=folder)
                        else:
                            now = ask_itself(begin + name[:-1], dir_fd=folder)
                    except OSError:
                        found.append(at)
                        continue
                    if (
                        now.st_mtime_ns != time
                        or now.st_ino & _NUMBER != number
                        or (now.st_size != size and path[-1] != "/")
                    ):
                        found.append(at)
        return found


@contextmanager
def _entered(place: str) -> Iterator[tuple[str, int | None]]:
    """Give what names in a folder begin with, and the open folder: from there the system has a shorter way to each file."""
    folder = None
    if os.stat in os.supports_dir_fd:
        with suppress(OSError):
            folder = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield ("" if folder is not None else f"{place}/"), folder
    finally:
        if folder is not None:
            os.close(folder)


def _pack(entries: Iterable[tuple[str, Entry | None]]) -> Packed:
    there = [(path, entry) for path, entry in entries if entry is not None]
    stamps = array("q", (number for _, entry in there for number in entry[:3]))
    sizes, times, numbers = (stamps[of::3].tobytes() for of in range(3))
    return (
        "".join(f"{path}\0" for path, _ in there),
        sizes,
        times,
        numbers,
        b"".join(entry.content for _, entry in there),
    )


def stamp(found: os.stat_result) -> tuple[int, int, int]:
    """Give the size, time and number of a file."""
    return found.st_size, found.st_mtime_ns, found.st_ino & _NUMBER
