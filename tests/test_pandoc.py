from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glossator.read.bib_pandoc import PandocFailed, pandoc_path, run_pandoc
from glossator.render.pandoc import Pandoc

if TYPE_CHECKING:
    from conftest import Project

STYLE = b"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>T</title><id>t</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout prefix="(" suffix=")" delimiter="; "><text variable="title"/></layout></citation>
  <bibliography><layout suffix="."><text variable="title" font-style="italic"/></layout></bibliography>
</style>
"""
ITEMS = '[{"id": "i0", "type": "book", "title": "One"}]'


def request(items: str = ITEMS, key: str = "i0") -> dict[str, object]:
    """Ask for one citation."""
    cites = [{"id": key, "mode": "NormalCitation", "prefix": ["see"], "locator": ["art.", "9"], "ends": True}]
    return {"items": items, "literals": {}, "citations": [{"wanted": True, "cites": cites}], "language": "en"}


def program(folder: Path, body: str) -> str:
    """Write a program that stands for pandoc."""
    path = folder / "pandoc"
    path.write_text(f"#!{sys.executable}\nimport sys, time, os, pathlib\n{body}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_worker_answers_requests_one_after_another() -> None:
    """One process answers all requests, with the HTML of the citations before that of the entries."""
    with Pandoc(workers=1) as pandoc:
        for _ in range(2):
            texts, ids = pandoc.ask(STYLE, request())
            assert texts == ['(see <a href="#ref-i0">One</a>, art. 9 \ue001)', "<em>One</em>."]
            assert ids == ["i0"]
        assert pandoc.requests == 2


def test_worker_is_not_started_without_request() -> None:
    """A site whose strings are all stored starts nothing: a program that does not exist goes unnoticed."""
    with Pandoc(program="/nowhere/pandoc") as pandoc:
        assert pandoc.requests == 0
        assert pandoc.each(str, []) == []


def test_request_that_fails_leaves_worker_usable() -> None:
    """What pandoc cannot do is an error with its words, and the next request is answered."""
    with Pandoc(workers=1) as pandoc:
        with pytest.raises(PandocFailed, match="end-of-input"):
            pandoc.ask(STYLE, request(items="[{"))
        assert pandoc.ask(STYLE, request())[1] == ["i0"]


def test_missing_program_is_said() -> None:
    """No pandoc on the machine is an error in words."""
    with Pandoc(program="/nowhere/pandoc") as pandoc, pytest.raises(PandocFailed, match="cannot be started"):
        pandoc.ask(STYLE, request())
    with pytest.raises(PandocFailed, match="cannot be started"):
        run_pandoc([], "", program="/nowhere/pandoc")


def test_killed_worker_is_started_again(tmp_path: Path) -> None:
    """A process that dies in the middle of its work is replaced once, and the request is answered."""
    mark = tmp_path / "died"
    again = f'os.execv("{pandoc_path()}", ["pandoc", *sys.argv[1:]])'
    body = f'mark = pathlib.Path("{mark}")\nif mark.exists():\n    {again}\nmark.touch()\nsys.stdin.readline()\nos._exit(9)'
    with Pandoc(program=program(tmp_path, body), workers=1) as pandoc:
        assert pandoc.ask(STYLE, request())[1] == ["i0"]


def test_worker_that_always_dies_is_given_up(tmp_path: Path) -> None:
    """A process that ends whatever it is asked is an error, not an endless loop; so is one that reads nothing."""
    reads = program(tmp_path, "sys.stdin.readline(); os._exit(9)")
    with (
        Pandoc(program=reads, workers=1) as pandoc,
        pytest.raises(PandocFailed, match="in the middle of its work: it ended with code"),
    ):
        pandoc.ask(STYLE, request())
    with Pandoc(program=program(tmp_path, "os._exit(3)"), workers=1) as pandoc:
        big = request(items=" " * 1_000_000)
        with pytest.raises(PandocFailed, match="in the middle of its work"):
            pandoc.ask(STYLE, big)


def test_hanging_worker_is_killed(tmp_path: Path) -> None:
    """A process that does not answer in time is killed, and the fault says so."""
    hanging = program(tmp_path, "time.sleep(600)")
    with (
        Pandoc(program=hanging, timeout=0.3, workers=1) as pandoc,
        pytest.raises(PandocFailed, match=r"did not answer within 0\.3 seconds"),
    ):
        pandoc.ask(STYLE, request())
    with pytest.raises(PandocFailed, match=r"did not end within 0\.3 seconds"):
        run_pandoc([], "", program=hanging, timeout=0.3)


def test_run_gives_reason_of_refusal() -> None:
    """What pandoc prints when it refuses its input is the reason."""
    with pytest.raises(PandocFailed, match="unexpected"):
        run_pandoc(["-f", "biblatex", "-t", "csljson"], "@book{a, title={x}")


def test_run_without_words_gives_code(tmp_path: Path) -> None:
    """A program that fails without a word is named by its code."""
    with pytest.raises(PandocFailed, match="code 4"):
        run_pandoc([], "", program=program(tmp_path, "sys.exit(4)"))


def test_several_workers_keep_order() -> None:
    """Results come in the order of the jobs, whoever is ready first."""
    with Pandoc(workers=2) as pandoc:
        names = [f"i{number}" for number in range(6)]
        found = pandoc.each(lambda name: pandoc.ask(STYLE, request(ITEMS.replace("i0", name), name))[1], names)
        assert found == [[name] for name in names]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "pandoc cannot be started"),
        ("sys.stdin.readline(); os.kill(os.getpid(), 9)", "ended in the middle of its work"),
    ],
    ids=["missing", "killed"],
)
def test_build_keeps_the_last_site_when_pandoc_fails(
    body: str, reason: str, project: Callable[[Mapping[str, str | bytes]], Project], tmp_path: Path
) -> None:
    """Without pandoc, or if it is killed whenever it works, a build ends with one fault and the site is the one before; afterwards all is well."""
    item = '[{"id": "roe", "type": "book", "title": "T", "author": [{"family": "Roe"}], "issued": {"date-parts": [[2001]]}}]'
    made = project(
        {"content/sources/s.json": item, "content/pages/about.md": "---\ntitle: About\n---\n\nSo [@roe].\n"}
    ).built()
    before = made.files()
    shadow = tmp_path / "shadow" / "pypandoc"
    (shadow / "files").mkdir(parents=True)
    (shadow / "__init__.py").touch()
    if body:
        program(shadow / "files", body)
    made.write({"content/pages/about.md": "---\ntitle: About\n---\n\nSo [@roe, p. 3].\n"})

    command = [sys.executable, "-m", "glossator", "build", "--content", str(made.root / "content")]
    environment = {"PATH": "/nowhere", "PYTHONPATH": f"{shadow.parent}:{Path(__file__).parents[1]}"}
    failed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert failed.returncode == 1
    assert "content/site.toml:1:1: error STY002 " in failed.stderr
    assert failed.stderr.count("error") == 1
    assert reason in failed.stderr
    assert made.files() == before
    assert "Roe 2001, 3" in made.built().read("pages/about.html")
