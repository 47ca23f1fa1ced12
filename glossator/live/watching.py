"""Watching the folders of a project, by the system's events or by looking again and again.

watchdog reports reading as well; a build reads what it watches, so only creation, change, closing after a change, renaming and
deletion are let through, or each build would start the next one.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from .changes import Changes

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

FOLDERS: Final = ("templates",)
"""Folders of a project that are watched besides its content."""
POLL: Final = 0.5
"""Seconds between two looks when polling: a compromise between a network drive's patience and a person's."""
_EVENTS: Final[list[type[FileSystemEvent]]] = [
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent, DirCreatedEvent, DirMovedEvent,
    DirDeletedEvent,
]  # fmt: skip


def matters(path: str) -> bool:
    """Tell whether a build reads a file of this name: none that is hidden, nor an editor's back-up or swap file."""
    name = path.rpartition("/")[2]
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not hidden and not name.startswith("#") and not name.endswith(("~", ".swp"))


class Watcher:
    """Watches folders of a project, also those that come, go and come back. A context manager.

    It looks again and again if it is told to poll, and, which it says, if the system's events do not suffice.
    """

    def __init__(
        self,
        root: Path,
        folders: tuple[str, ...],
        changes: Changes,
        *,
        poll: bool = False,
        say: Callable[[str], None] = lambda _: None,
        observer: Callable[[], BaseObserver] = Observer,
    ) -> None:
        self._root = root
        self._folders = folders
        self._changes = changes
        self._watches: dict[str, ObservedWatch] = {}
        self._observer: BaseObserver = PollingObserver(timeout=POLL) if poll else observer()
        self._say = say
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(warnings.catch_warnings())
        # Folders within new folders may be found twice, which watchdog warns of and which does no harm.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        if not self._start():
            self._stop()
            self._say("the system tells of no more folders; they are looked through twice a second instead")
            self._observer, self._watches = PollingObserver(timeout=POLL), {}
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._open.close()

    def _start(self) -> bool:
        """Begin to watch; False if the system does not allow for so many watches (Linux: fs.inotify.max_user_watches)."""
        self._observer.start()
        try:
            self._attach_all()
        except OSError:
            return False
        watched = None if isinstance(self._observer, PollingObserver) else kernel_watches()
        # Of the folders below the first, watchdog does not tell when they could not be watched.
        return watched is None or watched >= sum(1 for name in self._folders for _ in os.walk(self._root / name))

    def _attach_all(self) -> None:
        # Only this watch sees a watched folder come back after it was deleted or renamed.
        self._observer.schedule(_Root(self), str(self._root), event_filter=_EVENTS)
        for folder in self._folders:
            self.attach(folder)

    def _stop(self) -> None:
        self._observer.stop()
        self._observer.join()

    def attach(self, folder: str) -> None:
        """Watch a folder of the project, afresh if it was watched before, and not at all while it is not there."""
        watch = self._watches.pop(folder, None)
        if watch is not None:
            self._observer.unschedule(watch)
        if (self._root / folder).is_dir():
            handler = _Tree(self)
            self._watches[folder] = self._observer.schedule(
                handler, str(self._root / folder), recursive=True, event_filter=_EVENTS
            )

    def top(self, path: str) -> None:
        """Take note of an event in the project's folder itself."""
        if path in self._folders:
            self.attach(path)
            self._changes.doubt()

    def tell(self, event: FileSystemEvent) -> None:
        """Take note of an event in a watched folder."""
        old, new = self._name(event.src_path), self._name(event.dest_path) if event.dest_path else ""
        if event.is_directory:
            if any(path and matters(path) for path in (old, new)):
                self._changes.doubt(*((old, new),) * bool(new))
        elif new and matters(old) and matters(new):
            self._changes.move(old, new)
        elif isinstance(event, FileClosedEvent):
            self._changes.saved(old)
        else:
            for path in (old, new):
                if path and matters(path):
                    self._changes.add(path, new=isinstance(event, FileCreatedEvent))
            if new:  # an editor wrote it under another name first
                self._changes.saved(new)

    def _name(self, path: bytes | str) -> str:
        return os.path.relpath(os.fsdecode(path), self._root).replace(os.sep, "/")


def kernel_watches(told: Path = Path("/proc/self/fdinfo")) -> int | None:
    """Count the watches that the kernel holds for this process; None where it does not say, as on other systems than Linux."""
    try:
        return sum(file.read_text("ascii").count("inotify wd:") for file in list(told.iterdir()) if file.exists())
    except OSError:
        return None


class _Tree(FileSystemEventHandler):
    """Hands on what happens below a watched folder."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def dispatch(self, event: FileSystemEvent) -> None:
        self._watcher.tell(event)


class _Root(FileSystemEventHandler):
    """Hands on which folders come and go in the project's own folder."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher

    def dispatch(self, event: FileSystemEvent) -> None:
        if event.is_directory:
            for path in (event.src_path, event.dest_path):
                self._watcher.top(Path(os.fsdecode(path)).name)
