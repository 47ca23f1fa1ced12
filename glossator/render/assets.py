"""Stylesheet, scripts and icon: ours, and a project's own in `templates/assets/`, which take the place of ours by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from glossator.model.project import Settings

from .pages import own_templates
from .stylesheet import stylesheet

EDITORS_ONLY: Final = "live.js"
"""A script that `serve` adds to pages, and that no site has."""


def asset_files(settings: Settings, project: Path | None = None) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Give the assets as (path in the site, what makes it), by path."""
    folders = [own_templates() / "assets"]
    if project is not None and (project / "templates" / "assets").is_dir():
        folders.append(project / "templates" / "assets")
    found: dict[str, Path] = {}
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            relative = file.relative_to(folder).as_posix()
            hidden = any(part.startswith(".") for part in relative.split("/"))
            if file.is_file() and not hidden and relative != EDITORS_ONLY:
                found[relative] = file
    for relative, file in sorted(found.items()):
        make = partial(_stylesheet, file, settings) if relative == "style.css" else file.read_bytes
        yield f"assets/{relative}", make


def _stylesheet(file: Path, settings: Settings) -> bytes:
    return stylesheet(file.read_text("utf-8"), settings.kinds, settings.verdicts).encode()
