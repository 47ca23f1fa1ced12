from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossator.publish.folder import Published, publish

PATHS = st.sampled_from(["index.html", "a/one.html", "a/two.html", "a/b/three.html", "four.css", "ü/五.html"])
SITES = st.dictionaries(PATHS, st.binary(max_size=20), max_size=6)


def files_in(folder: Path) -> dict[str, bytes]:
    """Give what stands in a folder, by path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@given(st.lists(SITES, min_size=1, max_size=4))
def test_publish_makes_the_folder_hold_exactly_the_last_site(
    tmp_path_factory: pytest.TempPathFactory, sites: list[dict[str, bytes]]
) -> None:
    """After any sequence of builds the folder holds the files of the last one and what was there before us."""
    root = tmp_path_factory.mktemp("publish")
    out = root / "site"
    out.mkdir()
    (out / "CNAME").write_text("theirs")

    for site in sites:
        publish(site, out, root / "state")

    assert files_in(out) == {**sites[-1], "CNAME": b"theirs"}


def test_publish_leaves_equal_files_untouched(tmp_path: Path) -> None:
    """Equal bytes give no write, so that a reload, a sync or a cache sees only what changed."""
    out, state = tmp_path / "site", tmp_path / "state"
    publish({"a.html": b"one", "b.html": b"two"}, out, state)
    before = (out / "a.html").stat()

    done = publish({"a.html": b"one", "b.html": b"new"}, out, state)

    assert done == Published(written=1, removed=0)
    assert (out / "a.html").stat().st_ino == before.st_ino
    assert (out / "a.html").stat().st_mtime_ns == before.st_mtime_ns


def test_publish_removes_what_we_wrote_and_its_empty_folders_only(tmp_path: Path) -> None:
    """A page that is gone goes from the site; a file of somebody else keeps its folder."""
    out, state = tmp_path / "site", tmp_path / "state"
    publish({"a/one.html": b"1", "b/two.html": b"2", "c/d/three.html": b"3"}, out, state)
    (out / "b" / "theirs.txt").write_text("stays")

    done = publish({}, out, state)

    assert done == Published(written=0, removed=3)
    assert files_in(out) == {"b/theirs.txt": b"stays"}
    assert not (out / "a").exists()
    assert not (out / "c").exists()


def test_publish_forgets_nothing_when_a_file_was_removed_by_hand(tmp_path: Path) -> None:
    """A file that somebody deleted is written again; one that is gone already needs no removal."""
    out, state = tmp_path / "site", tmp_path / "state"
    publish({"a.html": b"1", "b/c.html": b"2"}, out, state)
    (out / "a.html").unlink()
    (out / "b" / "c.html").unlink()
    (out / "b").rmdir()

    publish({"a.html": b"1"}, out, state)

    assert files_in(out) == {"a.html": b"1"}


def test_publish_finishes_a_build_that_was_interrupted_while_moving(tmp_path: Path) -> None:
    """A journal is carried out by the next build, whatever that build itself holds."""
    out, state = tmp_path / "site", tmp_path / "state"
    publish({"a.html": b"old", "gone.html": b"old"}, out, state)
    staging = out / ".glossator-staging"
    (staging / "sub").mkdir(parents=True)
    (staging / "sub" / "b.html").write_bytes(b"new")
    journal = {"moves": ["a.html", "sub/b.html"], "removals": ["gone.html"], "ours": ["a.html", "sub/b.html"]}
    (staging / "journal.json").write_text(json.dumps(journal))
    (out / "a.html").write_bytes(b"new")  # was moved before the interruption

    publish({"a.html": b"new", "sub/b.html": b"new"}, out, state)

    assert files_in(out) == {"a.html": b"new", "sub/b.html": b"new"}


def test_publish_throws_away_what_was_staged_without_a_journal(tmp_path: Path) -> None:
    """A build that stopped before its journal leaves the published site as it was."""
    out, state = tmp_path / "site", tmp_path / "state"
    publish({"a.html": b"old"}, out, state)
    staging = out / ".glossator-staging"
    staging.mkdir()
    (staging / "a.html").write_bytes(b"half")

    publish({"a.html": b"old"}, out, state)

    assert files_in(out) == {"a.html": b"old"}


@pytest.mark.parametrize("text", ["not json", "{}", "[1, 2]"])
def test_publish_lives_with_a_broken_manifest(tmp_path: Path, text: str) -> None:
    """Without knowing what was ours, nothing is removed and the site is written all the same."""
    out, state = tmp_path / "site", tmp_path / "state"
    publish({"a.html": b"1"}, out, state)
    (manifest,) = state.glob("published-*.json")
    manifest.write_text(text)

    publish({"b.html": b"2"}, out, state)

    assert files_in(out) == {"a.html": b"1", "b.html": b"2"}


def test_publish_killed_at_any_moment_leaves_one_version(tmp_path: Path) -> None:
    """However often a build is killed, the site finished by the next one is whole."""
    out, state = tmp_path / "site", tmp_path / "state"
    script = (
        "import sys, pathlib; from glossator.publish.folder import publish\n"
        "n = 0\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    n += 1\n"
        "    publish({f'{i}.html': str(n).encode() for i in range(20)}, pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))\n"
    )
    for _ in range(8):
        process = subprocess.Popen([sys.executable, "-c", script, str(out), str(state)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        while not (out / "19.html").exists():
            os.sched_yield()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()

        publish({f"{i}.html": b"end" for i in range(20)}, out, state)

        assert files_in(out) == {f"{i}.html": b"end" for i in range(20)}
