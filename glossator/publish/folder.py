"""Bytes become files, all of them or none.

New bytes are staged inside the output folder (so that renaming never crosses a file system), a journal is written, then each
file is renamed into place. A build that finds a journal finishes it; one that finds a staging folder without a journal
throws it away. Files that we did not write are never removed, and what does not change is neither read nor looked at.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

from msgspec import Struct

_STAGING: Final = ".glossator-staging"
_JOURNAL: Final = "journal.json"


class Published(Struct, frozen=True):
    """What publishing did."""

    written: int
    removed: int


class Publication(Struct):
    """One change of an output folder. Nothing shows before `commit`."""

    out: Path
    state: Path
    """The project's folder for what it remembers: there stands which files of `out` are ours."""
    moves: dict[str, None] = {}
    removals: list[str] = []

    def write(self, path: str, content: bytes) -> None:
        """Stage a file, by its path in the folder, with forward slashes."""
        target = self.out / _STAGING / path
        try:
            target.write_bytes(content)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self.moves[path] = None

    def read(self, path: str) -> bytes:
        """Give a file as it will be."""
        staged = self.out / _STAGING / path
        return staged.read_bytes() if path in self.moves else (self.out / path).read_bytes()

    def differs(self, path: str, content: bytes) -> bool:
        """Tell whether a file is not there with this content."""
        file = self.out / path
        try:
            return file.stat().st_size != len(content) or file.read_bytes() != content
        except OSError:
            return True

    def remove(self, paths: Iterable[str]) -> None:
        """Have files removed that were ours."""
        self.removals += paths

    def commit(self, kept: Callable[[], None], ours: Iterable[str] | None = None) -> Published:
        """Let everything show.

        `kept` is called once the journal is there and nothing can be lost; `ours` are all our files, or None if they are those
        of the last time.
        """
        if not self.moves and not self.removals:
            kept()
            return Published(0, 0)
        staging = self.out / _STAGING
        staging.mkdir(parents=True, exist_ok=True)
        _write_journal(
            staging,
            {"moves": list(self.moves), "removals": self.removals, "ours": None if ours is None else sorted(ours)},
        )
        kept()
        _finish(self.out, self.state)
        return Published(len(self.moves), len(self.removals))

    def discard(self) -> None:
        """Leave the folder as it was."""
        _throw_away(self.out / _STAGING)


def begin(out: Path, state: Path) -> Publication:
    """Begin a change of an output folder; what an interrupted build left is finished or thrown away. Raises OSError."""
    if (out / _STAGING).is_dir():
        _finish(out, state)
    return Publication(out, state)


def known_files(out: Path, state: Path) -> list[str]:
    """Give the files of an output folder that are ours, as far as it is remembered."""
    try:
        found = json.loads(_manifest(out, state).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [path for path in found if isinstance(path, str)] if isinstance(found, list) else []


def publish(files: Mapping[str, bytes], out: Path, state: Path) -> Published:
    """Make `out` hold exactly these files of ours; unchanged ones are not touched. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    state.mkdir(parents=True, exist_ok=True)
    publication = begin(out, state)
    for path, content in files.items():
        if publication.differs(path, content):
            publication.write(path, content)
    publication.remove(sorted(set(known_files(out, state)) - files.keys()))
    return publication.commit(lambda: None, files)


def _manifest(out: Path, state: Path) -> Path:
    name = blake2b(str(out.resolve()).encode(), digest_size=8).hexdigest()
    return state / f"published-{name}.json"


def _write_journal(staging: Path, journal: Mapping[str, list[str] | None]) -> None:
    """Write the journal so that it is there whole or not at all, also after a power cut."""
    draft = staging / (_JOURNAL + ".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(journal, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(staging / _JOURNAL)


def _finish(out: Path, state: Path) -> None:
    """Do what a journal says, from wherever it was left; without one, throw away what was staged."""
    staging = out / _STAGING
    try:
        journal = json.loads((staging / _JOURNAL).read_text("utf-8"))
    except FileNotFoundError:
        _throw_away(staging)
        return
    for path in journal["moves"]:
        staged = staging / path
        target = out / path
        try:
            staged.replace(target)
        except FileNotFoundError:
            if staged.exists():  # else it was moved before the interruption
                target.parent.mkdir(parents=True, exist_ok=True)
                staged.replace(target)
    for path in journal["removals"]:
        _remove(out, path)
    if journal["ours"] is not None:
        manifest = _manifest(out, state)
        draft = manifest.with_suffix(".new")
        draft.write_text(json.dumps(journal["ours"], ensure_ascii=False, indent=0), "utf-8")
        draft.replace(manifest)
    _throw_away(staging, strict=True)  # a journal that stays would be followed again


def _throw_away(folder: Path, *, strict: bool = False) -> None:
    if folder.is_dir():  # mostly there is none, and what is imported takes longer than to see that
        import shutil

        shutil.rmtree(folder, ignore_errors=not strict)


def _remove(out: Path, path: str) -> None:
    """Remove a file of ours, and its folders as far as they are empty."""
    target = out / path
    target.unlink(missing_ok=True)
    for folder in Path(path).parents:
        if str(folder) == "." or any((out / folder).iterdir() if (out / folder).is_dir() else (True,)):
            return
        (out / folder).rmdir()
