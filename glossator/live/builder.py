"""The seam between the live loop and the build: what the loop asks for, and the whole build as an answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from glossator.model.diagnostics import Diagnostic
from glossator.pipeline import Project, build
from glossator.publish.folder import publish
from glossator.read.project import Progress
from glossator.report import Weighing

Early = Callable[[str, bytes], None]
"""Is told path and content of the page being looked at, if it is made before the rest."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave, compared with the one before."""

    failed: bool
    """Whether errors in content keep it from being published."""
    diagnostics: tuple[Diagnostic, ...]
    publish: Callable[[], object]
    """Put the files where the site stands. Is called at most once, while no page is being read."""
    changed: frozenset[str] = frozenset()
    """Paths of files that are new or have other bytes."""
    removed: frozenset[str] = frozenset()
    counts: Mapping[str, int] = field(default_factory=dict)


class Builder(Protocol):
    """Builds a project again and again, and remembers between builds what saves work."""

    def build(self, changed: frozenset[str] | None, first: str, early: Early) -> Built:
        """Build after a change of these files of the project; None means that any may have changed.

        `first` is the path of the page being looked at, or empty.
        """


class WholeBuilder:
    """Builds everything each time, into one output folder."""

    def __init__(
        self, project: Project, out: Path, weighing: Weighing, *, drafts: bool, health: bool, progress: Progress
    ) -> None:
        self._project = project
        self._out = out
        self._weighing = weighing
        self._drafts = drafts
        self._health = health
        self._progress = progress
        self._digests: dict[str, bytes] = {}

    def build(self, changed: frozenset[str] | None, first: str, early: Early) -> Built:  # noqa: ARG002 - the seam's
        """Build the whole site; only the comparison with the last one is remembered."""
        made = build(
            self._project, drafts=self._drafts, fatal=self._weighing.fatal, progress=self._progress, health=self._health
        )
        if not made.files:
            return Built(True, made.diagnostics, _nothing, counts=made.counts)
        digests = {path: blake2b(content, digest_size=16).digest() for path, content in made.files.items()}
        differing = frozenset(path for path, digest in digests.items() if self._digests.get(path) != digest)
        removed = frozenset(self._digests.keys() - digests.keys())
        put = partial(self._publish, made.files, digests)
        return Built(False, made.diagnostics, put, differing, removed, made.counts)

    def _publish(self, files: Mapping[str, bytes], digests: dict[str, bytes]) -> None:
        publish(files, self._out, self._project.state)
        self._digests = digests


def _nothing() -> None:
    """Publish nothing."""
