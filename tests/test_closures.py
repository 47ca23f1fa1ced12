"""On which files a template depends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from glossator.render.closures import closures
from glossator.render.pages import TEMPLATES, load_templates

HOME = "home.html"


def fingerprints(root: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the fingerprints of the page templates of a project with some files of its own."""
    for path, text in files.items():
        (root / "templates" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "templates" / path).write_bytes(text)
    return closures(load_templates(root))


@pytest.mark.parametrize(
    ("home", "all_of_them"),
    [
        (b"{% include 'one.html' %}", False),
        (b"{% include frame.title %}", True),
        (b"{% include 'one.html' %}{% block %}", None),
        (b"\xff{% include 'one.html' %}", None),
        (b"Plain.", None),
    ],
)
def test_a_template_depends_on_what_it_names(tmp_path: Path, home: bytes, all_of_them: bool | None) -> None:
    """On what it includes, on all if that is told at run time, and on itself alone if it cannot be read or parsed."""
    before = fingerprints(tmp_path, {HOME: home, "one.html": b"one", "two.html": b"two"})
    one = fingerprints(tmp_path, {"one.html": b"ONE"})
    two = fingerprints(tmp_path, {"two.html": b"TWO"})

    assert {name for name in TEMPLATES.values() if one[name] != before[name]} == (
        {HOME} if all_of_them is not None else set()
    )
    assert {name for name in TEMPLATES.values() if two[name] != one[name]} == ({HOME} if all_of_them else set())


def test_a_template_that_cannot_be_read_counts_with_its_fault(tmp_path: Path) -> None:
    """What cannot be parsed changes with its text, and what cannot be read differs from what can."""
    found = [fingerprints(tmp_path, {HOME: text})[HOME] for text in (b"{% if %}", b"{% for %}", b"\xff", b"Plain.")]
    assert len(set(found)) == 4
