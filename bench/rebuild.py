#!/usr/bin/env python3
"""Time builds against `hugo` on the same content, in turns: clean, of nothing, after an edit, after a concept got another name.

  bench/rebuild.py CORPUS --hugo /path/to/hugo [--runs 5] [--clean]

CORPUS is what make_corpus.py wrote with `--peers glossator,hugo,hugo-term`. Each figure is the median over runs in which both took turns, so
that what else the machine does falls on both; ratios are of CPU seconds and of wall time. A concept that is renamed, and keeps its old name as
an alias, is compared with a change of the shortcode by which Hugo's texts name concepts. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

SHORTCODE = "layouts/shortcodes/term.html"


class Run(NamedTuple):
    """One process."""

    wall: float
    cpu: float
    peak: float
    """Of the largest process, in MB."""


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end, which must be good."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{command} failed in {folder}")
    return Run(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def edit(site: Path) -> None:
    """Put a sentence into the article that the corpus names."""
    path = site / json.loads((site / "bench.json").read_text())["article"]
    text = path.read_text("utf-8")
    at = min(place for place in (text.find("\n\n## "), text.find("\n\n[^a1]:"), len(text) - 1) if place > 0)
    path.write_text(f"{text[:at]} Edited {time.time_ns()} today.{text[at:]}", "utf-8")


def rename(path: Path, before: str) -> None:
    """Give the concept of a file another name, and keep the one that it had `before`."""
    head, term, rest = before.partition("term: ")
    written = rest.partition("\n")[0]
    name = json.loads(written)
    path.write_text(
        f"{head}{term}{json.dumps(f'{name} {time.time_ns()}')}\naliases: [{written}]{rest[len(written) :]}", "utf-8"
    )


def told(name: str, runs: list[Run]) -> Run:
    """Print and give the medians."""
    found = Run(*(statistics.median(each[part] for each in runs) for part in range(3)))
    print(f"{name:28} {found.wall:8.2f} s wall {found.cpu:8.2f} s CPU {found.peak:8.0f} MB")
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", type=Path)
    options.add_argument("--hugo", required=True)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--clean", action="store_true", help="also time clean builds, once")
    given = options.parse_args()
    ours, theirs = given.corpus / "glossator", given.corpus / "hugo"
    build = [sys.executable, "-m", "glossator", "build", "--no-search"]
    hugo = [str(Path(given.hugo).resolve()), "--quiet"]
    if given.clean or not (ours / ".glossator").exists():
        for folder in (ours / "site", ours / ".glossator", theirs / "public", theirs / "resources"):
            shutil.rmtree(folder, ignore_errors=True)
        told("hugo, clean", [run(hugo, theirs)])
        told("glossator, clean", [run(build, ours)])
    run(build, ours)
    run(hugo, theirs)
    nothing: list[Run] = []
    edited: list[Run] = []
    rebuilt: list[Run] = []
    for _ in range(given.runs):
        nothing.append(run(build, ours))
        edit(theirs)
        rebuilt.append(run(hugo, theirs))
        edit(ours)
        edited.append(run(build, ours))
    base = told("hugo, rebuild after an edit", rebuilt)
    for name, runs in (("glossator, nothing to do", nothing), ("glossator, after an edit", edited)):
        one = told(name, runs)
        print(f"    1/{base.wall / one.wall:.0f} of hugo's wall time, 1/{base.cpu / one.cpu:.0f} of its CPU time")
    theirs = given.corpus / "hugo-term"  # whose texts name concepts by a shortcode
    concept, shortcode = ours / json.loads((ours / "bench.json").read_text())["glossary"], theirs / SHORTCODE
    run(hugo, theirs)
    named, called = concept.read_text("utf-8"), shortcode.read_text("utf-8")
    changed: list[Run] = []
    renamed: list[Run] = []
    for number in range(3):
        shortcode.write_text(f"{called}{{{{- /* {number} */ -}}}}", "utf-8")
        changed.append(run(hugo, theirs))
        rename(concept, named)
        renamed.append(run(build, ours))
    concept.write_text(named, "utf-8")
    shortcode.write_text(called, "utf-8")
    base, one = told("hugo, another shortcode", changed), told("glossator, concept renamed", renamed)
    print(f"    {one.wall / base.wall:.2f} of hugo's wall time, {one.cpu / base.cpu:.2f} of its CPU time")


if __name__ == "__main__":
    main()
