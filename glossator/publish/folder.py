"""Bytes become files, all of them or none.

New bytes are staged inside the output folder (so that renaming never crosses a file system), a journal is written, then each
file is renamed into place. A build that finds a journal finishes it; one that finds a staging folder without a journal
throws it away. Files that we did not write are never removed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from filelock import FileLock

_STAGING: Final = ".glossator-staging"
_JOURNAL: Final = "journal.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did."""

    written: int
    unchanged: int
    removed: int


def publish(files: Mapping[str, bytes], out: Path, state: Path) -> Published:
    """Make `out` hold exactly these files of ours, by path with forward slashes; unchanged ones are not touched.

    `state` is the project's folder for what it remembers: there stands which files of `out` are ours. Raises OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    state.mkdir(parents=True, exist_ok=True)
    manifest = _Manifest(state, out)
    with FileLock(state / "publish.lock"):
        _finish(out, manifest)
        ours = manifest.read()
        staging = out / _STAGING
        changed = [path for path, content in files.items() if _differs(out / path, content)]
        gone = sorted(path for path in ours if path not in files)
        for path in changed:
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[path])
        if changed or gone or ours != sorted(files):
            staging.mkdir(exist_ok=True)
            _write_journal(staging, {"moves": changed, "removals": gone, "ours": sorted(files)})
            _finish(out, manifest)
    return Published(len(changed), len(files) - len(changed), len(gone))


class _Manifest:
    """Which files of an output folder are ours."""

    def __init__(self, state: Path, out: Path) -> None:
        name = blake2b(str(out.resolve()).encode(), digest_size=8).hexdigest()
        self._file = state / f"published-{name}.json"

    def read(self) -> list[str]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return []
        return [path for path in found if isinstance(path, str)] if isinstance(found, list) else []

    def write(self, paths: list[str]) -> None:
        staged = self._file.with_suffix(".new")
        staged.write_text(json.dumps(paths, ensure_ascii=False, indent=0), "utf-8")
        staged.replace(self._file)


def _differs(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size != len(content) or file.read_bytes() != content
    except OSError:
        return True


def _write_journal(staging: Path, journal: Mapping[str, list[str]]) -> None:
    """Write the journal so that it is there whole or not at all, also after a power cut."""
    draft = staging / (_JOURNAL + ".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(journal, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(staging / _JOURNAL)


def _finish(out: Path, manifest: _Manifest) -> None:
    """Do what a journal says, from wherever it was left; without one, throw away what was staged."""
    staging = out / _STAGING
    try:
        journal = json.loads((staging / _JOURNAL).read_text("utf-8"))
    except FileNotFoundError:
        shutil.rmtree(staging, ignore_errors=True)
        return
    for path in journal["moves"]:
        staged = staging / path
        if staged.exists():  # else it was moved before the interruption
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
    for path in journal["removals"]:
        _remove(out, path)
    manifest.write(journal["ours"])
    shutil.rmtree(staging)


def _remove(out: Path, path: str) -> None:
    """Remove a file of ours, and its folders as far as they are empty."""
    target = out / path
    target.unlink(missing_ok=True)
    for folder in Path(path).parents:
        if str(folder) == "." or any((out / folder).iterdir() if (out / folder).is_dir() else (True,)):
            return
        (out / folder).rmdir()
