"""The tutorial is run as it stands, and the project that it begins with is what it is said to be."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from glob import glob
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import Project
from fences import FENCE, Fence, fences

from glossator.cli import main

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "glossator/starter"
TUTORIAL = (ROOT / "docs/tutorial.md").read_text("utf-8")
PATIENCE = 120.0
"""Seconds until a server that says nothing is given up."""


def steps() -> Iterator[str | Fence]:
    """Give prose and fenced blocks of the tutorial in order."""
    end = 0
    for match, fence in zip(FENCE.finditer(TUTORIAL), fences(TUTORIAL), strict=True):
        yield TUTORIAL[end : match.start()]
        yield fence
        end = match.end()
    yield TUTORIAL[end:]


def masked(line: str) -> str:
    """Put a mark for the numbers of a summary and of an address, which differ from one machine to another."""
    return re.sub(r"\d[\d.]*", "#", line) if re.search(r" s$|^serving ", line) else line


class Reader:
    """A reader of the tutorial: has a terminal, a second one for the server, and an editor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._served: subprocess.Popen[str] | None = None
        self._path = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    def follow(self, step: str | Fence) -> None:
        """Do what a step says, and hold that all is as it shows."""
        if isinstance(step, str):
            self._open(step)
        elif step.language == "console":
            self._type(step.body)
        elif step.language == "diff":
            self._change(self.folder / step.path, step.body)
        elif step.path:
            self._write(self.folder / step.path, step.body, append=step.verb == "append")

    def run(self, command: str) -> list[str]:
        """Run a command, and give the lines that it prints."""
        if command.startswith("cd "):
            self.folder /= command[3:]
            return []
        done = subprocess.run(
            ["bash", "-c", f"{command} 2>&1"],
            cwd=self.folder, env=self._path, stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        return done.stdout.splitlines()

    def _open(self, prose: str) -> None:
        """Open the pages that are named, at the place that is named."""
        for path, fragment in re.findall(r"`(site/[\w/-]+\.html)(?:#([\w-]+))?`", prose):
            assert f'id="{fragment}"' in (self.folder / path).read_text("utf-8") or not fragment

    def _type(self, body: str) -> None:
        """Type what stands behind a dollar sign; what stands below it is printed. `^C` ends the server."""
        head, *commands = re.split(r"^\$ ", body, flags=re.MULTILINE)
        if head:
            self._goes_on(head.splitlines())
        for command, *shown in (part.splitlines() for part in commands):
            if command.startswith("glossator serve"):
                self._serve(shown)
            else:
                assert list(map(masked, self.run(command))) == list(map(masked, shown)), command

    def _serve(self, shown: list[str]) -> None:
        self._served = subprocess.Popen(
            ["glossator", "serve", "--port", "0"],
            cwd=self.folder, env=self._path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._goes_on(shown)

    def _goes_on(self, shown: list[str]) -> None:
        served = self._served
        assert served is not None
        assert served.stdout is not None
        giving_up = Timer(PATIENCE, served.kill)
        giving_up.start()
        for line in shown:
            if line == "^C":
                served.send_signal(signal.SIGINT)
                assert (served.stdout.read(), served.wait()) == ("", 0)
                served.stdout.close()
            else:
                assert masked(served.stdout.readline().rstrip("\n")) == masked(line)
        giving_up.cancel()

    def _change(self, file: Path, body: str) -> None:
        """Put the lines with a plus in the place of those with a minus."""
        before, after = (
            "".join(f"{line[1:]}\n" for line in body.splitlines() if line.startswith(sign)) for sign in "-+"
        )
        text = file.read_text("utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, after), "utf-8")

    def _write(self, file: Path, body: str, *, append: bool) -> None:
        assert file.exists() == append
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as stream:
            stream.write(body)


def test_tutorial_does_what_it_shows(tmp_path: Path) -> None:
    """Every command prints what is shown, every change can be made, every page named is there, and all is published."""
    reader = Reader(tmp_path)

    for step in steps():
        reader.follow(step)

    published = tmp_path / "www"
    assert "#note-eighteen" in (published / "glossary/urup.html").read_text("utf-8")
    assert "#note-eighteen" in (published / "sources/st-petersburg-1875.html").read_text("utf-8")
    assert "https://example.org/margin/" in (published / "feed.xml").read_text("utf-8")
    assert not (published / "briefings/my-first.html").exists()

    workflow: Any = yaml.safe_load((reader.folder / ".github/workflows/site.yml").read_text("utf-8"))
    runs = [step["run"] for step in workflow["jobs"]["site"]["steps"] if step.get("run", "").startswith("glossator ")]
    assert [reader.run(command)[-1].split("; ")[1] for command in runs] == ["0 errors, 0 warnings"] * 2


def test_tutorial_installs_as_readme_says() -> None:
    """The one step that is not run above begins with the command that sets up every checkout, tests included."""
    block = next(fence for fence in fences(TUTORIAL) if fence.language == "sh")
    assert block.body.splitlines()[0] == "make site"
    assert re.search(r"^make site$", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE)


def test_tutorial_shows_nothing_that_is_not_run() -> None:
    """All blocks of the tutorial but the installation are commands, files or changes."""
    assert [fence.language for fence in fences(TUTORIAL) if not fence.path and fence.language != "console"] == ["sh"]


def test_new_site_builds_without_a_warning(tmp_path: Path) -> None:
    """A new site has nothing against it in the strictest run, and has a bit of everything."""
    made = Project(tmp_path / "mine")

    result = made.run("new", "site", str(made.root))

    assert (result.exit_code, result.stderr) == (0, "")
    for strictest in (made.build("--strict"), made.run("check", "--strict")):
        assert (strictest.exit_code, strictest.stderr) == (0, "")
    kinds = {note["kind"] for note in made.data("briefings/a-line-between-two-islands.json")["annotations"]}
    assert kinds == {"context", "claim", "translation", "question"}
    assert len(made.data("glossary.json")) >= 1


def test_new_site_copies_all_files(tmp_path: Path) -> None:
    """The files, hidden ones too, are those of the program, told one a line."""
    result = CliRunner().invoke(main, ["new", "site", str(tmp_path)])

    assert result.exit_code == 0
    copied = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert copied == {file.relative_to(STARTER): file.read_bytes() for file in STARTER.rglob("*") if file.is_file()}
    assert sorted(result.stdout.splitlines()) == sorted(str(tmp_path / path) for path in copied)
    assert Path(".gitignore") in copied


@pytest.mark.parametrize("inside", [True, False])
def test_new_site_never_overwrites(tmp_path: Path, inside: bool) -> None:
    """A folder with anything in it, or a file of that name, is a wrong call; nothing is written."""
    folder = tmp_path / "mine"
    there = folder / "notes.txt" if inside else folder
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine", "utf-8")

    result = CliRunner().invoke(main, ["new", "site", str(folder)])

    assert result.exit_code == 2
    assert "exists" in result.stderr
    assert {file.name: file.read_text("utf-8") for file in tmp_path.rglob("*") if file.is_file()} == {
        there.name: "mine"
    }


def test_starter_settings_are_all_explained() -> None:
    """Each setting of the new site's site.toml has a comment above it."""
    lines = (STARTER / "content/site.toml").read_text("utf-8").splitlines()
    bare = [line for above, line in zip(["", *lines], lines, strict=False) if "=" in line and above[:1] != "#"]
    assert [line for line in bare if not line.startswith("#")] == []


def test_starter_travels_in_the_wheel() -> None:
    """The patterns of pyproject.toml, read as setuptools reads them, take in every file of the starter, hidden ones too."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["glossator"]
    taken = {
        path
        for each in patterns
        for path in glob(each, root_dir=ROOT / "glossator", recursive=True)  # noqa: PTH207 -- it hides dot files, as there
    }
    files = {path.relative_to(ROOT / "glossator").as_posix() for path in STARTER.rglob("*") if path.is_file()}
    assert files - taken == set()
