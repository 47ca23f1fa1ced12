"""The documents say what is true: codes, options, fields, keys, constants, links; and their examples are built."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import get_args

import click
import pytest
from conftest import Project
from fences import examples, fences, without_fences

from glossator.cli import main
from glossator.model.anchor import State
from glossator.model.diagnostics import CODES
from glossator.model.project import DEFAULT_KINDS, DEFAULT_VERDICTS, SHARED_KEYS
from glossator.read.annotations import SAME_AS_WHO
from glossator.read.briefing import _PROVENANCE
from glossator.read.pages import _EVENT_KEYS
from glossator.render.stylesheet import COLOURS, SHAPES
from glossator.resolve import anchor_context, anchoring

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
FORMAT = (ROOT / "docs/content-format.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
_SECTION = re.compile(r"^## ([A-Z]{3}\d{3}) (\S+)\n(.*?)(?=^## [A-Z]{3}\d{3} |\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
_TAKING = {"choice", "date", "pairs", "references", "required", "table", "text", "texts", "values"}

Make = Callable[[Mapping[str, str | bytes]], Project]


def sections() -> dict[str, tuple[str, str]]:
    """Give name and text of each section of docs/diagnostics.md, by code."""
    text = (ROOT / "docs/diagnostics.md").read_text("utf-8")
    return {code: (name, body) for code, name, body in _SECTION.findall(text)}


def prose(path: Path) -> str:
    """Give a document without its code."""
    return re.sub(
        r"`[^`\n]*`", "", re.sub(r"^    .*$", "", without_fences(path.read_text("utf-8")), flags=re.MULTILINE)
    )


def anchors(path: Path) -> set[str]:
    """Give the fragments that forges make of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", without_fences(path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(command: click.Command, *names: str) -> Iterator[tuple[str, click.Command]]:
    """Give a command and those under it, by what is typed."""
    yield " ".join(names), command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, *names, name)


def constants(node: ast.AST) -> set[str]:
    """Give the texts that stand in an expression."""
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def calls(module: Path) -> Iterator[tuple[str, str, list[ast.expr]]]:
    """Give (receiver, method, arguments) of each method call in a module."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node.func.attr, node.args


def header_fields() -> set[str]:
    """Give the fields that the readers take out of headers."""
    found = {
        argument.value
        for module in (ROOT / "glossator/read").glob("*.py")
        for receiver, method, arguments in calls(module)
        for argument in arguments[:1]
        if receiver in {"fields", "inner"} and method in _TAKING and isinstance(argument, ast.Constant)
    }
    return {*map(str, found), *_PROVENANCE}


def settings() -> set[str]:
    """Give the keys that are read out of site.toml."""
    found = [
        constants(argument)
        for receiver, method, arguments in calls(ROOT / "glossator/read/settings.py")
        for argument in arguments[1 : 3 if method == "_tables" else 2]
        if receiver == "self" and method in {"_text", "_texts", "_flag", "_number", "_table", "_tables"}
    ]
    return set().union(*found)


def test_diagnostics_are_all_explained() -> None:
    """docs/diagnostics.md has a section for each code, in their order, with the name and the weight that it has."""
    assert list(sections()) == list(CODES)
    assert {code: name for code, (name, _) in sections().items()} == {code: kind.name for code, kind in CODES.items()}
    weights = {code: re.match(r"\n\*\*(\w+)\.\*\*", body) for code, (_, body) in sections().items()}
    told = {code: match[1].lower() if match else "" for code, match in weights.items()}
    assert told == {code: kind.severity.value for code, kind in CODES.items()}


@pytest.mark.parametrize("code", CODES)
def test_diagnostics_examples_are_real(code: str) -> None:
    """Each line of an example stands in the broken project of its code, or in what a build says of it."""
    folder = ROOT / "tests/invalid" / f"{code}_{CODES[code].name}"
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    known = {line for file in files for line in file.read_bytes().decode("utf-8", "replace").splitlines()}
    examples_ = [fence.body for fence in fences(sections()[code][1])]
    assert f" {code} " in "".join(examples_)
    assert [line for body in examples_ for line in body.splitlines() if line not in known] == []


def test_commands_are_all_named() -> None:
    """README or docs/ names every command and every option of it."""
    text = README + "".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    missing = []
    for name, command in commands(main):
        missing += [name] if name and not re.search(rf"`{re.escape(name)}\b", text) else []
        options = (option for each in command.params if isinstance(each, click.Option) for option in each.opts)
        missing += [f"{name} {option}" for option in options if not re.search(rf"`{re.escape(option)}\b", text)]
    assert missing == []


def test_header_fields_are_all_named() -> None:
    """docs/content-format.md names every field of a header, and every setting."""
    assert len(header_fields()) > 25
    assert [name for name in sorted(header_fields()) if f"`{name}`" not in FORMAT] == []
    assert len(settings()) > 12
    assert [name for name in sorted(settings()) if not re.search(rf"(?m)^\[*{name}\b|`{name}`", FORMAT)] == []


def test_annotation_keys_are_all_named() -> None:
    """docs/content-format.md names kinds and keys of annotations, verdicts, colours and shapes."""
    keys = {*SHARED_KEYS, *SAME_AS_WHO, *_EVENT_KEYS, *(key for kind in DEFAULT_KINDS for key in kind.keys)}
    names = {*keys, *(kind.id for kind in DEFAULT_KINDS), *(verdict.id for verdict in DEFAULT_VERDICTS)}
    assert [name for name in sorted(names) if f"`{name}`" not in FORMAT] == []
    assert [name for name in (*COLOURS, *SHAPES) if not re.search(rf"\b{name}\b", FORMAT)] == []


def test_format_examples_are_files() -> None:
    """Every example of docs/content-format.md is a file that the next test builds; only layouts are not."""
    assert [fence.language for fence in fences(FORMAT) if not fence.path and fence.language != "text"] == []
    assert len(examples(FORMAT)) > 10


def test_format_examples_build_without_a_warning(project: Make) -> None:
    """All examples of docs/content-format.md are one project that the strictest run has nothing against."""
    made = project(examples(FORMAT))
    for result in (made.build("--strict"), made.run("check", "--strict")):
        assert (result.exit_code, result.stderr) == (0, "")
    briefing = made.data("briefings/the-metre.json")
    assert {target["state"] for note in briefing["annotations"] for target in note["targets"]} <= {
        "exact",
        "normalised",
    }


def test_format_data_has_the_members_that_are_promised(project: Make) -> None:
    """`briefings/<slug>.json` has the members that docs/content-format.md lists, and no others."""
    briefing = project(examples(FORMAT)).built().data("briefings/the-metre.json")
    block = next(fence.body for fence in fences(FORMAT) if fence.body.startswith('{"id", "title"'))
    states = set(re.findall(r'"(\w+)"', re.findall(r'"state": ([^,]*)', block)[0]))
    listed = set(re.findall(r'"(\w+)"', block)) - (states - {"exact"})
    note = next(each for each in briefing["annotations"] if each["id"] == "britain")
    parts = (briefing, briefing["article"], note, note["targets"][0], note["cites"][0], briefing["events"][0])
    assert {name for part in parts for name in part} == listed
    assert states == {*get_args(State), "detached"}


def test_format_lists_what_the_site_contains(project: Make) -> None:
    """The paths of docs/content-format.md are those that a site has, and the page for editors is not among them."""
    built = set(project(examples(FORMAT)).built().files())
    block = next(fence.body for fence in fences(FORMAT) if fence.body.startswith("index.html"))
    patterns = {path: re.sub(r"<\w+>", r"[^/]+", re.escape(path)) for path in re.findall(r"\S+[./]\S+", block)}
    assert [path for path in sorted(built) if not any(re.fullmatch(each, path) for each in patterns.values())] == []
    assert [path for path, each in patterns.items() if not any(re.fullmatch(each, one) for one in built)] == []
    assert "health.html" not in built


def test_readme_example_builds_without_a_warning(project: Make) -> None:
    """The annotation that README shows is found in its article, and becomes what README says."""
    made = project(examples(FORMAT) | examples(README)).built("--strict")
    assert 'id="note-britain"' in made.read("briefings/the-metre.html")
    assert "britain" in made.read("claims/index.html")
    assert "#note-britain" in made.read("glossary/metre-convention.html")
    assert "#note-britain" in made.read("sources/metre-convention-1875.html")


def test_readme_opens_with_the_two_commands() -> None:
    """README begins with `make site` and `make test`, and .ci/run runs just these."""
    first, second = (line.split("#")[0].strip() for line in README.splitlines()[:2])
    assert (first, second) == ("make site", "make test")
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert re.findall(r"\bmake \w+", re.sub(r"#.*", "", script)) == ["make site", "make test"]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    """Every link of a document to a file, and to a heading in it, finds it."""
    broken = []
    for link in _LINK.findall(prose(path)):
        name, _, fragment = link.partition("#")
        target = (path.parent / name) if name else path
        if re.match(r"https?:", link):
            continue
        if not target.exists() or (fragment and fragment not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_architecture_page_is_short_and_names_all_parts() -> None:
    """ARCHITECTURE.md has at most 120 lines, and its code map has every stage and every module beside them."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert len(text.splitlines()) <= 120
    parts = [path for path in (ROOT / "glossator").iterdir() if path.name[0] not in "_." and path.name != "py.typed"]
    assert [each.name for each in parts if not re.search(rf"^      {each.name}\b", text, re.MULTILINE)] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_decisions_have_one_form(path: Path) -> None:
    """A decision has a number, says context, decision and consequences, and is at most 40 lines long."""
    text = path.read_text("utf-8")
    assert re.match(rf"# {int(path.name[:4])}\. \S", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(text.splitlines()) <= 40


def test_decisions_are_numbered_without_a_gap() -> None:
    """The numbers of the decisions are 1, 2, 3 and so on."""
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_decision_on_thresholds_has_their_values() -> None:
    """The constants of anchoring have the values that the decision on them gives."""
    text = next(path for path in DECISIONS if "anchoring" in path.name).read_text("utf-8")
    told = {name: float(value) for name, value in re.findall(r"^\| `(\w+)` \| ([\d.]+)", text, re.MULTILINE)}
    assert told
    assert told == {
        name: float(getattr(anchoring if hasattr(anchoring, name) else anchor_context, name)) for name in told
    }


def test_committed_files_name_no_registry_and_no_machine() -> None:
    """Documents and lock files name no package index, and no path of a machine."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    files = (*DOCS, *ROOT.glob("*.lock"), *ROOT.glob("package*.json"), ROOT / "CHANGELOG.md", ROOT / ".ci/run")
    pattern = re.compile(
        r"(?:registry|pypi|npmjs|pythonhosted)\.[a-z]+|(?<![\w.])/(?:home|root|work|tmp)/", re.IGNORECASE
    )
    assert {path.name: found for path in files if (found := pattern.findall(path.read_text("utf-8")))} == {}


def test_changelog_has_the_version() -> None:
    """CHANGELOG.md has a part for the version of the package."""
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_ci_script_is_sound() -> None:
    """.ci/run is a script that bash can read, and stops at the first failure."""
    script = ROOT / ".ci/run"
    assert "set -euo pipefail" in script.read_text("utf-8")
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
