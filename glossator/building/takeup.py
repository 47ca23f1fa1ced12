"""The first part of a build: what changed since the last one, in files and in how we are called, and what is stale by it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from glossator.engine.ask import Ask
from glossator.engine.files import Files
from glossator.engine.state import State
from glossator.engine.store import open_state, remove_state
from glossator.engine.table import Table
from glossator.model.project import Settings
from glossator.render.own import own_templates

from .identity import identify
from .steps import ASSETS, CITES, CUTS, LISTED, MEET, NEWS, READ, SITE, STAGES, TEMPLATES, WORDED, Manner

OURS: Final = "glossator/templates"
"""How paths of our own templates begin among the files that are looked at."""
_ALWAYS: Final = (
    (READ, ASSETS), (READ, TEMPLATES), (CUTS, "cuts"), (SITE, "site"), (SITE, "circles"), (SITE, "search"), (SITE, "counts"),
    (CITES, "cites"),
)  # fmt: skip
"""Nodes that every site has."""

MANY: Final = 200
"""Files that are more than a person edits: from so many on what is meant for all of them is faster."""


def opened(path: Path) -> State:
    """Open a state, or begin it anew if another program made it. Raises OSError."""
    state = open_state(path, listed=LISTED, worded=WORDED, news=NEWS)
    known = state.meta("identity")
    identity = identify(known)
    if known is not None and known.full != identity.full:
        state.close()
        remove_state(path)
        state = open_state(path, listed=LISTED, worded=WORDED, news=NEWS)
    if known != identity:
        state.set_meta("identity", identity)
    return state


def known_files(state: State, root: Path, content: str) -> Files:
    """Give the files that a build depends on, as they were at the last look."""
    settings = settings_known(state) if state.meta("settings") else Settings()
    table = Table(state.kept("files") or (), state.meta("file news"))
    return Files(_roots(settings, root, content), table)


def settings_known(state: State) -> Settings:
    """Give the settings as they were last read."""
    settings: Settings = state.meta("settings")[0]
    return settings


def take_up(state: State, files: Files, paths: set[str], root: Path, content: str, manner: Manner) -> None:
    """Make stale what files that changed were read for, and what depends on how we were called."""
    toml = f"{content}/site.toml"
    if toml in paths or state.meta("settings") is None:
        _take_up_settings(state, files, root, content)
    if any(path.startswith((f"{OURS}/", "templates/")) for path in paths):
        state.add(READ, ASSETS, "files of templates changed")
        state.add(READ, TEMPLATES, "files of templates changed")
    if settings_known(state).style in paths:
        state.add(CITES, "cites", "the style changed")
    inside = sorted(path for path in paths if path.startswith(f"{content}/") and path != toml)
    if inside:
        from glossator.read.files import printable, unit_of

        for path in inside:
            state.add(READ, unit_of(path), f"{printable(path)} changed")
    _take_up_manner(state, manner)
    _take_up_fonts(state, paths)
    _keep(state, files.table)


def _keep(state: State, table: Table) -> None:
    """Keep what is known of files; a few news apart, because to write all of a large site again takes longer than an edit."""
    if len(table.news) > MANY:
        state.keep("files", table.packed())
    if (state.meta("file news") or {}) != table.news:
        state.set_meta("file news", table.news)


def _take_up_settings(state: State, files: Files, root: Path, content: str) -> None:
    from glossator.read.units import settings_of

    path = f"{content}/site.toml"
    settings, faults = settings_of(root, path, there=path in files.table)
    before = state.meta("settings")
    state.set_meta("settings", (settings, faults))
    if before is None:
        state.set_meta("sweep", value=True)
        for stage, name in _ALWAYS:
            state.add(stage, name, "everything is new")
    elif before[0] != settings:
        for stage in STAGES:
            state.stale_all(stage, f"{path} changed")
        files.roots = _roots(settings, root, content)
        files.look(_single_files(settings))


def _take_up_manner(state: State, manner: Manner) -> None:
    before: Manner | None = state.meta("manner")
    if before == manner:
        return
    state.set_meta("manner", manner)
    state.add(SITE, "site", "the site is wanted in another manner")
    state.add(SITE, "search", "the site is wanted in another manner")
    if before is None or before.drafts != manner.drafts:
        for (name,) in Ask(state, MEET).all("is draft"):
            state.add(READ, name, "drafts are asked for, or no more")


def _take_up_fonts(state: State, paths: set[str]) -> None:
    """Have the pictures drawn anew if there are other fonts."""
    settings = settings_known(state)
    if not settings.social.cards or not settings.base_url:
        return
    from glossator.render.social_card import machine_fonts

    fonts = [f"{file} {file.stat().st_size}" for file in machine_fonts()]
    if state.meta("fonts") != fonts or not paths.isdisjoint(settings.social.fonts):
        if state.meta("fonts") is not None:
            state.stale_all(MEET, "there are other fonts")
        state.set_meta("fonts", fonts)


def _roots(settings: Settings, root: Path, content: str) -> dict[str, Path]:
    """Give the folders and files that a build depends on."""
    single = {path: root / path for path in _single_files(settings)}
    return {**single, content: root / content, "templates": root / "templates", OURS: own_templates()}


def _single_files(settings: Settings) -> list[str]:
    """Give the files that settings name, by their paths from the project."""
    return [*([settings.style] if settings.style.endswith(".csl") else []), *settings.social.fonts]


def units_of(names: Collection[str], table: Table, content: str) -> dict[str, dict[str, bytes]]:
    """Give the files of some units, with their hashes; none of one that is gone."""
    from glossator.read.files import unit_of

    found: dict[str, dict[str, bytes]] = {name: {} for name in names}
    begins = [f"{content}/{name}" for name in names if not name.startswith("stray/")]
    if len(begins) < len(found):  # their names may not be as they are on the disk
        begins = [f"{content}/"]
    for path, entry in (each for begin in begins for each in table.items(begin)):
        if (unit := unit_of(path)) in found:
            found[unit][path] = entry.content
    return found
