"""Several processes make the same site as one, and leave nothing behind."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from multiprocessing import active_children
from pathlib import Path

import pytest
from conftest import Project
from test_rebuild import FILES

from glossator.building.pool import Pool
from glossator.building.stages import Stages
from glossator.building.steps import Manner
from glossator.building.takeup import opened
from glossator.engine.aside import aside
from glossator.model.project import Settings
from glossator.model.text import Place
from glossator.pipeline import Build, Workshop
from glossator.pipeline import Project as Folders

Make = Callable[[Mapping[str, str | bytes]], Project]
EDIT = "---\nterm: Harbour\nshort: A haven.\n---\n\nA place with [[Sea]].\n"


def children(process: int) -> set[int]:
    """List the processes that a process started and that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it ended while we looked
            continue
        if int(parent) == process and state != "Z":
            found.add(int(stat.parent.name))
    return found


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; the test fails if it never is."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def built(made: Project, out: str, jobs: int, *edits: Mapping[str, str | bytes]) -> list[Build]:
    """Build in some processes, and again after each of some edits, with all that is done given to the pool."""
    state = f"state {out}"
    with Workshop(Folders(made.root), out=made.root / out, state=state, jobs=jobs, least=1) as shop:
        builds = [shop.build()]
        for edit in edits:
            made.write(edit)
            builds.append(shop.build())
    return builds


def site(folder: Path) -> dict[str, bytes]:
    """Give all files of a site."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_processes_make_the_same_site(project: Make) -> None:
    """Files, faults and what is said to be rendered are those of one process, in the first build and after an edit."""
    made = project({**FILES, "content/briefings/two/annotations.md": "## Odd {#odd}\n\n> not there\n\nText.\n"})
    edit = {"content/glossary/harbour.md": EDIT}
    one = built(made, "one", 1, edit)
    made.write({"content/glossary/harbour.md": FILES["content/glossary/harbour.md"]})
    many = built(made, "many", 3, edit)
    assert [each.diagnostics for each in many] == [each.diagnostics for each in one]
    assert [each.rendered for each in many] == [each.rendered for each in one]
    assert site(made.root / "many") == site(made.root / "one")
    assert not active_children()


PARTED = """
import os, sys
from pathlib import Path
from glossator.building.stages import Stages
from glossator.building.steps import Manner
from glossator.pipeline import Project, Workshop
root, broken, here, read, reads = Path(sys.argv[1]), sys.argv[2] == "broken", os.getpid(), Stages.unit, []
def reading(self, *given):
    if broken and os.getpid() != here:
        raise OSError
    reads.append(1)
    return read(self, *given)
Stages.unit = reading
forks, fork = [], os.fork
os.fork = lambda: forks.append(1) or fork()
with Workshop(Project(root), out=root / "site", manner=Manner(index=True), jobs=int(sys.argv[3])) as shop:
    print([path for path, _ in shop.build().rendered], len(forks), len(reads))
"""


@pytest.mark.parametrize(
    ("child", "jobs", "forks", "reads"), [("well", 2, 1, 0), ("broken", 2, 1, 1), ("well", 1, 0, 1)]
)
def test_what_changed_is_read_by_another_process_meanwhile(
    project: Make, child: str, jobs: int, forks: int, reads: int
) -> None:
    """The site is that of a clean build, also when the other process comes to grief; one that may not part reads itself."""
    made = project(FILES).built()
    made.write({"content/briefings/one/article.md": "The harbour was made of stone. ```never``` closed.\n"})
    call = [sys.executable, "-c", PARTED, str(made.root), child, str(jobs)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    rendered, told = done.stdout.rsplit("]", 1)
    assert "briefings/one.html" in rendered
    assert told.split() == [str(forks), str(reads)]
    assert made.files() == made.built("--clean").files()


def test_bug_in_a_process_is_raised(project: Make) -> None:
    """What a call raises elsewhere is raised where its result is awaited, and the processes end."""
    made = project(FILES)
    state = opened(made.root / "state.sqlite")
    stages = Stages(made.root, Settings(), Place("content/site.toml"), Manner(), state)
    pool = Pool(made.root / "state.sqlite", jobs=2, least=1)
    with pytest.raises(IndexError):  # nobody claims that path
        list(pool.work(stages, [("page", "nowhere")]))
    pool.close()
    state.close()
    assert not active_children()


def test_process_that_dies_is_told(project: Make) -> None:
    """If a process is killed, the build fails with an error of the system, and does not wait for ever."""
    made = project(FILES)
    state = opened(made.root / "state.sqlite")
    stages = Stages(made.root, Settings(), Place("content/site.toml"), Manner(), state)
    pool = Pool(made.root / "state.sqlite", jobs=2, least=1)
    results = pool.work(stages, [("told",)] * 200)
    assert next(results) == []
    for process in active_children():
        process.kill()
    with pytest.raises(ChildProcessError):
        list(results)
    pool.close()
    state.close()


def test_processes_end_with_a_build_that_is_killed(project: Make) -> None:
    """A build that is killed leaves no process behind, and the next one makes the site."""
    made = project({**FILES, **{f"content/pages/p{n}.md": f"---\ntitle: P{n}\n---\n\nText.\n" for n in range(210)}})
    command = [sys.executable, "-m", "glossator", "build", "--no-search", "--jobs", "2"]
    process = subprocess.Popen([*command, "--content", str(made.root / "content")], stderr=subprocess.DEVNULL)
    until(lambda: len(children(process.pid)) == 2)
    working = children(process.pid)
    process.kill()
    process.wait()
    until(lambda: not any(Path(f"/proc/{each}").exists() for each in working))
    made.built("--no-search", "--jobs", "2")
    assert "site/pages/p209.html" in {f"site/{path}" for path in made.files()}


ORPHAN = "import os\nfrom glossator.engine.aside import aside\naside(lambda: bytes(10**6))\nos.kill(os.getpid(), 9)"


def test_a_process_that_works_aside_ends_with_one_that_is_killed() -> None:
    """Nobody is left who holds the output of the build: a reader of it would wait for ever."""
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, timeout=60, check=False)
    assert done.returncode == -9


def test_where_no_process_can_be_had_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that is full of processes is no reason to fail."""

    def full() -> int:
        raise BlockingIOError

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr("os.fork", full)
    assert aside(lambda: b"done")() is None
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_other_settings_reach_texts_that_many_processes_read(project: Make) -> None:
    """What was read by other settings and forgotten is not what counts, however many texts there are."""
    boxed = '---\ntitle: About\n---\n\n<div style="color: red">\nBoxed\n</div>\n'
    made = project({**FILES, "content/pages/about.md": boxed})
    toml = made.root / "content" / "site.toml"
    with Workshop(Folders(made.root), out=made.root / "site", jobs=1, least=2) as shop:
        shop.build()
        toml.write_text('trusted = ["pages"]\n' + toml.read_text("utf-8"), "utf-8")
        shop.build()
    assert "color: red" in (made.root / "site" / "pages" / "about.html").read_text("utf-8")
    before = site(made.root / "site")
    with Workshop(Folders(made.root), out=made.root / "site", jobs=1) as shop:
        shop.build(clean=True)
    assert site(made.root / "site") == before
