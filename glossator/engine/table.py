"""What is known of files: a sorted base, packed, and the news on top of it.

A site of 10,000 briefings has 40,000 files and folders, and most builds change one. To unpack and look through all that is
known of them would take longer than the rest of such a build; so stamps are kept as arrays, in blocks that are unpacked when
they are looked at, and what changed stands apart until there is so much of it that it pays to pack all again.
"""

from __future__ import annotations

import os
import pickle
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Final, NamedTuple

from .aside import aside, can_part

_CONTENT: Final = 16
"""Bytes of a hash."""
BLOCK: Final = 500
"""Entries that are packed, and unpacked, together."""
_SEVERAL: Final = 4
"""Blocks for each of two processes, from which it pays to have two: a fork takes as long as a thousand stamps."""
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
_Block = tuple[str, bytes, bytes, bytes, bytes, bytes]
"""A stretch of entries: the first path; all paths, sorted, each ended by a NUL; their sizes, times, numbers and contents."""
Packed = tuple[_Block, ...]


class Table:
    """Entries by paths, in the order of text, so that a folder stands before what is in it."""

    def __init__(self, packed: Packed = (), news: Mapping[str, Entry | None] | None = None) -> None:
        """`news` are what differs from `packed`; None stands for what is gone."""
        self._take(packed)
        self.news: dict[str, Entry | None] = dict(news or {})

    def _take(self, packed: Packed) -> None:
        self._packed = packed
        self._firsts = [block[0] for block in packed]
        self._blocks = [_Stamps(block) for block in packed]

    def __contains__(self, path: str) -> bool:
        return self.get(path) is not None

    def get(self, path: str) -> Entry | None:
        """Give what is known of a path."""
        if path in self.news:
            return self.news[path]
        at = bisect_right(self._firsts, path) - 1
        return self._blocks[at].get(path) if at >= 0 else None

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
        known = (path for path in self._known(begin) if path not in self.news)
        new = sorted(path for path, entry in self.news.items() if entry is not None and path.startswith(begin))
        return merge(known, new)

    def _known(self, begin: str) -> Iterator[str]:
        for block in self._blocks[max(bisect_right(self._firsts, begin) - 1, 0) :]:
            if block.first > begin and not block.first.startswith(begin):
                return
            yield from block.below(begin)

    def packed(self) -> Packed:
        """Pack all, news included; they are none any more."""
        if self.news:
            self._take(_pack((path, self.get(path)) for path in self.below("")))
            self.news = {}
        return self._packed

    def doubtful(self, roots: Mapping[str, str]) -> set[str]:
        """Give the paths whose stamps are not as they were, or prove nothing. `roots` maps what paths begin with to where it is."""
        news = [_Stamps(block) for block in _pack(sorted(self.news.items()))]
        with ExitStack() as stack:
            folders = {root: (place, *stack.enter_context(_entered(place))) for root, place in roots.items()}
            return {path for path in self._differing(folders) if path not in self.news} | {*_differing(news, folders)}

    def _differing(self, folders: _Folders) -> list[str]:
        half = len(self._blocks) // 2
        if half < _SEVERAL or not can_part():
            return _differing(self._blocks, folders)
        first = aside(lambda: pickle.dumps(_differing(self._blocks[:half], folders)))
        found = _differing(self._blocks[half:], folders)
        told = first()
        return found + (_differing(self._blocks[:half], folders) if told is None else pickle.loads(told))  # noqa: S301 - our own process


_Folders = Mapping[str, tuple[str, str, int | None]]
"""By what paths begin with: where that is, what names in it begin with, and the open folder."""


class _Stamps:
    """The entries of a block; they do not change. They are unpacked when they are first looked at."""

    def __init__(self, block: _Block) -> None:
        self.first, self._names, self._sizes, self._times, self._numbers, self._contents = block

    @cached_property
    def names(self) -> list[str]:
        return self._names.decode(errors="surrogatepass").split("\0")[:-1]

    @cached_property
    def stamps(self) -> tuple[array[int], array[int], array[int]]:
        """Sizes, times and numbers."""
        return array("q", self._sizes), array("q", self._times), array("q", self._numbers)

    def get(self, path: str) -> Entry | None:
        at = bisect_left(self.names, path)
        if at == len(self.names) or self.names[at] != path:
            return None
        sizes, times, numbers = self.stamps
        return Entry(sizes[at], times[at], numbers[at], self._contents[at * _CONTENT : (at + 1) * _CONTENT])

    def below(self, begin: str) -> Iterator[str]:
        first, last = self._range(begin)
        return islice(self.names, first, last)

    def _range(self, begin: str) -> tuple[int, int]:
        """Give where the paths that begin with a text stand."""
        if not begin:
            return 0, len(self.names)
        first = bisect_left(self.names, begin)
        return first, bisect_left(self.names, begin[:-1] + chr(ord(begin[-1]) + 1), first)

    def differing(self, folders: _Folders) -> Iterator[str]:
        """Give the paths whose stamps are not as they were, or that belong to no root."""
        stretches = []
        for root in folders:
            at = bisect_left(self.names, root)
            single = at < len(self.names) and self.names[at] == root
            stretches += [(at, at + single, root), (*self._range(f"{root}/"), root)]
        done = 0
        for first, last, root in sorted(stretches):
            if first < last:
                yield from self.names[done:first]
                yield from self._differing(first, last, len(root), folders[root])
                done = max(done, last)
        yield from self.names[done:]

    def _differing(self, first: int, last: int, cut: int, folder: tuple[str, str, int | None]) -> Iterator[str]:
        """Give those of a stretch that belong to a root; `cut` is the length of what they begin with."""
        place, begin, descriptor = folder
        sizes, times, numbers = (each[first:last] for each in self.stamps)
        ask, ask_itself = os.stat, os.lstat
        for path, size, time, number in zip(self.names[first:last], sizes, times, numbers, strict=True):
            name = path[cut + 1 :]
            try:
                if not name:  # the root, which may be a link
                    now = ask(place)
                elif name[-1] != "/":
                    now = ask(begin + name, dir_fd=descriptor)
                else:
                    now = ask_itself(begin + name[:-1], dir_fd=descriptor)
            except OSError:
                yield path
                continue
            if now.st_mtime_ns != time or now.st_ino & _NUMBER != number or (now.st_size != size and path[-1] != "/"):
                yield path


def _differing(blocks: Iterable[_Stamps], folders: _Folders) -> list[str]:
    return [path for block in blocks for path in block.differing(folders)]


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
    there = ((path, entry) for path, entry in entries if entry is not None)
    blocks = []
    while block := [*islice(there, BLOCK)]:
        stamps = array("q", (number for _, entry in block for number in entry[:3]))
        names = "".join(f"{path}\0" for path, _ in block).encode(errors="surrogatepass")
        sizes, times, numbers = (stamps[of::3].tobytes() for of in range(3))
        blocks.append((block[0][0], names, sizes, times, numbers, b"".join(entry.content for _, entry in block)))
    return tuple(blocks)


def stamp(found: os.stat_result) -> tuple[int, int, int]:
    """Give the size, time and number of a file."""
    return found.st_size, found.st_mtime_ns, found.st_ino & _NUMBER
