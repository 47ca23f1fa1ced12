"""The shape of the code: sizes, docstrings, which way imports go, what starting up costs (ARCHITECTURE.md)."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "glossator").rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
HEAVY = ("babel", "jinja2", "markdown", "pygments", "rich", "selectolax")

HARMLESS = {"click", "rich", "starlette", "uvicorn", "watchdog"}
"""Libraries of which no byte of a site depends."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(module: Path) -> str:
    """Give a module's path from the root."""
    return module.relative_to(ROOT).as_posix()


def tree(module: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(module.read_text("utf-8"))


def public(node: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """Give public functions and classes, and the public methods of public classes."""
    for child in node.body:
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and child.name[0] != "_":
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def test_modules_are_found() -> None:
    """The other tests here look at something."""
    assert len(MODULES) > 50


def test_modules_are_short() -> None:
    """No module is longer than 400 lines."""
    lengths = {named(module): len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    """No function is longer than 60 lines."""
    lengths = {
        f"{named(module)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, Function)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_everything_public_has_a_docstring() -> None:
    """Every module, public class and public function says what it is."""
    nodes: list[tuple[str, ast.Module | Function | ast.ClassDef]] = []
    for module in MODULES:
        parsed = tree(module)
        nodes.append((named(module), parsed))
        nodes += ((f"{named(module)}:{node.name}", node) for node in public(parsed))
    assert [name for name, node in nodes if not ast.get_docstring(node)] == []


def test_there_is_no_drawer_for_utilities() -> None:
    """No module is named for being of use to others."""
    assert [named(module) for module in MODULES if module.stem in {"utils", "util", "helpers", "common", "misc"}] == []


def test_imports_go_one_way() -> None:
    """import-linter keeps all contracts of pyproject.toml."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_starting_up_imports_nothing_heavy() -> None:
    """A command loads what is heavy only when it needs it."""
    code = "import sys, json, glossator.cli; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [name for name in HEAVY if name in json.loads(done.stdout)] == []


def test_identity_knows_every_library_that_shows() -> None:
    """A site is built anew when one of our dependencies changes, unless that cannot show; no other library is asked for."""
    from glossator.building.identity import LIBRARIES

    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[^\w-]", each)[0] for each in asked}

    assert names - HARMLESS == set(LIBRARIES) - {"markupsafe"}  # which comes with Jinja
