"""What changed below some folders since the last look is found as by looking for the first time."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import glossator.engine.table
from glossator.engine.beside import read_value, remove_values, values_of, write_value
from glossator.engine.files import FRESH, Files
from glossator.engine.table import Entry, Table

NAMES = ["a", "b", "c/a", "c/b", "c/d/a", "c", "c/d", ".hidden", "c/e~"]
PATHS = st.sampled_from(NAMES)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["write", "append", "remove", "folder", "link", "nothing"]), PATHS, PATHS),
    st.tuples(st.just("move"), PATHS, PATHS),
)
_TICKS = itertools.count(1)


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> Iterator[None]:
    """Have several blocks in tables of a few files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(glossator.engine.table, "BLOCK", 3)
        yield


def age(root: Path) -> None:
    """Have what was written just now look as if it had been written long ago, each at a time of its own."""
    now = time.time_ns()
    for folder, _, names in os.walk(root.parent):
        for path in (Path(folder), *(Path(folder, name) for name in names)):
            if path.lstat().st_mtime_ns > now - 2 * FRESH:
                tick = 10**18 + next(_TICKS) * 1000
                os.utime(path, ns=(tick, tick), follow_symlinks=False)


def step(root: Path, what: str, path: Path, other: Path) -> None:
    """Do something to the files; what cannot be done is not done."""
    try:
        match what:
            case "write" | "append":
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("w" if what == "write" else "a") as file:
                    file.write(str(next(_TICKS)))
            case "remove" if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            case "remove":
                path.unlink()
            case "folder":
                path.mkdir(parents=True)
            case "link":
                path.symlink_to(other)
            case "move":
                path.rename(other)
            case _:
                assert root.exists()
    except OSError:
        assert what != "nothing"


def content(files: Files) -> dict[str, bytes]:
    """Give the hashes of all files."""
    return {path: entry.content for path, entry in files.table.items()}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(STEPS, max_size=3), min_size=1, max_size=8), st.booleans(), st.booleans())
def test_look_finds_what_a_first_look_finds(rounds: list[list[tuple[str, str, str]]], aged: bool, packed: bool) -> None:
    """After any changes the table is that of a first look, and what is told as changed is what differs."""
    base = Path(tempfile.mkdtemp())
    try:
        root = base / "root"
        root.mkdir()
        step(root, "write", root / "c" / "a", root)
        files = Files({"content": root})
        for steps in ([], *rounds):
            for what, path, other in steps:
                step(root, what, root / path, root / other)
            if aged:
                age(root)
            before = content(files)
            if packed:
                files = Files({"content": root}, Table(files.table.packed()))
            changed = files.look()
            assert changed == {path for path, _ in set(before.items()) ^ set(content(files).items())}
            (again := Files({"content": root})).look()
            assert content(files) == content(again)
    finally:
        shutil.rmtree(base)


def test_look_lists_no_folder_that_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look asks for stamps only; a new file has its folder listed, and no other."""
    root = tmp_path / "root"
    for name in ("a/x", "b/x", "b/c/x"):
        step(root, "write", root / name, root)
    age(root)
    files = Files({"content": root})
    assert files.look() == {"content/a/x", "content/b/x", "content/b/c/x"}
    listed: list[str] = []
    scandir = os.scandir

    def noted(folder: str) -> object:
        listed.append(Path(folder).name)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", noted)
    assert (files.look(), listed) == (set(), [])
    step(root, "write", root / "b" / "new", root)
    assert (files.look(), listed) == ({"content/b/new"}, ["b"])


def test_look_notices_that_a_link_leads_somewhere(tmp_path: Path) -> None:
    """A link to nothing is there and unreadable; it changes when its target comes, though no folder does."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "a").symlink_to(tmp_path / "later")
    age(root)
    files = Files({"content": root})
    assert files.look() == {"content/a"}
    age(root)
    assert files.look() == set()
    (tmp_path / "later").write_text("x")
    assert files.look() == {"content/a"}


TWO = """
import os, sys
from collections.abc import Iterator
from pathlib import Path
from glossator.engine import table
from glossator.engine.files import Files
root, broken = Path(sys.argv[1]), sys.argv[2] == "broken"
files = Files({"content": root})
files.look()
files.table = table.Table(files.table.packed())
here, look = os.getpid(), table._Stamps.differing
def differing(self, *given):
    if broken and os.getpid() != here:
        raise OSError
    return look(self, *given)
table._Stamps.differing = differing
forks, fork = [], os.fork
os.fork = lambda: forks.append(1) or fork()
for path in ("0001", "5999"):
    (root / path).write_text("another text")
(root / "2500").unlink()
print(len(forks), sorted(files.look()), len(forks))
"""


@pytest.mark.parametrize("child", ["well", "broken"])
def test_look_at_very_many_files_is_shared_by_two_processes(tmp_path: Path, child: str) -> None:
    """Both halves are looked at, also when the other process comes to grief."""
    for number in range(6000):
        (tmp_path / f"{number:04}").write_bytes(b"")
    age(tmp_path)
    done = subprocess.run([sys.executable, "-c", TWO, tmp_path, child], capture_output=True, text=True, check=True)
    assert done.stdout == "0 ['content/0001', 'content/2500', 'content/5999'] 1\n"


@given(
    st.dictionaries(st.text("ab/", min_size=1), st.integers(0, 3)),
    st.dictionaries(st.text("ab/", min_size=1), st.none() | st.integers(0, 3)),
    st.text("ab/"),
)
def test_table_is_a_mapping_in_order(base: dict[str, int], news: dict[str, int | None], begin: str) -> None:
    """Whatever is packed and whatever is new, what is known is that of a plain mapping."""

    def entry(number: int) -> Entry:
        return Entry(number, number, number, bytes(16))

    table = Table()
    for known in (base, news):
        table.packed()
        for path, number in known.items():
            table.put(path, None if number is None else entry(number))
    wanted = {path: entry(number) for path, number in (base | news).items() if number is not None}
    assert {path: table.get(path) for path in base | news} == {path: wanted.get(path) for path in base | news}
    assert list(table.below(begin)) == sorted(path for path in wanted if path.startswith(begin))
    assert list(table.items()) == sorted((path, each) for path, each in wanted.items() if path[-1] != "/")
    assert list(Table(table.packed()).items()) == list(table.items())


@given(st.lists(st.integers(), min_size=1), st.data())
def test_what_stands_beside_a_state_is_whole_or_refused(value: list[int], data: st.DataObject) -> None:
    """A file that is gone, or has another byte, is no value; of several, the one that counts stays."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state.sqlite"
        old, stamp = (write_value(state, "files", each) for each in ([], value))
        write_value(Path(folder) / "state out.sqlite", "files", value)
        remove_values(state, "files", stamp)
        assert read_value(state, "files", stamp) == value
        with pytest.raises(EOFError):
            read_value(state, "files", old)
        (file,) = values_of(state)
        content = bytearray(file.read_bytes())
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
        file.write_bytes(content)
        with pytest.raises(EOFError):
            read_value(state, "files", stamp)
        remove_values(state)
        assert [each.name.split(".")[0] for each in Path(folder).iterdir()] == ["state out"]
