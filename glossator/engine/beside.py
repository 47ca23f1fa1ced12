"""Values of megabytes, in files beside that of a state: SQLite takes four times as long to read them.

Which file is the one that counts, the state says, and so it changes with a commit.
"""

from __future__ import annotations

import os
import pickle
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from zlib import adler32

_MARK: Final = ".kept-"
"""Stands in the names of the files, after the name of the state."""
Stamp = tuple[str, int]
"""What is in a file's name, and a sum over its content, which takes a tenth of the time of a hash."""


def write_value(state: Path, name: str, value: Any) -> Stamp:
    """Write a value; it is on the disk when this returns. Raises OSError."""
    content = pickle.dumps(value, 5)
    digest = blake2b(content, digest_size=8).hexdigest()
    with _file(state, name, digest).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return digest, adler32(content)


def read_value(state: Path, name: str, stamp: Stamp) -> Any:
    """Read a value. Raises EOFError if the file is gone, or is not as it was written."""
    digest, check = stamp
    try:
        content = _file(state, name, digest).read_bytes()
    except OSError:
        raise EOFError from None
    if adler32(content) != check:
        raise EOFError
    return pickle.loads(content)  # noqa: S301 - our own file


def remove_values(state: Path, name: str = "", but: Stamp | None = None) -> None:
    """Remove the values of a name, or all; one may stay."""
    left = None if but is None else _file(state, name, but[0])
    for file in values_of(state, name):
        if file != left:
            file.unlink()


def values_of(state: Path, name: str = "") -> list[Path]:
    """List the files with the values of a name, or of all."""
    begin = f"{state.stem}{_MARK}{name and name + '-'}"
    return [file for file in state.parent.iterdir() if file.name.startswith(begin)] if state.parent.is_dir() else []


def _file(state: Path, name: str, digest: str) -> Path:
    return state.with_name(f"{state.stem}{_MARK}{name}-{digest}")
