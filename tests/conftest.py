from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from glossator.cli import main

settings.register_profile("shared machines", deadline=None)
settings.load_profile("shared machines")

SITE_TOML = 'title = "Test"\nbase_url = "https://example.org/"\nlanguage = "en"\n'


@dataclass(frozen=True)
class Project:
    """A project in a folder of its own, driven by the command line as a user would."""

    root: Path

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files, by path from the project's folder."""
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *arguments: str, stdin: str | None = None) -> Result:
        """Run a command; a bug of ours raises."""
        if arguments[0] in {"build", "check", "anchors"}:
            arguments = (*arguments, "--content", str(self.root / "content"))
        result = CliRunner().invoke(main, arguments, input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def build(self, *options: str) -> Result:
        """Build the site."""
        return self.run("build", *options)

    def built(self, *options: str) -> Project:
        """Build the site, which must go well."""
        result = self.build(*options)
        assert result.exit_code == 0, result.output
        return self

    def codes(self, command: str = "build", *options: str) -> list[str]:
        """Give the codes of all faults, in the order told."""
        report = json.loads(self.run(command, "--format", "json", *options).stdout)
        return [fault["code"] for fault in report["diagnostics"]]

    def read(self, path: str) -> str:
        """Read a file of the site."""
        return (self.root / "site" / path).read_text("utf-8")

    def data(self, path: str) -> Any:
        """Read a JSON file of the site."""
        return json.loads(self.read(path))

    def files(self) -> dict[str, bytes]:
        """Give all files of the site."""
        site = self.root / "site"
        return {
            file.relative_to(site).as_posix(): file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()
        }


@pytest.fixture
def project(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Project]:
    """Make a project of some files; `content/site.toml` is there unless given."""

    def make(files: Mapping[str, str | bytes]) -> Project:
        made = Project(tmp_path)
        made.write({"content/site.toml": SITE_TOML, **files})
        return made

    return make


@contextmanager
def without_coverage() -> Iterator[None]:
    """Do not measure coverage for work that runs the same lines again and again: to measure it takes longer than to do it."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


@pytest.fixture
def unmeasured() -> Iterator[None]:
    """Run a test without coverage, which reaches nothing that others do not."""
    with without_coverage():
        yield


def growth(work: Callable[..., object], size: int, *arguments: object, runs: int = 3) -> float:
    """Give how many times as long work of eight times the size takes, with the same arguments besides: about 8 if it is linear, 64 if it is quadratic.

    In CPU time, and the least of some runs, because machines are shared; coverage is not measured, which takes time by itself.
    """

    def least(size: int) -> float:
        times = []
        for _ in range(runs):
            gc.collect()
            gc.disable()  # its passes take time by all objects that the tests have made
            try:
                with without_coverage():
                    started = time.process_time()
                    work(size, *arguments)
                    times.append(time.process_time() - started)
            finally:
                gc.enable()
        return min(times)

    return least(8 * size) / max(least(size), 0.001)


LINEAR = 28
"""Growth that is not quadratic, with room for caches that overflow."""
