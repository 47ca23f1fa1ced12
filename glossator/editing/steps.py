"""Steps that can be undone, kept in a folder of the project's state so that they outlive the server.

Each is a file of its own: a line of JSON, then the bytes that were there before. Nothing is held in memory, so that it does not
matter who wrote a step or when. A step whose bytes are not what they were is none: undo then has nothing to bring back.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct

STEPS: Final = 50
"""Steps that can be undone."""
_LARGEST: Final = 5_000_000
"""Bytes of a step: those of the largest file that is edited, and a line."""


class Step(Struct, frozen=True):
    """A change that can be undone."""

    path: str
    what: str
    """In words: “note added”."""
    before: bytes | None
    after: str
    """Hash of what was written."""


def hash_of(raw: bytes | None) -> str:
    """Give what tells contents apart; empty for a file that is not there."""
    return "" if raw is None else sha256(raw).hexdigest()


class Steps(Struct, frozen=True):
    """The last steps of a project, the newest on top."""

    folder: Path

    def push(self, step: Step) -> None:
        """Put a step on top. One that cannot be kept cannot be undone; that is no reason to refuse what is done already."""
        with suppress(OSError):
            if self.folder.is_symlink():
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            files = list(self._files())
            newest = int(files[-1].stem) if files else 0
            head = {"path": step.path, "what": step.what, "before": hash_of(step.before), "after": step.after}
            temporary = self.folder / f".{secrets.token_hex(4)}.tmp"
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(json.dumps(head).encode() + b"\n" + (step.before or b""))
            temporary.replace(self.folder / f"{newest + 1:08}.step")
            for old in files[: max(0, len(files) + 1 - STEPS)]:
                old.unlink(missing_ok=True)

    def top(self) -> Step | None:
        """Give the newest step."""
        for file in reversed(list(self._files())):
            step = _read(file)
            if step is not None:
                return step
            _drop(file)  # it would stand in the way of those below it for ever
        return None

    def pop(self) -> None:
        """Take the newest step away."""
        for file in list(self._files())[-1:]:
            _drop(file)

    def forget(self, path: str) -> None:
        """Take away all steps of a file."""
        for file in list(self._files()):
            step = _read(file)
            if step is None or step.path == path:
                _drop(file)

    def _files(self) -> Iterator[Path]:
        """List the files of steps, the oldest first; none through a link."""
        if not self.folder.is_symlink() and self.folder.is_dir():
            yield from sorted(
                each for each in self.folder.glob("*.step") if each.stem.isascii() and each.stem.isdigit()
            )


def _read(file: Path) -> Step | None:
    """Read a step; None if it is not what was kept."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as opened:
            line, _, raw = opened.read(_LARGEST).partition(b"\n")
        head = json.loads(line)
        path, what, was, after = (head[key] for key in ("path", "what", "before", "after"))
    except (OSError, ValueError, LookupError, TypeError):
        return None
    before = raw if was else None
    if not all(isinstance(each, str) for each in (path, what, after)) or hash_of(before) != was:
        return None
    return Step(path, what, before, after)


def _drop(file: Path) -> None:
    with suppress(OSError):
        file.unlink()
