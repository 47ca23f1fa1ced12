"""The seam between the live loop and the build: what the loop asks for, and the workshop as an answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from glossator.building.steps import Manner, Progress
from glossator.model.diagnostics import Diagnostic
from glossator.pipeline import Project, Workshop
from glossator.report import Weighing

Early = Callable[[str, bytes], None]
"""Is told path and content of the page being looked at, if it is made before the rest."""


class Built(Struct, frozen=True):
    """What a build gave, compared with the one before."""

    failed: bool
    """Whether errors in content keep it from being published."""
    diagnostics: tuple[Diagnostic, ...]
    publish: Callable[[], object]
    """Put the files where the site stands. Is called at most once, while no page is being read."""
    changed: frozenset[str] = frozenset()
    """Paths of files that are new or have other bytes."""
    removed: frozenset[str] = frozenset()
    counts: Mapping[str, int] = {}


class Builder(Protocol):
    """Builds a project again and again, and remembers between builds what saves work."""

    def build(self, changed: frozenset[str] | None, first: str, early: Early) -> Built:
        """Build after a change of these files of the project; None means that any may have changed.

        `first` is the path of the page being looked at, or empty.
        """


class WorkshopBuilder:
    """Builds what changed, into one output folder, and keeps the state open in between."""

    def __init__(
        self, project: Project, out: Path, manner: Manner, weighing: Weighing, progress: Progress, state: str
    ) -> None:
        self._workshop = Workshop(project, out=out, manner=manner, fatal=weighing.fatal, progress=progress, state=state)

    def build(self, changed: frozenset[str] | None, first: str, early: Early) -> Built:
        """Build what these changes touch, and have it ready to be published."""
        made = self._workshop.build(changed, first=first, shown=early, hold=True)
        changed_now, removed = frozenset(made.changed), frozenset(made.removed)
        if made.held:
            return Built(False, made.diagnostics, self._workshop.publish, changed_now, removed, made.counts)
        return Built(made.published is None, made.diagnostics, _nothing, changed_now, removed, made.counts)


def _nothing() -> None:
    """Publish nothing."""
