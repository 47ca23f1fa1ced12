"""Broken example projects, one or more a code, with what a build says of them. `UPDATE=1` writes the expectations anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import Project

from glossator.model.diagnostics import CODES

FOLDER = Path(__file__).with_name("invalid")
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def test_invalid_every_code_has_a_project() -> None:
    """No kind of fault is without an example, and no example without its kind."""
    assert {name[:6] for name in CASES} == set(CODES)
    assert all(CODES[name[:6]].name == name[7:] for name in CASES)


@pytest.mark.parametrize("name", CASES)
def test_invalid_is_told_as_expected(name: str, tmp_path: Path) -> None:
    """Each fault is told once an occurrence, with its place and help; errors leave the published site as it was."""
    shutil.copytree(FOLDER / name, tmp_path, symlinks=True, dirs_exist_ok=True)
    published = tmp_path / "site" / "index.html"
    published.parent.mkdir()
    published.write_text("the last good site")
    command = tmp_path / "command.txt"
    project = Project(tmp_path)

    result = project.run(*(command.read_text().split() if command.exists() else ("build",)))

    prefix = os.path.relpath(tmp_path).replace(os.sep, "/") + "/"
    told = result.stderr.replace(prefix, "")
    expected = FOLDER / name / "expected.txt"
    if os.environ.get("UPDATE"):
        expected.write_text(told)
    assert told == expected.read_text()
    assert f" {name[:6]} " in told
    assert result.exit_code == int(": error " in told)
    if result.exit_code or command.exists():
        assert published.read_text() == "the last good site"
    else:
        assert "the last good site" not in published.read_text()
