"""What the server shows: the published folder, which file changed when, and the faults laid over it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock
from typing import Any, Final, Literal

from msgspec import Struct
from starlette.staticfiles import StaticFiles

from glossator.report import Weighing, told

from .builder import Built
from .faults import error_data, fault_data
from .moves import moved_page
from .rounds import Round

_REMEMBERED: Final = 1000
"""Renamings that are remembered, for pages that are still open under their old names."""


class File(Struct, frozen=True):
    """A file of the site, as it was at an epoch."""

    path: str
    content: bytes
    epoch: int


class Display:
    """The site as it is shown now. Rounds change it from one thread, requests read it from others.

    An *epoch* counts what was shown; a *run* is the life of one server, so that a page knows when its epoch is of another.
    """

    def __init__(self, root: Path, content: str, folder: Path, weighing: Weighing) -> None:
        self._root, self._content, self._weighing = root, content, weighing
        self._folder = StaticFiles(directory=folder, check_dir=False)
        self._gate = Lock()
        self._early: dict[str, bytes] = {}
        self._changed_at: dict[str, int] = {}
        self._moves: list[tuple[str, str]] = []
        self._faults: list[dict[str, Any]] = []
        self._listeners: list[Callable[[], None]] = []
        self._ready = Event()
        self.run: Final = secrets.token_hex(8)
        self.epoch = 0
        self.looking = ""
        """Path of the page that was looked at last."""

    def publish(self, built: Built) -> None:
        """Put a build where it is read. Requests wait, so that none sees half of it."""
        with self._gate:
            built.publish()
            self._early.clear()
            self.epoch += 1
            if self._ready.is_set():  # else no page can be open that is older
                self._changed_at |= dict.fromkeys(built.changed | built.removed, self.epoch)

    def early(self, path: str, content: bytes) -> None:
        """Show one page of a build that is not complete yet."""
        with self._gate:
            self._early[path] = content
            self.epoch += 1
            self._changed_at[path] = self.epoch
        self._wake()

    def show(self, made: Round) -> None:
        """Show the faults of a round, also that there are none any more, and tell all pages that are open."""
        faults = fault_data(
            told(made.built.diagnostics, self._weighing) if made.built is not None else [], self._root, self._content
        )
        if made.error is not None:
            faults.insert(0, error_data(made.error))
        with self._gate:
            self.epoch += 1
            # A page shown early, of a build that then failed, goes back to what it was.
            self._changed_at |= dict.fromkeys(self._early, self.epoch)
            self._early.clear()
            self._moves = (self._moves + list(made.batch.moves))[-_REMEMBERED:]
            self._faults = faults
        self._ready.set()
        self._wake()

    def read(self, path: str) -> File | None:
        """Read a file of the site by its path from the root; None if there is none. Waits for the first build.

        Nothing outside the site's folder is read, whatever the path or a link there says, and nothing hidden.
        """
        self._ready.wait()
        with self._gate:
            content = self._early.get(path)
            if content is None:
                found = self._find(path)
                content = found.read_bytes() if found is not None else None
            return File(path, content, self.epoch) if content is not None else None

    def has(self, path: str) -> bool:
        """Tell whether a file is there."""
        return path in self._early or self._find(path) is not None

    def state(self, page: str, since: int) -> dict[str, Any]:
        """Give what a page must know that was loaded, or last changed, at an epoch."""
        self._ready.wait()
        with self._gate:
            newer = sorted(path for path, epoch in self._changed_at.items() if epoch > since)
            there = self.has(page)
            kind: Literal["same", "changed", "gone"] = "gone" if not there else "changed" if page in newer else "same"
            moved = "" if there else moved_page(page, self._moves, self._content, self.has)
            return {
                "run": self.run,
                "epoch": self.epoch,
                "page": kind,
                "moved": moved,
                "styles": [path for path in newer if path.endswith(".css")],
                "scripts": [path for path in newer if path.endswith(".js")],
                "faults": self._faults,
            }

    def listen(self, listener: Callable[[], None]) -> None:
        """Have something called whenever what is shown has changed, from whatever thread that is."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Let no request wait any more."""
        self._ready.set()

    def _wake(self) -> None:
        for listener in self._listeners:
            listener()

    def _find(self, path: str) -> Path | None:
        if not path or "\0" in path or "\\" in path or any(part.startswith(".") for part in path.split("/")):
            return None
        try:
            found, _ = self._folder.lookup_path(path)
        except OSError:  # a name longer than names can be
            return None
        return Path(found) if found and Path(found).is_file() else None
