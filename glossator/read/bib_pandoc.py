"""The pandoc program: where it is, and one run of it. Only .bib files and citations need it."""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class PandocFailed(Exception):  # noqa: N818 - what happened, in words
    """Pandoc could not be started, did not end in time, or gave up; the text says which."""


@cache
def pandoc_path() -> str:
    """Give the path of the pandoc that came with the package `pypandoc_binary`; the bare name if there is none.

    `pypandoc` itself is not imported: it takes 40 ms and asks the program for its version.
    """
    spec = find_spec("pypandoc")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        for name in ("pandoc", "pandoc.exe"):
            candidate = Path(folder, "files", name)
            if candidate.is_file():
                return str(candidate)
    return "pandoc"


def run_pandoc(arguments: Iterable[str], text: str, program: str = "", timeout: float = 10) -> str:
    """Run pandoc once over a text, for `timeout` seconds at most; raises PandocFailed."""
    command = [program or pandoc_path(), *arguments]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=timeout, check=False)
    except OSError as error:
        raise PandocFailed(f"pandoc cannot be started: {error.strerror or error}") from error
    except subprocess.TimeoutExpired as error:
        raise PandocFailed(f"pandoc did not end within {timeout:g} seconds") from error
    if done.returncode:
        words = " ".join(done.stderr.decode(errors="replace").split())
        raise PandocFailed(words or f"pandoc ended with code {done.returncode}")
    return done.stdout.decode()
