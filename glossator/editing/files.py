"""The files that may be edited: notes of briefings with the ledgers of their quotes, and new concepts. Nothing else of the machine is read or written through here.

A file is replaced at once or not at all (written beside it, synced, renamed), only while it is still what the editor saw, and
what was there before can be brought back.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Final

from glossator.read.files import Role, what_is

from .steps import Step, Steps, hash_of

EDITABLE: Final = frozenset((Role.ANNOTATIONS, Role.CONCEPT, Role.LOCK))
LARGEST: Final = 4_000_000
"""Bytes of a file that is edited; notes of a book are some hundred thousand."""
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """What was asked for is not done; says why, for people."""


class Conflict(Exception):  # noqa: N818
    """A file is no longer what the editor saw. Nothing was written."""

    def __init__(self, path: str, now: bytes | None) -> None:
        """`now` is what the file is, None if it is gone."""
        super().__init__(f"another program changed {path}")
        self.path, self.now = path, now


class Files:
    """Reads and replaces files of one content folder, one at a time."""

    def __init__(self, root: Path, content: str, steps: Path) -> None:
        """Take the project's folder, the name of its content folder, and the folder that keeps what can be undone."""
        self.root, self.content = root, content
        self.lock: Final = RLock()
        self._steps: Final = Steps(steps)

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes, None if there is none. Raises Refused."""
        file = self._confined(path)
        try:
            with os.fdopen(os.open(file, os.O_RDONLY | _NO_LINK), "rb") as opened:
                raw = opened.read(LARGEST + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Refused(f"{path} cannot be read: {(error.strerror or '').lower()}") from error
        if len(raw) > LARGEST:
            raise Refused(f"{path} is too large to be edited here")
        return raw

    def write(self, path: str, new: bytes | None, seen: str, what: str) -> None:
        """Replace a file that is what was seen, given its hash; None removes it. Raises Conflict and Refused."""
        with self.lock:
            before = self._still(path, seen)
            self._replace(path, new, seen)
            self.record(path, before, new, what)

    def record(self, path: str, before: bytes | None, after: bytes | None, what: str) -> None:
        """Have what was done to a file be a step that can be undone."""
        self._steps.push(Step(path, what, before, hash_of(after)))

    def undo(self) -> Step | None:
        """Bring back what was before the last step; None if there is none. Raises Conflict, and then the step stays."""
        with self.lock:
            step = self._steps.top()
            if step is not None:
                self._undoable_here(step.path)
                self._still(step.path, step.after)
                self._replace(step.path, step.before, step.after)
                self._steps.pop()
            return step

    def forget(self, path: str) -> None:
        """Have the steps of a file be none that can be undone: it is not what they left, and those before them are wanted."""
        with self.lock:
            self._steps.forget(path)

    def undoable(self) -> str:
        """Say in words what would be undone; empty if nothing."""
        with self.lock:
            step = self._steps.top()
        return step.what if step is not None else ""

    def _undoable_here(self, path: str) -> None:
        """Forget the steps of what cannot be edited any more, because they would keep all before them from being undone. Raises Refused."""
        try:
            self._confined(path)
        except Refused:
            self._steps.forget(path)
            raise

    def _confined(self, path: str) -> Path:
        """Give where a file is. Raises Refused for what is no file of notes or concept inside the content folder."""
        parts = path.split("/")
        file, _ = what_is(path) if parts[0] == self.content and len(parts) > 1 else (None, ())
        hidden = any(part.startswith(".") or part in ("", "..") or "\\" in part or "\0" in part for part in parts[1:])
        if file is None or file.role not in EDITABLE or hidden:
            raise Refused(f"{path} is no file that is edited here")
        place = self.root
        for part in parts:
            place /= part
            if place.is_symlink():
                raise Refused(f"{path} leads through a link, which is not followed")
        return place

    def _still(self, path: str, seen: str) -> bytes | None:
        """Give a file that is what was seen. Raises Conflict and Refused."""
        now = self.read(path)
        if hash_of(now) != seen:
            raise Conflict(path, now)
        return now

    def _replace(self, path: str, new: bytes | None, seen: str) -> None:
        file = self._confined(path)
        try:
            if new is None:
                file.unlink(missing_ok=True)
            else:
                # Syncing takes a while, so that it is looked again right before the renaming.
                _write(file, new, lambda: self._still(path, seen))
            _sync_folder(file.parent)
        except OSError as error:
            raise Refused(f"{path} cannot be written: {(error.strerror or '').lower()}") from error


def _write(file: Path, new: bytes, ready: Callable[[], object]) -> None:
    """Write beside the file under a name that no build looks at, and rename unless `ready` raises; the mode stays."""
    mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
    try:
        opened = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o666)
        with os.fdopen(opened, "wb") as out:
            out.write(new)
            out.flush()
            if mode is not None:
                os.chmod(temporary, mode)  # noqa: PTH101 - beside the other calls of os
            os.fsync(out.fileno())
        ready()
        os.replace(temporary, file)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _sync_folder(folder: Path) -> None:
    """Have the renaming survive a loss of power, where the system can."""
    with suppress(PermissionError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
