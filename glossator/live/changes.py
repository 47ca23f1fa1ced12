"""Changes of files, gathered until nothing happens any more: one save of an editor is some eight events."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition
from typing import Final

from msgspec import Struct

QUIET: Final = 0.05
"""Seconds without an event after which a batch is complete: within the 50 to 100 ms that the design asks for, so that the
steps of an atomic save are one batch and a person notices no wait."""
SETTLED: Final = 0.008
"""Seconds without an event after which a single file that was there before, and was closed or replaced, is taken to be saved:
nothing more is to come of it. One that is new may be the first of a checkout, and if a second file follows it must be quiet for longer."""
CROWD: Final = 20
"""Files above which a batch is no save of an editor but a checkout or a copy, which may pause for longer: then it must be
quiet for five times as long."""
LONGEST: Final = 10.0
"""Seconds after which a batch is taken although events go on, so that a program that always writes cannot stop us."""
MANY: Final = 2000
"""Files above which a batch is no longer trusted to name them all: the kernel's queue of events is finite (16,384 by
default on Linux, and a file written anew makes several)."""


class Batch(Struct, frozen=True):
    """Files that changed within one stretch of activity."""

    paths: frozenset[str] = frozenset()
    """Relative to the project, with forward slashes."""
    moves: tuple[tuple[str, str], ...] = ()
    """Files and folders that were renamed: (old path, new path), in order."""
    sure: bool = True
    """Whether these are all; after a change of folders, others may have changed unseen."""

    @property
    def changed(self) -> frozenset[str] | None:
        """Give the files that changed, None if any may have."""
        return self.paths if self.sure and len(self.paths) <= MANY else None


EVERYTHING: Final = Batch(sure=False)
"""What the first build, and one after lost events, must look at."""


class Changes:
    """Gathers what happens to files. Events come in from watching threads, one thread takes batches out."""

    def __init__(
        self, quiet: float = QUIET, longest: float = LONGEST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._quiet = quiet
        self._longest = longest
        self._clock = clock
        self._condition = Condition()
        self._paths: set[str] = set()
        self._moves: list[tuple[str, str]] = []
        self._sure = True
        self._since = self._last = 0.0
        self._any = self._closed = self._saved = self._new = False

    def add(self, path: str, *, new: bool = False) -> None:
        """Note that a file changed, came (then it is `new`) or went."""
        with self._condition:
            self._paths.add(path)
            self._new = self._new or new
            self._touch()

    def saved(self, path: str) -> None:
        """Note that a file is whole. If nothing was told of it before, nothing was written to it, or it was taken already."""
        with self._condition:
            if path in self._paths:
                self._saved = True
                self._touch()

    def move(self, old: str, new: str) -> None:
        """Note that a file was renamed."""
        with self._condition:
            self._paths |= {old, new}
            self._moves.append((old, new))
            self._touch()

    def doubt(self, *moved: tuple[str, str]) -> None:
        """Note that more may have changed than is told: a folder came, went or was renamed."""
        with self._condition:
            self._moves += moved
            self._sure = False
            self._touch()

    def close(self) -> None:
        """End the taking of batches."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def take(self, patience: float | None = None) -> Batch | None:
        """Wait for changes, then until it is quiet, and give them.

        Gives an empty batch after `patience` seconds without any, None once closed.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._any or self._closed, patience)
            while self._any and not self._closed and (left := self._left()) > 0:
                self._condition.wait(left)
            if self._closed:
                return None
            batch = Batch(frozenset(self._paths), tuple(self._moves), self._sure)
            self._paths, self._moves, self._sure, self._any = set(), [], True, False
            self._saved = self._new = False
            return batch

    def _touch(self) -> None:
        self._last = self._clock()
        if not self._any:
            self._any, self._since = True, self._last
        self._condition.notify_all()

    def _left(self) -> float:
        """Give the seconds for which to wait yet."""
        quiet = self._quiet * (5 if len(self._paths) > CROWD else 1)
        if self._saved and not self._new and self._sure and len(self._paths) == 1:
            quiet = min(quiet, SETTLED)
        return min(self._last + quiet, self._since + self._longest) - self._clock()
