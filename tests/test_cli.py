from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SITE_TOML, Project

from glossator.cli import main

Make = Callable[[Mapping[str, str | bytes]], Project]
ROOT = Path(__file__).parents[1]
PAGE = {"content/pages/about.md": "---\ntitle: About\n---\n\nSee [[About]].\n"}
BROKEN = {"content/pages/about.md": "---\ntitle: About\n---\n\nSee [[Abbout]].\n"}


def test_build_writes_the_site_and_a_summary(project: Make) -> None:
    """A build without faults ends with 0, says what it made, and tells nothing on the error stream."""
    made = project(PAGE)

    result = made.build()

    assert result.exit_code == 0
    assert result.stderr == ""
    assert re.search(r"\d+ pages, \d+ written; 0 errors, 0 warnings; \d+\.\d s\n$", result.stdout)
    assert "See" in made.read("pages/about.html")


def test_build_again_writes_nothing(project: Make) -> None:
    """The same content gives the same bytes, so a second build touches no file."""
    made = project(PAGE).built()
    before = made.files()

    result = made.build()

    assert ", 0 written;" in result.stdout
    assert made.files() == before


def test_build_with_an_error_leaves_the_site(project: Make) -> None:
    """A fault in content ends with 1 and the last good site stays."""
    made = project(PAGE).built()
    before = made.files()
    made.write(BROKEN)

    result = made.build()

    assert result.exit_code == 1
    assert "pages/about.md:5:5: error LNK001" in result.stderr
    assert made.files() == before


def test_build_strict_makes_warnings_errors(project: Make) -> None:
    """What a plain build lets pass stops a strict one."""
    made = project({**PAGE, "content/notes.md": "Not ours.\n"})

    assert made.build().exit_code == 0
    assert made.build("--strict").exit_code == 1
    assert made.codes("build", "--strict") == ["FIL006"]


def test_build_out_puts_the_site_elsewhere(project: Make, tmp_path: Path) -> None:
    """`--out` names another folder; the default one is not made."""
    made = project(PAGE)

    made.built("--out", str(tmp_path / "public"))

    assert (tmp_path / "public" / "index.html").exists()
    assert not (tmp_path / "site").exists()


def test_build_tells_when_the_site_cannot_be_written(project: Make, tmp_path: Path) -> None:
    """A file in the place of the output folder is an error in words, not a traceback."""
    made = project(PAGE)
    (tmp_path / "site").write_text("a file")

    result = made.build()

    assert result.exit_code == 1
    assert "cannot write the site" in result.stderr


def test_build_leaves_drafts_out_unless_asked(project: Make) -> None:
    """A draft is in no list and has no page; with `--drafts` it has; its faults hinder nobody."""
    draft = "---\ntitle: Sketch\nstatus: draft\n---\n\nSee [[nothing]].\n"
    made = project({**PAGE, "content/briefings/sketch/briefing.md": draft}).built()

    assert not (made.root / "site" / "briefings").exists()
    assert "Sketch" not in made.read("index.html")
    assert made.codes("build", "--drafts") == ["LNK001"]


def test_check_writes_nothing_and_gives_advice(project: Make) -> None:
    """`check` fails on an orphan, advises on unused sources, and makes no site."""
    source = '[{"id": "roe-2001", "type": "book", "title": "A book"}]'
    made = project({**PAGE, "content/sources/s.json": source})

    result = made.run("check")

    assert result.exit_code == 0
    assert "warning CIT002 nothing cites `roe-2001`" in result.stderr
    assert not (made.root / "site").exists()


def test_formats_tell_the_same(project: Make) -> None:
    """Text, JSON and GitHub's commands name the same fault at the same place."""
    made = project(BROKEN)

    text = made.build().stderr
    data = json.loads(made.build("--format", "json").stdout)
    github = made.build("--format", "github").stdout

    assert "pages/about.md:5:5: error LNK001" in text
    assert [(f["line"], f["column"], f["code"]) for f in data["diagnostics"]] == [(5, 5, "LNK001")]
    assert data["summary"]["errors"] == 1
    assert re.search(r"^::error file=.*about\.md,line=5,col=5,title=LNK001 unknown-name::", github)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--content", "nowhere"],
        ["check", "--content", "nowhere"],
        ["bild"],
        ["build", "--nothing"],
        ["new", "briefing"],
    ],
)
def test_a_wrong_call_ends_with_2(arguments: list[str]) -> None:
    """A wrong call is not a fault in content."""
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 2
    assert "Usage:" in result.stderr or "Error:" in result.stderr


def test_locate_finds_quotes_in_an_article(tmp_path: Path) -> None:
    """Selectors go in as JSON lines, spans come out; a line may name its own text."""
    article = tmp_path / "article.txt"
    article.write_bytes("\ufeffOne two three.\r\nFour five six.\r\n".encode())
    requests = [{"id": 1, "exact": "Four five six."}, {"id": 2, "exact": "seven eight nine ten", "new": str(article)}]

    result = CliRunner().invoke(
        main, ["locate", "--article", str(article)], input="".join(json.dumps(each) + "\n" for each in requests)
    )

    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (first["id"], first["start"], first["end"], first["state"]) == (1, 15, 29, "exact")
    assert (second["id"], second["start"]) == (2, None)


def test_new_makes_files_that_build(tmp_path: Path) -> None:
    """What `new` writes is a sound start: it builds strictly without a warning."""
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.toml").write_text(SITE_TOML)
    options = ("--content", str(content))
    made = Project(tmp_path)

    for arguments in (
        ("briefing", "four-islands", "--title", 'Four "islands"'),
        ("concept", "ainu"),
        ("event", "shimoda", "--when", "1855-02-07"),
        ("event", "about", "--when", "c. 1945", "--title", "Something else"),
    ):
        result = made.run("new", *arguments, *options)
        assert result.exit_code == 0, result.output

    assert made.build("--strict", "--drafts").exit_code == 0
    assert "Four &#34;islands&#34;" in made.read("briefings/four-islands.html")
    assert 'id="event-shimoda"' in made.read("timeline/index.html")
    assert (content / "timeline" / "events.md").read_text().count("\n## ") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("briefing", "Four Islands"),
        ("briefing", "taken"),
        ("concept", "taken"),
        ("event", "taken", "--when", "1945"),
        ("event", "other", "--when", "1945-13"),
    ],
)
def test_new_overwrites_nothing_and_takes_no_nonsense(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A name that is taken, or none, or a date that is none, is a wrong call; nothing changes."""
    made = Project(tmp_path)
    made.write(
        {
            "content/briefings/taken/briefing.md": "mine",
            "content/glossary/taken.md": "mine",
            "content/timeline/events.md": "## Mine {#taken when=1945}\n",
        }
    )
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}

    result = made.run("new", *arguments, "--content", str(tmp_path / "content"))

    assert result.exit_code == 2
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_the_end_at_once_loses_nothing(project: Make) -> None:
    """All that is told comes through a pipe, with the exit code; a reader that has gone is no reason to wait."""
    made = project({f"content/pages/p{number}.md": "[[Nowhere]]\n" * 40 for number in range(40)})
    call = [sys.executable, "-m", "glossator", "check", "--format", "json", "--content", str(made.root / "content")]
    done = subprocess.run(call, capture_output=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["summary"]["errors"] > 0
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) != 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_what_is_told_to_nobody_is_no_fault(project: Make, closed: str) -> None:
    """A build whose output was closed before it began ends as well as any."""
    made = project(PAGE)
    call = [sys.executable, "-m", "glossator", "build", "--content", str(made.root / "content")]
    done = subprocess.run(["sh", "-c", f'exec "$@" {closed}', "sh", *call], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "pages/about.html" in made.files()


def test_a_name_that_is_not_utf_8_is_told(project: Make) -> None:
    """The build does not end over it, and the other pages stand."""
    made = project(PAGE)
    (made.root / "content" / "pages" / os.fsdecode(b"b\xff.md")).write_text("Text.\n")
    result = made.build()
    assert "FIL004" in result.stderr
    assert "Traceback" not in result.stderr


def test_build_py_is_the_same_command() -> None:
    """`python build.py` and `glossator` have the same commands."""
    commands = [
        subprocess.run([sys.executable, *call, "--help"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
        for call in (["build.py"], ["-m", "glossator"])
    ]

    first, second = (text.partition("Commands:")[2] for text in commands)
    assert first == second
    assert "locate" in first


_BAR = """
from glossator.report import Bar
with Bar(patience=0) as bar:
    for done in range(4):
        bar.tell("reading", done, 3)
"""


def test_a_bar_is_shown_on_a_terminal_only() -> None:
    """A run that takes its time shows how far it is on a terminal; a pipe gets nothing of it."""
    command = [sys.executable, "-c", _BAR]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}

    piped = subprocess.run(command, capture_output=True, text=True, check=True)
    parent, child = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=child, env=environment)
    os.close(child)
    shown = b""
    while chunk := _read(parent):
        shown += chunk
    process.wait()
    os.close(parent)

    assert piped.stderr == ""
    assert b"reading" in shown
    assert b"%" in shown


def test_a_short_run_shows_no_bar(project: Make) -> None:
    """Nothing flickers where nothing takes long."""
    made = project(PAGE)

    assert "%" not in made.build().stderr


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # the other end is closed
        return b""


def test_new_in_an_empty_folder_is_a_project(tmp_path: Path) -> None:
    """The first `new` writes the settings too, so that the next command can be `build`."""
    made = Project(tmp_path)

    result = made.run("new", "briefing", "first", "--content", str(tmp_path / "content"))

    assert str(tmp_path / "content" / "site.toml") in result.stdout
    assert made.build("--drafts", "--strict").exit_code == 0
